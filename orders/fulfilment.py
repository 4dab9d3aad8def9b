"""What happens to an order after it was placed: every change has a name, a check, a line in the timeline, a mail.

Each function locks the order, re-reads it into the object it was given and does all of it in one transaction;
called twice at once, the second finds the order moved on and raises IllegalTransition. `actor` is who did it,
None for the shop itself. A customer who is no staff may only `cancel_by_owner`: everything else raises StaffOnly.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.models import ShopSettings
from catalog_pages.money import ZERO, format_money
from orders import instructions, ledger, mail, vouchers
from orders.exceptions import IllegalTransition
from orders.invoicing import issue_first_invoice
from orders.ledger import Entry, Instruction
from orders.models import Order, OrderEvent, Payment, PaymentEntry, Shipment
from orders.moves import Move, is_authorised, is_refundable, legal_moves, locked, moving, require
from orders.payments import PROVIDERS, provider_of
from orders.payments.manual import BANK_TRANSFER
from orders.refunds import refund
from orders.settlement import give_up_awaited, money_came
from orders.settlement import note as _note

__all__ = [
    "Move",
    "cancel",
    "cancel_by_owner",
    "capture",
    "deliver",
    "expire",
    "expire_unpaid",
    "legal_moves",
    "mark_paid",
    "pack",
    "refund",
    "ship",
    "take_late_payment",
]

logger = logging.getLogger(__name__)

AUTHORISATION_LASTS = timedelta(days=6)
"""How long an amount is counted on that is only reserved: banks let go of it after seven days."""

Status = Order.Status
Kind = OrderEvent.Kind


def mark_paid(*, order: Order, actor: AbstractBaseUser | None = None, reference: str = "") -> Order:
    """The money is there; `reference` is the bank's or the provider's. Raises IllegalTransition, StaffOnly.

    An order paid on delivery may be on its way already: it then stays where it is, and is paid.
    """
    with moving(order, "mark_paid", actor):
        _taken_by_hand(order, actor, reference)
    instructions.carry_out_for(order=order)
    return order


def take_late_payment(*, order: Order, actor: AbstractBaseUser | None = None, reference: str = "") -> Order:
    """The money came by hand after the order was given up: it is taken up again where the shop still has it all.

    Else the money is written down, and the timeline says that it is to be refunded. Raises IllegalTransition,
    StaffOnly.
    """
    with moving(order, "take_late_payment", actor):
        _taken_by_hand(order, actor, reference)
    return order


def capture(*, order: Order, actor: AbstractBaseUser | None = None) -> Order:
    """Take what is reserved on the shopper's card. Raises IllegalTransition, StaffOnly, PaymentFailed."""
    with moving(order, "capture", actor):
        payment = next(each for each in order.payments.all() if each.status == Payment.Status.AUTHORISED)
        instruction = ledger.instruct(
            payment=payment, kind=Instruction.CAPTURE, amount=payment.amount, actor=actor
        )
    try:
        if not instructions.carry_out(instruction=instruction):
            order.refresh_from_db()
            if order.paid_at is None:  # somebody else is at it this very moment
                raise IllegalTransition(order, Status.PAID)
    finally:
        order.refresh_from_db()
    return order


def pack(*, order: Order, actor: AbstractBaseUser | None = None) -> Order:
    """The parcel is packed. Unpaid only where it is paid on delivery. Raises IllegalTransition, StaffOnly."""
    with moving(order, "pack", actor):
        _become(order, Status.PACKED)
        _note(order, Kind.PACKED, actor)
    return order


def ship(
    *,
    order: Order,
    carrier: str = "",
    tracking_number: str = "",
    tracking_url: str = "",
    actor: AbstractBaseUser | None = None,
) -> Order:
    """The parcel has left: what was reserved leaves the shelf, and the shopper is told how to follow it.

    What is only reserved on a card is taken first: a parcel whose money cannot be had stays. Raises
    IllegalTransition, StaffOnly, PaymentFailed, and StockConflict where a backordered piece has not arrived yet.
    """
    with moving(order, "ship", actor):
        is_to_be_captured = is_authorised(order)
    if is_to_be_captured:
        capture(order=order, actor=actor)
    with moving(order, "ship", actor):
        _become(order, Status.SHIPPED)
        shipment = Shipment.objects.create(
            order=order, carrier=carrier, tracking_number=tracking_number, tracking_url=tracking_url
        )
        stock.ship(lines=_lines(order), reference=order.number, actor=actor)
        _note(order, Kind.SHIPPED, actor, " ".join(part for part in (carrier, tracking_number) if part))
        # Paid on delivery, it has none yet.
        mail.order_shipped(order, shipment=shipment, invoice=issue_first_invoice(order=order))
    return order


def deliver(*, order: Order, actor: AbstractBaseUser | None = None) -> Order:
    """The parcel has arrived. Raises IllegalTransition, StaffOnly."""
    with moving(order, "deliver", actor):
        _become(order, Status.DELIVERED)
        order.shipments.filter(delivered_at=None).update(delivered_at=timezone.now())
        _note(order, Kind.DELIVERED, actor)
        mail.order_delivered(order)
    return order


