"""Empties the shop after a test that commits: what `flush` does, at a fraction of its price.

`flush` truncates every table and then makes all content types and permissions again: a second and more here, for each
of some three hundred tests. This asks which tables have rows, empties those, and leaves the types where they are.
"""

from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from catalog_pages.page_cache.triggers import JOURNAL

KEPT = {"django_content_type", "auth_permission", "django_migrations"}
"""What `flush` makes again, or never touches."""
HAS_ROWS = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
ASKED_AT_ONCE = 100  # SQLite joins no more than 500


def empty(test: TransactionTestCase) -> None:
    """Leave each database of a test with content types and permissions, and nothing else."""
    for alias in test._databases_names(include_mirrors=False):
        connection = connections[alias]
        if connection.vendor == "postgresql" and not _is_superuser(connection):
            call_command("flush", verbosity=0, interactive=False, database=alias)
            continue
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            written = _written(connection)
            if connection.vendor == "postgresql":  # neither triggers nor foreign keys look at what is deleted
                cursor.execute("SET LOCAL session_replication_role = replica")
            for table in written:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            cursor.execute(f'DELETE FROM "{JOURNAL}"')  # noqa: S608 - last: SQLite's triggers have written there


def _is_superuser(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone() == ("on",)


def _written(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that have rows, without those that stay."""
    there = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted(set(there) - KEPT)
    written: list[str] = []
    with connection.cursor() as cursor:
        for at in range(0, len(tables), ASKED_AT_ONCE):
            asked = tables[at : at + ASKED_AT_ONCE]
            cursor.execute(" UNION ALL ".join(HAS_ROWS.format(table) for table in asked))
            written += [table for (table,) in cursor.fetchall()]
    return written
