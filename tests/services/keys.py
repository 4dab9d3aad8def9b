"""The keys and indexes that the database has."""

from __future__ import annotations

from django.db import connection


def keys_and_indexes() -> set[tuple[str, str, bool]]:
    """All there are: their names, definitions, and whether they are known to hold for every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint UNION ALL "
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index"
        )
        return set(cursor.fetchall())
