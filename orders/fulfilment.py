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
from orders import counting, instructions, ledger, mail, refund_lines, unsent, vouchers
from orders.counting import Pieces
from orders.exceptions import IllegalTransition
from orders.invoicing import issue_first_invoice
from orders.ledger import Entry, Instruction
from orders.models import Item, Order, OrderEvent, Payment, PaymentEntry, Shipment, ShipmentLine
from orders.moves import (
    Move,
    is_authorised,
    is_refundable,
    legal_moves,
    locked,
    moving,
    require,
    where_it_stands,
)
from orders.payments import PROVIDERS, provider_of
from orders.payments.manual import BANK_TRANSFER
from orders.refunds import carry_out, refund, set_aside
from orders.settlement import give_up_awaited, money_came
from orders.settlement import note as _note

__all__ = [
    "Move",
    "cancel",
    "cancel_by_owner",
    "cancel_rest",
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
    lines: Pieces | None = None,
    carrier: str = "",
    tracking_number: str = "",
    tracking_url: str = "",
    actor: AbstractBaseUser | None = None,
) -> Order:
    """A parcel has left with these `lines` ({item key: pieces}), or with all that is left of the order, when None.

    What was reserved leaves the shelf, and the shopper is told how to follow the parcel and what is still to come:
    the order is partly shipped until the last piece has left. What is only reserved on a card is taken before the
    first parcel: one whose money cannot be had stays. Raises IllegalTransition, StaffOnly, PaymentFailed;
    PiecesNotThere for more pieces than are left, NoPiecesChosen for none; StockConflict where a backordered piece
    has not arrived yet.
    """
    with moving(order, "ship", actor):
        _left_of(order, lines)  # before any money is taken for them
        is_to_be_captured = is_authorised(order)
    if is_to_be_captured:
        capture(order=order, actor=actor)
    with moving(order, "ship", actor):
        pieces = _left_of(order, lines)
        shipment = Shipment.objects.create(
            order=order, carrier=carrier, tracking_number=tracking_number, tracking_url=tracking_url
        )
        ShipmentLine.objects.bulk_create(
            ShipmentLine(shipment=shipment, item=item, quantity=count) for item, count in pieces.items()
        )
        counting.add(counter="quantity_shipped", pieces={item.pk: count for item, count in pieces.items()})
        stock.ship(lines=counting.variants(pieces), reference=order.number, actor=actor)
        _become(order, where_it_stands(order))
        _note(order, Kind.SHIPPED, actor, _parcel_in_words(order, shipment, pieces))
        # Paid on delivery, it has none yet.
        mail.order_shipped(order, shipment=shipment, invoice=issue_first_invoice(order=order))
    return order


def deliver(
    *, order: Order, shipment: Shipment | None = None, actor: AbstractBaseUser | None = None
) -> Order:
    """This parcel has arrived, or all that are on their way, when None.

    The order is delivered once all of its pieces left, or were cancelled, and all of its parcels arrived. Raises
    IllegalTransition, StaffOnly.
    """
    with moving(order, "deliver", actor):
        arrived = [
            each for each in order.shipments.all() if each.delivered_at is None and shipment in (None, each)
        ]
        if not arrived:
            raise IllegalTransition(order, Status.DELIVERED)
        order.shipments.filter(pk__in=[each.pk for each in arrived]).update(delivered_at=timezone.now())
        is_all = where_it_stands(order) is Status.DELIVERED
        if is_all:
            _become(order, Status.DELIVERED)
        which = "; ".join(f"{each.carrier} {each.tracking_number}".strip() for each in arrived)
        _note(order, Kind.DELIVERED, actor, "" if is_all else which)
        mail.order_delivered(order, shipments=arrived, is_all=is_all)
    return order


def cancel_rest(
    *,
    order: Order,
    lines: Pieces | None = None,
    reason: str = "",
    refund: bool = False,
    actor: AbstractBaseUser | None = None,
) -> Order:
    """What is left of an order that was sent in part, or these `lines` of it, will not be sent.

    The pieces can be sold again; with nothing left the order counts as shipped, or as delivered where its parcels
    arrived. With `refund` what they cost is paid back; without, the timeline says that it is to be. Raises
    IllegalTransition, StaffOnly, PiecesNotThere, NoPiecesChosen, RefundNotPossible with nothing changed;
    PaymentFailed and PaymentUnanswered with the pieces cancelled all the same.
    """
    instruction = None
    with moving(order, "cancel_rest", actor):
        pieces = _left_of(order, lines)
        unsent.give_back(order=order, actor=actor, pieces=pieces)
        stands = where_it_stands(order)
        if stands is not Status.PARTIALLY_SHIPPED:
            _become(order, stands)
        said = ", ".join(f"{count} x {item.sku}" for item, count in pieces.items())
        _note(order, Kind.REST_CANCELLED, actor, f"{said}: {reason}" if reason else said)
        keys = {item.pk: count for item, count in pieces.items()}
        worth = refund_lines.sum_of(refund_lines.worth_of(order=order, lines=keys))
        if refund and worth:
            instruction = set_aside(order=order, lines=keys, reason=reason, actor=actor)
        elif worth and is_refundable(order):
            said = format_money(worth, order.currency)
            _note(order, Kind.PROBLEM, None, f"{said} was paid for what is not sent, and is to be refunded.")
        mail.order_partly_cancelled(order, pieces=pieces, reason=reason, is_refunded=instruction is not None)
    if instruction is not None:
        carry_out(order=order, instruction=instruction)
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
    unsent.give_back(order=order, actor=actor)
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


def _left_of(order: Order, lines: Pieces | None) -> dict[Item, int]:
    """These pieces of what is left of the order, or all of it. One query."""
    return counting.choose(items=order.items.all(), lines=lines, possible=lambda item: item.quantity_left)


def _parcel_in_words(order: Order, shipment: Shipment, pieces: dict[Item, int]) -> str:
    """For the timeline: how to follow it, and how much of the order it is, where it is not all."""
    parts = [part for part in (shipment.carrier, shipment.tracking_number) if part]
    sent, ordered = sum(pieces.values()), sum(item.quantity for item in order.items.all())
    if sent < ordered:
        parts.append(f"({sent} of {ordered} pieces)" if parts else f"{sent} of {ordered} pieces")
    return " ".join(parts)
