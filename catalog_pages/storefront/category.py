"""The page of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Site

from catalog_pages.listing import Ordering, ProductFilters, list_products
from catalog_pages.listing.reading import parse_page
from catalog_pages.models import ShopSettings
from catalog_pages.navigation import addresses_of_categories, surroundings
from catalog_pages.storefront.data import as_absolute, breadcrumb_list, share_url
from catalog_pages.storefront.listing import listing_context
from catalog_pages.storefront.shelves import fill_shelves

if TYPE_CHECKING:
    from catalog_pages.models import CategoryPage


def context(page: CategoryPage, request: HttpRequest) -> dict[str, Any]:
    """Twelve queries with everything the frame of the page needs, and one for each kind of filter in use."""
    site = Site.find_for_request(request)
    currency = ShopSettings.for_request(request).currency
    around = surroundings(page, request)
    action = page.get_url(request)
    found: dict[str, Any] = {"trail": around.trail, "subcategories": around.below}
    if page.category is not None and page.category.is_active:
        filters = ProductFilters.from_query(request.GET, category=page.category)
        products = list_products(
            filters=filters,
            site=site,
            page=parse_page(request.GET.get("page")),
            first=_picks(page) if filters.ordering == Ordering.RECOMMENDED else (),
        )
        addresses = addresses_of_categories(request)
        query = filters.query_string().rstrip("?")
        found |= listing_context(
            products,
            action=action,
            currency=currency,
            category_url=lambda each: f"{addresses[each.pk]['url']}{query}" if each.pk in addresses else "",
        )
    fill_shelves(page.body, site=site)
    return {
        **found,
        "share_url": share_url(page.hero_image, request),
        "canonical": as_absolute(request, action) + found.get("canonical_query", ""),
        "linked_data": [breadcrumb_list([*around.trail, {"title": page.title, "url": action}], request)],
    }


def _picks(page: CategoryPage) -> list[int]:
    return [pick.product_id for pick in page.picks.all()]
