"""Orders that leave in several parcels, and those of which something never does."""

from typing import Any

import pytest

from catalog_pages import stock
from catalog_pages.exceptions import StockConflict
from catalog_pages.models import ShopSettings, StockItem, Variant
from orders import carts, fulfilment
from orders.books import differences
from orders.exceptions import IllegalTransition, NoPiecesChosen, PiecesNotThere, StaffOnly
from orders.models import Item, Order, OrderEvent, Shipment
from orders.parcels import parcels_of, still_to_come
from tests.factories import CustomerFactory, VariantFactory
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db
Status = Order.Status


def packed_order(*variants: Variant, quantity: int = 3, **changes: Any) -> Order:
    """Paid and packed, with so many of each."""
    order = order_of(filled_cart(*variants, quantity=quantity), **changes)
    return fulfilment.pack(order=fulfilment.mark_paid(order=order))


def line(order: Order, sku: str) -> Item:
    return order.items.get(sku=sku)


def counts(item: Item) -> tuple[int, int, int, int]:
    """Shipped, cancelled, returned, refunded."""
    item.refresh_from_db()
    return (item.quantity_shipped, item.quantity_cancelled, item.quantity_returned, item.quantity_refunded)


def level(variant: Variant) -> tuple[int, int]:
    return StockItem.objects.values_list("on_hand", "reserved").get(variant=variant)


@pytest.fixture
def order(shop: ShopSettings) -> Order:
    """Three MUGs at 12.00 and three CARDs at 2.50, 4.90 for post; paid and packed."""
    from decimal import Decimal

    return packed_order(stocked(sku="MUG"), stocked(sku="CARD", price=Decimal("2.50")))


def contents(order: Order) -> list[dict[str, int]]:
    return [
        {piece.sku: piece.quantity for piece in parcel.lines}
        for parcel in parcels_of(Order.objects.get(pk=order.pk))
    ]


def test_an_order_leaves_in_two_parcels_and_says_what_is_in_each(order: Order) -> None:
    mug, card = line(order, "MUG"), line(order, "CARD")
    fulfilment.ship(order=order, lines={mug.pk: 2, card.pk: 0}, carrier="DHL", tracking_number="ONE")
    assert order.state is Status.PARTIALLY_SHIPPED
    assert (level(mug.variant), level(card.variant)) == ((18, 1), (20, 3))  # type: ignore[arg-type]
    assert {piece.sku: piece.quantity for piece in still_to_come(order)} == {"MUG": 1, "CARD": 3}
    assert list(differences()) == []
    fulfilment.ship(order=order, carrier="DHL", tracking_number="TWO")
    assert order.state is Status.SHIPPED
    assert contents(order) == [{"MUG": 2}, {"MUG": 1, "CARD": 3}]
    assert (level(mug.variant), level(card.variant)) == ((17, 0), (17, 0))  # type: ignore[arg-type]
    said = list(order.events.filter(kind=OrderEvent.Kind.SHIPPED).values_list("message", flat=True))
    assert said == ["DHL ONE (2 of 6 pieces)", "DHL TWO (4 of 6 pieces)"]
    assert list(differences()) == []


def test_each_mail_says_what_is_in_its_parcel_and_what_is_still_to_come(order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 2})
    fulfilment.ship(order=order)
    first, second = order.messages.filter(topic="order.shipped").order_by("created_at")
    assert "a part of your order" in first.subject
    inside, _, to_come = first.text.partition("Still to come:")
    assert "2 x" in inside.partition("In this parcel:")[2]
    assert "(MUG)" in inside.partition("In this parcel:")[2]
    for words in ("1 x", "3 x", "(CARD)"):
        assert words in to_come.partition("See your order")[0]
    assert "a part" not in second.subject
    assert "nothing more is to come" in second.text
    for mail in (first, second):
        assert "CARD" in mail.html
        assert "\n\n\n" not in mail.text


def test_an_order_in_one_parcel_is_told_of_as_ever(order: Order) -> None:
    fulfilment.ship(order=order)
    mail = order.messages.get(topic="order.shipped")
    assert "In this parcel" not in mail.text
    assert "a part" not in mail.subject


def test_it_is_delivered_when_all_of_its_parcels_are(order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 1})
    first = order.shipments.get()
    fulfilment.deliver(order=order, shipment=first)
    assert (order.state, order.messages.filter(topic="order.delivered").count()) == (
        Status.PARTIALLY_SHIPPED,
        1,
    )
    assert "A part of your order has arrived" in order.messages.get(topic="order.delivered").text
    with pytest.raises(IllegalTransition):
        fulfilment.deliver(order=order, shipment=first)
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 2})
    fulfilment.ship(order=order)
    second, third = order.shipments.all()[1:]
    fulfilment.deliver(order=order, shipment=third)
    assert order.state is Status.SHIPPED
    fulfilment.deliver(order=order)
    second.refresh_from_db()
    assert (order.state, second.delivered_at is not None) == (Status.DELIVERED, True)
    assert list(differences()) == []


