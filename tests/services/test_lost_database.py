"""The connection to the database breaks, at each statement of a checkout and of what follows it: all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, OperationalError, close_old_connections, connection
from django.utils import timezone
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings, StockItem, Variant
from customers.models import Customer
from orders import carts, fulfilment, reconciling
from orders.books import differences
from orders.exceptions import IllegalTransition, RefundNotPossible
from orders.models import (
    Cart,
    IdempotencyKey,
    Order,
    OutboxMessage,
    Payment,
    PaymentEntry,
    PaymentInstruction,
    Voucher,
)
from orders.payments import next_action
from tests.factories import CustomerFactory, VoucherFactory
from tests.services.cut_wire import ANY, COMMITS, WRITES, Cut, Wire, by_wire
from tests.shops import ADDRESS, filled_cart, open_shop, order_of, stocked

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),
]

Status = Order.Status


@pytest.fixture
def shop(transactional_db: None) -> ShopSettings:
    return open_shop()


@pytest.fixture
def wire(shop: ShopSettings) -> Iterator[Wire]:
    with by_wire() as wire:
        yield wire


def places(wire: Wire, among: tuple[str, ...] = ANY) -> Iterator[Cut]:
    """After each statement that begins so, its answer lost; then right before each COMMIT.

    Each time one further, until there is none left to cut at: so there is no need to know how many there are.
    """
    for kinds, never_reaches in ((among, False), (COMMITS, True)):
        for number in count():
            yield Cut(number, kinds, never_reaches)
            if wire.was_cut_at is None:
                break


def run(wire: Wire, cut: Cut, move: Callable[[], Any]) -> Any:
    """Do it with the wire cut there; what it returned or raised. What comes after has a connection of its own."""
    connection.ensure_connection()
    wire.cut_at(cut)
    try:
        return move()
    except Error as error:
        return error
    finally:
        wire.mend()
        close_old_connections()  # as every request and every task does when it begins


# --- Checkout ----------------------------------------------------------------------------------------


@dataclass
class Visit:
    """A shopper about to check out: two lines, a voucher that can be used once, a key."""

    cart: Cart
    voucher: Voucher
    customer: Customer | None
    email: str
    reserved_before: int
    key: str = field(default_factory=lambda: str(uuid4()))

    def check_out(self) -> Order:
        return order_of(
            Cart.objects.get(pk=self.cart.pk),
            email=self.email,
            idempotency_key=self.key,
            customer=self.customer,
        )

    def what_stands(self) -> dict[str, int]:
        """What the shop's books hold of this visit."""
        orders = Order.objects.filter(email=self.email)
        return {
            "orders": orders.count(),
            "payments": Payment.objects.filter(order__in=orders).count(),
            "mails": OutboxMessage.objects.filter(recipients=[self.email]).count(),
            "pieces reserved": reserved() - self.reserved_before,
            "voucher used": Voucher.objects.get(pk=self.voucher.pk).times_used,
            "lines in the cart": self.cart.items.count(),
            "keys": IdempotencyKey.objects.filter(cart=self.cart).count(),
        }


NOTHING = {
    "orders": 0, "payments": 0, "mails": 0, "pieces reserved": 0, "voucher used": 0, "lines in the cart": 2, "keys": 0,
}  # fmt: skip
ALL_OF_IT = {
    "orders": 1, "payments": 1, "mails": 1, "pieces reserved": 4, "voucher used": 1, "lines in the cart": 0, "keys": 1,
}  # fmt: skip


def reserved() -> int:
    return sum(StockItem.objects.values_list("reserved", flat=True))


def visit(*variants: Variant, has_account: bool = False) -> Visit:
    customer = CustomerFactory() if has_account else None
    cart = filled_cart(*variants, quantity=2, customer=customer)
    voucher = VoucherFactory(usage_limit=1, promotion__per_customer_limit=1)
    carts.apply_voucher(cart=cart, code=voucher.code)
    email = customer.email if customer else f"{uuid4().hex}@example.com"
    return Visit(cart, voucher, customer, email, reserved_before=reserved())


@pytest.mark.parametrize("has_account", [False, True], ids=["guest", "customer"])
def test_a_checkout_cut_at_any_statement_is_whole_or_nothing_and_a_repeat_makes_it_one_order(
    wire: Wire, has_account: bool
) -> None:
    goods = stocked(1000), stocked(1000)
    outcomes = []
    for cut in places(wire):
        shopper = visit(*goods, has_account=has_account)
        result = run(wire, cut, shopper.check_out)
        where = f"{cut}: {wire.was_cut_at}"
        is_committed = "COMMIT" in wire.statements and not (wire.was_cut_at and cut.never_reaches)
        assert shopper.what_stands() == (ALL_OF_IT if is_committed else NOTHING), where
        # An order that stands is never taken back from the shopper: what begins its payment does not raise.
        goes_on = is_committed and wire.was_cut_at != "COMMIT"
        assert isinstance(result, Order if goes_on else OperationalError), where
        order = shopper.check_out()
        assert shopper.what_stands() == ALL_OF_IT, where
        assert next_action(order)["type"] == "bank_transfer", where
        outcomes.append(is_committed)
    assert len(outcomes) > 25
    assert set(outcomes) == {False, True}
    assert list(differences()) == []


