"""Sending something back: the shopper says what and why on the order's page, and is told where to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog_pages.models import ShopSettings
from orders import returns
from orders.exceptions import (
    IllegalTransition,
    NoPiecesChosen,
    PiecesNotThere,
    ReturnAnnouncedMeanwhile,
    ReturnPeriodOver,
)
from orders.forms.returning import ReturnForm
from orders.models import Order
from orders.views.guest_orders import visible_order
from orders.views.order_context import with_token


@never_cache
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Which pieces, how many of them, why. What cannot come back any more is said on the order's page."""
    order = visible_order(request, number)
    prefetch_related_objects([order], "shipments")
    shop = ShopSettings.for_request(request)
    announced = list(order.returns.prefetch_related("lines"))
    left = returns.left_to_return(order, announced)
    if not returns.is_open(order, shop):
        return _back(request, order, problem=period_over(shop))
    if not left:
        return _back(request, order, problem=_("There is nothing more of this order to send back."))
    form = ReturnForm(request.POST or None, left=left, returns_seen=len(announced))
    if form.is_valid():
        return _announce(request, order, form, shop)
    context = {
        "order": order,
        "form": form,
        "until": returns.open_until(order, shop),
        "order_url": with_token(request, reverse("orders:detail", kwargs={"number": order.number})),
    }
    return render(request, "orders/send_back.html", context)


def _announce(request: HttpRequest, order: Order, form: ReturnForm, shop: ShopSettings) -> HttpResponse:
    try:
        returns.announce(
            order=order,
            pieces=form.pieces(),
            shop=shop,
            returns_seen=form.cleaned_data["returns_seen"],
            actor=request.user if request.user.is_authenticated else None,
        )
    except ReturnPeriodOver:
        return _back(request, order, problem=period_over(shop))
    except ReturnAnnouncedMeanwhile:
        return _back(request, order, problem=_("This return is announced already: see below."))
    except (IllegalTransition, PiecesNotThere, NoPiecesChosen):
        return _back(
            request, order, problem=_("The order has changed meanwhile. Please look at it and choose again.")
        )
    messages.success(request, _("Your return is announced. We have written to you how and where to send it."))
    return _back(request, order)


def period_over(shop: ShopSettings) -> str:
    """That it is too late, or was never possible here, and what remains."""
    if not shop.return_days:
        return _("Please write to us if you would like to send something back.")
    return _(
        "The time to send something back is over. If something is faulty, please write to us all the same."
    )


def _back(request: HttpRequest, order: Order, *, problem: str = "") -> HttpResponse:
    if problem:
        messages.error(request, problem)
    return redirect(with_token(request, reverse("orders:detail", kwargs={"number": order.number})))
