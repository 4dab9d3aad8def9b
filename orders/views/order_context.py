"""What the pages about one order show of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from catalog_pages.models import ShopSettings
from orders import returns
from orders.cart_lines import first_pictures
from orders.figures import line_figures, order_figures
from orders.models import Invoice, Order, OrderAddress
from orders.moves import is_authorised, may
from orders.parcels import PARCELS, parcels_of, returns_of, still_to_come
from orders.payments import next_action, payment_methods
from orders.shipping import NO_DELIVERY
from orders.timeline import public_events


@dataclass(frozen=True, kw_only=True)
class InvoiceShown:
    """An invoice or a credit note, and where its PDF is for this visitor."""

    invoice: Invoice
    url: str


def order_context(request: HttpRequest, order: Order) -> dict[str, object]:
    """The order, its figures, addresses, timeline, parcels and how to pay. A fixed number of queries."""
    prefetch_related_objects(
        [order], "items__variant", "addresses", "payments", *PARCELS, "events", "redemptions"
    )
    shop = ShopSettings.for_request(request)
    invoices = order.invoices.defer("content")
    addresses = {address.kind: address for address in order.addresses.all()}
    products = {item.variant.product_id for item in order.items.all() if item.variant}
    return {
        "order": order,
        "figures": order_figures(order),
        "lines": line_figures(order, first_pictures(products)),
        "shipping_address": addresses.get(OrderAddress.Kind.SHIPPING),
        "billing_address": addresses.get(OrderAddress.Kind.BILLING),
        "next_action": next_action(order),
        "is_reserved": order.paid_at is None and not order.is_closed_unsent and is_authorised(order),
        "has_other_ways": len(payment_methods(shop)) > 1,
        "pay_url": with_token(request, reverse("orders:pay", kwargs={"number": order.number})),
        "events": public_events(order),
        "needs_delivery": order.shipping_method_code != NO_DELIVERY,
        "parcels": parcels_of(order),
        "to_come": still_to_come(order) if order.shipments.all() else [],
        "returns": returns_of(order),
        "may_send_back": _may_send_back(order, shop),
        "send_back_url": with_token(request, reverse("orders:send_back", kwargs={"number": order.number})),
        "invoices": [
            InvoiceShown(invoice=invoice, url=with_token(request, invoice_url(order, invoice)))
            for invoice in invoices
        ],
        "may_cancel": order.state is Order.Status.PENDING,
        "cancel_url": with_token(request, reverse("orders:cancel", kwargs={"number": order.number})),
        "order_url": with_token(request, reverse("orders:detail", kwargs={"number": order.number})),
        "again_url": with_token(request, reverse("orders:buy_again", kwargs={"number": order.number})),
        "is_own": request.user.is_authenticated and order.customer_id == request.user.pk,
    }


def _may_send_back(order: Order, shop: ShopSettings) -> bool:
    """Whether the shopper can announce a return of something now."""
    is_open = returns.is_open(order, shop) and may(order, "take_back")
    return is_open and bool(returns.left_to_return(order, order.returns.all()))


def invoice_url(order: Order, invoice: Invoice) -> str:
    """The address of its PDF, without a token."""
    return reverse("orders:invoice", kwargs={"number": order.number, "invoice": invoice.number})


def with_token(request: HttpRequest, url: str) -> str:
    """The address, with the order's token where the visitor came by it."""
    token = request.GET.get("token")
    return f"{url}?{urlencode({'token': token})}" if token else url
