"""Queries of the ORM that are put into SQL once and then asked again and again with other values (docs/adr/0024).

To build a queryset and to compile it takes Django several times as long as an index takes to answer it, and a
checkout asks some fifty. Such a query is an ordinary queryset, with a `Parameter` for every value that comes later:

    _BY_TOKEN = CompiledQuery(lambda: Cart.objects.filter(token=Parameter("token"))[:1])
    cart = _BY_TOKEN.first(token=token)

Rows are what the queryset would give: objects with their select_related, tuples, single values. The SQL does not
depend on the values: no parameter may be None, and a condition that is left out for some values makes another query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connections
from django.db.models import Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from catalog_pages.lookups import array_of_numbers
from catalog_pages.prepared import Preparing, is_preparing

MOST_PREPARED = 32
"""Values behind one `__in`; with more of them a query is put into words, and planned, for itself."""
IN = " IN ("
Row = TypeVar("Row")


class Parameter(Value):
    """Stands in a queryset for the value `name`.

    `field` says how it is written to the database, where that is not as Python writes it: a moment, an amount, a UUID.
    """

    placeholder: ClassVar[str] = "%s"

    def __init__(self, name: str, field: Field[Any, Any] | None = None) -> None:
        super().__init__(None, output_field=field)
        self.name = name
        self.written_as = field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.placeholder, [self]

    def written(self, values: dict[str, Any], connection: Any) -> list[Any]:
        """What is sent for it, of all the values given."""
        return [self._one(values[self.name], connection)]

    def _one(self, value: Any, connection: Any) -> Any:
        if value is None:
            raise ValueError(f"{self.name} is None, which asks another question.")
        return (
            value
            if self.written_as is None
            else self.written_as.get_db_prep_value(value, connection=connection)
        )


class Parameters(Parameter):
    """Stands for any number of values, behind `__in`."""

    placeholder = "(%s)"

    def written(self, values: dict[str, Any], connection: Any) -> list[Any]:
        return [self._one(value, connection) for value in values[self.name]]


def written(param: Any, values: dict[str, Any], connection: Any) -> list[Any]:
    """What is sent for a placeholder: of these values, or what is always the same."""
    return param.written(values, connection) if isinstance(param, Parameter) else [param]


class CompiledQuery(Generic[Row]):
    """A queryset, built and compiled when it is first asked.

    `build` may be called by two threads at once; either's result will do. It is not called on import, so that a module
    may define queries of models that are not loaded yet. Locks nothing unless the queryset does; then ask it within a
    transaction.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._statement: Statement | None = None

    def rows(self, **values: Any) -> list[Row]:
        """All rows for these values, one for each parameter. No values for Parameters: no rows, and no query."""
        if self._statement is None:
            self._statement = Statement.of(self._build())
        return self._statement.rows(values)

    def first(self, **values: Any) -> Row | None:
        """The first row, or None. The queryset should be limited to one."""
        rows = self.rows(**values)
        return rows[0] if rows else None


@dataclass(frozen=True)
class Statement:
    """The SQL of a queryset and what turns its rows into what the queryset gives.

    `pieces` are the SQL around the placeholders, `params` the values that are always the same and the Parameters.
    """

    database: str
    iterable_class: Any
    compiler: SQLCompiler
    pieces: Sequence[str]
    params: Sequence[Any]
    _texts: dict[tuple[int, ...], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> Statement:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("A compiled query is one query: what is prefetched is another.")
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        pieces = sql.split("%s")
        if len(pieces) != len(params) + 1:
            raise ValueError(f"{sql} has other placeholders than its {len(params)} parameters.")
        return cls(queryset.db, queryset._iterable_class, compiler, pieces, params)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        connection: Any = connections[self.database]
        sent = [written(param, values, connection) for param in self.params]
        if not all(sent):
            return []
        if is_preparing(connection) and max(map(len, sent), default=0) <= MOST_PREPARED:
            connection = Preparing(connection)
            sent = [_filled_up(some) for some in sent]
            asked = self._text(sent), tuple(chain.from_iterable(sent))
        else:
            asked = self._text_with_numbers(sent, as_array=connection.vendor == "postgresql")
        ready = copy(self.compiler)
        ready.connection = connection
        ready.as_sql = lambda *args, **kwargs: asked  # type: ignore[method-assign]
        ready.get_converters = lambda *args: self._converters  # type: ignore[method-assign]
        return list(self.iterable_class(_Asked(self.database, ready)))

    @cached_property
    def _converters(self) -> dict[int, Any]:
        """What makes Python's values of the database's, by column: a field's own, so the same each time."""
        selected = self.compiler.select or ()
        return self.compiler.get_converters([column[0] for column in selected[: self.compiler.col_count]])

    def _text(self, sent: Sequence[Sequence[Any]]) -> str:
        """With a placeholder for every value."""
        lengths = tuple(map(len, sent))
        text = self._texts.get(lengths)
        if text is None:
            marks = (", ".join(["%s"] * length) for length in lengths)
            text = "".join(chain.from_iterable(zip(self.pieces, (*marks, ""), strict=True)))
            self._texts[lengths] = text
        return text

    def _text_with_numbers(
        self, sent: Sequence[Sequence[Any]], *, as_array: bool
    ) -> tuple[str, tuple[Any, ...]]:
        """Numbers stand in the text itself: for a thousand of them placeholders take longer than the query.

        `as_array`: behind `IN` as one array, where each by itself would be read, and its type found, one by one.
        """
        sql, others = self.pieces[0], list[Any]()
        for some, piece in zip(sent, self.pieces[1:], strict=True):
            if not all(type(each) is int for each in some):
                others += some
                sql += ", ".join(["%s"] * len(some)) + piece
            elif as_array and sql.endswith(IN) and piece.startswith(")"):
                sql = f"{sql.removesuffix(IN)} = ANY('{array_of_numbers(some)}'){piece[1:]}"
            else:
                sql += ", ".join(map(str, some)) + piece
        return sql, tuple(others)


def _filled_up(some: list[Any]) -> list[Any]:
    """So many values, the last of them again, that there are few lengths: 1, 2, 4, 8, 16 or 32."""
    return [*some, *[some[-1]] * ((1 << (len(some) - 1).bit_length()) - len(some))]


class _Asked:
    """A queryset and its query as Django's iterables see them: `queryset.query.get_compiler()`."""

    _known_related_objects: ClassVar[dict[Any, Any]] = {}

    def __init__(self, database: str, compiler: SQLCompiler) -> None:
        self.db, self.query = database, self
        self._compiler = compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler
