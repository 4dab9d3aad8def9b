"""What happens to an order after it was placed."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog_pages import stock
from catalog_pages.exceptions import StockConflict
from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment, returns
from orders.exceptions import IllegalTransition, StaffOnly
from orders.models import Order, OrderEvent, Payment, Shipment, Voucher
from tests.factories import CustomerFactory, VoucherFactory
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db

Status = Order.Status


def take_all_back(*, order: Order, actor: Any = None) -> Order:
    pieces = [returns.PiecesBack(item=item, quantity=item.quantity) for item in order.items.all()]
    returns.take_back(order=order, pieces=pieces, actor=actor)
    return order


MOVES: dict[str, Callable[..., Order]] = {
    "mark_paid": fulfilment.mark_paid,
    "take_late_payment": fulfilment.take_late_payment,
    "capture": fulfilment.capture,
    "pack": fulfilment.pack,
    "ship": fulfilment.ship,
    "deliver": fulfilment.deliver,
    "cancel": fulfilment.cancel,
    "cancel_rest": fulfilment.cancel_rest,
    "take_back": take_all_back,
    "refund": fulfilment.refund,
    "expire": fulfilment.expire,
}
WAYS = {
    "pending": [],
    "paid": ["mark_paid"],
    "packed": ["mark_paid", "pack"],
    "partly shipped": ["mark_paid", "pack", "ship_one"],
    "shipped": ["mark_paid", "pack", "ship"],
    "delivered": ["mark_paid", "pack", "ship", "deliver"],
    "come back": ["mark_paid", "pack", "ship", "deliver", "take_back"],
    "cancelled": ["cancel"],
    "cancelled after paying": ["mark_paid", "cancel"],
    "refunded": ["mark_paid", "refund"],
    "expired": ["expire"],
}
LEGAL = {
    "pending": {"mark_paid", "cancel", "expire"},
    "paid": {"pack", "cancel", "refund"},
    "packed": {"ship", "cancel", "refund"},
    "partly shipped": {"ship", "deliver", "cancel_rest", "take_back", "refund"},
    "shipped": {"deliver", "take_back", "refund"},
    "delivered": {"take_back", "refund"},
    "come back": {"refund"},
    "cancelled": {"take_late_payment"},
    "cancelled after paying": {"refund"},
    "refunded": set(),
    "expired": {"take_late_payment"},
}


def order_that_went(*moves: str, **changes: Any) -> Order:
    order = placed_order(**changes)
    for move in moves:
        if move == "ship_one":
            fulfilment.ship(order=order, lines={order.items.get().pk: 1})
        else:
            MOVES[move](order=order)
    return order


def levels() -> tuple[int, int]:
    return StockItem.objects.values_list("on_hand", "reserved").get()


def kinds(order: Order) -> list[str]:
    return [event.kind for event in order.events.all()]


@pytest.mark.parametrize("state", WAYS)
def test_the_legal_moves_are_offered_and_no_other_is_possible(shop: ShopSettings, state: str) -> None:
    order = order_that_went(*WAYS[state])
    offered = {move.name for move in fulfilment.legal_moves(order)}
    assert offered == LEGAL[state] - {"expire"}
    for name in MOVES.keys() - LEGAL[state]:
        before = (order.status, order.events.count(), order.messages.count(), levels())
        with pytest.raises(IllegalTransition) as refused:
            MOVES[name](order=order)
        order.refresh_from_db()
        assert refused.value.order is order
        assert (order.status, order.events.count(), order.messages.count(), levels()) == before


@pytest.mark.parametrize("name", MOVES)
def test_customers_never_make_staffs_moves(shop: ShopSettings, name: str) -> None:
    """A fault of the system this one grows from: customers marked their own orders paid or delivered."""
    customer = CustomerFactory()
    order = placed_order(customer=customer)
    with pytest.raises(StaffOnly):
        MOVES[name](order=order, actor=customer)
    order.refresh_from_db()
    assert order.state is Status.PENDING


def test_an_order_goes_its_way_with_a_line_in_the_timeline_and_a_mail_each(shop: ShopSettings) -> None:
    clerk = CustomerFactory(is_staff=True)
    order = placed_order()
    fulfilment.mark_paid(order=order, actor=clerk)
    assert order.paid_at is not None
    assert order.payments.get().status == Payment.Status.PAID
    fulfilment.pack(order=order, actor=clerk)
    assert levels() == (20, 2)
    fulfilment.ship(
        order=order,
        carrier="DHL",
        tracking_number="00340434",
        tracking_url="https://dhl.example/0",
        actor=clerk,
    )
    assert levels() == (18, 0)
    fulfilment.deliver(order=order, actor=clerk)
    order.refresh_from_db()
    assert order.state is Status.DELIVERED
    assert kinds(order) == ["placed", "paid", "packed", "shipped", "delivered"]
    assert {event.actor for event in order.events.all()[1:]} == {clerk}
    topics = sorted(order.messages.values_list("topic", flat=True))
    assert topics == ["order.delivered", "order.paid", "order.placed", "order.shipped"]
    shipment = Shipment.objects.get()
    assert (shipment.carrier, shipment.delivered_at is not None) == ("DHL", True)
    assert stock.verify() == []


@pytest.mark.parametrize("moves", [[], ["mark_paid"], ["mark_paid", "pack"]])
def test_cancelling_gives_the_stock_back_whenever_it_happens(shop: ShopSettings, moves: list[str]) -> None:
    order = order_that_went(*moves)
    assert levels() == (20, 2)
    fulfilment.cancel(order=order, reason="The printer broke.")
    assert levels() == (20, 0)
    assert stock.verify() == []
    mail = order.messages.get(topic="order.cancelled")
    assert "The printer broke." in mail.text


def test_cancelling_ends_what_was_to_be_paid_but_not_what_was_paid(shop: ShopSettings) -> None:
    unpaid, paid = order_that_went("cancel"), order_that_went("mark_paid")
    assert unpaid.payments.get().status == Payment.Status.CANCELLED
    fulfilment.cancel(order=paid)
    assert paid.payments.get().status == Payment.Status.PAID
    assert kinds(paid)[-1] == OrderEvent.Kind.PROBLEM
    assert "€28.90" in paid.events.last().message  # type: ignore[union-attr]
    assert "comes back to you" in paid.messages.get(topic="order.cancelled").text


def test_cancelling_makes_the_voucher_usable_again(shop: ShopSettings) -> None:
    code = VoucherFactory(usage_limit=1).code
    order = placed_order(voucher=code)
    fulfilment.cancel(order=order)
    assert Voucher.objects.get().times_used == 0
    assert placed_order(voucher=code).voucher_code == code


def test_the_shopper_may_cancel_until_it_is_paid(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = placed_order(customer=customer)
    fulfilment.cancel_by_owner(order=order, actor=customer)
    assert (order.state, order.events.last().actor) == (Status.CANCELLED, customer)  # type: ignore[union-attr]
    with pytest.raises(IllegalTransition):
        fulfilment.cancel_by_owner(order=order_that_went("mark_paid"))


def test_cash_on_delivery_is_packed_and_sent_before_it_is_paid(shop: ShopSettings) -> None:
    shop.cash_on_delivery = True
    shop.save()
    order = placed_order(payment_method="cash_on_delivery")
    for name in ("pack", "ship", "deliver"):
        MOVES[name](order=order)
    assert order.paid_at is None
    assert [move.name for move in fulfilment.legal_moves(order)] == ["mark_paid", "take_back"]
    fulfilment.mark_paid(order=order)
    assert (order.state, order.payments.get().status) == (Status.DELIVERED, Payment.Status.PAID)
    assert "everything is settled" in order.messages.get(topic="order.paid").text


def test_a_backordered_piece_that_has_not_arrived_cannot_be_shipped(shop: ShopSettings) -> None:
    variant = stocked(1)
    StockItem.objects.update(backorder=True)
    order = order_of(filled_cart(variant, quantity=3))
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    with pytest.raises(StockConflict):
        fulfilment.ship(order=order)
    order.refresh_from_db()
    assert (order.state, Shipment.objects.count()) == (Status.PACKED, 0)
    assert not order.messages.filter(topic="order.shipped").exists()
    stock.receive(variant=variant, quantity=2)
    fulfilment.ship(order=order)
    assert levels() == (0, 0)


def test_an_order_whose_goods_were_deleted_still_goes_its_way(shop: ShopSettings) -> None:
    variant = stocked()
    order = order_of(filled_cart(variant))
    variant.product.delete()
    for name in ("mark_paid", "pack", "ship", "deliver"):
        MOVES[name](order=order)
    assert order.state is Status.DELIVERED


def test_the_moves_read_the_order_as_it_is_not_as_it_was_loaded(shop: ShopSettings) -> None:
    order = placed_order()
    stale = Order.objects.get(pk=order.pk)
    fulfilment.cancel(order=order)
    with pytest.raises(IllegalTransition):
        fulfilment.mark_paid(order=stale)


def test_legal_moves_take_few_queries_and_none_where_prefetched(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    placed_order()
    order = Order.objects.with_details().get()
    with django_assert_num_queries(0):
        fulfilment.legal_moves(order)
