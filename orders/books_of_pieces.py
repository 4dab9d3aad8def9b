"""Whether what became of an order's pieces agrees: shipped, cancelled, returned, refunded. No writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from catalog_pages.money import ZERO
from orders.models import Item, Order, PaymentInstruction, Return

Status = Order.Status
State = PaymentInstruction.State
NOTHING_LEFT = (Status.SHIPPED, Status.DELIVERED, Status.CANCELLED, Status.EXPIRED, Status.REFUNDED)
NOTHING_SENT = (Status.PENDING, Status.PAID, Status.PACKED, Status.CANCELLED, Status.EXPIRED)


def pieces_of(order: Order) -> Iterator[str]:
    """The counts of its lines against parcels, returns and refunds, and against its status.

    Reads its items, shipments and returns with their lines, and its refund lines with their instructions.
    """
    shipped: Counter[int] = Counter()
    returned: Counter[int] = Counter()
    refunded: Counter[int] = Counter()
    kept_back: Counter[int] = Counter()
    withheld = 0
    for shipment in order.shipments.all():
        if not shipment.lines.all():
            yield f"has a parcel {shipment.pk} with nothing in it"
        for line in shipment.lines.all():
            shipped[line.item_id] += line.quantity
    for goods_return in order.returns.all():
        if goods_return.status == Return.Status.RECEIVED:
            for back in goods_return.lines.all():
                returned[back.item_id] += back.quantity
    for each in order.refund_lines.all():
        if each.item_id is not None and not each.is_void:
            refunded[each.item_id] += each.quantity
            kept_back[each.item_id] += each.unsent
            withheld += each.unsent if each.instruction.state == State.OPEN else 0
    items = list(order.items.all())
    for item in items:
        yield from _counts(item, shipped[item.pk], returned[item.pk], refunded[item.pk], kept_back[item.pk])
    for key in (shipped.keys() | returned.keys() | refunded.keys()) - {item.pk for item in items}:
        yield f"has pieces of line {key} sent, taken back or refunded, which is none of its own"
    yield from _status(order, sum(item.quantity_left for item in items), withheld, shipped.total())


def refunds_of(order: Order) -> Iterator[str]:
    """Refund lines against the refunds they are of, and against the credit notes that list them.

    Reads its refund lines with their instructions, and its invoices.
    """
    lines = list(order.refund_lines.all())
    for instruction in {line.instruction for line in lines}:
        of_it = [line for line in lines if line.instruction == instruction]
        written = sum((line.gross for line in of_it), ZERO)
        if written != instruction.amount:
            yield f"refund {instruction.pk} is of {instruction.amount}, its lines make {written}"
        if any(line.is_void is not (instruction.state == State.REFUSED) for line in of_it):
            yield f"refund {instruction.pk} is {instruction.state}, its lines say otherwise"
    for note in order.invoices.all():
        if not note.is_credit_note:
            continue
        credited = [line for line in lines if line.credit_note_id == note.pk]
        written = sum((line.gross for line in credited), ZERO)
        if len(credited) != len(note.content["lines"]) or (credited and written != note.total):
            yield f"{note.number} is of {note.total} with {len(note.content['lines'])} lines, refunded were {written}"
    for item in order.items.all():
        of_line = [line for line in lines if line.item_id == item.pk and not line.is_void]
        sums = {
            "gross": (sum((line.gross for line in of_line), ZERO), item.line_total_gross or ZERO),
            "net": (sum((line.net for line in of_line), ZERO), item.line_total_net or ZERO),
        }
        for name, (paid_back, charged) in sums.items():
            if paid_back > charged or (item.quantity_refunded == item.quantity and paid_back != charged):
                yield f"{paid_back} of line {item.pk} was paid back, {name}, for {charged}"


def _counts(item: Item, shipped: int, returned: int, refunded: int, kept_back: int) -> Iterator[str]:
    for name, counted, written in (
        ("shipped", item.quantity_shipped, shipped),
        ("returned", item.quantity_returned, returned),
        ("refunded", item.quantity_refunded, refunded),
    ):
        if counted != written:
            yield f"line {item.pk} counts {counted} pieces {name}, {written} were"
    if item.quantity_cancelled < kept_back:
        yield f"line {item.pk} counts {item.quantity_cancelled} pieces cancelled, refunds kept {kept_back} back"
    if item.quantity_left < 0:
        yield f"line {item.pk} has more pieces shipped and cancelled than ordered"


def _status(order: Order, left: int, withheld: int, shipped: int) -> Iterator[str]:
    if order.state in NOTHING_LEFT and left:
        yield f"is {order.status}, but {left} pieces are still to be sent"
    if order.state is Status.PARTIALLY_SHIPPED and not left + withheld:
        yield "is partly shipped, but nothing is left to be sent"
    if order.state in NOTHING_SENT and shipped:
        yield f"is {order.status}, but {shipped} pieces were sent"
    if order.state in (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.DELIVERED) and not shipped:
        yield f"is {order.status}, but nothing was sent"
