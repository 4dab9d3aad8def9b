"""Goods that come back after they were shipped: announced, received or refused, and refunded with it if need be.

A return counts when it is received; one that is announced only says what is to be expected. `actor` is who did it:
staff at any time (`request`), the shopper for as long as the shop takes things back (`announce`). Each function
locks the order and does all of it in one transaction; a refund is carried out after its commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Sum
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.models import ShopSettings
from orders import counting, mail, refunds, timeline
from orders.counting import choose
from orders.exceptions import (
    IllegalTransition,
    PiecesNotThere,
    ReturnAnnouncedMeanwhile,
    ReturnIsClosed,
    ReturnPeriodOver,
)
from orders.models import Item, Order, OrderEvent, Return, ReturnLine
from orders.moves import locked, moving, require, staff_only

Reason = ReturnLine.Reason
Outcome = ReturnLine.Outcome
Kind = OrderEvent.Kind
ON_THE_WAY_AT_MOST = timedelta(days=14)
"""When a parcel counts as arrived, for the time to send it back, where nobody has said that it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecesBack:
    """So many pieces of a line that come back, why, and what becomes of them once they are here.

    Of one line some may go to the shelf and others not: two of these.
    """

    item: Item
    quantity: int
    reason: Reason = Reason.OTHER
    comment: str = ""
    outcome: Outcome = field(default=Outcome.RESTOCK)


def request(*, order: Order, pieces: Sequence[PiecesBack], actor: AbstractBaseUser | None = None) -> Return:
    """Announce that pieces come back: nothing is counted, put on a shelf or refunded yet.

    Whether it is the caller's order, orders.access has found out. Raises IllegalTransition where nothing was sent
    that could come back; PiecesNotThere for more than was sent, came back and is announced already.
    """
    with locked(order):
        return _request(order, pieces, actor)


def announce(
    *,
    order: Order,
    pieces: Sequence[PiecesBack],
    shop: ShopSettings,
    returns_seen: int,
    actor: AbstractBaseUser | None = None,
) -> Return:
    """The shopper announces that pieces come back, and gets a mail with what to do: as `request`.

    `returns_seen` is how many returns the order had when the shopper chose: the same form sent twice announces once.
    Raises ReturnPeriodOver and ReturnAnnouncedMeanwhile besides what `request` does, with nothing written.
    """
    with locked(order):
        if not is_open(order, shop):
            raise ReturnPeriodOver(open_until(order, shop))
        if order.returns.count() != returns_seen:
            raise ReturnAnnouncedMeanwhile(order)
        made = _request(order, pieces, actor)
        mail.order_return_announced(
            order, pieces={each.item: each.quantity for each in pieces if each.quantity}, shop=shop
        )
    return made


def open_until(order: Order, shop: ShopSettings) -> datetime | None:
    """Until when the shopper may announce a return: so many days after the last parcel arrived.

    None where nothing was sent yet, or the shop takes back only what shoppers write to it about (`return_days` 0).
    Reads `order.shipments`: one query, none where they are prefetched.
    """
    arrived = [
        shipment.delivered_at or shipment.shipped_at + ON_THE_WAY_AT_MOST
        for shipment in order.shipments.all()
    ]
    return max(arrived) + timedelta(days=shop.return_days) if arrived and shop.return_days else None


def is_open(order: Order, shop: ShopSettings) -> bool:
    """Whether the shopper may announce a return today. Reads what `open_until` reads."""
    until = open_until(order, shop)
    return until is not None and until >= timezone.now()


def left_to_return(order: Order, returns: Iterable[Return]) -> dict[Item, int]:
    """The pieces of each line that were sent, have not come back and are not announced, lines without any left out.

    Reads `order.items` and the lines of `returns`: no query where they are prefetched.
    """
    announced: dict[int, int] = {}
    for goods_return in returns:
        if goods_return.is_open:
            for line in goods_return.lines.all():
                announced[line.item_id] = announced.get(line.item_id, 0) + line.quantity
    left = {item: item.quantity_returnable - announced.get(item.pk, 0) for item in order.items.all()}
    return {item: pieces for item, pieces in left.items() if pieces > 0}


def take_back(
    *,
    order: Order,
    pieces: Sequence[PiecesBack],
    refund: bool = False,
    shipping: bool = False,
    actor: AbstractBaseUser | None = None,
) -> Return:
    """Pieces of the order are here again that nobody announced: as `receive`, whose refusals it raises."""
    with moving(order, "take_back", actor):
        made = Return.objects.create(order=order)
        _receive(order, made, pieces, refund=refund, shipping=shipping, actor=actor)
    return _refunded(order, made)


