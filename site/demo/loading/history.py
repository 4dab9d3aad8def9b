"""The demo shop's past: some fifty orders over ninety days, in every state an order can be in.

Orders are placed and fulfilled by the shop's own functions and then dated back. A run that was stopped anywhere is
taken up by the next one: an order is known by its idempotency key from the moment it is placed, and by a note in
its timeline once it is finished.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import Variant
from catalog_pages.money import round_money
from customers.models import Customer
from demo.catalogue import PEOPLE, PRODUCTS
from demo.catalogue.people import Person
from demo.loading.accounts import SHOPPER, STAFF
from demo.loading.past import date_back
from demo.loading.people import customer_of
from orders import carts, checkout, fulfilment, returns
from orders.exceptions import LineUnavailable
from orders.models import IdempotencyKey, Order, OrderEvent, ReturnLine
from orders.payments import start_payment
from orders.payments.manual import BANK_TRANSFER
from orders.returns import PiecesBack

DAYS = 90
# What becomes of the orders, by turns; the youngest are still on their way.
FATES = (
    "delivered", "delivered", "two_parcels", "delivered", "refunded", "delivered", "cancelled", "returned",
    "expired", "delivered", "delivered", "partially_refunded", "delivered",
)  # fmt: skip
RECENT = (
    "partially_shipped", "packed", "paid", "pending", "shipped", "paid", "pending", "packed", "shipped", "pending",
)  # fmt: skip
ORDERS = 52
OLD = ORDERS - len(RECENT)
STEPS: dict[str, tuple[str, ...]] = {
    "pending": (),
    "cancelled": ("cancel",),
    "expired": ("expire",),
    "paid": ("mark_paid",),
    "packed": ("mark_paid", "pack"),
    "partially_shipped": ("mark_paid", "pack", "ship_a_part"),
    "shipped": ("mark_paid", "pack", "ship"),
    "delivered": ("mark_paid", "pack", "ship", "deliver"),
    "two_parcels": ("mark_paid", "pack", "ship_a_part", "ship", "deliver"),
    "returned": ("mark_paid", "pack", "ship", "deliver", "take_back"),
    "refunded": ("mark_paid", "pack", "ship", "deliver", "refund"),
    "partially_refunded": ("mark_paid", "pack", "ship", "deliver", "refund_a_part"),
}
NOTE = "Order %d of the demo shop's history."
PLENTY = 8
"""Pieces a variant starts with at least, for its orders to leave something to buy."""
IN_THE_CART = ("PP-FLOW-02", "PP-MUG-02", "PP-CARD-01")


@dataclass(frozen=True, slots=True)
class Plan:
    """One order, the same whenever and however often it is planned. `key` and `note` are what it is known by."""

    index: int
    key: str
    note: str
    buyer: Person | None
    """None: the demo's own customer account."""
    lines: tuple[tuple[str, int], ...]
    """SKU and pieces."""
    fate: str
    age: timedelta
    hour: int
    voucher: str

    def placed_at(self) -> datetime:
        """So long ago, at an hour when people are awake."""
        moment = timezone.localtime() - self.age
        awake = moment.replace(hour=self.hour)
        return awake if awake < timezone.now() - timedelta(hours=4) else moment


def load_orders(progress: Callable[[int, int], None]) -> None:
    """Place and fulfil what is missing of the history. Two queries where nothing is."""
    shopper = Customer.objects.with_email(SHOPPER).first()
    staff = Customer.objects.with_email(STAFF).first()
    done = finished()
    plans = [_plan(index) for index in range(ORDERS)]
    for plan in plans:
        if plan.note in done:
            continue
        buyer = shopper if plan.buyer is None else customer_of(plan.buyer)
        if buyer is None:
            buyer = customer_of(PEOPLE[plan.index % len(PEOPLE)])
        write(plan, buyer=buyer, staff=staff, fills_cart=plan is plans[-1])
        progress(plan.index + 1, ORDERS)


def finished(note: str = NOTE) -> set[str]:
    """The notes of the orders that are told to their end, of those whose notes read so. One query."""
    notes = OrderEvent.objects.filter(kind=OrderEvent.Kind.NOTE, message__startswith=note.partition("%")[0])
    return set(notes.values_list("message", flat=True))


def write(plan: Plan, *, buyer: Customer, staff: Customer | None, fills_cart: bool = False) -> bool:
    """Place the planned order, or find it placed, and tell its story to the end; False where nothing can be had.

    `fills_cart`: the demo's customer gets what they were about to buy, in the transaction that ends the story.
    """
    order = _placed(plan, buyer)
    if order is None:
        return False
    with transaction.atomic():
        _fulfil(order, plan, staff)
        date_back(order, plan.placed_at())
        OrderEvent.objects.create(order=order, kind=OrderEvent.Kind.NOTE, message=plan.note)
        shopper = Customer.objects.with_email(SHOPPER).first() if fills_cart else None
        if shopper is not None:
            _fill_the_cart(shopper)
    return True


