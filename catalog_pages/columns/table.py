"""The columns themselves: what a site's goods are narrowed and sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from catalog_pages.columns.kept_counts import KeptCounts
from catalog_pages.columns.ragged import (
    NONE,
    Array,
    Growing,
    GrowingRows,
    Places,
    Rows,
    any_of_each,
    distinct,
    marked,
)

MILLS = 1000
"""Prices are whole thousandths of the shop's currency: exact, as the database keeps them."""
PARTS = 10_000
"""Numbers of attributes are whole ten-thousandths, for the same reason."""
NO_BRAND = 0
NOT_REDUCED = -1
ENDLESS = -1
MOST_COUNTED = 2**31 - 1
MOST_MOVED = 2_000
"""Products that stand behind the ordered ones, or an eighth of those."""


def value_of_choice(choice: int) -> int:
    """How the choice of this pk is written in the columns of values."""
    return 3 * choice


def value_of_flag(attribute: int, flag: bool) -> int:
    """How the yes or no of the attribute of this pk is written there."""
    return 3 * attribute + (1 if flag else 2)


@dataclass(frozen=True)
class Good:
    """A product as the columns keep it.

    `price` (in MILLS) is the lowest current price of its active variants, right until `until` (seconds since the
    epoch, infinity while no sale begins or ends); `price_before` what that variant costs otherwise, or NOT_REDUCED.
    `left` is how many pieces there are of all of them, or ENDLESS. `variants` are the pks of those, `in_stock` and
    `options` say of each whether it can be had and what it is told apart by. `facts` and options are values, `numbers`
    pairs of attribute and PARTS; of facets alone.
    """

    pk: int
    page: int
    name: int
    brand: int
    categories: tuple[int, ...]
    main: int
    created: int
    price: int
    price_before: int
    highest_price: int
    until: float
    left: int
    low_from: int
    variants: tuple[int, ...]
    in_stock: tuple[bool, ...]
    options: tuple[tuple[int, ...], ...]
    facts: tuple[int, ...]
    numbers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Columns:
    """The goods a site shows, each a row number; what may be read without a lock, for nothing in it ever changes.

    A product that changed stands once more at the end, and its old row is not alive any more.
    """

    alive: Array
    products: Array
    pages: Array
    """The page that shows the product."""
    names: Array
    brands: Array
    main: Array
    """The main category."""
    created: Array
    prices: Array
    prices_before: Array
    highest_prices: Array
    left: Array
    low_from: Array
    categories: Rows
    variants: Rows
    """The variants of each row are numbered in turn; the values are whether each can be had."""
    variant_rows: Array
    variant_keys: Array
    """By the number of a variant, the row and the pk."""
    options: Rows
    """By the number of a variant."""
    facts: Rows
    values: Rows
    """Facts and options of any active variant, each once."""
    numbers: Mapping[int, tuple[Array, Array]]
    """By the pk of an attribute: the rows that have one, in order, and what number each has."""
    ordered: Places
    """The rows at the beginning, which are in the order of `products`."""
    moved: Mapping[int, int] = field(default_factory=dict)
    """The rows behind those, by pk."""
    counts: KeptCounts[Any] = field(default_factory=KeptCounts, init=False, repr=False, compare=False)
    """What was counted of long lists of these."""
    _within: dict[tuple[int, ...], Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    _by_number: dict[int, tuple[Array, Array]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __len__(self) -> int:
        return len(self.products)

    @cached_property
    def can_be_had(self) -> Array:
        """Of each row, whether any of its variants can be had."""
        return any_of_each(self.variants.values, np.diff(self.variants.starts))

    def rows(self) -> Array:
        """All that are alive."""
        return np.flatnonzero(self.alive)

    def rows_within(self, categories: Sequence[int]) -> Array:
        """All that are alive and lie in one of these categories, in their order. Looked for once, then kept."""
        key = tuple(categories)
        rows = self._within.get(key)
        if rows is None:
            positions = np.flatnonzero(np.isin(self.categories.values, categories))
            found = distinct(np.searchsorted(self.categories.starts, positions, side="right") - 1)
            rows = self._within[key] = found[self.alive[found]]
        return rows

    def prices_of(self, rows: Array) -> Array:
        """What these rows cost, from the cheapest."""
        if _are_few(rows, len(self)):
            return np.sort(self.prices[rows])
        return _ordered_of(self._by_price, rows, len(self))

    def numbers_of(self, attribute: int, rows: Array) -> Array:
        """What numbers the attribute has for these rows, from the lowest."""
        of_rows, numbers = self.numbers.get(attribute, (NONE, NONE))
        if _are_few(rows, len(of_rows)):
            where = np.minimum(np.searchsorted(of_rows, rows), len(of_rows) - 1)
            return np.sort(numbers[where[of_rows[where] == rows]])
        ordered = self._by_number.get(attribute)
        if ordered is None:
            ordered = self._by_number[attribute] = _by_value(of_rows, numbers)
        return _ordered_of(ordered, rows, len(self))

    @cached_property
    def _by_price(self) -> tuple[Array, Array]:
        return _by_value(np.arange(len(self), dtype=np.int32), self.prices)

    def rows_of(self, products: Any) -> Array:
        """The rows of the products with these pks, in their order; those the site does not show are left out."""
        wanted = np.asarray(products, dtype=np.int64)
        if not len(wanted):
            return NONE
        found = self.ordered.of(wanted)
        found[(found >= 0) & ~self.alive[found]] = -1
        if self.moved:
            for place in np.flatnonzero(found < 0):
                found[place] = self.moved.get(int(wanted[place]), -1)
        return found[found >= 0]


def _by_value(rows: Array, values: Array) -> tuple[Array, Array]:
    """Rows and what each has, in the order of that. Put in order once, so that no list has to."""
    order = np.argsort(values, kind="stable")
    return rows[order], values[order]


def _are_few(rows: Array, among: int) -> bool:
    """Whether it is quicker to sort what is theirs than to go through what all have in order."""
    return len(rows) * 16 < among


def _ordered_of(ordered: tuple[Array, Array], rows: Array, among: int) -> Array:
    of_rows, values = ordered
    found: Array = values[marked(rows, among)[of_rows]]
    return found


PLAIN = {
    "products": ("pk", np.int64),
    "pages": ("page", np.int64),
    "names": ("name", np.int64),
    "brands": ("brand", np.int32),
    "main": ("main", np.int32),
    "created": ("created", np.int64),
    "prices": ("price", np.int64),
    "prices_before": ("price_before", np.int64),
    "highest_prices": ("highest_price", np.int64),
    "left": ("left", np.int32),
    "low_from": ("low_from", np.int32),
}
"""The columns of one value a row, what of a good they hold, and as what."""


class Table:
    """Where columns grow. One thread at a time."""

    def __init__(self) -> None:
        self._alive = Growing(np.bool_)
        self._plain = {name: Growing(kind) for name, (_of_good, kind) in PLAIN.items()}
        self._categories = GrowingRows(np.int32)
        self._variants = GrowingRows(np.bool_)
        self._variant_rows = Growing(np.int32)
        self._variant_keys = Growing(np.int64)
        self._options = GrowingRows(np.int32)
        self._facts = GrowingRows(np.int32)
        self._values = GrowingRows(np.int32)
        self._numbers: dict[int, tuple[Growing, Growing]] = {}
        self._ordered = Places(NONE)
        self._moved: dict[int, int] = {}

    @classmethod
    def of(cls, goods: Iterable[Sequence[Good]]) -> Table:
        """From goods in the order of their pks, some at a time."""
        table = cls()
        for some in goods:
            table._extend(some)
        table._ordered = Places(table._plain["products"].view())
        return table

    def __len__(self) -> int:
        return len(self._alive)

    @property
    def is_ragged(self) -> bool:
        """Whether so many have changed that reading anew is worth it."""
        ordered = len(self._ordered)
        return len(self) - ordered > max(MOST_MOVED, ordered // 8)

    def columns(self) -> Columns:
        return Columns(
            alive=self._alive.view().copy(),
            **{name: column.view() for name, column in self._plain.items()},
            categories=self._categories.view(),
            variants=self._variants.view(),
            variant_rows=self._variant_rows.view(),
            variant_keys=self._variant_keys.view(),
            options=self._options.view(),
            facts=self._facts.view(),
            values=self._values.view(),
            numbers={pk: (rows.view(), values.view()) for pk, (rows, values) in self._numbers.items()},
            ordered=self._ordered,
            moved=dict(self._moved),
        )

    def change(self, columns: Columns, products: Iterable[int], goods: Sequence[Good]) -> Columns:
        """With these products as they are now; those of `products` that are not among `goods` are gone."""
        gone = columns.rows_of(list(products))
        self._alive.view()[gone] = False  # columns hold copies of it
        for pk in products:
            self._moved.pop(pk, None)
        start = len(self)
        self._extend(goods)
        self._moved.update({good.pk: start + place for place, good in enumerate(goods)})
        return self.columns()

    def _extend(self, goods: Sequence[Good]) -> None:
        start = len(self)
        self._alive.extend([True] * len(goods))
        for name, (of_good, _kind) in PLAIN.items():
            self._plain[name].extend([getattr(good, of_good) for good in goods])
        self._categories.extend([good.categories for good in goods])
        self._variants.extend([good.in_stock for good in goods])
        self._variant_rows.extend([start + place for place, good in enumerate(goods) for _ in good.in_stock])
        self._variant_keys.extend([pk for good in goods for pk in good.variants])
        self._options.extend([options for good in goods for options in good.options])
        self._facts.extend([good.facts for good in goods])
        self._values.extend(
            [{*good.facts, *(each for row in good.options for each in row)} for good in goods]
        )
        numbers: dict[int, tuple[list[int], list[int]]] = {}
        for place, good in enumerate(goods):
            for attribute, number in good.numbers:
                rows, values = numbers.setdefault(attribute, ([], []))
                rows.append(start + place)
                values.append(number)
        for attribute, (rows, values) in numbers.items():
            grown = self._numbers.setdefault(attribute, (Growing(np.int32), Growing(np.int64)))
            grown[0].extend(rows)
            grown[1].extend(values)
