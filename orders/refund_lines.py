"""Refunds by line: what pieces are worth, how often each was refunded, and what it keeps from being sent.

A piece counts as refunded from the moment its refund is asked for, so that none is paid back twice, and no longer
once that was refused. Of a line, pieces that were sent or cancelled are refunded first; those beyond them are not
sent any more: their stock stays reserved until the refund is done. The caller holds the order's row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from catalog_pages import stock
from catalog_pages.money import ZERO, round_money
from orders import counting
from orders.counting import Pieces, choose
from orders.models import Item, Order, PaymentInstruction, RefundLine
from orders.pieces import NOTHING, PiecesWorth, worth_of_pieces


@dataclass(frozen=True, slots=True)
class Refunded:
    """Pieces of a line and what they are worth; the order's delivery, without an item."""

    item: Item | None
    quantity: int
    worth: PiecesWorth


def worth_of(*, order: Order, lines: Pieces | None, shipping: bool = False) -> list[Refunded]:
    """What these pieces, and the delivery, can be refunded for. Two queries, and one for the delivery.

    Raises PiecesNotThere for pieces that were refunded before, NoPiecesChosen for none.
    """
    refunded: list[Refunded] = []
    if lines is not None:
        items = list(order.items.all())
        given = given_back(order)
        for item, pieces in choose(
            items=items, lines=lines, possible=lambda item: item.quantity_refundable
        ).items():
            worth = worth_of_pieces(
                item=item,
                pieces=pieces,
                already=item.quantity_refunded,
                given=given.get(item.pk, NOTHING),
                currency=order.currency,
            )
            refunded.append(Refunded(item, pieces, worth))
    if shipping:
        refunded.append(Refunded(None, 1, delivery_worth(order)))
    return refunded


def delivery_worth(order: Order) -> PiecesWorth:
    """What the delivery can be refunded for: all that it cost, or nothing once it was. One query."""
    if order.refund_lines.filter(item=None, is_void=False).exists():
        return NOTHING
    return PiecesWorth(net=order.shipping_net, gross=order.shipping_gross)


def given_back(order: Order) -> dict[int, PiecesWorth]:
    """What was paid back for each line, by item key, refunds under way included. One query."""
    rows = (
        RefundLine.objects.filter(order=order, is_void=False, item__isnull=False)
        .order_by()
        .values_list("item")
        .annotate(net=Sum("net"), gross=Sum("gross"))
    )
    # SQLite adds decimals as floating point.
    return {
        key: PiecesWorth(round_money(net, order.currency), round_money(gross, order.currency))
        for key, net, gross in rows
    }


def sum_of(refunded: Iterable[Refunded]) -> Decimal:
    """Gross."""
    return sum((each.worth.gross for each in refunded), ZERO)


def write(*, instruction: PaymentInstruction, order: Order, refunded: Iterable[Refunded]) -> None:
    """Write down what a refund pays for, and count it. A delivery that costs nothing is left out."""
    unsent: dict[int, int] = {}
    rows = []
    for each in refunded:
        if each.item is None and not each.worth.gross:
            continue
        if each.item is not None:
            settled = each.item.quantity_shipped + each.item.quantity_cancelled
            unsent[each.item.pk] = max(each.item.quantity_refunded + each.quantity - settled, 0)
        rows.append(
            RefundLine(
                instruction=instruction,
                order=order,
                item=each.item,
                quantity=each.quantity,
                unsent=unsent[each.item.pk] if each.item else 0,
                net=each.worth.net,
                gross=each.worth.gross,
            )
        )
    counting.add(counter="quantity_cancelled", pieces={key: n for key, n in unsent.items() if n})
    counting.add(
        counter="quantity_refunded", pieces={row.item_id: row.quantity for row in rows if row.item_id}
    )
    RefundLine.objects.bulk_create(rows)


def settle(*, instruction: PaymentInstruction, is_done: bool) -> None:
    """The refund was paid, or never will be: what it kept from being sent is released, or to be sent again.

    Of an order that is closed meanwhile nothing is sent again. One query for a refund by amount.
    """
    lines = list(instruction.lines.select_related("item"))
    if not lines:
        return
    order = instruction.payment.order
    unsent = {line.item: line.unsent for line in lines if line.item is not None and line.unsent}
    if not is_done:
        RefundLine.objects.filter(instruction=instruction).update(is_void=True)
        counting.take_off(
            counter="quantity_refunded",
            pieces={line.item_id: line.quantity for line in lines if line.item_id},
        )
    if is_done or order.is_closed_unsent or order.state is Order.Status.REFUNDED:
        stock.release(lines=counting.variants(unsent), reference=order.number, actor=instruction.actor)
    else:
        counting.take_off(
            counter="quantity_cancelled", pieces={item.pk: count for item, count in unsent.items()}
        )


def keeps_some_from_being_sent(order: Order) -> bool:
    """Whether a refund under way does: its pieces are sent after all should it be refused. One query."""
    return order.refund_lines.filter(instruction__state=PaymentInstruction.State.OPEN, unsent__gt=0).exists()
