"""What the page about an order shows staff."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from catalog_pages.money import ZERO
from orders.admin.filters import payment_method_names
from orders.admin.move_forms import MOVE_FORMS, NoteForm
from orders.admin.order_moves import offered_moves
from orders.admin.outgoing import Line
from orders.exceptions import PaymentMethodNotAvailable
from orders.figures import order_figures
from orders.mail import order_url
from orders.models import (
    Invoice,
    Item,
    Order,
    OrderAddress,
    OrderEvent,
    OutboxMessage,
    Payment,
    PaymentEntry,
    PaymentInstruction,
)
from orders.moves import is_paid_on_delivery


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """A line in the order's price basis. `total` is after its discount: the lines sum to goods less discount."""

    item: Item
    unit_price: Decimal
    discount: Decimal
    total: Decimal
    vat_percent: Decimal


@dataclass(frozen=True, kw_only=True)
class PaymentShown:
    """A payment with its ledger, and what its provider is still to do about it."""

    payment: Payment
    method: str
    entries: list[PaymentEntry]
    under_way: list[PaymentInstruction]

    @classmethod
    def of(cls, payment: Payment) -> PaymentShown:
        return cls(
            payment=payment,
            method=payment_method_names().get(payment.method, payment.method),
            entries=list(payment.entries.all()),
            under_way=[
                each for each in payment.instructions.all() if each.state == PaymentInstruction.State.OPEN
            ],
        )


@dataclass(frozen=True, kw_only=True)
class MoveShown:
    """A button. `asks`: it leads to a page with a form, rather than doing it at once."""

    name: str
    label: str
    url: str
    asks: bool


def page_context(order: Order, user: AbstractBaseUser | AnonymousUser, *, may_change: bool) -> dict[str, Any]:
    """Everything about `order`; moves and the shopper's link only for who `may_change` it. At most 13 queries."""
    without_bodies = OutboxMessage.objects.defer("text", "html", "headers", "attachments").order_by(
        "created_at"
    )
    prefetch_related_objects(
        [order],
        "customer",
        "items__variant",
        "addresses",
        "payments__entries",
        Prefetch("payments__instructions", PaymentInstruction.objects.select_related("actor")),
        "shipments",
        "redemptions",
        Prefetch("events", OrderEvent.objects.select_related("actor")),
        Prefetch("messages", without_bodies),
        Prefetch("invoices", Invoice.objects.defer("content")),
    )
    addresses = {address.kind: address for address in order.addresses.all()}
    return {
        "order": order,
        "figures": order_figures(order),
        "lines": [_line(item, gross=order.prices_include_tax) for item in order.items.all()],
        "pieces": sum(item.quantity for item in order.items.all()),
        "payments": [PaymentShown.of(payment) for payment in order.payments.all()],
        "left_to_refund": sum((payment.refundable for payment in order.payments.all()), ZERO),
        "shipments": order.shipments.all(),
        "invoices": order.invoices.all(),
        "shipping_address": addresses.get(OrderAddress.Kind.SHIPPING),
        "billing_address": addresses.get(OrderAddress.Kind.BILLING),
        "events": list(reversed(order.events.all())),
        "mails": _mails(order),
        "moves": _moves(order) if may_change else [],
        "method_unknown": _is_method_unknown(order),
        "note_form": NoteForm(order=order) if may_change else None,
        "shopper_url": order_url(order) if may_change and order.anonymised_at is None else None,
    }


def _line(item: Item, *, gross: bool) -> LineShown:
    return LineShown(
        item=item,
        unit_price=(item.unit_price_gross if gross else item.unit_price_net) or ZERO,
        discount=item.discount_gross if gross else item.discount_net,
        total=(item.line_total_gross if gross else item.line_total_net) or ZERO,
        vat_percent=(item.tax_rate or ZERO) * 100,
    )


def _mails(order: Order) -> list[Line]:
    messages: Any = order
    return [Line.of(message) for message in messages.messages.all()]


def _moves(order: Order) -> list[MoveShown]:
    return [
        MoveShown(
            name=move.name,
            label=str(move.label),
            url=reverse(f"admin:orders_order_{move.name}", args=[order.pk]),
            asks=bool(MOVE_FORMS[move.name].base_fields),
        )
        for move in offered_moves(order)
    ]


def _is_method_unknown(order: Order) -> bool:
    try:
        is_paid_on_delivery(order)
    except PaymentMethodNotAvailable:
        return True
    return False
