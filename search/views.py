"""The search page: the same list as a category's, found by words."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Site

from catalog_pages.listing import Ordering, ProductFilters, list_products
from catalog_pages.listing.cards import page_url
from catalog_pages.listing.matching import products_on
from catalog_pages.listing.reading import parse_page
from catalog_pages.models import ShopSettings, Variant
from catalog_pages.storefront.listing import listing_context

SUGGESTIONS = 4
LONGEST_CODE = 80
"""A SKU is no longer, nor is a barcode."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Products with the words asked for, or all products. A SKU or barcode leads straight to its product.

    Where nothing has all the words, those that have some of them are shown, and the page says so.
    """
    site = Site.find_for_request(request)
    filters = ProductFilters.from_query(_without_category(request))
    address = address_of_code(filters.q, site) if _only_words(filters) else None
    if address:
        return redirect(address)
    found = list_products(filters=filters, site=site, page=parse_page(request.GET.get("page")))
    context: dict[str, Any] = listing_context(
        found, action=reverse("search:search"), currency=ShopSettings.for_request(request).currency
    )
    if not found.count:
        newest = ProductFilters(ordering=Ordering.NEWEST)
        context["suggestions"] = list_products(
            filters=newest, site=site, page_size=SUGGESTIONS, with_facets=False
        ).cards
    return render(request, "search/search.html", context)


def address_of_code(code: str, site: Site) -> str | None:
    """Where the variant with exactly this SKU (whatever its case) or barcode is shown; None for no such. One query."""
    if not code or len(code) > LONGEST_CODE:
        return None
    by_sku = Variant.objects.active().with_sku(code).values("pk")
    named = Variant.objects.active().filter(Q(pk__in=by_sku) | Q(barcode=code))
    shown: Any = products_on(site)
    row = (
        shown.filter(variants__in=named)
        .values_list("page_path", "variants__sku")
        .order_by("pk", "variants__pk")
        .first()
    )
    return f"{page_url(row[0], site)}?{urlencode({'sku': row[1]})}" if row else None


def _without_category(request: HttpRequest) -> Any:
    query = request.GET.copy()
    query.pop("category", None)
    return query


def _only_words(filters: ProductFilters) -> bool:
    return bool(filters.q) and not filters.is_narrowed
