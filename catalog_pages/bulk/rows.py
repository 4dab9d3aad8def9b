"""Rows straight into a table: by COPY on PostgreSQL, by one prepared INSERT elsewhere. Nobody is told of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model
from django.utils import timezone
from psycopg.types.json import Jsonb

from catalog_pages.bulk.processes import in_processes

Row: TypeAlias = Sequence[Any]
LARGE = 2**20
"""Bytes from which a table is worth a process of its own."""


def new_keys(model: type[Model], count: int) -> Iterator[int]:
    """Keys for `count` new rows that nobody else will be given, smallest first. One query.

    PostgreSQL takes them from the column's sequence, so that it needs no setting afterwards. SQLite counts on from
    the largest key ever given out; call it within the transaction that writes the rows, which is its only writer.
    """
    if not count:
        return iter(())
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(  # OFFSET 0: the sequence is looked up once, not once a key
                "SELECT nextval(sequence) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass OFFSET 0) "
                "AS one (sequence), generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return iter(sorted(key for (key,) in cursor.fetchall()))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return iter(range(last + 1, last + count + 1))


def write_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert `rows`, whose values stand in the order of `columns` (names of attributes: `product_id`, not `product`).

    The model's other columns get the field's default, dates set by the clock get now. Values are as Python knows
    them; of a JSON column, what is to be dumped. Neither `save` nor a validator nor a signal sees them, the
    database's constraints do, and errors are Django's. One statement on PostgreSQL.
    """
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    given = [fields.pop(name) for name in columns]
    left = [field for field in fields.values() if not (field.primary_key and field.remote_field is None)]
    now = timezone.now()
    defaults = [(field, field.get_db_prep_save(_default(field, now), connection)) for field in left]
    said = {str(field.column): value for field, value in defaults if value is not None}
    constants = list(map(_constant, said.values()))
    names = ", ".join(map(connection.ops.quote_name, [*(str(field.column) for field in given), *said]))
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", _adapted(rows, given, constants, _for_copy))
    else:
        marks = ", ".join(["%s"] * (len(given) + len(said)))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own models
        adapted: Any = _adapted(rows, given, constants, _for_insert)
        with connection.cursor() as cursor:
            cursor.executemany(statement, adapted)


def check_references() -> None:
    """Have PostgreSQL check the foreign keys of what was written so far, and not when the transaction ends.

    It takes as long as writing the rows did: call it before a lock is taken that is held to the end.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()


def tell_planner(*models: type[Model]) -> None:
    """Have the database count what these tables (all, for none) hold now: thousands of new rows turn old plans bad.

    PostgreSQL would find out by itself, minutes later; until then a list takes seconds. It is also told that all can
    see the rows (VACUUM, which is left out within a transaction): only then does it answer from an index alone. Large
    tables are gone through side by side.
    """
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        in_processes(_vacuum, [[table] for table in tables] or _largest_first())
        return
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}" if connection.vendor == "postgresql" else "ANALYZE")


def _vacuum(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")


def _largest_first() -> list[list[str]]:
    """All tables: each that is LARGE by itself, then the others together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text, pg_relation_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 2 DESC"
        )
        found = cursor.fetchall()
    large = [[table] for table, size in found if size > LARGE]
    return [*large, [table for table, size in found if size <= LARGE]]


Adapter = Callable[[Any], Any]


def _adapted(
    rows: Iterable[Row],
    given: Sequence[Field[Any, Any]],
    constants: Sequence[Any],
    adapter_of: Callable[[Field[Any, Any]], Adapter | None],
) -> Iterator[Row]:
    adapters = [
        (place, adapter) for place, field in enumerate(given) if (adapter := adapter_of(field)) is not None
    ]
    for row in rows:
        values = [*row, *constants]
        for place, adapter in adapters:
            values[place] = adapter(values[place])
        yield values


def _copy(statement: str, rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(statement) as copy,
    ):
        write = copy.write_row
        for row in rows:
            write(row)


def _for_copy(field: Field[Any, Any]) -> Adapter | None:
    """psycopg writes every other value as it is, and moments ten times as slowly as texts."""
    if isinstance(field, JSONField):
        return (field.encoder or json.JSONEncoder)().encode
    return _moment if isinstance(field, DateTimeField) else None


@lru_cache(maxsize=4_000)
def _moment(value: datetime | None) -> str | None:
    """Of a product one moment is written ten times, and to look up its zone takes longest."""
    return None if value is None else value.isoformat()


def _constant(value: Any) -> Any:
    """What psycopg would put into words for every row again, in words."""
    if isinstance(value, Jsonb):
        return json.dumps(value.obj)
    return _moment(value) if isinstance(value, datetime) else value


def _for_insert(field: Field[Any, Any]) -> Adapter:
    def adapt(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    return adapt


def _default(field: Field[Any, Any], now: Any) -> Any:
    if isinstance(field, DateField) and (field.auto_now or field.auto_now_add):
        return now
    if field.unique:
        raise ValueError(f"{field} differs from row to row: give it.")
    return field.get_default()
