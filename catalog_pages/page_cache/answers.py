"""Turning an answer into one to keep, and a kept one into an answer: headers, compression, ETag, 304.

Pages are kept compressed, as nearly every browser wants them: a fifth of the memory, and nothing to do for a hit.
There is no secret on a page that is the same for everybody, so none can be guessed by its compressed length (BREACH).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from catalog_pages.models import Variant
from catalog_pages.page_cache.dependencies import ALL
from catalog_pages.page_cache.store import KeptPage

COMPRESSION = 4
"""Of 1 to 9: half a millisecond for a page."""
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
OWN_HEADERS = {
    "cache-control",
    "content-encoding",
    "content-length",
    "etag",
    "expires",
    "last-modified",
    "set-cookie",
    "vary",
}


def may_be_kept(response: HttpResponseBase, keys: set[str]) -> bool:
    """Whether the answer is a whole page that said what it hangs on, and holds nothing made for one visitor."""
    return (
        bool(keys)
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
    )


def kept_page(response: HttpResponse, keys: set[str], *, began: datetime) -> KeptPage:
    """The answer as it can be kept: until a sale begins or ends, PAGE_CACHE_SECONDS at most. Two queries."""
    expires = began.timestamp() + settings.PAGE_CACHE_SECONDS
    edge = next_sale_edge(began)
    headers = [(name, value) for name, value in response.items() if name.lower() not in OWN_HEADERS]
    vary = [name for name in response.get("Vary", "").split(", ") if name and name.lower() != "cookie"]
    headers.append(("Vary", ", ".join([*vary, "Accept-Encoding"])))
    return KeptPage(
        body=gzip.compress(response.content, COMPRESSION, mtime=0),
        length=len(response.content),
        headers=tuple(headers),
        digest=hashlib.blake2b(response.content, digest_size=16).hexdigest(),
        keys=frozenset({*keys, ALL}),
        expires=min(expires, edge.timestamp()) if edge else expires,
    )


def takes_gzip(request: HttpRequest) -> bool:
    """Whether who asks reads gzip; one that says `gzip;q=0` does not."""
    return GZIP.search(request.headers.get("Accept-Encoding", "")) is not None


def next_sale_edge(after: datetime) -> datetime | None:
    """When the next sale of any variant begins or ends. Two queries, each of one row of an index."""
    edges = []
    for name in ("sale_starts_at", "sale_ends_at"):
        rows = Variant.objects.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True)
        edges += list(rows[:1])
    return min(edges, default=None)


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The kept page for this request: 304 where the browser has it. No query."""
    response: HttpResponse
    packed = takes_gzip(request)
    etags = {True: f'"{page.digest}-gzip"', False: f'"{page.digest}"'}
    known = parse_etags(request.headers.get("If-None-Match", "").replace("W/", ""))
    if not {*known}.isdisjoint(etags.values()):
        response = HttpResponseNotModified()
        for name, value in page.headers:
            if name == "Vary":
                response.headers[name] = value
    else:
        body = page.body if packed or request.method != "GET" else gzip.decompress(page.body)
        response = HttpResponse(body if request.method == "GET" else b"")
        for name, value in page.headers:
            response.headers[name] = value
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(page.body) if packed else page.length)
    response.headers["ETag"] = etags[packed]
    _say_who_may_keep_it(response, page)
    return response


def _say_who_may_keep_it(response: HttpResponse, page: KeptPage) -> None:
    """Browsers ask each time; a content delivery network is told how long it need not, and by which tags to forget."""
    seconds = min(settings.PAGE_CACHE_CDN_SECONDS, int(page.expires - time.time()))
    if seconds <= 0:
        response.headers["Cache-Control"] = "no-cache"
        return
    response.headers["Cache-Control"] = f"max-age=0, s-maxage={seconds}, must-revalidate"
    response.headers["Surrogate-Control"] = f"max-age={seconds}"
    if settings.PAGE_CACHE_TAG_HEADER:
        separator = "," if settings.PAGE_CACHE_TAG_HEADER == "Cache-Tag" else " "
        response.headers[settings.PAGE_CACHE_TAG_HEADER] = separator.join(sorted(page.keys))
