"""The checkout on one page: contact, address, delivery, payment, review. And the page that says thank you."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings
from catalog_pages.money import format_money
from orders import carts, checkout
from orders.access import cart_from_request
from orders.exceptions import (
    CartGone,
    CartIsEmpty,
    EmailNotValid,
    IdempotencyConflict,
    LineUnavailable,
    OrderError,
    PaymentMethodNotAvailable,
    PricesChanged,
    QuantityOutOfRange,
    ShippingNotAvailable,
    VoucherNotUsable,
)
from orders.forms.checkout import SHIPPING, forget, posted
from orders.models import Cart, IdempotencyKey, Item, Order
from orders.payments import next_action
from orders.views.checkout_page import CheckoutPage, draft_of
from orders.views.guest_orders import remember_order, visible_order
from orders.views.order_context import order_context
from orders.wording import in_words

FIELD_OF: dict[type[OrderError], str] = {
    EmailNotValid: "email",
    ShippingNotAvailable: "shipping_method",
    PaymentMethodNotAvailable: "payment_method",
}


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CheckoutView(View):
    """GET shows the page; POST with `action=place` places the order, any other POST shows the page anew."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cart = cart_from_request(request)
        if cart is None:
            return redirect("orders:cart")
        return self.show(CheckoutPage.begun(request, cart))

    def post(self, request: HttpRequest) -> HttpResponse:
        draft = posted(request)
        cart = cart_from_request(request)
        if cart is None:
            return redirect("orders:cart")
        if order := order_already_placed(cart, request.POST.get("idempotency_key", "")):
            return self.done(order)
        if "fix" in request.POST:
            fix_line(request, cart, request.POST["fix"])
        if "book" in request.POST:
            draft |= from_book(request, request.POST["book"])
        if request.POST.get("action") != "place":
            return self.show(CheckoutPage.drafted(request, cart, draft))
        page = CheckoutPage.submitted(request, cart, draft)
        if not page.view.lines or not page.is_valid():
            return self.show(page)
        if page.choice_moved_the_total():
            page.notice = _(
                "With these choices the total is %(total)s. Please check it and order once more."
            ) % {"total": format_money(page.view.totals.total, page.view.currency)}
            return self.show(page)
        return self.place(page)

    def place(self, page: CheckoutPage) -> HttpResponse:
        data = page.form.cleaned_data
        email = page.contact.cleaned_data["email"]
        try:
            order = checkout.place_order(
                cart=page.view.cart,
                email=email,
                shipping_address=page.shipping.cleaned_data,
                billing_address=None if data["billing_same"] else page.billing.cleaned_data,
                shipping_method=data["shipping_method"],
                payment_method=data["payment_method"],
                vat_number=data["vat_number"],
                idempotency_key=data["idempotency_key"],
                expected_total=data["expected_total"],
                customer=page.customer,
                note=data["note"],
                shop=page.shop,
            )
        except IdempotencyConflict:
            page.notice = _("This page was out of date. Please check your order and place it once more.")
            return self.show(page)
        except (OutOfStock, LineUnavailable, CartIsEmpty, CartGone):
            page.reprice()
            return self.show(page)
        except (PricesChanged, VoucherNotUsable) as refusal:
            page.reprice()
            page.notice = in_words(refusal, currency=page.view.currency)
            return self.show(page)
        except (EmailNotValid, ShippingNotAvailable, PaymentMethodNotAvailable) as refusal:
            form = page.contact if isinstance(refusal, EmailNotValid) else page.form
            form.add_error(FIELD_OF[type(refusal)], in_words(refusal, currency=page.view.currency))
            return self.show(page)
        return self.done(order)

    def show(self, page: CheckoutPage) -> HttpResponse:
        if not page.view.lines:
            messages.info(self.request, _("Your cart is empty, so there is nothing to order."))
            return redirect("orders:cart")
        return render(self.request, "checkout/checkout.html", page.context())

    def done(self, order: Order) -> HttpResponse:
        forget(self.request)
        remember_order(self.request, order)
        to_pay = next_action(order)["type"] in ("stripe", "retry")
        return redirect("orders:pay" if to_pay else "orders:thank_you", number=order.number)


@never_cache
@require_GET
def thank_you(request: HttpRequest, number: str) -> HttpResponse:
    """The order is placed: what happens next, and how to find it again."""
    return render(request, "checkout/thank_you.html", order_context(request, visible_order(request, number)))


def order_already_placed(cart: Cart, key: str) -> Order | None:
    """The order that this page, shown once and sent twice, has placed already. One query."""
    if "\x00" in key:
        return None
    kept = IdempotencyKey.objects.select_related("order").filter(cart=cart, key=key[:255]).first()
    return kept.order if kept else None


def fix_line(request: HttpRequest, cart: Cart, wish: str) -> None:
    """Make a line what the shop can promise: `wish` is "<item>:<quantity>", as the page's buttons send it."""
    try:
        pk, quantity = (int(part) for part in wish.split(":"))
        item = cart.items.get(pk=pk)
        carts.set_quantity(cart=cart, item=item, quantity=quantity)
    except (ValueError, Item.DoesNotExist, CartGone):
        return
    except (OutOfStock, LineUnavailable, QuantityOutOfRange) as refusal:
        messages.error(request, in_words(refusal, currency=ShopSettings.for_request(request).currency))


def from_book(request: HttpRequest, pk: str) -> dict[str, str]:
    """The fields of an address of the customer's own book; none for anybody else's."""
    if not request.user.is_authenticated or not pk.isdecimal():
        return {}
    address = request.user.addresses.filter(pk=pk).first()
    return draft_of(address, SHIPPING) if address else {}