def test_over_http_a_lost_database_is_a_503_and_the_same_key_then_places_the_order(wire: Wire) -> None:
    api = APIClient(raise_request_exception=False)
    goods = stocked(1000), stocked(1000)

    def post(shopper: Visit) -> Any:
        wanted = {
            "email": shopper.email,
            "shipping_address": ADDRESS,
            "shipping_method": "standard",
            "payment_method": "bank_transfer",
        }
        names = {"X-Cart-Token": shopper.cart.token, "Idempotency-Key": shopper.key}
        return api.post("/api/v1/checkout/", wanted, format="json", headers=names)

    answers: Counter[tuple[int, bool]] = Counter()
    every_seventh = (Cut(number) for number in range(0, 70, 7))
    for cut in (*every_seventh, Cut(0, COMMITS), Cut(0, COMMITS, never_reaches=True)):
        shopper = visit(*goods)
        answer = run(wire, cut, lambda: post(shopper))  # noqa: B023
        is_committed = "COMMIT" in wire.statements and not (wire.was_cut_at and cut.never_reaches)
        assert shopper.what_stands() == (ALL_OF_IT if is_committed else NOTHING), cut
        if answer.status_code != 201:
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), cut
            assert answer.json()["type"] == "server_error"
            assert [error["code"] for error in answer.json()["errors"]] == ["unavailable"]
        again = post(shopper)
        assert (again.status_code, again.json()["email"]) == (201, shopper.email), cut
        assert again.json()["payment"]["next_action"]["type"] == "bank_transfer"
        assert shopper.what_stands() == ALL_OF_IT, cut
        answers[answer.status_code, is_committed] += 1
    assert answers.keys() == {(503, False), (503, True), (201, True)}
    assert list(differences()) == []


# --- What happens to an order afterwards -------------------------------------------------------------


def pending(goods: Variant) -> Order:
    return order_of(filled_cart(goods, quantity=2), voucher=VoucherFactory(usage_limit=1).code)


def overdue(goods: Variant) -> Order:
    order = pending(goods)
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(days=365))
    return order


def paid(goods: Variant) -> Order:
    return fulfilment.mark_paid(order=pending(goods))


def packed(goods: Variant) -> Order:
    return fulfilment.pack(order=paid(goods))


@dataclass(frozen=True)
class Step:
    """A move of an order, what it makes of it, and what tells the shopper."""

    start: Callable[[Variant], Order]
    move: Callable[[Order], Any]
    target: Order.Status
    mail: str


STEPS = {
    "mark_paid": Step(pending, lambda order: fulfilment.mark_paid(order=order), Status.PAID, "order.paid"),
    "ship": Step(packed, lambda order: fulfilment.ship(order=order), Status.SHIPPED, "order.shipped"),
    "cancel": Step(paid, lambda order: fulfilment.cancel(order=order), Status.CANCELLED, "order.cancelled"),
    "expire": Step(overdue, lambda _order: fulfilment.expire_unpaid(), Status.EXPIRED, "order.expired"),
    "refund": Step(paid, lambda order: fulfilment.refund(order=order), Status.REFUNDED, "order.refunded"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_move_cut_at_any_write_is_done_or_not_begun_and_in_the_end_is_done_once(
    wire: Wire, step: Step
) -> None:
    goods = stocked(1000)
    outcomes = set()
    for cut in places(wire, WRITES):
        order = step.start(goods)
        begun = order.status
        run(wire, cut, lambda: step.move(Order.objects.get(pk=order.pk)))  # noqa: B023
        where = f"{cut}: {wire.was_cut_at}"
        stands = (Order.objects.get(pk=order.pk).status, order.messages.filter(topic=step.mail).count())
        assert stands in {(begun, 0), (step.target, 1)}, where
        assert list(differences()) == [], where
        outcomes.add(stands)

        # Who pressed the button presses it again; and the sweep does what was written down to be done.
        with suppress(IllegalTransition, RefundNotPossible):
            step.move(Order.objects.get(pk=order.pk))
        PaymentInstruction.objects.update(due_at=timezone.now(), claimed_until=None)
        reconciling.sweep()
        assert Order.objects.get(pk=order.pk).state is step.target, where
        assert order.messages.filter(topic=step.mail).count() == 1, where
        refunds = order.payments.get().entries.filter(kind=PaymentEntry.Kind.REFUNDED)
        assert refunds.count() == (step.target is Status.REFUNDED), where
    assert len(outcomes) == 2
    assert list(differences()) == []
