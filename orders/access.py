"""Whose cart, whose order: what a request may reach. Looking makes no session and no cart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from orders.carts import cart_for_customer, guest_cart
from orders.models import Cart, Order

if TYPE_CHECKING:
    from rest_framework.request import Request

CART_HEADER = "X-Cart-Token"
CART_SESSION_KEY = "cart_token"
ORDERS_SESSION_KEY = "orders_placed"
MOST_REMEMBERED = 10


@overload
def cart_from_request(
    request: HttpRequest | Request, create: Literal[True], *, use_session: bool = True
) -> Cart: ...


@overload
def cart_from_request(
    request: HttpRequest | Request, create: Literal[False] = False, *, use_session: bool = True
) -> Cart | None: ...


def cart_from_request(
    request: HttpRequest | Request, create: bool = False, *, use_session: bool = True
) -> Cart | None:
    """The caller's cart: the customer's own, else the guest's named by header or session.

    None where there is none, unless `create`: then a guest gets one that is not saved yet and is, with `use_session`,
    remembered in the session. The API passes `use_session=False`: its guests hold their token themselves. One query
    as a rule.
    """
    if request.user.is_authenticated:
        return cart_for_customer(customer=request.user)
    cart = guest_cart(token=guest_token(request, use_session=use_session))
    if cart is None and create:
        cart = Cart()  # the first thing put into it saves it
        if use_session:
            request.session[CART_SESSION_KEY] = cart.token
    return cart


def guest_token(request: HttpRequest | Request, *, use_session: bool = True) -> str | None:
    """The token by which a request names a guest's cart: its header, else its session. No query of its own."""
    token: str | None = request.headers.get(CART_HEADER)
    session = getattr(request, "session", None)
    if not token and use_session and session is not None:
        token = session.get(CART_SESSION_KEY)
    return token


def remember_order(request: HttpRequest, order: Order) -> None:
    """Let this browser see the order it has just placed without its token in the address."""
    placed = request.session.get(ORDERS_SESSION_KEY, {})
    # The latest few are plenty, and a session stays small.
    kept = dict(list(placed.items())[-MOST_REMEMBERED + 1 :])
    request.session[ORDERS_SESSION_KEY] = {**kept, order.number: order.token}


def order_for(request: HttpRequest | Request, number: str, token: str | None = None) -> Order:
    """The order of this number if it is the caller's own, or the caller knows or remembers its token. One query.

    Raises Order.DoesNotExist for everybody else, whether there is such an order or not. An anonymised order is
    nobody's any more.
    """
    order = Order.objects.filter(anonymised_at=None).with_number(number).first()
    if order is not None:
        remembered = getattr(request, "session", {}).get(ORDERS_SESSION_KEY, {}).get(order.number)
        if any(known and constant_time_compare(known, order.token) for known in (token, remembered)):
            return order
        if request.user.is_authenticated and order.customer_id == request.user.pk:
            return order
    raise Order.DoesNotExist(f"no order {number} for this caller")
