"""Whether the books agree with each other: stock, orders, payments, invoices, vouchers, lines, ratings.

No writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Sum

from catalog_pages import reviews, stock
from catalog_pages.models import StockMovement
from catalog_pages.money import ZERO
from orders.books_of_pieces import pieces_of, refunds_of
from orders.invoicing.audit import invoice_numbers, invoices_of
from orders.ledger import sums_of
from orders.models import (
    Cart,
    Item,
    Order,
    OrderEvent,
    PaymentInstruction,
    PersonalUse,
    Promotion,
    RefundLine,
    ReturnLine,
    Voucher,
)

Status = Order.Status
OPEN = PaymentInstruction.State.OPEN
CHUNK = 500


def differences() -> Iterator[str]:
    """Everything that does not agree, one line each; none when the books are right."""
    yield from (f"Stock {line}" for line in stock.verify())
    yield from _reservations()
    yield from _orders()
    yield from invoice_numbers()
    yield from _vouchers()
    yield from _items()
    yield from (f"Product {slug}: its rating is not that of its reviews" for slug in reviews.miscounted())


def _reservations() -> Iterator[str]:
    """What the stock ledger says of each order, against what became of the order's pieces."""
    of_orders = _pieces_of_orders()
    ledger = _ledger_by_order()
    since = _tracked_since()
    for key, pieces in of_orders.items():
        number, variant = key
        said = ledger.pop(key, {})
        # Goods that were not tracked yet when the order came have nothing reserved for it.
        was_tracked = variant in since and since[variant] < pieces.placed_at
        if not said and not was_tracked:
            continue
        if said.get("held", 0) != pieces.held and (said.get("was_held") or was_tracked):
            yield (
                f"Order {number} should hold {pieces.held} of variant {variant}, the ledger says "
                f"{said.get('held', 0)}"
            )
        if said.get("was_held") and said.get("shipped", 0) != pieces.shipped:
            yield f"Order {number} shipped {pieces.shipped} of variant {variant}, the ledger {said['shipped']}"
        if said.get("returned", 0) != pieces.restocked and (said.get("was_held") or was_tracked):
            yield (
                f"Order {number} put {pieces.restocked} of variant {variant} back on the shelf, the ledger "
                f"{said.get('returned', 0)}"
            )
    for (number, variant), said in ledger.items():
        if held := said["held"]:
            yield f"The ledger holds {held} of variant {variant} for {number}, which is no order waiting to be sent"


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What an order's line should have moved in the stock ledger."""

    held: int
    shipped: int
    restocked: int
    placed_at: datetime


def _pieces_of_orders() -> dict[tuple[str, int], _Pieces]:
    """By order number and variant key. What a refund under way keeps from being sent is still held."""
    items = Item.objects.filter(content_type=ContentType.objects.get_for_model(Order)).exclude(variant=None)
    withheld = dict(
        RefundLine.objects.filter(instruction__state=OPEN, unsent__gt=0)
        .order_by()
        .values_list("item")
        .annotate(sum=Sum("unsent"))
    )
    restocked = dict(
        ReturnLine.objects.filter(outcome=ReturnLine.Outcome.RESTOCK)
        .order_by()
        .values_list("item")
        .annotate(sum=Sum("quantity"))
    )
    rows = items.values_list(
        "order__number",
        "order__placed_at",
        "variant",
        "pk",
        "quantity",
        "quantity_shipped",
        "quantity_cancelled",
    )
    return {
        (number, variant): _Pieces(
            held=quantity - shipped - cancelled + withheld.get(key, 0),
            shipped=shipped,
            restocked=restocked.get(key, 0),
            placed_at=placed_at,
        )
        for number, placed_at, variant, key, quantity, shipped, cancelled in rows
        if number is not None
    }


def _ledger_by_order() -> dict[tuple[str, int], dict[str, int]]:
    kind = StockMovement.Kind
    rows = (
        StockMovement.objects.exclude(reference="")
        .order_by()
        .values_list("reference", "stock_item__variant")
        .annotate(
            held=Sum("reserved_change"),
            was_held=Count("pk", filter=Q(kind=kind.RESERVE)),
            shipped=Sum("on_hand_change", filter=Q(kind=kind.SHIP)),
            returned=Sum("on_hand_change", filter=Q(kind=kind.RETURN)),
        )
    )
    return {
        (reference, variant): {
            "held": held,
            "was_held": was_held,
            "shipped": -(shipped or 0),
            "returned": returned or 0,
        }
        for reference, variant, held, was_held, shipped, returned in rows
    }


def _tracked_since() -> dict[int, datetime]:
    rows = (
        StockMovement.objects.order_by().values_list("stock_item__variant").annotate(since=Min("created_at"))
    )
    return dict(rows)


def _orders() -> Iterator[str]:
    orders = Order.objects.order_by("pk").prefetch_related(
        "items",
        "payments__entries",
        "payments__instructions",
        "events",
        "redemptions",
        "shipments__lines",
        "returns__lines",
        "refund_lines__instruction",
        "invoices",
    )
    for order in orders.iterator(chunk_size=CHUNK):
        problems = (
            *_sums(order),
            *pieces_of(order),
            *refunds_of(order),
            *_ledgers(order),
            *_payments(order),
            *invoices_of(order),
        )
        yield from (f"Order {order.number}: {problem}" for problem in problems)


