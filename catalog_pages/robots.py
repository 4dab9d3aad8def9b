"""robots.txt: what crawlers leave alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

PERSONAL = ("/account/", "/cart/", "/checkout/", "/orders/", "/recently-seen/", "/wishes/")
BACK_OFFICE = ("/admin/", "/api/", "/cms/", "/documents/authenticate_with_password/")
QUERIES = ("brand", "min_price", "max_price", "in_stock", "attr_", "ordering", "q")
"""Filters multiply without end: a crawler that follows them never comes back. Plain pages (?page=2) it may read."""


@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everybody may read the catalogue; nobody is led into carts, accounts or combinations of filters."""
    filters = [f"/*{mark}{name}" + ("" if name.endswith("_") else "=") for name in QUERIES for mark in "?&"]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (*PERSONAL, *BACK_OFFICE, "/search/", *filters)),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
