"""Shelves of products in the body of a page, all of them filled at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.models import Site

from catalog_pages.columns.keeping import keeper
from catalog_pages.listing import ProductCard, ProductFilters, cards_for
from catalog_pages.listing.results import newest_in
from catalog_pages.listing.selection import Selection
from catalog_pages.page_cache.dependencies import depends_on_category

SHELF = 4


def fill_shelves(body: Any, *, site: Site, also: Sequence[int] = ()) -> list[ProductCard]:
    """Give each shelf of a body its cards; returns the cards of the products `also` (pks), in their order.

    Three queries for the cards that are not kept, whatever the shelves. Picked products that the site does not show
    are left out.
    """
    shelves = [block.value for block in body if block.block_type == "shelf"]
    wanted = {id(shelf): shelf.picked or _newest(shelf["category"], site) for shelf in shelves}
    every = [*also, *(pk for pks in wanted.values() for pk in pks)]
    cards = {card.pk: card for card in cards_for(every, site=site)}
    for shelf in shelves:
        shelf.cards = [cards[pk] for pk in dict.fromkeys(wanted[id(shelf)]) if pk in cards]
    return [cards[pk] for pk in dict.fromkeys(also) if pk in cards]


def _newest(category: Any, site: Site) -> list[int]:
    if category is None:
        return []
    depends_on_category(category, lists_only=True)
    goods = keeper.goods(site)
    rows = Selection(ProductFilters(category=category), goods).base
    return newest_in(goods, rows, SHELF)
