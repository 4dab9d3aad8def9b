"""What the page about an order shows staff."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

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
    Return,
)
from orders.moves import Move, is_paid_on_delivery
from orders.parcels import parcels_of, returns_of, still_to_come
from orders.pieces import worth_of_pieces


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """A line in the order's price basis. `total` is after its discount: the lines sum to goods less discount."""

    item: Item
    unit_price: Decimal
    discount: Decimal
    total: Decimal
    vat_percent: Decimal
    progress: list[str]


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
    """Everything about `order`; moves and the shopper's link only for who `may_change` it. At most 17 queries."""
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
        "shipments__lines",
        Prefetch("returns", Return.objects.select_related("refund").prefetch_related("lines")),
        "redemptions",
        "refund_lines",
        Prefetch("events", OrderEvent.objects.select_related("actor")),
        Prefetch("messages", without_bodies),
        Prefetch("invoices", Invoice.objects.defer("content")),
    )
    addresses = {address.kind: address for address in order.addresses.all()}
    moves = offered_moves(order)
    return {
        "order": order,
        "figures": order_figures(order),
        "lines": [_line(item, gross=order.prices_include_tax) for item in order.items.all()],
        "pieces": sum(item.quantity for item in order.items.all()),
        "payments": [PaymentShown.of(payment) for payment in order.payments.all()],
        "left_to_refund": sum((payment.refundable for payment in order.payments.all()), ZERO),
        "parcels": parcels_of(order),
        "to_come": still_to_come(order),
        "returns": returns_of(order),
        "may_change": may_change,
        "may_deliver": may_change and any(move.name == "deliver" for move in moves),
        "owed": _owed(order),
        "invoices": order.invoices.all(),
        "shipping_address": addresses.get(OrderAddress.Kind.SHIPPING),
        "billing_address": addresses.get(OrderAddress.Kind.BILLING),
        "events": list(reversed(order.events.all())),
        "mails": _mails(order),
        "moves": _moves(order, moves) if may_change else [],
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
        progress=_progress(item),
    )


def _mails(order: Order) -> list[Line]:
    messages: Any = order
    return [Line.of(message) for message in messages.messages.all()]


def _progress(item: Item) -> list[str]:
    """What became of the pieces of a line, in few words."""
    counted = (
        (item.quantity_shipped, _("%(count)d sent")),
        (item.quantity_cancelled, _("%(count)d cancelled")),
        (item.quantity_returned, _("%(count)d came back")),
        (item.quantity_refunded, _("%(count)d refunded")),
    )
    return [words % {"count": count} for count, words in counted if count]


def _owed(order: Order) -> Decimal:
    """What was paid for pieces that were cancelled, and neither refunded by line nor by amount. Gross.

    Of an order sent in part: one that was given up as a whole says so itself.
    """
    if order.paid_at is None or not order.shipments.all():
        return ZERO
    worth = sum(
        (
            worth_of_pieces(
                item=item,
                pieces=item.quantity_cancelled - item.quantity_refunded,
                already=item.quantity_refunded,
                currency=order.currency,
            ).gross
            for item in order.items.all()
            if item.quantity_cancelled > item.quantity_refunded
        ),
        ZERO,
    )
    by_line = sum((line.gross for line in order.refund_lines.all() if not line.is_void), ZERO)
    paid_back = sum((each.amount_refunded + each.amount_set_aside for each in order.payments.all()), ZERO)
    return max(worth - (paid_back - by_line), ZERO)


def _moves(order: Order, moves: list[Move]) -> list[MoveShown]:
    return [
        MoveShown(
            name=move.name,
            label=str(move.label),
            url=reverse(f"admin:orders_order_{move.name}", args=[order.pk]),
            asks=MOVE_FORMS[move.name].asks(),
        )
        for move in moves
    ]


def _is_method_unknown(order: Order) -> bool:
    try:
        is_paid_on_delivery(order)
    except PaymentMethodNotAvailable:
        return True
    return False
