"""Staff at the same parcel, the same return, the same refund: on PostgreSQL, and on SQLite in a file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment, returns
from orders.books import differences
from orders.exceptions import (
    IllegalTransition,
    NoPiecesChosen,
    PiecesNotThere,
    RefundNotPossible,
    ReturnAnnouncedMeanwhile,
    ReturnIsClosed,
)
from orders.models import Item, Order, RefundLine, Return, ReturnLine, ShipmentLine
from orders.returns import PiecesBack
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.shops import filled_cart, open_shop, order_of, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

REPEATS = 15
"""On PostgreSQL. On SQLite writers queue for one lock, so a few show as much."""
TOO_LATE = (IllegalTransition, PiecesNotThere, NoPiecesChosen)


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def repeats(most: int = REPEATS) -> range:
    return range(most if connection.vendor == "postgresql" else 2)


def packed(quantity: int) -> Order:
    order = order_of(filled_cart(stocked(20), quantity=quantity))
    return fulfilment.pack(order=fulfilment.mark_paid(order=order))


def read(order: Order) -> Order:
    """As a request of its own reads it."""
    return Order.objects.get(pk=order.pk)


def of(model: Any, item: Item) -> int:
    return model.objects.filter(item=item).aggregate(sum=Sum("quantity"))["sum"] or 0


def test_the_last_piece_leaves_in_one_parcel_whoever_ships_it(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = packed(2)
        item = order.items.get()
        fulfilment.ship(order=order, lines={item.pk: 1})
        results = at_once(*[lambda: fulfilment.ship(order=read(order), lines={item.pk: 1})] * 4)  # noqa: B023
        assert len(errors(results)) == 3
        assert all(isinstance(error, TOO_LATE) for error in errors(results))
        assert (of(ShipmentLine, item), order.shipments.count()) == (2, 2)
        assert StockItem.objects.get(variant=item.variant).on_hand == 18
        assert read(order).state is Order.Status.SHIPPED
    assert stock.verify() == []
    assert list(differences()) == []


def test_parts_shipped_at_once_never_come_to_more_than_was_ordered(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = packed(7)
        item = order.items.get()
        results = at_once(
            *[lambda: fulfilment.ship(order=read(order), lines={item.pk: 2})] * 5,  # noqa: B023
            lambda: fulfilment.ship(order=read(order), lines={item.pk: 1}),  # noqa: B023
        )
        assert all(isinstance(error, TOO_LATE) for error in errors(results))
        item.refresh_from_db()
        assert item.quantity_shipped == of(ShipmentLine, item) in (6, 7)
        assert order.messages.filter(topic="order.shipped").count() == order.shipments.count()
    assert list(differences()) == []


def test_what_is_left_is_shipped_or_cancelled_never_both(shop: ShopSettings) -> None:
    outcomes: Counter[int] = Counter()
    for _repeat in repeats():
        order = packed(3)
        item = order.items.get()
        fulfilment.ship(order=order, lines={item.pk: 1})
        results = at_once(
            lambda: fulfilment.ship(order=read(order)),  # noqa: B023
            lambda: fulfilment.cancel_rest(order=read(order), refund=True),  # noqa: B023
        )
        assert [type(error) for error in errors(results)] == [IllegalTransition]
        item.refresh_from_db()
        assert (item.quantity_shipped, item.quantity_cancelled, item.quantity_refunded) in (
            (3, 0, 0),
            (1, 2, 2),
        )
        level = StockItem.objects.get(variant=item.variant)
        assert (level.on_hand, level.reserved) == (20 - item.quantity_shipped, 0)
        outcomes[item.quantity_shipped] += 1
    assert sum(outcomes.values()) == len(repeats())
    assert list(differences()) == []


def test_a_piece_is_refunded_unsent_or_shipped_and_never_both(shop: ShopSettings) -> None:
    """Two of three refunded while two are shipped: the one in the middle is paid back or sent first."""
    for _repeat in repeats():
        order = packed(3)
        item = order.items.get()
        at_once(
            lambda: fulfilment.refund(order=read(order), lines={item.pk: 2}),  # noqa: B023
            lambda: fulfilment.ship(order=read(order), lines={item.pk: 2}),  # noqa: B023
        )
        item.refresh_from_db()
        assert item.quantity_shipped + item.quantity_cancelled <= 3
        assert item.quantity_refunded == 2
    assert list(differences()) == []


def test_a_piece_comes_back_once_whoever_takes_it(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = fulfilment.ship(order=packed(2))
        item = order.items.get()
        piece = PiecesBack(item=item, quantity=2)
        results = at_once(
            *[lambda: returns.take_back(order=read(order), pieces=[piece], refund=True)] * 4  # noqa: B023
        )
        assert len(errors(results)) == 3
        assert all(isinstance(error, TOO_LATE) for error in errors(results))
        assert (of(ReturnLine, item), of(RefundLine, item)) == (2, 2)
        assert StockItem.objects.get(variant=item.variant).on_hand == 20
        assert order.messages.filter(topic="order.refunded").count() == 1
    assert list(differences()) == []


def test_the_same_return_announced_from_two_windows_is_announced_once(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = fulfilment.ship(order=packed(3))

        def announce() -> Return:
            own = read(order)  # noqa: B023
            piece = PiecesBack(item=own.items.get(), quantity=1)
            return returns.announce(order=own, pieces=[piece], shop=shop, returns_seen=0)

        results = at_once(*[announce] * 4)
        assert [type(error) for error in errors(results)] == [ReturnAnnouncedMeanwhile] * 3
        assert of(ReturnLine, order.items.get()) == 1
        assert order.messages.filter(topic="order.return_announced").count() == 1


def test_an_announced_return_is_received_or_refused_once(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = fulfilment.ship(order=packed(2))
        item = order.items.get()
        made = returns.request(order=order, pieces=[PiecesBack(item=item, quantity=1)])
        pieces = [PiecesBack(item=item, quantity=1)]
        results = at_once(
            *[lambda: returns.receive(goods_return=Return.objects.get(pk=made.pk), pieces=pieces)] * 2,  # noqa: B023
            lambda: returns.refuse(goods_return=Return.objects.get(pk=made.pk)),  # noqa: B023
        )
        assert [type(error) for error in errors(results)] == [ReturnIsClosed] * 2
        made.refresh_from_db()
        item.refresh_from_db()
        assert item.quantity_returned == (1 if made.status == Return.Status.RECEIVED else 0)
    assert list(differences()) == []


def test_a_line_refunded_twice_at_once_is_paid_back_once(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = fulfilment.ship(order=packed(3))
        item = order.items.get()
        results = at_once(
            *[lambda: fulfilment.refund(order=read(order), lines={item.pk: 2}, shipping=True)] * 3,  # noqa: B023
            lambda: fulfilment.refund(order=read(order), lines={item.pk: 1}),  # noqa: B023
        )
        refused = errors(results)
        assert len(refused) == 2
        assert all(
            isinstance(error, (PiecesNotThere, RefundNotPossible, IllegalTransition)) for error in refused
        )
        item.refresh_from_db()
        assert item.quantity_refunded == of(RefundLine, item) == 3
        assert order.payments.get().amount_refunded == order.total
    assert list(differences()) == []