def _sums(order: Order) -> Iterator[str]:
    """Lines, shipping, discount and VAT against the total, in both bases."""
    items = list(order.items.all())
    if not items:
        yield "has no lines"
    if any(item.line_total_gross is None or item.line_total_net is None for item in items):
        yield "has lines without frozen figures"
        return
    shipping_tax = order.shipping_gross - order.shipping_net
    sums = {
        "subtotal, gross": (_sum(item.subtotal_gross for item in items), order.subtotal_gross),
        "subtotal, net": (_sum(item.subtotal_net for item in items), order.subtotal_net),
        "discount, gross": (_sum(item.discount_gross for item in items), order.discount_gross),
        "discount, net": (_sum(item.discount_net for item in items), order.discount_net),
        "VAT": (_sum(item.tax_amount for item in items) + shipping_tax, order.tax_total),
        "total": (order.subtotal_gross - order.discount_gross + order.shipping_gross, order.total),
        "total from net": (
            order.subtotal_net - order.discount_net + order.shipping_net + order.tax_total,
            order.total,
        ),
    }
    redemptions = list(order.redemptions.all())
    sums["redemptions, gross"] = (_sum(each.amount_gross for each in redemptions), order.discount_gross)
    sums["redemptions, net"] = (_sum(each.amount_net for each in redemptions), order.discount_net)
    if order.reverse_charge:
        sums["VAT of a reverse charge"] = (ZERO, order.tax_total)
    for name, (worked, written) in sums.items():
        if worked != written:
            yield f"{name} is {written}, its parts make {worked}"


def _ledgers(order: Order) -> Iterator[str]:
    """What each payment shows, against what its ledger adds up to."""
    for payment in order.payments.all():
        for name, worked in sums_of(payment).items():
            written = getattr(payment, name)
            if worked != written:
                yield f"payment {payment.pk} says {name} {written}, its ledger {worked}"


def _payments(order: Order) -> Iterator[str]:
    """What was taken and paid back, against what the order says of itself."""
    payments = list(order.payments.all())
    taken = _sum(payment.amount_captured for payment in payments)
    returned = _sum(payment.amount_refunded for payment in payments)
    kept = taken - returned
    left = kept - _sum(payment.amount_set_aside for payment in payments)
    if not payments:
        yield "has no payment, not even one that is awaited"
    if order.paid_at is not None and (taken < order.total or left > order.total):
        yield f"is paid, but {taken} of {order.total} was taken and {returned} paid back"
    if order.paid_at is None and left:
        yield f"is not paid, but {taken} was taken and {returned} paid back"
    if order.state is Status.REFUNDED and kept:
        yield f"is refunded, but {returned} of {taken} was paid back"
    if order.state is Status.PARTIALLY_REFUNDED and not ZERO < kept < order.total:
        yield f"is partly refunded, but {returned} of {taken} was paid back"
    if returned and not any(event.kind == OrderEvent.Kind.REFUNDED for event in order.events.all()):
        yield f"does not say that {returned} was paid back"
    if order.is_closed_unsent:
        for payment in payments:
            is_given_up = any(each.state == OPEN for each in payment.instructions.all())
            if payment.is_awaited and not is_given_up:
                yield f"is {order.status}, but a payment is still awaited"


def _vouchers() -> Iterator[str]:
    """What promotions, codes and people used, against what the orders redeemed; and that they say what was saved."""
    standing = Count("redemptions", filter=Q(redemptions__given_back_at__isnull=True))
    for what, rows, name in (
        ("Voucher", Voucher.objects.order_by("pk"), "code"),
        ("Promotion", Promotion.objects.order_by("pk"), "name"),
        ("The personal use", PersonalUse.objects.order_by("pk"), "pk"),
    ):
        wrong = rows.annotate(redeemed=standing).exclude(times_used=F("redeemed"))
        for label, times_used, redeemed in wrong.values_list(name, "times_used", "redeemed"):
            yield f"{what} {label} says {times_used} uses, the orders {redeemed}"


def _items() -> Iterator[str]:
    """Every line belongs to one cart or order that exists, and only an order's has frozen figures."""
    cart, order = ContentType.objects.get_for_model(Cart), ContentType.objects.get_for_model(Order)
    in_cart = Q(content_type=cart) & Exists(Cart.objects.filter(pk=OuterRef("object_id")))
    in_order = Q(content_type=order) & Exists(Order.objects.filter(pk=OuterRef("object_id")))
    for item in Item.objects.exclude(in_cart | in_order).order_by("pk"):
        yield f"Item {item.pk} ({item}) belongs to no cart and no order"
    for item in Item.objects.filter(content_type=cart, line_total_gross__isnull=False).order_by("pk"):
        yield f"Item {item.pk} ({item}) lies in a cart with an order's figures"


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)
