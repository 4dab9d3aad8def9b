"""A guest's wish list, in a signed cookie: no row and no session for somebody who only looks around."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from orders.wishes import MOST

COOKIE = "wishes"
SALT = "orders.wishes"
KEPT_SECONDS = 365 * 24 * 60 * 60
MERGED = "_wishes_merged"


def guests_wishes(request: HttpRequest) -> list[int]:
    """The keys of the products, the latest wish first; none where the cookie is missing or not ours. No query."""
    try:
        text = request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""
    except BadSignature:
        return []
    return [int(key) for key in text.split(".") if key.isdecimal()][:MOST]


def remember_wishes(response: HttpResponse, wished: Sequence[int]) -> None:
    """Let the browser keep the list, or forget an empty one."""
    if not wished:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_signed_cookie(
        COOKIE,
        ".".join(map(str, wished[:MOST])),
        salt=SALT,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_with_this_answer(request: HttpRequest) -> None:
    """The list was merged into a customer's: the answer to this request takes the cookie away (orders.badge)."""
    vars(request)[MERGED] = True


def is_merged(request: HttpRequest) -> bool:
    return bool(vars(request).get(MERGED))
