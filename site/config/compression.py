"""Pages and answers of the API travel compressed; Django pads them at random, so that their length tells nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from catalog_pages.page_cache.answers import takes_gzip

TEXT = ("text/", "application/json", "application/xml", "application/problem+json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Django's own, heeding `gzip;q=0` too. What is compressed already, as kept pages are, passes through."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response  # files: pictures are compressed already, and a download says how long it is
        if response.has_header("Content-Encoding") or takes_gzip(request):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        return response
