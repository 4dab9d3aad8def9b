"""The page of a product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.availability import Availability, State
from catalog_pages.columns.keeping import Goods, keeper
from catalog_pages.columns.ragged import Array
from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.listing import ProductCard
from catalog_pages.listing.cards import cards_of
from catalog_pages.listing.results import newest_in
from catalog_pages.models import GalleryImage, Product, ShopSettings, Variant
from catalog_pages.money import format_money
from catalog_pages.navigation import Link, trail_of_category
from catalog_pages.options import codes_of, loaded_facts, loaded_variants, option_groups
from catalog_pages.page_cache.dependencies import depends_on_products, depends_on_tree_of
from catalog_pages.richtext import sanitise
from catalog_pages.storefront.data import as_absolute, breadcrumb_list, product_data, share_url
from catalog_pages.storefront.reviews import bars, newest, rating_of, review_data
from catalog_pages.storefront.shelves import fill_shelves

if TYPE_CHECKING:
    from catalog_pages.models import ProductPage

RELATED = 4
OWN_SIZES = ("gallery", "share")
MOST_OF_ONE = 99
"""The most of one variant that the form lets a shopper ask for at once."""


def context(page: ProductPage, request: HttpRequest) -> dict[str, Any]:
    """Six queries where cards are kept: gallery, renditions, variants, their options, facts, what is new.

    Two more where the product has reviews.
    """
    site = Site.find_for_request(request)
    shop = ShopSettings.for_request(request)
    pictures = _gallery(page)
    url = as_absolute(request, page.get_url(request) or "/")
    fill_shelves(page.body, site=site)
    found: dict[str, Any] = {"pictures": pictures, "currency": shop.currency, "canonical": url}
    related: list[ProductCard] = []
    renditions.prefetch([picture.image for picture in pictures], *OWN_SIZES)
    renditions.prefetch(renditions.pictures_in(page.body), "hero")
    if page.product is not None:
        depends_on_products([page.product.pk])
        related = related_cards(page.product, site=site)
        found |= _goods(page.product, request, currency=shop.currency)
        trail = trail_of_category(page.product.category, request)
        here: Link = {"title": page.title, "url": page.get_url(request) or "/"}
        found |= {"trail": trail, "linked_data": [breadcrumb_list([*trail, here], request)]}
    shares = [share_url(picture.image, request) for picture in pictures[:6]]
    found["share_url"] = shares[0] if shares else ""
    if page.product is not None and found["variants"]:
        data = product_data(
            page.product,
            found["variants"],
            url=url,
            pictures=[share for share in shares if share],
            currency=shop.currency,
        )
        found["linked_data"].append(data | review_data(page.product, found["reviews"]))
    return {**found, "related": related}


def _gallery(page: ProductPage) -> list[GalleryImage]:
    """Its pictures in order; in a preview those that are not saved yet."""
    if page.gallery.is_deferring:
        return list(page.gallery.select_related("image"))
    return _PICTURES.rows(page=page.pk)


_PICTURES: CompiledQuery[GalleryImage] = CompiledQuery(
    lambda: GalleryImage.objects.filter(page=Parameter("page")).select_related("image")
)


def related_cards(product: Product, *, site: Site) -> list[ProductCard]:
    """Others of the same main category, the newest first; where they are few, those nearest to it in the tree.

    Two queries where cards are not kept.
    """
    own = product.category
    depends_on_tree_of(own)
    goods = keeper.goods(site)
    found: dict[int, None] = {}
    for rows in _nearest(own.pk, goods):
        # Some of the newest may be found already, and one is the product itself.
        found |= dict.fromkeys(newest_in(goods, rows, RELATED + len(found) + 1))
        found.pop(product.pk, None)
        if len(found) >= RELATED:
            break
    return cards_of(list(found)[:RELATED], goods=goods, site=site)


def _nearest(category: int, goods: Goods) -> Iterator[Array]:
    """The rows whose main category it is; whose main category lies beside it; all of the same tree."""
    words, columns = goods.vocabulary, goods.columns
    alive = columns.alive
    yield np.flatnonzero((columns.main == category) & alive)
    here = words.categories.get(category)
    if here is None:
        return
    if here.parent is not None:
        yield np.flatnonzero(np.isin(columns.main, words.children[here.parent]) & alive)
    yield np.flatnonzero(np.isin(columns.main, words.below(here.above[0])) & alive)


def _goods(product: Product, request: HttpRequest, *, currency: str) -> dict[str, Any]:
    variants = loaded_variants(product) if product.is_active else []
    selected = _selected(variants, request.GET.get("sku", ""))
    prices = sorted({variant.price_at() for variant in variants})
    shown = selected or min(variants, key=lambda variant: (variant.price_at(), variant.pk), default=None)
    return {
        "product": product,
        "description": _description(product),
        "facts": loaded_facts(product),
        "rating": rating_of(product),
        "reviews": newest(product),
        "bars": bars(product) if product.rating_count else [],
        "variants": variants,
        "selected": selected,
        "shown": shown,
        "price": shown.price_at() if shown else None,
        "price_before": shown.price if shown and shown.is_on_sale() else None,
        "has_range": selected is None and len(prices) > 1,
        "groups": option_groups(variants, selected),
        "availability": _availability(variants, selected),
        "most": _most(selected),
        "choices": _for_script(variants, currency),
    }


def _selected(variants: Sequence[Variant], sku: str) -> Variant | None:
    """The only variant, or the one whose SKU the address names."""
    if len(variants) == 1:
        return variants[0]
    return next((variant for variant in variants if variant.sku.upper() == sku.upper()), None)


def _availability(variants: Sequence[Variant], selected: Variant | None) -> Availability | None:
    """Of the chosen variant; of the product while none is chosen, where all of it is sold out; else nothing yet."""
    if selected is not None:
        return Availability.of(selected)
    if not any(Availability.of(variant).can_be_bought for variant in variants):
        return Availability.of_levels(left=0, low_from=0)
    return None


def _most(selected: Variant | None) -> int:
    """What is left where the page says so; else no page has to change with each piece sold, and the cart judges."""
    if selected is None:
        return MOST_OF_ONE
    availability = Availability.of(selected)
    is_told = availability.state in (State.LOW, State.SOLD_OUT)
    return max(1, min(availability.left or 0, MOST_OF_ONE)) if is_told else MOST_OF_ONE


def _description(product: Product) -> SafeString:
    return mark_safe(sanitise(product.description))  # noqa: S308 - sanitised a word ago


def _for_script(variants: Sequence[Variant], currency: str) -> list[dict[str, Any]]:
    """What js/product.js needs to show price and stock as options are chosen."""
    found = []
    for variant in variants:
        availability = Availability.of(variant)
        found.append(
            {
                "sku": variant.sku,
                "options": codes_of(variant),
                "price": format_money(variant.price_at(), currency),
                "before": format_money(variant.price, currency) if variant.is_on_sale() else "",
                "state": availability.state.value,
                "wording": availability.wording,
                "most": _most(variant),
            }
        )
    return found
