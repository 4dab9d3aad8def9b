"""The search page: the same list as a category's, found by words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from catalog_pages.listing import Ordering, ProductFilters, list_products
from catalog_pages.listing.reading import QueryReader, parse_page
from catalog_pages.models import ShopSettings
from catalog_pages.storefront.listing import listing_context
from search import log
from search.codes import address_of_code

SUGGESTIONS = 4


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Products with the words asked for, or all products. A SKU or barcode leads straight to its product.

    Where nothing has all the words, those that have some of them are shown, and the page says so. Counts what was
    searched for, without who (search.log).
    """
    site = Site.find_for_request(request)
    filters = ProductFilters.from_query(request.GET)
    only_words = bool(filters.q) and not filters.is_narrowed and filters.category is None
    of_code = address_of_code(filters.q, site) if only_words else None
    if of_code:
        return redirect(of_code)
    address = reverse("search:search")
    page = parse_page(request.GET.get("page"))
    found = list_products(filters=filters, site=site, page=page)
    if only_words and page == 1 and request.method == "GET":
        log.count_search(
            filters.q, language=_language(site), results=0 if _is_of_some(found.filters) else found.count
        )
    context: dict[str, Any] = listing_context(
        found,
        action=address,
        currency=ShopSettings.for_request(request).currency,
        by_category=True,
    )
    if not found.count:
        newest = ProductFilters(ordering=Ordering.NEWEST)
        context["suggestions"] = list_products(
            filters=newest, site=site, page_size=SUGGESTIONS, with_facets=False
        ).cards
    return render(request, "search/search.html", context)


@csrf_exempt
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Count that a result of this search was opened. Only the shop's own pages can ask: the header says so.

    No token is needed, for nothing of anybody's changes; and none is sent, so that the page can be cached.
    """
    if request.headers.get("x-requested-with") != "fetch":
        return HttpResponseBadRequest()
    site = Site.find_for_request(request)
    log.count_click(QueryReader(request.POST).text("q"), language=_language(site))
    return HttpResponse(status=204)


def _is_of_some(filters: ProductFilters) -> bool:
    """Whether nothing had all the words: for the reports that is a search without results."""
    return filters.found is not None and filters.found.relaxed


def _language(site: Site) -> str:
    code: str = site.root_page.localized.locale.language_code
    return code
