"""The page of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.listing import Ordering, ProductFilters, ProductList, list_products
from catalog_pages.listing.reading import parse_page
from catalog_pages.models import CategoryPick, ShopSettings
from catalog_pages.navigation import Link, addresses_of_categories, surroundings
from catalog_pages.storefront.data import as_absolute, breadcrumb_list, share_url
from catalog_pages.storefront.listing import listing_context
from catalog_pages.storefront.shelves import fill_shelves

if TYPE_CHECKING:
    from catalog_pages.models import CategoryPage


def context(page: CategoryPage, request: HttpRequest) -> dict[str, Any]:
    """Two queries where cards are kept, what is new and the picks, and one for each kind of filter in use."""
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
        found |= listing_context(products, action=action, currency=currency)
        found["subcategories"] = _counted(around.below, products, addresses_of_categories(request))
    fill_shelves(page.body, site=site)
    renditions.prefetch([page.hero_image, *renditions.pictures_in(page.body)], "hero", "share")
    return {
        **found,
        "share_url": share_url(page.hero_image, request),
        "canonical": as_absolute(request, action) + found.get("canonical_query", ""),
        "linked_data": [breadcrumb_list([*around.trail, {"title": page.title, "url": action}], request)],
    }


def _counted(below: list[Link], found: ProductList, addresses: dict[int, Link]) -> list[dict[str, Any]]:
    """The links below with what of the list lies there, the filters kept; without those where nothing of it does."""
    query = found.filters.query_string().rstrip("?")
    counts = {
        addresses[each.pk]["url"]: each.count
        for each in (found.counts.below if found.counts else ())
        if each.pk in addresses
    }
    return [
        {"title": link["title"], "url": link["url"] + query, "count": counts.get(link["url"])}
        for link in below
        if link["url"] in counts or not found.filters.is_narrowed
    ]


def _picks(page: CategoryPage) -> list[int]:
    """The products that come first; in a preview those that are not saved yet."""
    if page.picks.is_deferring:
        return [pick.product_id for pick in page.picks.all()]
    return _PICKED.rows(page=page.pk)


_PICKED: CompiledQuery[int] = CompiledQuery(
    lambda: CategoryPick.objects.filter(page=Parameter("page")).values_list("product", flat=True)
)
