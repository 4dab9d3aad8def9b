"""A page of a listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from wagtail.models import Site

from catalog_pages.columns.keeping import Goods, keeper
from catalog_pages.columns.ragged import Array
from catalog_pages.listing.cards import ProductCard, cards_of
from catalog_pages.listing.facets import Counts, Facet, PriceSpan, counts
from catalog_pages.listing.filters import Ordering, ProductFilters
from catalog_pages.listing.selection import Selection
from catalog_pages.page_cache.dependencies import GOODS, LISTS, depends_on, depends_on_category

PAGE_SIZE = 24


@dataclass(frozen=True)
class ProductList:
    """A page of products, and what is known of the whole list it is cut from."""

    cards: list[ProductCard]
    count: int
    page: int
    pages: int
    filters: ProductFilters
    counts: Counts | None

    @property
    def facets(self) -> tuple[Facet, ...]:
        return self.counts.facets if self.counts else ()

    @property
    def prices(self) -> PriceSpan | None:
        return self.counts.prices if self.counts else None


def list_products(
    *,
    filters: ProductFilters,
    site: Site,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    first: Sequence[int] = (),
    with_facets: bool = True,
    card_size: str = "card",
) -> ProductList:
    """The products on `site` that meet the filters, `page_size` of them. A page out of range becomes the nearest.

    `first` are pks of products that lead the list in the house's own order. Lists and facets are made from the
    columns (catalog_pages.columns), so that they cost three queries at most where no product has changed: what is new,
    and two for cards that are not kept. Words cost what the finder says; an attribute that is no facet costs one.
    `counts` are left out without facets.
    """
    _note_dependencies(filters, lists_only=not with_facets)
    filters = filters.looked_up(site)
    goods = keeper.goods(site)
    selection = Selection(filters, goods)
    chosen = selection.chosen()
    count = len(chosen.rows)
    pages = max(1, ceil(count / page_size))
    page = min(max(1, page), pages)
    start = (page - 1) * page_size
    rows = _in_order(chosen.rows, filters, goods, first, start, start + page_size)
    return ProductList(
        cards=cards_of(goods.columns.products[rows].tolist(), goods=goods, site=site, size=card_size),
        count=count,
        page=page,
        pages=pages,
        filters=filters,
        counts=counts(selection, chosen) if with_facets else None,
    )


def newest_in(goods: Goods, rows: Array, number: int) -> list[int]:
    """The pks of the newest of these rows, the newest first."""
    found: list[int] = goods.columns.products[_newest(rows, goods, 0, number)].tolist()
    return found


def _note_dependencies(filters: ProductFilters, *, lists_only: bool) -> None:
    """With facets the page hangs on everything it counts; without, on which products there are, and on its cards."""
    if filters.category is not None:
        depends_on_category(filters.category, lists_only=lists_only)
    else:
        depends_on(LISTS if lists_only else GOODS)


def _in_order(
    rows: Array, filters: ProductFilters, goods: Goods, first: Sequence[int], start: int, stop: int
) -> Array:
    """The rows from `start` to `stop` in the order asked for; the pk breaks ties, so that none is on two pages."""
    columns = goods.columns
    if filters.is_by_match:
        return rows[start:stop]
    match filters.ordering:
        case Ordering.PRICE:
            return _sorted(rows, columns.prices[rows], goods, start, stop)
        case Ordering.PRICE_DOWN:
            return _sorted(rows, -columns.prices[rows], goods, start, stop)
        case Ordering.NAME:
            # A product that is gone since the columns were read may lie behind all that are left.
            places = goods.name_order().take(columns.products[rows], mode="clip")
            return _sorted(rows, places, goods, start, stop)
    if not first or filters.ordering == Ordering.NEWEST:
        return _newest(rows, goods, start, stop)
    led = columns.rows_of(list(first))
    led = led[np.isin(led, rows)]
    if stop <= len(led):
        return led[start:stop]
    others = rows[~np.isin(rows, led)]
    behind = _newest(others, goods, 0, stop - len(led))
    return np.concatenate((led, behind))[start:stop]


def _newest(rows: Array, goods: Goods, start: int, stop: int) -> Array:
    return _sorted(rows, -goods.columns.created[rows], goods, start, stop, newest_first=True)


def _sorted(
    rows: Array, keys: Array, goods: Goods, start: int, stop: int, *, newest_first: bool = False
) -> Array:
    """The rows from `start` to `stop` by their keys, without sorting what comes after."""
    if stop < len(rows):
        last = np.partition(keys, stop - 1)[stop - 1]
        rows, keys = rows[keys <= last], keys[keys <= last]
    pks = goods.columns.products[rows]
    return rows[np.lexsort((-pks if newest_first else pks, keys))][start:stop]
