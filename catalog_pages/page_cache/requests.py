"""Which requests a kept page may answer, and under which address it is kept. No query, no session."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

EDITOR_COOKIE = "editor"
"""Who has it sees Wagtail's bar on pages, and so pages of their own. It opens nothing: any browser may have it."""
PERSONAL_COOKIES = (EDITOR_COOKIE, "messages")

# No page for everybody lies below these. A page that did would be made, found personal and not kept.
NOT_PAGES = frozenset(
    (
        "account",
        "admin",
        "api",
        "cart",
        "checkout",
        "cms",
        "documents",
        "feeds",
        "media",
        "orders",
        "static",
        "wishes",
    )
)
KNOWN = frozenset(("brand", "category", "in_stock", "max_price", "min_price", "ordering", "page", "sku"))
ATTRIBUTE = "attr_"
# What newsletters and advertisements add for their own counting.
TRACKING = ("utm_", "mc_", "pk_", "mtm_")
TRACKING_NAMES = frozenset(("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid"))
LONGEST_QUERY = 400


@dataclass(frozen=True)
class Question:
    """A page asked for: the address it is kept under, and the query string it is made with."""

    address: str
    query: str


def may_be_a_page(request: HttpRequest) -> bool:
    """Whether the path could be that of a page that is the same for everybody."""
    path = request.path
    return path.endswith("/") and path[1:].partition("/")[0] not in NOT_PAGES


def question(request: HttpRequest) -> Question | None:
    """What the request asks for, where everybody who asks so may be told the same; else None.

    The address holds scheme, host, path, language and the known parameters in one order: tracking parameters are
    left out, and with any other parameter a page is not kept, so that nobody can fill the memory by inventing some.
    Raises DisallowedHost as Django does.
    """
    meta = request.META
    if request.method not in ("GET", "HEAD") or not may_be_a_page(request):
        return None
    if getattr(request, "is_dummy", False) or "HTTP_AUTHORIZATION" in meta or "HTTP_X_CART_TOKEN" in meta:
        return None  # an editor's preview; somebody who says who they are
    if any(request.COOKIES.get(name) for name in PERSONAL_COOKIES):
        return None
    query = canonical_query(meta.get("QUERY_STRING", ""))
    if query is None:
        return None
    language = get_language_from_request(request) if len(settings.LANGUAGES) > 1 else ""
    return Question(f"{request.scheme}://{request.get_host()}{request.path}?{query} {language}", query)


def canonical_query(text: str) -> str | None:
    """The known parameters sorted by name, without tracking; None where there is another, or it is very long."""
    if not text:
        return ""
    if len(text) > LONGEST_QUERY:
        return None
    kept = []
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name in TRACKING_NAMES or name.startswith(TRACKING):
            continue
        if name not in KNOWN and not name.startswith(ATTRIBUTE):
            return None
        kept.append((name, value))
    return urlencode(sorted(kept, key=lambda pair: pair[0]))
