"""The number beside "Cart" in the head of pages that are the same for everybody.

Those pages say nothing of the shopper. A cookie does, readable by js/badge.js: the pieces in the cart, a number and
no more. It is set by the pages that know the shopper, whenever it has changed; without JavaScript the number shows
on those pages alone, and the link leads to the cart all the same.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from orders.context_processors import pieces_in_cart
from orders.wish_cookie import is_merged, remember_wishes

COOKIE = "cart_pieces"
KNOWING_PAGES = ("/cart/", "/checkout/", "/account/", "/orders/", "/wishes/")


class BadgeMiddleware:
    """Below the pages that know the shopper: at most one query, none for a visitor without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(KNOWING_PAGES) and response.status_code < 400:
            _tell(request, response)
        if is_merged(request):
            remember_wishes(response, [])
        return response


def _tell(request: HttpRequest, response: HttpResponse) -> None:
    pieces = pieces_in_cart(request)
    told = request.COOKIES.get(COOKIE, "")
    if not pieces and told:
        response.delete_cookie(COOKIE, samesite="Lax")
    elif pieces and told != str(pieces):
        response.set_cookie(
            COOKIE,
            str(pieces),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
