"""Orders on pages: a customer's list, and each order for its customer or for who has its token."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from orders import fulfilment
from orders.exceptions import IllegalTransition
from orders.models import Order
from orders.views.guest_orders import visible_order
from orders.views.order_context import order_context, with_token

ORDERS_A_PAGE = 20


@never_cache
@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The customer's own orders, the newest first. A fixed number of queries."""
    orders = Order.objects.filter(customer=request.user.pk).prefetch_related("items")
    page = Paginator(orders, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "orders/list.html", {"page": page})


@never_cache
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """An order, whole."""
    order = visible_order(request, number)
    return render(request, "orders/detail.html", order_context(request, order))


@never_cache
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """The shopper takes it back, as long as nobody has paid for it or packed it."""
    order = visible_order(request, number)
    try:
        actor = request.user if request.user.is_authenticated else None
        fulfilment.cancel_by_owner(order=order, actor=actor)
    except IllegalTransition:
        messages.error(request, _("It is too late to cancel this order here. Please write to us."))
    else:
        messages.success(request, _("Your order has been cancelled."))
    return redirect(with_token(request, reverse("orders:detail", kwargs={"number": order.number})))
