"""Which site a request is for, without asking the database each time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from catalog_pages.page_cache.frame import frame

EDITED_AT = ("/admin/", "/cms/")
FRONT = "/"


class SiteMiddleware:
    """Tells Wagtail the site and the page at its top, where they are kept.

    Not for those who edit them, nor for the front page, which is that page: what is kept is everybody's, and a page
    that is served has its shelves filled.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != FRONT and not request.path.startswith(EDITED_AT):
            key = ("site", request.get_host(), request.META.get("SERVER_PORT"))
            request._wagtail_site = frame.kept(key, lambda: _site(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _site(request: HttpRequest) -> Site | None:
    site: Site | None = Site.find_for_request(request)
    if site is not None:
        _ = site.root_page.specific  # read now and not by whoever comes first
    return site
