"""Links that a shopper is about to follow may be fetched beforehand: the browser reads from a header which ones.

https://html.spec.whatwg.org/multipage/speculative-loading.html. A header, for the shop's policy allows no script in
a page. Only pages that are the same for everybody are named: fetching one tells nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse

from config.security import BACK_OFFICE

RULES = "speculation/shop.speculationrules"
MIMETYPE = "application/speculationrules+json"


class SpeculationRulesMiddleware:
    """Names the rules on the shop's pages. No query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and response.status_code == 200
        if is_page and not request.path.startswith(BACK_OFFICE):
            response.headers["Speculation-Rules"] = f'"{staticfiles_storage.url(RULES)}"'
        return response
