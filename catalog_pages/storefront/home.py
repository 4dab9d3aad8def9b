"""The front page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.listing import Ordering, ProductCard, ProductFilters, list_products
from catalog_pages.models import ShopSettings
from catalog_pages.storefront.data import as_absolute, share_url
from catalog_pages.storefront.shelves import fill_shelves

if TYPE_CHECKING:
    from catalog_pages.models import HomePage

NEWEST = 8
"""Products on a front page that nobody has written."""


def context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    shop = ShopSettings.for_request(request)
    site = Site.find_for_request(request)
    picks = [pick.product_id for pick in page.picks.all()]
    cards = fill_shelves(page.body, site=site, also=picks)
    shelf_title = page.picks_title
    if not picks and not page.body and site is not None:
        # Nobody has written this page yet, as after an import: what is newest is better than nothing.
        cards = _newest(site)
        shelf_title = shelf_title or _("New in the shop")
    renditions.prefetch([page.hero_image, *renditions.pictures_in(page.body)], "hero", "share")
    return {
        "cards": cards,
        "shelf_title": shelf_title,
        "currency": shop.currency,
        "share_url": share_url(page.hero_image, request),
        "canonical": as_absolute(request, page.get_url(request) or "/"),
        "linked_data": [
            {
                "@context": "https://schema.org",
                "@type": "OnlineStore",
                "name": shop.name,
                "url": as_absolute(request, "/"),
            }
        ],
    }


def _newest(site: Site) -> list[ProductCard]:
    filters = ProductFilters(ordering=Ordering.NEWEST)
    return list(list_products(filters=filters, site=site, page_size=NEWEST, with_facets=False).cards)
