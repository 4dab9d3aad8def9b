"""Inserts and updates that are put into SQL once and then sent again and again (docs/adr/0024).

A checkout writes a dozen rows, and for each of them the ORM takes longer to find the words than the database takes to
write it. As with the ORM's own writes of many rows no signals are sent, and nothing is checked but by the database:

    _NEW = CompiledInsert(Payment)
    payment = _NEW.row(Payment(order=order, amount=order.total))

    _BEGUN = CompiledUpdate(lambda: Payment.objects.filter(pk=Parameter("pk")), "reference", "next_action")
    changed = _BEGUN.run(pk=payment.pk, reference="pi_1", next_action={"type": "none"})
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.sql import UpdateQuery

from catalog_pages.compiled import Parameter, written
from catalog_pages.prepared import prepared_cursor

MOST_PREPARED = 4
"""Rows that are written by a prepared statement."""
Row = TypeVar("Row", bound=Model)


class CompiledInsert(Generic[Row]):
    """The INSERT of a model of one table, whose key is either made by the database or by the model's default."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._statement: _Insert | None = None

    def row(self, row: Row) -> Row:
        """Write this row; the same object, which has its key now."""
        self.rows([row])
        return row

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Write these in one statement; the same objects. No query for none."""
        if self._statement is None:
            self._statement = _Insert.of(self._model)
        if rows:
            self._statement.write(rows)
        return rows


@dataclass(frozen=True)
class _Insert:
    database: str
    head: str
    marks: str
    tail: str
    fields: Sequence[Field[Any, Any]]

    @classmethod
    def of(cls, model: type[Model]) -> _Insert:
        meta = model._meta
        if meta.parents:
            raise TypeError(f"{model.__name__} has rows in more than one table.")
        fields = [field for field in meta.local_concrete_fields if not isinstance(field, AutoField)]
        database = router.db_for_write(model)
        quote = connections[database].ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        is_numbered = isinstance(meta.pk, AutoField)
        return cls(
            database=database,
            head=f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608 - names of our own models
            marks=f"({', '.join(['%s'] * len(fields))})",
            tail=f" RETURNING {quote(str(meta.pk.column))}" if is_numbered else "",
            fields=fields,
        )

    def write(self, rows: Sequence[Model]) -> None:
        connection = connections[self.database]
        sent = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
            for row in rows
            for field in self.fields
        ]
        opened = prepared_cursor(connection) if len(rows) <= MOST_PREPARED else connection.cursor()
        with opened as cursor:
            cursor.execute(f"{self.head}{', '.join([self.marks] * len(rows))}{self.tail}", sent)
            keys = [key for (key,) in cursor.fetchall()] if self.tail else [row.pk for row in rows]
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, self.database


class CompiledUpdate:
    """An UPDATE of the columns `names` where a queryset's conditions hold; and of those of `always`, to expressions.

    The conditions' Parameters may be no column that is set, and not None; what is set may be.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], *names: str, **always: Combinable) -> None:
        self._build = build
        self._names = names
        self._always = always
        self._statement: tuple[str, str, Sequence[Any]] | None = None

    def run(self, **values: Any) -> int:
        """With these values, one for each column and each Parameter; how many rows there were."""
        if self._statement is None:
            self._statement = self._compiled()
        database, sql, params = self._statement
        connection = connections[database]
        sent = chain.from_iterable(written(param, values, connection) for param in params)
        with prepared_cursor(connection) as cursor:
            cursor.execute(sql, list(sent))
            changed: int = cursor.rowcount
        return changed

    def _compiled(self) -> tuple[str, str, Sequence[Any]]:
        queryset = self._build()
        query: Any = queryset.query.chain(UpdateQuery)
        query.clear_ordering(force=True)
        query.add_update_values(
            {name: _Column(name, queryset.model._meta.get_field(name)) for name in self._names} | self._always
        )
        sql, params = query.get_compiler(using=queryset.db).as_sql()
        return queryset.db, sql, params


class _Column(Parameter):
    """What a column is set to, by the name of its field."""

    def __init__(self, name: str, field: Any) -> None:
        super().__init__(name, field)

    def written(self, values: dict[str, Any], connection: Any) -> list[Any]:
        field: Any = self.written_as
        return [field.get_db_prep_save(values[self.name], connection=connection)]
