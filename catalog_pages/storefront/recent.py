"""What a shopper looked at before. Their browser alone remembers it (js/recent.js) and asks for the cards by key."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from catalog_pages.listing import cards_for
from catalog_pages.models import ShopSettings

MOST = 4
KEY = re.compile(r"[0-9]{1,18}")
"""What could be a key: no longer than the database counts."""


@require_safe
@cache_control(private=True, max_age=60)
def recently_seen(request: HttpRequest) -> HttpResponse:
    """Cards of the `product` keys in the query, the first MOST of them that are shown, in their order; part of a page.

    Empty where none is. Keys that are no number, or of nothing that the site shows, are passed over: prices and
    pictures are those of now, and nothing of who asks is read or kept. Two queries where cards are not kept.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    asked = request.GET.getlist("product")[: MOST * 2]
    wanted = list(dict.fromkeys(int(key) for key in asked if KEY.fullmatch(key)))
    context = {
        "cards": cards_for(wanted, site=site)[:MOST],
        "currency": ShopSettings.for_request(request).currency,
    }
    answer = render(request, "pages/recently_seen.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
