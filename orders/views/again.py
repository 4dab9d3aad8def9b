"""Buying an order again: into the cart, or straight to the checkout with the same address and way of paying."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog_pages.models import ShopSettings
from orders import reordering
from orders.access import cart_from_request
from orders.exceptions import CartGone
from orders.forms.checkout import BILLING, SHIPPING, begin_with
from orders.models import Order
from orders.views.checkout_page import draft_of
from orders.views.guest_orders import visible_order


@never_cache
@require_POST
def buy_again(request: HttpRequest, number: str) -> HttpResponse:
    """Put the order's goods into the visitor's cart. With `checkout`, its customer goes on to a filled checkout."""
    order = visible_order(request, number)
    shop = ShopSettings.for_request(request)
    cart = cart_from_request(request, create=True)
    try:
        lines = reordering.buy_again(order=order, cart=cart, shop=shop)
    except CartGone:
        messages.error(request, _("Your cart has changed in another window. Please try again."))
        return redirect("orders:cart")
    for line in lines:
        if words := line.message(shop.currency):
            messages.warning(request, words)
    if not any(line.added for line in lines):
        messages.error(request, _("Nothing of this order can be bought at the moment."))
        return redirect("orders:cart")
    if "checkout" in request.POST and request.user.is_authenticated and order.customer_id == request.user.pk:
        begin_with(request, _draft_of_order(order, email=request.user.email))
        return redirect("orders:checkout")
    messages.success(
        request, _("What you bought with order %(number)s is in your cart.") % {"number": order.number}
    )
    return redirect("orders:cart")


def _draft_of_order(order: Order, *, email: str) -> dict[str, str]:
    """The fields of the checkout as that order had them; the e-mail address is the customer's of today."""
    draft = {
        "email": email,
        "shipping_method": order.shipping_method_code,
        "payment_method": order.payment_method,
        "vat_number": order.vat_number,
        "billing_same": "" if order.billing_address else "on",
    }
    for kind, address in ((SHIPPING, order.shipping_address), (BILLING, order.billing_address)):
        if address is not None:
            draft |= draft_of(address, kind)
    return draft
