"""The orders a visitor placed on this device: their tokens stay in the session, out of addresses and logs."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from orders.access import order_for
from orders.models import Order

SESSION_KEY = "order_tokens"
MOST = 20


def remember_order(request: HttpRequest, order: Order) -> None:
    """Let this session see the order again without its token in the address. The latest twenty are kept."""
    kept = {number: token for number, token in _tokens(request).items() if number != order.number}
    latest = [*kept.items(), (order.number, order.token)][-MOST:]
    request.session[SESSION_KEY] = dict(latest)


def visible_order(request: HttpRequest, number: str) -> Order:
    """The order, for its customer, for who has its token, for the session that placed it. Raises Http404."""
    token = request.GET.get("token") or _tokens(request).get(number)
    try:
        return order_for(request, number, token)
    except Order.DoesNotExist as error:
        raise Http404 from error


def _tokens(request: HttpRequest) -> dict[str, str]:
    kept = request.session.get(SESSION_KEY)
    return kept if isinstance(kept, dict) else {}
