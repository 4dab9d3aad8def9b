"""A page of a listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Value, When
from wagtail.models import Site

from catalog_pages.listing.cards import ProductCard, build_cards, cards_for, with_card_facts
from catalog_pages.listing.facets import Facet, PriceSpan, facets
from catalog_pages.listing.filters import Ordering, ProductFilters
from catalog_pages.listing.matching import PRICE, matching_products, products_on
from catalog_pages.page_cache.dependencies import GOODS, LISTS, depends_on, depends_on_category

PAGE_SIZE = 24


@dataclass(frozen=True)
class ProductList:
    """A page of products, and what is known of the whole list it is cut from."""

    cards: list[ProductCard]
    count: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    prices: PriceSpan | None
    filters: ProductFilters


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

    `first` are pks of products that lead the list in the house's own order. Four queries, whatever the rows (count,
    products, pictures, renditions), and one more for facets; `facets` and `prices` are empty without them. Words
    cost what the finder says, and one more for the order of the match.
    """
    filters = filters.looked_up(site)
    _note_dependencies(filters, lists_only=not with_facets)
    count, prices = _measure(filters, site, with_facets=with_facets)
    pages = max(1, ceil(count / page_size))
    page = min(max(1, page), pages)
    start = (page - 1) * page_size
    return ProductList(
        cards=_cards(filters, site, first, start, start + page_size, card_size) if count else [],
        count=count,
        page=page,
        pages=pages,
        facets=facets(filters, site=site) if with_facets else (),
        prices=prices,
        filters=filters,
    )


def _note_dependencies(filters: ProductFilters, *, lists_only: bool) -> None:
    """Without facets and prices to judge by, only which products there are; the cards note the products themselves."""
    lists_only = lists_only and filters.ordering == Ordering.NEWEST and not filters.is_narrowed
    if filters.category is not None:
        depends_on_category(filters.category, lists_only=lists_only)
    else:
        depends_on(LISTS if lists_only else GOODS)


def _measure(filters: ProductFilters, site: Site, *, with_facets: bool) -> tuple[int, PriceSpan | None]:
    """How many products there are, and the span of prices before any price range is applied. One query."""
    if not with_facets:
        return matching_products(filters, site=site).order_by().count(), None
    products = matching_products(filters, site=site, leaving_out=PRICE).order_by().with_current_price()
    within = Q(pk__isnull=False)
    if filters.min_price is not None:
        within &= Q(price__gte=filters.min_price)
    if filters.max_price is not None:
        within &= Q(price__lte=filters.max_price)
    found = products.aggregate(count=Count("pk", filter=within), low=Min("price"), high=Max("price"))
    return found["count"], PriceSpan(found["low"], found["high"])


def _cards(
    filters: ProductFilters, site: Site, first: Sequence[int], start: int, stop: int, size: str
) -> list[ProductCard]:
    """The cards from `start` to `stop` in the order asked for. Three queries, four in the order of the match."""
    products = matching_products(filters, site=site)
    if filters.found is None:
        rows = _sorted(with_card_facts(products), filters, first)[start:stop]
    elif filters.is_by_match:
        narrowed = filters.is_narrowed or filters.category is not None
        among = products.order_by().values("pk") if narrowed else None
        return cards_for(filters.found.best(among, start, stop), site=site, size=size)
    else:
        rows = _sorted(with_card_facts(products_on(site, products)), filters, first)[start:stop]
    return build_cards(rows, site=site, size=size)


def _sorted(products: Any, filters: ProductFilters, first: Sequence[int]) -> Any:
    """Sorted, with the pk to break ties: no product is on two pages or on none."""
    match filters.ordering:
        case Ordering.PRICE:
            return products.order_by("price", "pk")
        case Ordering.PRICE_DOWN:
            return products.order_by("-price", "pk")
        case Ordering.NAME:
            return products.order_by("name", "pk")
        case Ordering.NEWEST:
            return products.order_by("-created_at", "-pk")
    ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(first)]
    if not ranks:
        return products.order_by("-created_at", "-pk")
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return products.order_by(rank, F("created_at").desc(), "-pk")