def receive(
    *,
    goods_return: Return,
    pieces: Sequence[PiecesBack],
    refund: bool = False,
    shipping: bool = False,
    actor: AbstractBaseUser | None = None,
) -> Return:
    """The pieces of an announced return are here, as many as came: put on the shelf or scrapped, each as it says.

    Goods without stock of their own, and those no longer in the catalogue, are only written down. With `refund` what
    the pieces cost is paid back, with `shipping` the delivery too; the shopper is told by that refund alone. Raises
    IllegalTransition, ReturnIsClosed, StaffOnly, PiecesNotThere, NoPiecesChosen, StockConflict, RefundNotPossible
    with nothing written; PaymentFailed and PaymentUnanswered with the pieces taken back all the same.
    """
    order = goods_return.order
    with moving(order, "take_back", actor):
        _reopened(goods_return)
        goods_return.lines.all().delete()
        _receive(order, goods_return, pieces, refund=refund, shipping=shipping, actor=actor)
    return _refunded(order, goods_return)


def refuse(*, goods_return: Return, answer: str = "", actor: AbstractBaseUser | None = None) -> Return:
    """The announced return is not taken; `answer` says why, and the shopper sees it.

    Raises ReturnIsClosed, StaffOnly.
    """
    order = goods_return.order
    staff_only("refuse_return", actor)
    with locked(order):
        _reopened(goods_return)
        goods_return.answer = answer[:400]
        _close(goods_return, Return.Status.REFUSED)
        timeline.write(order=order, kind=Kind.RETURN_REFUSED, message=answer, actor=actor)
    return goods_return


def _request(order: Order, pieces: Sequence[PiecesBack], actor: AbstractBaseUser | None) -> Return:
    require(order, "take_back")
    announced = dict(
        ReturnLine.objects.filter(goods_return__order=order, goods_return__status=Return.Status.REQUESTED)
        .order_by()
        .values_list("item")
        .annotate(sum=Sum("quantity"))
    )
    _chosen(order, pieces, announced)
    made = Return.objects.create(order=order)
    _write_lines(made, pieces, received=False)
    timeline.write(order=order, kind=Kind.RETURN_REQUESTED, message=_said(pieces), actor=actor)
    return made


def _receive(
    order: Order,
    goods_return: Return,
    pieces: Sequence[PiecesBack],
    *,
    refund: bool,
    shipping: bool,
    actor: AbstractBaseUser | None,
) -> None:
    chosen = _chosen(order, pieces, {})
    counting.add(counter="quantity_returned", pieces={item.pk: count for item, count in chosen.items()})
    _write_lines(goods_return, pieces, received=True)
    back = {each.item: each.quantity for each in pieces if each.outcome == Outcome.RESTOCK}
    stock.restock(
        lines=counting.variants(back), reference=order.number, reason=_said(pieces)[:200], actor=actor
    )
    timeline.write(order=order, kind=Kind.RETURNED, message=_said(pieces), actor=actor)
    if refund or shipping:
        if not any(payment.refundable > 0 for payment in order.payments.all()):
            raise IllegalTransition(order, Order.Status.REFUNDED)
        goods_return.refund = refunds.set_aside(
            order=order,
            lines={item.pk: count for item, count in chosen.items()} if refund else None,
            shipping=shipping,
            reason=_said(pieces),
            actor=actor,
        )
    _close(goods_return, Return.Status.RECEIVED)


def _refunded(order: Order, goods_return: Return) -> Return:
    if goods_return.refund is not None:
        refunds.carry_out(order=order, instruction=goods_return.refund)
    return goods_return


def _chosen(order: Order, pieces: Sequence[PiecesBack], announced: dict[int, int]) -> dict[Item, int]:
    """Each line with all that comes back of it, be it for the shelf or not."""
    lines: dict[int, int] = {}
    for each in pieces:
        if each.quantity < 0:
            raise PiecesNotThere(each.item.sku, each.quantity, each.item.quantity_returnable)
        lines[each.item.pk] = lines.get(each.item.pk, 0) + each.quantity
    return choose(
        items=order.items.all(),
        lines=lines,
        possible=lambda item: item.quantity_returnable - announced.get(item.pk, 0),
    )


def _write_lines(goods_return: Return, pieces: Sequence[PiecesBack], *, received: bool) -> None:
    ReturnLine.objects.bulk_create(
        ReturnLine(
            goods_return=goods_return,
            item=each.item,
            quantity=each.quantity,
            reason=each.reason,
            comment=each.comment[:400],
            outcome=each.outcome if received else "",
        )
        for each in pieces
        if each.quantity
    )


def _reopened(goods_return: Return) -> None:
    """Read it anew, now that the order's row is held, and find it open."""
    goods_return.refresh_from_db(fields=["status"])
    if not goods_return.is_open:
        raise ReturnIsClosed(goods_return)


def _close(goods_return: Return, status: Return.Status) -> None:
    goods_return.status = status
    goods_return.closed_at = timezone.now()
    goods_return.save(update_fields=["status", "answer", "refund", "closed_at"])


def _said(pieces: Sequence[PiecesBack]) -> str:
    """For the timeline and the credit note: "2 x MUG-7 (damaged or faulty)"."""
    return ", ".join(
        f"{each.quantity} x {each.item.sku} ({Reason(each.reason).label})" for each in pieces if each.quantity
    )
