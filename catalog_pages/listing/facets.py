"""Facets: what a list can be narrowed by, and how many products each value would leave.

A facet's counts leave out its own filter, so that a shopper sees what a second choice would add. No query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import cast

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog_pages.columns.kept_counts import LONG
from catalog_pages.columns.ragged import Array, distinct, distinct_in_order, in_order, marked
from catalog_pages.columns.table import MILLS, NO_BRAND, PARTS
from catalog_pages.columns.vocabulary import FacetOf, Named, Shelf
from catalog_pages.listing.attributes import PREFIX
from catalog_pages.listing.filters import BRAND, IN_STOCK, PRICE
from catalog_pages.listing.ranges import FEWEST_NUMBERS, bounds, count_between
from catalog_pages.listing.selection import Chosen, Selection
from catalog_pages.models import Attribute


@dataclass(frozen=True)
class FacetChoice:
    """One value and the number of products that the list would hold if it were the only one chosen."""

    value: str
    label: str
    count: int
    selected: bool = False
    swatch: str = ""


@dataclass(frozen=True)
class Facet:
    """Brands, or an attribute, to narrow by. `code` is its name in the query string."""

    code: str
    label: str
    choices: tuple[FacetChoice, ...]

    @property
    def is_used(self) -> bool:
        return any(choice.selected for choice in self.choices)


@dataclass(frozen=True)
class PriceRange:
    """A range of prices, both ends included, and how many products cost so much. None: open to this side."""

    low: Decimal | None
    high: Decimal | None
    count: int


@dataclass(frozen=True)
class PriceSpan:
    """The lowest and highest price in the list, whatever price range is asked for; None in an empty list."""

    low: Decimal | None
    high: Decimal | None
    ranges: tuple[PriceRange, ...] = ()


@dataclass(frozen=True)
class CategoryCount:
    """A category to go down to, and how many products of the list lie in it or below it."""

    pk: int
    slug: str
    name: str
    count: int


@dataclass(frozen=True)
class Counts:
    """All that is counted beside a list.

    `above` are the categories from the root down to the one that is asked for, `below` those right under it that
    hold anything. `available` is how many products could be had if only these were asked for.
    """

    facets: tuple[Facet, ...]
    prices: PriceSpan
    available: int
    above: tuple[Shelf, ...]
    below: tuple[CategoryCount, ...]


def counts(selection: Selection, chosen: Chosen) -> Counts:
    """`chosen` is what meets all the filters. A long list that is not narrowed is counted once, then kept."""
    filters, columns = selection.filters, selection.columns
    if len(chosen.rows) < LONG or filters.is_narrowed:
        return _counted(selection, chosen)
    rows = np.packbits(marked(chosen.rows, len(columns))).tobytes()
    key = (rows, filters.category and filters.category.pk, get_language())
    words = selection.goods.vocabulary
    return cast(Counts, columns.counts.get(key, words, lambda: _counted(selection, chosen)))


def _counted(selection: Selection, chosen: Chosen) -> Counts:
    counter = _Counter(selection, chosen)
    above, below = counter.categories()
    return Counts(
        facets=tuple(filter(_is_worth_showing, (counter.brands(), *counter.attributes()))),
        prices=counter.prices(),
        available=counter.available(),
        above=above,
        below=below,
    )


def _is_worth_showing(facet: Facet) -> bool:
    """A facet with nothing to choose between is left out, unless it is in use."""
    return len(facet.choices) > 1 or facet.is_used or any(choice.value == "yes" for choice in facet.choices)


class _Counter:
    def __init__(self, selection: Selection, chosen: Chosen) -> None:
        self.selection = selection
        self.columns = selection.columns
        self.chosen = _in_order(chosen, len(self.columns))
        self.words = selection.goods.vocabulary
        self.used = {wanted.pk: wanted for wanted in selection.filters.attributes}

    def _without(self, name: str) -> Chosen:
        """What meets all the filters but this one."""
        return _in_order(self.selection.chosen(name), len(self.columns))

    def brands(self) -> Facet:
        filters = self.selection.filters
        rows = (self._without(BRAND) if filters.brands else self.chosen).rows
        numbers = np.bincount(self.columns.brands[rows])
        wanted = {brand.pk for brand in filters.brands}
        found = {pk: int(numbers[pk]) for pk in np.flatnonzero(numbers).tolist()}
        named = [
            (brand, pk)
            for pk in {*found, *wanted} - {NO_BRAND}
            if (brand := self.words.brands.get(pk)) is not None
        ]
        choices = [
            FacetChoice(brand.code, brand.name, found.get(pk, 0), pk in wanted)
            for brand, pk in sorted(named, key=_place)
        ]
        return Facet(BRAND, _("Brand"), tuple(choices))

    def attributes(self) -> Iterator[Facet]:
        """By their positions. What is not in use is counted together, what is in use without its own filter."""
        together = self._values(self.chosen)
        for facet in sorted(
            self.words.facets.values(), key=lambda each: (each.position, each.name, each.code)
        ):
            is_used = facet.pk in self.used
            chosen = self._without(PREFIX + facet.code) if is_used else self.chosen
            if facet.kind == Attribute.Kind.NUMBER:
                found = self._numbers(facet, chosen)
            else:
                values = self._values(chosen) if is_used else together
                found = self._choices(facet, values.get(facet.pk, {}))
            if found:
                yield Facet(PREFIX + facet.code, facet.name, tuple(found))

    def _choices(self, facet: FacetOf, values: Mapping[int, int]) -> list[FacetChoice]:
        wanted = {value.code for value in self.used[facet.pk].values} if facet.pk in self.used else set()
        named = [(self.words.values[value], count) for value, count in values.items()]
        there = {each.code for each, _count in named}
        named += [
            (each, 0)
            for each in (self.words.values.values() if wanted - there else ())
            if each.facet == facet.pk and each.code in wanted - there
        ]
        return [
            FacetChoice(each.code, _label(each), count, each.code in wanted, each.swatch)
            for each, count in sorted(named, key=_place)
            if each.code != "no" or facet.kind != Attribute.Kind.BOOLEAN or each.code in wanted
        ]

    def _values(self, chosen: Chosen) -> dict[int, dict[int, int]]:
        """How many products have each value, by facet; each product once, be it by a fact or by an option."""
        if chosen.variants is None:
            numbers = np.zeros(self.columns.values.highest + 1, dtype=np.int64)
            for values, _lengths in self.columns.values.some_of(chosen.rows, at_a_time=len(numbers)):
                numbers += np.bincount(values, minlength=len(numbers))
        else:
            facts, lengths = self.columns.facts.of(chosen.rows)
            options, of_each = self.columns.options.of(chosen.variants)
            owners = np.repeat(self.columns.variant_rows[chosen.variants].astype(np.int64), of_each)
            all_values = np.concatenate((facts, options)).astype(np.int64)
            all_rows = np.concatenate((np.repeat(chosen.rows, lengths), owners))
            width = int(all_values.max(initial=0)) + 1
            numbers = np.bincount(distinct(all_rows * width + all_values) % width)
        found: dict[int, dict[int, int]] = {}
        for value in np.flatnonzero(numbers).tolist():
            named = self.words.values.get(value)
            if named is not None:
                found.setdefault(named.facet, {})[value] = int(numbers[value])
        return found

    def _numbers(self, facet: FacetOf, chosen: Chosen) -> list[FacetChoice]:
        """Ranges, or the numbers themselves where they are few."""
        wanted = self.used.get(facet.pk)
        numbers = self.columns.numbers_of(facet.pk, chosen.rows)
        asked = {value.code: value for value in wanted.values} if wanted else {}
        choices = []
        for code, low, high in self._ranges(facet, numbers):
            count = count_between(numbers, low, high, PARTS)
            if count or code in asked:
                choices.append(
                    FacetChoice(code, _range_label(low, high, facet.unit), count, bool(asked.pop(code, None)))
                )
        for code, value in asked.items():
            count = count_between(numbers, value.low, value.high, PARTS)
            choices.append(FacetChoice(code, value.label, count, True))
        return choices

    def _ranges(self, facet: FacetOf, numbers: Array) -> list[tuple[str, Decimal, Decimal]]:
        different = distinct_in_order(numbers)
        if len(different) <= FEWEST_NUMBERS:
            each = [Decimal(int(number)) / PARTS for number in different]
            return [(_plain(number), number, number) for number in each if number >= 0]
        edges = bounds(numbers, PARTS)
        return [
            (f"{_plain(low)}..{_plain(high)}" if low < 0 else f"{_plain(low)}-{_plain(high)}", low, high)
            for low, high in pairwise(edges)
        ]

    def prices(self) -> PriceSpan:
        filters = self.selection.filters
        has_range = filters.min_price is not None or filters.max_price is not None
        rows = (self._without(PRICE) if has_range else self.chosen).rows
        prices = self.columns.prices_of(rows)
        if not len(prices):
            return PriceSpan(None, None)
        edges: list[Decimal | None] = [None, *bounds(prices, MILLS)[1:-1], None]
        ranges = [
            PriceRange(low, high, count_between(prices, low, high, MILLS)) for low, high in pairwise(edges)
        ]
        return PriceSpan(
            Decimal(int(prices[0])) / MILLS,
            Decimal(int(prices[-1])) / MILLS,
            tuple(each for each in ranges if each.count) if len(ranges) > 1 else (),
        )

    def available(self) -> int:
        """How many products are left where one can be had of what else is asked for."""
        filters = self.selection.filters
        if filters.in_stock:
            return len(self.chosen.rows)
        chosen = self._without(IN_STOCK) if filters.in_stock is False else self.chosen
        can_be_had = self.columns.variants.values
        if chosen.variants is not None:
            return len(distinct(self.columns.variant_rows[chosen.variants[can_be_had[chosen.variants]]]))
        return int(np.count_nonzero(self.columns.can_be_had[chosen.rows]))

    def categories(self) -> tuple[tuple[Shelf, ...], tuple[CategoryCount, ...]]:
        """Those above and at the one asked for, and those right below it, of what meets all the filters."""
        asked = self.selection.filters.category
        here = asked.pk if asked is not None else None
        shelves = self.words.categories
        below = [shelves[pk] for pk in self.words.children.get(here, ()) if shelves[pk].is_active]
        counted = self._in_each(below)
        at = shelves.get(here) if here is not None else None
        return (
            tuple(shelves[pk] for pk in at.above) if at is not None else (),
            tuple(
                CategoryCount(shelf.pk, shelf.slug, shelf.name, count)
                for shelf, count in zip(below, counted, strict=True)
                if count
            ),
        )

    def _in_each(self, shelves: list[Shelf]) -> list[int]:
        """How many of the chosen lie in each of these or below it, each product once in each."""
        if not shelves or not len(self.chosen.rows):
            return [0] * len(shelves)
        categories = self.columns.categories
        place = np.full(max(*self.words.categories, categories.highest) + 1, -1, dtype=np.int64)
        for number, shelf in enumerate(shelves):
            place[self.words.below(shelf.pk)] = number
        counted = np.zeros(len(shelves), dtype=np.int64)
        for of_rows, lengths in categories.some_of(self.chosen.rows):
            places = place[of_rows]
            rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
            lies = places >= 0
            is_in = marked(rows[lies] * len(shelves) + places[lies], len(lengths) * len(shelves))
            counted += np.count_nonzero(is_in.reshape(-1, len(shelves)), axis=0)
        return counted.tolist()


def _in_order(chosen: Chosen, among: int) -> Chosen:
    """The same in the order of the rows, in which a table is read faster; what is counted needs no other."""
    return Chosen(in_order(chosen.rows, among), chosen.variants)


def _label(named: Named) -> str:
    return named.name or (_("Yes") if named.code == "yes" else _("No"))


def _place(named: tuple[Named, int]) -> int:
    return named[0].place


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _range_label(low: Decimal, high: Decimal, unit: str) -> str:
    numbers = _plain(low) if low == high else f"{_plain(low)}\N{EN DASH}{_plain(high)}"
    return f"{numbers} {unit}".strip()