def cancel(*, order: Order, reason: str = "", actor: AbstractBaseUser | None = None) -> Order:
    """It will not be sent: what was reserved goes back to the shop, the voucher can be used again.

    Until the parcel has left. Money already taken stays to be refunded, and the timeline says so. Raises
    IllegalTransition, StaffOnly.
    """
    with moving(order, "cancel", actor):
        _close(order, Status.CANCELLED, Kind.CANCELLED, reason, actor)
        mail.order_cancelled(order, reason=reason)
    instructions.carry_out_for(order=order)
    return order


def cancel_by_owner(*, order: Order, actor: AbstractBaseUser | None = None) -> Order:
    """The shopper takes back an order that is neither paid nor packed. Raises IllegalTransition.

    Whether it is the caller's order, orders.access has found out.
    """
    with locked(order):
        require(order, "cancel")
        if order.state is not Status.PENDING:
            raise IllegalTransition(order, Status.CANCELLED)
        _close(order, Status.CANCELLED, Kind.CANCELLED, "", actor)
        mail.order_cancelled(order, reason="")
    instructions.carry_out_for(order=order)
    return order


def expire(*, order: Order, actor: AbstractBaseUser | None = None) -> Order:
    """It was not paid in time: what was reserved goes back to the shop. Raises IllegalTransition, StaffOnly."""
    _expire(order, actor)
    instructions.carry_out_for(order=order)
    return order


def expire_unpaid() -> int:
    """Expire every order that waited longer for its money than the shop waits; returns how many. Safe twice at once.

    Orders paid on delivery wait as long as they like, and those whose card was accepted as long as the card's bank
    keeps the amount reserved.
    """
    now = timezone.now()
    limit = now - timedelta(hours=ShopSettings.default().unpaid_order_hours)
    on_delivery = {code for provider in PROVIDERS for code in provider.codes if provider.on_delivery(code)}
    reserved = PaymentEntry.objects.filter(
        kind=Entry.AUTHORISED,
        payment__status=Payment.Status.AUTHORISED,
        at__gt=now - AUTHORISATION_LASTS,
        payment__order=OuterRef("pk"),
    )
    expired = 0
    overdue = Order.objects.unpaid_since(limit).exclude(payment_method__in=on_delivery)
    for order in overdue.exclude(Exists(reserved)).order_by("pk").iterator():
        try:
            _expire(order, None)
        except (IllegalTransition, Order.DoesNotExist):
            continue  # paid, cancelled or expired by somebody else since the list was read
        except Exception:
            # One order that cannot be expired must not keep the others' stock.
            logger.exception("The unpaid order %s could not be expired", order.number)
            continue
        expired += 1
    # Last: no order's stock waits for a payment provider that does not answer.
    instructions.carry_out_due()
    return expired


def _expire(order: Order, actor: AbstractBaseUser | None) -> None:
    with moving(order, "expire", actor):
        _close(order, Status.EXPIRED, Kind.EXPIRED, "", actor)
        mail.order_expired(order)


def _close(order: Order, target: Status, kind: Kind, reason: str, actor: AbstractBaseUser | None) -> None:
    """End an order that will not be sent, and give back what it held."""
    stock.release(lines=_lines(order), reference=order.number, actor=actor)
    vouchers.give_back(order=order)
    _become(order, target)
    give_up_awaited(order=order)
    _note(order, kind, actor, reason)
    if is_refundable(order):
        owed = sum((payment.refundable for payment in order.payments.all()), ZERO)
        _note(
            order, Kind.PROBLEM, None, f"{format_money(owed, order.currency)} was paid and is to be refunded."
        )


def _taken_by_hand(order: Order, actor: AbstractBaseUser | None, reference: str) -> None:
    """The order's payment is taken by somebody of the house; one awaited elsewhere is given up for it."""
    payment = order.current_payment
    if payment is None or not payment.is_awaited or provider_of(payment.method).keeps_the_truth:
        payment = _payment_by_hand(order)
    payment.order = order
    payment.reference = reference
    payment.save(update_fields=["reference"])
    ledger.write(
        payment=payment,
        kind=Entry.CAPTURED,
        amount=payment.amount,
        reference=reference or str(payment.uuid),
    )
    money_came(order=order, payment=payment, at=timezone.now(), actor=actor, reference=reference)


def _payment_by_hand(order: Order) -> Payment:
    """The one that a closed order's money came for, or a new one."""
    known = [each for each in order.payments.all() if not provider_of(each.method).keeps_the_truth]
    return (
        known[-1] if known else Payment.objects.create(order=order, method=BANK_TRANSFER, amount=order.total)
    )


def _become(order: Order, target: Status) -> None:
    order.status = target
    order.save(update_fields=["status"])


def _lines(order: Order) -> dict[int, int]:
    """What of the order the stock may know: {variant key: pieces}. One query."""
    return dict(order.items.exclude(variant=None).values_list("variant_id", "quantity"))