def test_a_parcel_of_another_order_is_not_delivered_with_this_one(order: Order) -> None:
    fulfilment.ship(order=order)
    other = fulfilment.ship(order=packed_order(stocked()))
    with pytest.raises(IllegalTransition):
        fulfilment.deliver(order=order, shipment=other.shipments.get())
    assert not Shipment.objects.exclude(delivered_at=None).exists()


@pytest.mark.parametrize("pieces", [4, -1])
def test_no_more_leaves_than_was_ordered(order: Order, pieces: int) -> None:
    with pytest.raises(PiecesNotThere) as refused:
        fulfilment.ship(order=order, lines={line(order, "MUG").pk: pieces})
    assert (refused.value.sku, refused.value.asked, refused.value.left) == ("MUG", pieces, 3)
    assert (order.state, Shipment.objects.count()) == (Status.PACKED, 0)


def test_what_is_sent_is_of_the_order_and_more_than_nothing(order: Order) -> None:
    theirs = packed_order(stocked()).items.get()
    with pytest.raises(PiecesNotThere):
        fulfilment.ship(order=order, lines={theirs.pk: 1})
    for nothing in ({}, {line(order, "MUG").pk: 0}):
        with pytest.raises(NoPiecesChosen):
            fulfilment.ship(order=order, lines=nothing)


