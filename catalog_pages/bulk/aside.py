"""Foreign keys out of the way of a bulk write: checked over whole tables in the end, in place of row by row.

Row by row PostgreSQL looks into the other table and locks what it finds there, which takes as long as writing the
row; over whole tables, which it joins, a tenth of that. Indexes are kept as they are: making them again took as long
as filling them. Constraints that need no other table stay too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from catalog_pages.bulk.processes import in_processes
from catalog_pages.models import ForeignKeyAside

LONGEST_WAIT = "2s"
"""For others to be done with a table: its foreign keys are checked row by row if they are not."""

FOREIGN_KEYS = """
SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND convalidated AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""


@contextmanager
def foreign_keys_aside(*models: type[Model]) -> Iterator[None]:
    """While this lasts, the tables of these models have no foreign keys.

    For the first filling of a shop: meanwhile whoever removes a row that others refer to is not refused. In the end
    every row is checked: raises IntegrityError where one refers to nothing. Within a transaction and on SQLite
    nothing is set aside.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    put_back()
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [[connection.ops.quote_name(model._meta.db_table) for model in models]])
        found = [ForeignKeyAside(None, *row) for row in cursor.fetchall()]
    for each in found:
        _take_away(each)
    try:
        yield
    finally:
        put_back()


def put_back() -> None:
    """Make again what is set aside, by several processes; also what one that was killed had set aside.

    Raises IntegrityError where a row refers to nothing: correct it, and call this again.
    """
    found = list(ForeignKeyAside.objects.order_by("table", "name"))
    for each in found:
        _declare(each)
    in_processes(_check, found)


def _take_away(each: ForeignKeyAside) -> None:
    """Unless somebody is at the table, or it is another's: then it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
            cursor.execute(f"ALTER TABLE {each.table} DROP CONSTRAINT {_quoted(each)}")
            each.save()
    except DatabaseError as error:
        if not isinstance(error.__cause__, LockNotAvailable | InsufficientPrivilege):
            raise


def _declare(each: ForeignKeyAside) -> None:
    """Have it hold for new rows from now on."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not _is_still_aside(each):
            return
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
            [each.name, each.table],
        )
        if cursor.fetchone() is None:
            cursor.execute(
                f"ALTER TABLE {each.table} ADD CONSTRAINT {_quoted(each)} {each.definition} NOT VALID"
            )


def _check(each: ForeignKeyAside) -> None:
    """Have it hold for the rows that are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        if _is_still_aside(each):
            cursor.execute(f"ALTER TABLE {each.table} VALIDATE CONSTRAINT {_quoted(each)}")
            each.delete()


def _is_still_aside(each: ForeignKeyAside) -> bool:
    """Nobody else puts it back until the transaction ends."""
    return ForeignKeyAside.objects.select_for_update().filter(pk=each.pk).exists()


def _quoted(each: ForeignKeyAside) -> str:
    return connection.ops.quote_name(each.name)
