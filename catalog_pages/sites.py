"""Which site a request is for, without asking the database each time."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
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
        is_edited = request.path == FRONT or request.path.startswith(EDITED_AT)
        if not (is_edited or connection.in_atomic_block):  # within a transaction nothing is kept
            key = ("site", request.get_host(), request.META.get("SERVER_PORT"))
            site = frame.kept(key, lambda: Site.find_for_request(request))
            request._wagtail_site = site  # type: ignore[attr-defined]
        return self.get_response(request)
