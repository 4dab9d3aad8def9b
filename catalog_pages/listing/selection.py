"""From filters to rows of the columns: which products, and which of their variants, meet them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil, floor

import numpy as np

from catalog_pages.columns.keeping import Goods
from catalog_pages.columns.ragged import Array, Rows, any_of_each, marked
from catalog_pages.columns.table import MILLS, PARTS, value_of_choice, value_of_flag
from catalog_pages.listing.attributes import AttributeFilter
from catalog_pages.listing.filters import BRAND, IN_STOCK, PRICE, ProductFilters
from catalog_pages.models import Attribute


@dataclass(frozen=True)
class Chosen:
    """Rows that meet the filters, and of their variants those that do; None where all do."""

    rows: Array
    variants: Array | None


class Selection:
    """What meets the filters, all of them or with one left out. The words must have been looked up.

    Each filter is judged once, for the rows that category and words leave; then they are combined. No query, but
    one for each attribute that is no facet.
    """

    def __init__(self, filters: ProductFilters, goods: Goods) -> None:
        self.filters = filters
        self.goods = goods
        self.columns = goods.columns

    @cached_property
    def base(self) -> Array:
        """The rows that the words find, in the order of how well they fit, in the category asked for."""
        filters, columns = self.filters, self.columns
        found = columns.rows() if filters.found is None else columns.rows_of(filters.found.ranked())
        if filters.category is None:
            return found
        within = columns.rows_within(self.goods.vocabulary.below(filters.category.pk))
        return within if filters.found is None else found[np.isin(found, within)]

    def chosen(self, leaving_out: str = "") -> Chosen:
        """What meets the filters, one left out: BRAND, PRICE, IN_STOCK or an attribute's parameter."""
        meets = np.ones(len(self.base), dtype=np.bool_)
        if self.filters.brands and leaving_out != BRAND:
            meets &= self._of_brands
        if self._has_price_range and leaving_out != PRICE:
            meets &= self._in_price_range
        if self.filters.in_stock is False and leaving_out != IN_STOCK:
            meets &= ~self._any_variant(self._can_be_had)
        variants = self._variants_meeting(leaving_out)
        if variants is None:
            return Chosen(self.base if meets.all() else self.base[meets], None)
        meets &= self._any_variant(variants)
        return Chosen(self.base[meets], self._variants[variants & np.repeat(meets, self._lengths)])

    def _variants_meeting(self, leaving_out: str) -> Array | None:
        """Which of the base's variants meet the filters on attributes and availability; None where none is asked."""
        parts = [
            self._by_attribute[wanted.parameter]
            for wanted in self.filters.attributes
            if wanted.parameter != leaving_out
        ]
        if self.filters.in_stock and leaving_out != IN_STOCK:
            parts.append(self._can_be_had)
        return np.logical_and.reduce(parts) if parts else None

    def _any_variant(self, meets: Array) -> Array:
        """For each row of the base, whether one of its variants does."""
        return any_of_each(meets, self._lengths)

    @cached_property
    def _of_brands(self) -> Array:
        return np.isin(self.columns.brands[self.base], [brand.pk for brand in self.filters.brands])

    @property
    def _has_price_range(self) -> bool:
        return self.filters.min_price is not None or self.filters.max_price is not None

    @cached_property
    def _in_price_range(self) -> Array:
        low, high = self.filters.min_price, self.filters.max_price
        return is_between(self.columns.prices[self.base], low, high, MILLS)

    @cached_property
    def _placed(self) -> tuple[Array, Array]:
        return self.columns.variants.positions(self.base)

    @property
    def _variants(self) -> Array:
        """The numbers of the base's variants, row after row."""
        return self._placed[0]

    @property
    def _lengths(self) -> Array:
        """How many variants each row of the base has."""
        return self._placed[1]

    @cached_property
    def _can_be_had(self) -> Array:
        return self.columns.variants.values[self._variants]

    @cached_property
    def _by_attribute(self) -> dict[str, Array]:
        """For each wish about an attribute, which of the base's variants meet it."""
        return {wanted.parameter: self._meets(wanted) for wanted in self.filters.attributes}

    def _meets(self, wanted: AttributeFilter) -> Array:
        facet = self.goods.vocabulary.facets.get(wanted.pk)
        if facet is None or facet.kind == Attribute.Kind.TEXT:
            return self._meets_as_the_database_says(wanted)
        if facet.kind == Attribute.Kind.NUMBER:
            return np.repeat(self._has_number(wanted), self._lengths)
        values = [
            value_of_choice(value.choice)
            if value.choice is not None
            else value_of_flag(wanted.pk, bool(value.boolean))
            for value in wanted.values
        ]
        by_fact = _has_any(self.columns.facts, self.base, values)
        by_option = _has_any(self.columns.options, self._variants, values)
        return np.repeat(by_fact, self._lengths) | by_option

    def _meets_as_the_database_says(self, wanted: AttributeFilter) -> Array:
        """Of what the columns do not keep."""
        facts, options = wanted.facts(), wanted.options() if wanted.choices else None
        products = self.columns.products[self.base]
        meets = np.repeat(np.isin(products, list(facts.values_list("product", flat=True))), self._lengths)
        if options is not None:
            keys = self.columns.variant_keys[self._variants]
            meets |= np.isin(keys, list(options.values_list("variant", flat=True)))
        return meets

    def _has_number(self, wanted: AttributeFilter) -> Array:
        if wanted.pk not in self.columns.numbers:
            return np.zeros(len(self.base), dtype=np.bool_)
        rows, numbers = self.columns.numbers[wanted.pk]
        meets = np.zeros(len(numbers), dtype=np.bool_)
        for value in wanted.values:
            meets |= is_between(numbers, value.low, value.high, PARTS)
        has: Array = marked(rows[meets], len(self.columns))[self.base]
        return has


def is_between(numbers: Array, low: Decimal | None, high: Decimal | None, parts: int) -> Array:
    """Which of these whole `parts` lie within, both ends included."""
    meets = np.ones(len(numbers), dtype=np.bool_)
    if low is not None:
        meets &= numbers >= ceil(low * parts)
    if high is not None:
        meets &= numbers <= floor(high * parts)
    return meets


def _has_any(rows: Rows, which: Array, wanted: Sequence[int]) -> Array:
    """For each of these rows, whether it holds one of the values."""
    values, lengths = rows.of(which)
    return any_of_each(np.isin(values, wanted), lengths)
