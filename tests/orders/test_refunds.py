"""Paying back."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem, Variant
from orders import fulfilment
from orders.books import differences
from orders.exceptions import IllegalTransition, PaymentFailed, RefundNotPossible
from orders.models import Order, OrderEvent, Payment
from orders.payments.manual import ManualProvider
from tests.shops import placed_order

pytestmark = pytest.mark.django_db
Status = Order.Status


@pytest.fixture
def paid(shop: ShopSettings) -> Order:
    """Two pieces at 12.00 and 4.90 for post: 28.90."""
    return fulfilment.mark_paid(order=placed_order())


def sent(order: Order) -> Order:
    fulfilment.pack(order=order)
    return fulfilment.ship(order=order)


def test_all_of_it_goes_back_and_the_order_says_so(paid: Order) -> None:
    sent(paid)
    fulfilment.refund(order=paid, reason="Came broken")
    payment = paid.payments.get()
    assert (paid.state, payment.status, payment.amount_refunded) == (
        Status.REFUNDED,
        Payment.Status.REFUNDED,
        Decimal("28.90"),
    )
    last = paid.events.last()
    assert last is not None
    assert (last.kind, last.message) == (OrderEvent.Kind.REFUNDED, "€28.90: Came broken")
    mail = paid.messages.get(topic="order.refunded")
    assert "€28.90" in mail.text
    assert "all you paid" in mail.text
    assert list(differences()) == []


def test_parts_go_back_until_nothing_is_left(paid: Order) -> None:
    sent(paid)
    fulfilment.refund(order=paid, amount=Decimal("8.90"))
    assert (paid.state, paid.payments.get().status) == (
        Status.PARTIALLY_REFUNDED,
        Payment.Status.PARTIALLY_REFUNDED,
    )
    with pytest.raises(RefundNotPossible) as refused:
        fulfilment.refund(order=paid, amount=Decimal("20.01"))
    assert refused.value.refundable == Decimal("20.00")
    fulfilment.refund(order=paid, amount=Decimal("20.00"))
    assert paid.state is Status.REFUNDED
    with pytest.raises(IllegalTransition):
        fulfilment.refund(order=paid)
    assert list(differences()) == []


@pytest.mark.parametrize("amount", ["0", "-1", "28.91", "1.001"])
def test_impossible_amounts_are_refused(paid: Order, amount: str) -> None:
    with pytest.raises(RefundNotPossible):
        fulfilment.refund(order=paid, amount=Decimal(amount))
    assert paid.payments.get().amount_refunded == 0


def test_an_order_refunded_before_it_left_gives_its_stock_back(paid: Order) -> None:
    fulfilment.refund(order=paid)
    assert StockItem.objects.values_list("on_hand", "reserved").get() == (20, 0)
    assert stock.verify() == []
    assert fulfilment.legal_moves(paid) == []


def test_an_order_partly_refunded_before_it_left_goes_on_its_way(paid: Order) -> None:
    fulfilment.refund(order=paid, amount=Decimal("5.00"))
    assert StockItem.objects.get().reserved == 2
    assert [move.name for move in fulfilment.legal_moves(paid)] == ["pack", "cancel", "refund"]
    sent(paid)
    fulfilment.refund(order=paid, amount=Decimal("1.00"))
    assert [move.name for move in fulfilment.legal_moves(paid)] == ["deliver", "take_back", "refund"]
    fulfilment.deliver(order=paid)
    assert (paid.state, list(differences())) == (Status.DELIVERED, [])


def test_a_cancelled_order_that_was_paid_is_refunded_without_giving_stock_back_twice(paid: Order) -> None:
    fulfilment.cancel(order=paid)
    fulfilment.refund(order=paid, amount=Decimal("8.90"))
    assert paid.state is Status.CANCELLED
    fulfilment.refund(order=paid)
    assert (paid.state, StockItem.objects.get().reserved) == (Status.REFUNDED, 0)
    assert list(differences()) == []


def test_nothing_goes_back_of_what_was_not_paid(shop: ShopSettings) -> None:
    with pytest.raises(IllegalTransition):
        fulfilment.refund(order=placed_order())


def test_a_provider_that_refuses_leaves_the_money_where_it_is(
    paid: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: ManualProvider, payment: Payment, amount: Decimal, key: UUID) -> None:
        raise PaymentFailed("The bank refused.")

    with monkeypatch.context() as patch:
        patch.setattr(ManualProvider, "refund", refuse)
        with pytest.raises(PaymentFailed):
            fulfilment.refund(order=paid)
    paid.refresh_from_db()
    payment = paid.payments.get()
    assert (paid.state, payment.status, payment.amount_refunded) == (Status.PAID, Payment.Status.PAID, 0)
    assert paid.events.last().kind == OrderEvent.Kind.PROBLEM  # type: ignore[union-attr]
    fulfilment.refund(order=paid)
    assert paid.state is Status.REFUNDED


def test_an_order_that_cost_nothing_can_be_paid_and_sent(shop: ShopSettings, monkeypatch: Any) -> None:
    from orders.models import ShippingMethod
    from tests.shops import filled_cart, order_of, stocked

    ShippingMethod.objects.update(price=0)
    variant = stocked(price=Decimal(0))
    order = order_of(filled_cart(variant))
    fulfilment.mark_paid(order=order)
    sent(order)
    assert [move.name for move in fulfilment.legal_moves(order)] == ["deliver", "take_back"]
    assert (Variant.objects.get().stock.on_hand, list(differences())) == (19, [])