def test_the_database_itself_refuses_a_piece_too_many(order: Order) -> None:
    from django.db import IntegrityError, transaction

    mug = line(order, "MUG")
    for change in (
        {"quantity_shipped": 4},
        {"quantity_shipped": 2, "quantity_cancelled": 2},
        {"quantity_shipped": 1, "quantity_returned": 2},
        {"quantity_shipped": 1, "quantity_cancelled": 1, "quantity_refunded": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=mug.pk).update(**change)


# --- The rest ----------------------------------------------------------------------------------------


def test_the_rest_is_cancelled_and_the_order_counts_as_shipped(order: Order) -> None:
    mug, card = line(order, "MUG"), line(order, "CARD")
    fulfilment.ship(order=order, lines={mug.pk: 3, card.pk: 1})
    fulfilment.cancel_rest(order=order, reason="The cards are out of print.")
    assert order.state is Status.SHIPPED
    assert counts(card) == (1, 2, 0, 0)
    assert level(card.variant) == (19, 0)  # type: ignore[arg-type]
    mail = order.messages.get(topic="order.partly_cancelled")
    assert "The cards are out of print." in mail.text
    assert "2 x" in mail.text.partition("cannot send you:")[2]
    problem = order.events.get(kind=OrderEvent.Kind.PROBLEM)
    assert "€5.00 was paid for what is not sent" in problem.message
    assert list(differences()) == []
    fulfilment.deliver(order=order)
    assert order.state is Status.DELIVERED


def test_the_rest_is_cancelled_and_refunded_in_one_step(order: Order) -> None:
    card = line(order, "CARD")
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.deliver(order=order)
    fulfilment.cancel_rest(order=order, refund=True)
    assert (order.state, counts(card)) == (Status.PARTIALLY_REFUNDED, (0, 3, 0, 3))
    assert str(order.payments.get().amount_refunded.normalize()) == "7.5"
    assert "comes back to you" in order.messages.get(topic="order.partly_cancelled").text
    assert [move.name for move in fulfilment.legal_moves(order)] == ["take_back", "refund"]
    assert list(differences()) == []


def test_with_its_parcels_arrived_the_order_is_delivered_once_the_rest_is_cancelled(order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.deliver(order=order)
    fulfilment.cancel_rest(order=order)
    assert order.state is Status.DELIVERED


def test_a_part_of_the_rest_is_cancelled_and_the_other_still_sent(order: Order) -> None:
    card = line(order, "CARD")
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.cancel_rest(order=order, lines={card.pk: 2})
    assert order.state is Status.PARTIALLY_SHIPPED
    fulfilment.ship(order=order)
    assert (order.state, counts(card)) == (Status.SHIPPED, (1, 2, 0, 0))
    assert list(differences()) == []


def test_only_staff_cancel_the_rest_and_only_once_it_is_paid(shop: ShopSettings) -> None:
    ShopSettings.objects.update(cash_on_delivery=True)
    order = order_of(filled_cart(stocked(), quantity=2), payment_method="cash_on_delivery")
    fulfilment.pack(order=order)
    fulfilment.ship(order=order, lines={order.items.get().pk: 1})
    assert order.state is Status.PARTIALLY_SHIPPED
    with pytest.raises(IllegalTransition):
        fulfilment.cancel_rest(order=order)
    fulfilment.mark_paid(order=order)
    assert order.state is Status.PARTIALLY_SHIPPED
    with pytest.raises(StaffOnly):
        fulfilment.cancel_rest(order=order, actor=CustomerFactory())
    fulfilment.cancel_rest(order=order, refund=True)
    assert list(differences()) == []


def test_an_order_refunded_in_full_after_a_part_left_keeps_the_rest(order: Order) -> None:
    mug, card = line(order, "MUG"), line(order, "CARD")
    fulfilment.ship(order=order, lines={mug.pk: 2})
    fulfilment.refund(order=order)
    assert (order.state, counts(mug), counts(card)) == (Status.REFUNDED, (2, 1, 0, 0), (0, 3, 0, 0))
    assert (level(mug.variant), level(card.variant)) == ((18, 0), (20, 0))  # type: ignore[arg-type]
    assert list(differences()) == []


def test_what_is_given_up_unsent_and_taken_up_again_is_to_be_sent_again(shop: ShopSettings) -> None:
    order = placed_order()
    fulfilment.expire(order=order)
    item = order.items.get()
    assert counts(item) == (0, 2, 0, 0)
    fulfilment.take_late_payment(order=order)
    assert (order.state, counts(item)) == (Status.PAID, (0, 0, 0, 0))
    fulfilment.ship(order=fulfilment.pack(order=order))
    assert list(differences()) == []


# --- Goods of every kind -----------------------------------------------------------------------------


def test_backordered_pieces_wait_while_the_others_leave(shop: ShopSettings) -> None:
    there, missing = stocked(sku="THERE"), stocked(1, sku="MISSING")
    StockItem.objects.update(backorder=True)
    order = packed_order(there, missing)
    with pytest.raises(StockConflict):
        fulfilment.ship(order=order)
    fulfilment.ship(order=order, lines={line(order, "THERE").pk: 3, line(order, "MISSING").pk: 1})
    assert level(missing) == (0, 2)
    with pytest.raises(StockConflict):
        fulfilment.ship(order=order)
    assert (order.state, Shipment.objects.count()) == (Status.PARTIALLY_SHIPPED, 1)
    stock.receive(variant=missing, quantity=2)
    fulfilment.ship(order=order)
    assert (order.state, level(missing)) == (Status.SHIPPED, (0, 0))
    assert list(differences()) == []


def test_untracked_goods_and_those_no_longer_sold_leave_in_parts_too(shop: ShopSettings) -> None:
    untracked, gone = VariantFactory(sku="FREE"), stocked(sku="GONE")
    order = packed_order(untracked, gone)
    gone.product.delete()
    fulfilment.ship(order=order, lines={line(order, "FREE").pk: 1, line(order, "GONE").pk: 1})
    assert order.state is Status.PARTIALLY_SHIPPED
    stock.receive(variant=untracked, quantity=5)  # tracked only since
    fulfilment.ship(order=order)
    assert (order.state, level(untracked)) == (Status.SHIPPED, (5, 0))
    assert list(differences()) == []


def test_a_download_is_ready_before_the_rest_of_the_order(shop: ShopSettings) -> None:
    order = packed_order(VariantFactory(sku="FILE", requires_shipping=False), stocked(sku="MUG"), quantity=1)
    fulfilment.ship(order=order, lines={line(order, "FILE").pk: 1})
    assert order.state is Status.PARTIALLY_SHIPPED
    only = packed_order(
        VariantFactory(sku="A", requires_shipping=False),
        VariantFactory(sku="B", requires_shipping=False),
        quantity=1,
    )
    fulfilment.ship(order=only, lines={line(only, "A").pk: 1})
    text = only.messages.get(topic="order.shipped").text
    assert "A part of your order is ready" in text
    assert "parcel" not in text


def test_two_lines_of_different_numbers_leave_each_by_its_own(shop: ShopSettings) -> None:
    cart = filled_cart(stocked(sku="ONE"))
    carts.add(cart=cart, variant=stocked(sku="NINE"), quantity=9)
    order = fulfilment.pack(order=fulfilment.mark_paid(order=order_of(cart)))
    for _parcel in range(9):
        fulfilment.ship(order=order, lines={line(order, "NINE").pk: 1})
    assert order.state is Status.PARTIALLY_SHIPPED
    fulfilment.ship(order=order)
    assert contents(order) == [{"NINE": 1}] * 9 + [{"ONE": 1}]
    assert list(differences()) == []


def test_an_order_partly_refunded_between_two_parcels_is_sent_on(order: Order) -> None:
    from decimal import Decimal

    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.refund(order=order, amount=Decimal("5.00"), reason="For the wait")
    assert order.state is Status.PARTIALLY_REFUNDED
    moves = [move.name for move in fulfilment.legal_moves(order)]
    assert moves == ["ship", "deliver", "cancel_rest", "take_back", "refund"]
    fulfilment.ship(order=order)
    assert order.state is Status.SHIPPED
    assert list(differences()) == []


def test_reading_parcels_costs_no_query_where_they_are_prefetched(
    order: Order, django_assert_num_queries: Any
) -> None:
    for _parcel in range(3):
        fulfilment.ship(order=order, lines={line(order, "MUG").pk: 1})
    read = Order.objects.prefetch_related("items", "shipments__lines", "returns__lines").get()
    with django_assert_num_queries(0):
        assert [parcel.pieces for parcel in parcels_of(read)] == [1, 1, 1]
        assert len(still_to_come(read)) == 1
