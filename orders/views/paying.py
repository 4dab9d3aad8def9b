"""The page on which an order is paid, and the one that shoppers come back to from their bank."""

from __future__ import annotations

from functools import partial

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from catalog_pages.models import ShopSettings
from orders import paying
from orders.exceptions import IllegalTransition, PaymentMethodNotAvailable
from orders.models import Order, Payment
from orders.payments import next_action, payment_methods
from orders.payments.stripe_intents import STRIPE_JS
from orders.views.guest_orders import visible_order
from orders.views.order_context import order_context, with_token
from orders.wording import in_words

# https://docs.stripe.com/security/guide: what Stripe's own script needs, on this page and no other.
STRIPES_PLACES = {
    "script-src": ["https://js.stripe.com", "https://*.js.stripe.com"],
    "frame-src": [SELF, "https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    "img-src": ["https://*.stripe.com"],
}
PAYMENT_ALLOWED = 'camera=(), geolocation=(), microphone=(), payment=(self "https://js.stripe.com")'


@method_decorator(never_cache, name="dispatch")
class PayView(View):
    """GET shows how to pay; POST tries again, or changes to the `payment_method` that is sent."""

    def get(self, request: HttpRequest, number: str) -> HttpResponseBase:
        order = visible_order(request, number)
        action = next_action(order)
        if action["type"] == "none":
            return redirect(order_address(request, order))
        methods = payment_methods(ShopSettings.for_request(request))
        payment = order.current_payment
        context = {
            **order_context(request, order),
            "stripe_js": STRIPE_JS if action["type"] == "stripe" else "",
            "return_url": request.build_absolute_uri(address(request, order, "pay_return")),
            "other_methods": [method for method in methods if method.code != order.payment_method],
            "may_retry": any(method.code == order.payment_method for method in methods),
            "failure": payment.failure if payment else "",
        }
        show = partial(render, template_name="orders/pay.html", context=context)
        if action["type"] != "stripe":
            return show(request)
        response = csp_update(STRIPES_PLACES)(show)(request)
        response.headers["Permissions-Policy"] = PAYMENT_ALLOWED
        return response

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order = visible_order(request, number)
        shop = ShopSettings.for_request(request)
        try:
            paying.pay_by(
                order=order,
                method=request.POST.get("payment_method", ""),
                actor=request.user if request.user.is_authenticated else None,
                shop=shop,
            )
        except PaymentMethodNotAvailable as refusal:
            messages.error(request, in_words(refusal, currency=shop.currency))
        except IllegalTransition:
            pass  # the order's page says how it stands
        if next_action(order)["type"] in ("stripe", "retry"):
            return redirect(address(request, order, "pay"))
        return redirect(order_address(request, order))


@never_cache
@require_GET
def pay_return(request: HttpRequest, number: str) -> HttpResponse:
    """The shopper is back: the provider is asked what became of it. What the address says is not believed."""
    order = visible_order(request, number)
    paying.look(order=order)
    payment = order.current_payment
    if order.paid_at is not None or (payment and payment.status == Payment.Status.AUTHORISED):
        return redirect(address(request, order, "thank_you"))
    if order.state is not Order.Status.PENDING:
        return redirect(order_address(request, order))
    if not (payment and payment.failure):
        messages.info(
            request,
            _("Your payment has not reached us yet. If you have paid, there is nothing to do but wait."),
        )
    return redirect(address(request, order, "pay"))


def address(request: HttpRequest, order: Order, name: str) -> str:
    """The address of one of the order's pages, with the order's token where the visitor came by it."""
    return with_token(request, reverse(f"orders:{name}", kwargs={"number": order.number}))


def order_address(request: HttpRequest, order: Order) -> str:
    return address(request, order, "detail")