def _plan(index: int) -> Plan:
    chance = random.Random(1852 + index)
    buyers = (*PEOPLE, *(None,) * 7)
    if index < OLD:
        fate, age = FATES[index % len(FATES)], timedelta(days=DAYS - 1 - index * (DAYS - 8) / OLD)
    else:
        fate, age = RECENT[index - OLD], timedelta(days=(ORDERS - index) * 0.55)
    several = (2,) if "ship_a_part" in STEPS[fate] else (1, 1, 2, 2, 3)
    skus = chance.sample(_sold_by_the_piece(), chance.choice(several))
    return Plan(
        index=index,
        key=f"demo-history-{index}",
        note=NOTE % (index + 1),
        buyer=buyers[index * 7 % len(buyers)],
        lines=tuple((sku, chance.choice((1, 1, 1, 2))) for sku in skus),
        fate=fate,
        age=age - timedelta(minutes=chance.randrange(240)),
        hour=chance.choice((7, 8, 9, 11, 12, 13, 15, 17, 18, 19, 20, 20, 21, 21, 22)),
        voucher="WELCOME10" if index % 9 == 4 else "",
    )


def _sold_by_the_piece() -> list[str]:
    return [
        variant.sku
        for product in PRODUCTS
        for variant in product.variants
        if variant.stock is not None and variant.stock >= PLENTY and variant.price < 180
    ]


def _placed(plan: Plan, buyer: Customer) -> Order | None:
    """The plan's order; None where nothing of it can be had any more."""
    known = IdempotencyKey.objects.filter(key=plan.key, order__isnull=False).select_related("order").first()
    if known is not None and known.order is not None:
        start_payment(known.order)  # the run that placed it may have been stopped before it came to this
        return known.order
    cart = carts.cart_for_customer(customer=buyer)
    carts.clear(cart=cart)
    for sku, quantity in plan.lines:
        _put(buyer, sku, quantity)
    address = buyer.addresses.get(is_default=True)
    ways = checkout.checkout_options(cart=cart, country=str(address.country), region=address.region)
    if not ways.shipping_methods:
        return None
    return checkout.place_order(
        cart=cart,
        customer=buyer,
        email=buyer.email,
        shipping_address=address.parts,
        billing_address=None,
        shipping_method=ways.shipping_methods[0].code,
        payment_method=BANK_TRANSFER,
        voucher=plan.voucher,
        idempotency_key=plan.key,
    )


def _put(buyer: Customer, sku: str, quantity: int) -> None:
    variant = Variant.objects.active().with_sku(sku).first()
    if variant is not None:
        try:
            carts.add(cart=carts.cart_for_customer(customer=buyer), variant=variant, quantity=quantity)
        except (OutOfStock, LineUnavailable):
            return  # sold since, or taken out of the shop: the order does without


def _fill_the_cart(shopper: Customer) -> None:
    """What the demo's customer was about to buy."""
    for sku in IN_THE_CART:
        variant = (
            Variant.objects.active().filter(sku__startswith=sku).available().order_by("position").first()
        )
        if variant is not None:
            _put(shopper, variant.sku, 1)


def _fulfil(order: Order, plan: Plan, staff: Customer | None) -> None:
    for step in STEPS[plan.fate]:
        match step:
            case "mark_paid":
                fulfilment.mark_paid(order=order, actor=staff, reference=f"Transfer {plan.index + 4001}")
            case "pack":
                fulfilment.pack(order=order, actor=staff)
            case "ship" | "ship_a_part":
                number = f"0034043416109{order.shipments.count() + 4}{plan.index:06}"
                (item, *_others) = order.items.all()
                lines = {item.pk: item.quantity} if step == "ship_a_part" else None
                fulfilment.ship(order=order, lines=lines, actor=staff, carrier="DHL", tracking_number=number)
            case "deliver":
                fulfilment.deliver(order=order, actor=staff)
            case "take_back":
                (item, *_others) = order.items.all()
                back = PiecesBack(item=item, quantity=1, reason=ReturnLine.Reason.CHANGED_MIND)
                returns.take_back(order=order, pieces=[back], refund=True, actor=staff)
            case "refund":
                fulfilment.refund(order=order, actor=staff, reason="Returned unopened")
            case "refund_a_part":
                part = round_money(order.total / 4, order.currency)
                fulfilment.refund(order=order, actor=staff, amount=part, reason="A corner arrived bent")
            case "cancel":
                fulfilment.cancel(order=order, actor=staff, reason="Ordered twice by mistake")
            case "expire":
                fulfilment.expire(order=order)
