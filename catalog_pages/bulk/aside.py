"""Keys and indexes out of the way of a bulk write: made over whole tables in the end, not row by row.

Row by row PostgreSQL looks into the other table and locks what it finds there, which takes as long as writing the
row; over whole tables, which it joins, a tenth of that. An index that is made of sorted rows takes a third of what
filling it does. Unique constraints and indexes stay, as do checks: they need no other table, and say no at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from catalog_pages.bulk.processes import in_processes
from catalog_pages.models import SetAside

FEW = 2_000
"""New rows up to which nothing need be set aside, whatever there is."""
LONGEST_WAIT = "2s"
"""For others to be done with a table: what it has stays if they are not."""

KEYS = """
SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = %s AND convalidated AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, indrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indisvalid AND NOT indisunique AND indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
    SELECT 1 FROM pg_attribute JOIN unnest(%s::regclass[], %s::text[]) AS kept (relation, name)
    ON attrelid = relation AND attname = name WHERE attrelid = indrelid AND attnum = indkey[0]
) ORDER BY 1
"""


@contextmanager
def filling(
    *models: type[Model],
    looked_up_by: Sequence[Field[Any, Any]] = (),
    without_primary_key: Sequence[type[Model]] = (),
    when: bool = True,
) -> Iterator[None]:
    """While this lasts, the tables of these models have no foreign keys and no indexes but unique ones.

    Those stay that begin with a column that is `looked_up_by` meanwhile. Have what was written vacuumed before it ends
    (`rows.tell_planner`): whoever is first to read a new row marks it, or each index that is made looks up anew
    whether it was committed, which takes longer than making it. Tables `without_primary_key` are empty yet, no other
    refers to them, and their writer writes no row twice.

    For the first filling of a shop: meanwhile whoever removes a row that others refer to is not refused, and what is
    looked for is looked for in whole tables. In the end every row is checked: raises IntegrityError where one refers
    to nothing. Within a transaction, on SQLite and unless `when`, nothing is set aside.
    """
    if not when or connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    put_back()
    for each in _found(models, looked_up_by, without_primary_key):
        _take_away(each)
    try:
        yield
    finally:
        put_back()


def is_filled(*, new: int, there: int) -> bool:
    """Whether so many new rows, beside those that are there, make a table another: then `filling` is worth it."""
    return new > max(FEW, there)


def put_back() -> None:
    """Make again what is set aside, by several processes; also what one that was killed had set aside.

    Raises IntegrityError where a row refers to nothing: correct it, and call this again.
    """
    found: dict[str, list[SetAside]] = defaultdict(list)
    for each in SetAside.objects.order_by("table", "name"):
        found[each.kind].append(each)
    for each in found[SetAside.Kind.PRIMARY_KEY]:
        _make(each)
    for each in found[SetAside.Kind.FOREIGN_KEY]:
        _declare(each)
    in_processes(_make_beside_others, found[SetAside.Kind.INDEX])
    in_processes(_check, found[SetAside.Kind.FOREIGN_KEY])


def _found(
    models: Sequence[type[Model]],
    looked_up_by: Sequence[Field[Any, Any]],
    without_primary_key: Sequence[type[Model]],
) -> list[SetAside]:
    tables = list(map(_table, models))
    kept_of = [_table(field.model) for field in looked_up_by]
    kept = [field.column for field in looked_up_by]
    with connection.cursor() as cursor:
        cursor.execute(KEYS, ["p", list(map(_table, without_primary_key))])
        found = [SetAside(None, SetAside.Kind.PRIMARY_KEY, *row) for row in cursor.fetchall()]
        cursor.execute(KEYS, ["f", tables])
        found += [SetAside(None, SetAside.Kind.FOREIGN_KEY, *row) for row in cursor.fetchall()]
        cursor.execute(INDEXES, [tables, kept_of, kept])
        return found + [SetAside(None, SetAside.Kind.INDEX, *row) for row in cursor.fetchall()]


def _take_away(each: SetAside) -> None:
    """Unless somebody is at the table, or it is another's: then it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
            if each.kind == SetAside.Kind.INDEX:
                cursor.execute(f"DROP INDEX {each.name}")
            else:
                cursor.execute(f"ALTER TABLE {each.table} DROP CONSTRAINT {_quoted(each)}")
            each.save()
    except DatabaseError as error:
        if not isinstance(error.__cause__, LockNotAvailable | InsufficientPrivilege):
            raise


def _make_beside_others(index: SetAside) -> None:
    """By one of PostgreSQL's processes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
        _make(index)


def _make(each: SetAside) -> None:
    """An index or a primary key, unless somebody has made it meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        if _is_still_aside(each):
            is_key = each.kind == SetAside.Kind.PRIMARY_KEY
            cursor.execute("SELECT to_regclass(%s) IS NULL", [_quoted(each) if is_key else each.name])
            if cursor.fetchone()[0]:
                added = f"ALTER TABLE {each.table} ADD CONSTRAINT {_quoted(each)} {each.definition}"
                cursor.execute(added if is_key else each.definition)
            each.delete()


def _declare(each: SetAside) -> None:
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


def _check(each: SetAside) -> None:
    """Have it hold for the rows that are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        if _is_still_aside(each):
            cursor.execute(f"ALTER TABLE {each.table} VALIDATE CONSTRAINT {_quoted(each)}")
            each.delete()


def _is_still_aside(each: SetAside) -> bool:
    """Nobody else puts it back until the transaction ends."""
    return SetAside.objects.select_for_update().filter(pk=each.pk).exists()


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(each: SetAside) -> str:
    return connection.ops.quote_name(each.name)
