"""Buyers and staff at the same moment, each with a connection of their own: on PostgreSQL, and on SQLite in a file."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, StockItem, StockMovement, Variant
from orders import carts, fulfilment, outbox
from orders.books import differences
from orders.exceptions import (
    CartGone,
    CartIsEmpty,
    IllegalTransition,
    RefundNotPossible,
    VoucherNotUsable,
    VoucherProblem,
)
from orders.models import (
    Cart,
    IdempotencyKey,
    Item,
    Order,
    OrderEvent,
    OutboxMessage,
    Shipment,
    Voucher,
)
from tests.factories import CustomerFactory, VariantFactory, VoucherFactory
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.shops import filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

REPEATS = 20
"""On PostgreSQL. On SQLite writers queue for one lock, so a few show as much."""


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def carts_of(buyers: int, *variants: Variant, quantity: int = 1) -> list[Cart]:
    """So many guests' carts with the same lines, each in the order given."""
    made = Cart.objects.bulk_create(Cart() for _ in range(buyers))
    Item.objects.bulk_create(
        Item(owner=cart, variant=variant, quantity=quantity, sku=variant.sku, name=variant.sku)
        for cart in made
        for variant in variants
    )
    return made


def read(cart: Cart) -> Cart:
    """The cart as a request of its own reads it."""
    return Cart.objects.filter(pk=cart.pk).first() or cart


def kinds_of(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def repeats(most: int = REPEATS) -> range:
    return range(most if connection.vendor == "postgresql" else 2)


@pytest.mark.timeout(600)
def test_60_buyers_of_20_units_get_exactly_20_orders(shop: ShopSettings) -> None:
    for _repeat in repeats():
        variant = stocked(20)
        results = at_once(
            *(lambda cart=cart: order_of(cart, shop=shop) for cart in carts_of(60, variant))  # type: ignore[misc]
        )
        assert kinds_of(results) == {"Order": 20, "OutOfStock": 40}
        assert all(error.variant == variant and error.available == 0 for error in errors(results))  # type: ignore[attr-defined]
        item = StockItem.objects.get(variant=variant)
        assert (item.on_hand, item.reserved, item.available) == (20, 20, 0)
        assert StockMovement.objects.filter(stock_item=item, kind=StockMovement.Kind.RESERVE).count() == 20
        assert stock.verify() == []
    assert list(differences()) == []
    assert OutboxMessage.objects.filter(topic="order.placed").count() == Order.objects.count()


def test_buyers_of_several_pieces_never_take_more_than_there_are(shop: ShopSettings) -> None:
    for _repeat in repeats(5):
        variant = stocked(20)
        results = at_once(
            *(lambda cart=cart: order_of(cart, shop=shop) for cart in carts_of(20, variant, quantity=3))  # type: ignore[misc]
        )
        assert kinds_of(results) == {"Order": 6, "OutOfStock": 14}
        assert StockItem.objects.get(variant=variant).reserved == 18
    assert list(differences()) == []


def test_the_same_order_sent_10_times_at_once_under_one_key_is_one_order(shop: ShopSettings) -> None:
    for repeat in repeats():
        (cart,) = carts_of(1, stocked(20), quantity=2)
        results = at_once(*[lambda: order_of(cart, shop=shop, idempotency_key=f"key {repeat}")] * 10)  # noqa: B023
        assert errors(results) == []
        assert len({order.pk for order in results}) == 1
        order = results[0]
        assert (order.items.count(), order.events.count(), order.messages.count(), order.payments.count()) == (
            1, 1, 1, 1,
        )  # fmt: skip
    assert IdempotencyKey.objects.count() == Order.objects.count()
    assert list(differences()) == []


def test_the_same_cart_sent_under_different_keys_is_ordered_once(shop: ShopSettings) -> None:
    for _repeat in repeats():
        (cart,) = carts_of(1, stocked(20), stocked(20))
        results = at_once(*[lambda: order_of(cart, shop=shop)] * 8)  # noqa: B023
        assert kinds_of(results) == {"Order": 1, "CartIsEmpty": 7}
    assert list(differences()) == []


def test_lines_in_opposite_order_do_not_deadlock(shop: ShopSettings) -> None:
    for _repeat in repeats(5):
        variants = [stocked(1000) for _ in range(4)]
        made = carts_of(10, *variants) + carts_of(10, *reversed(variants))
        results = at_once(*(lambda cart=cart: order_of(cart, shop=shop) for cart in made))  # type: ignore[misc]
        assert errors(results) == []
    assert list(differences()) == []


def test_a_voucher_for_10_is_used_by_10_of_50_buyers(shop: ShopSettings) -> None:
    for _repeat in repeats(3):
        voucher = VoucherFactory(usage_limit=10)
        made = carts_of(50, stocked(1000))
        results = at_once(
            *(lambda cart=cart: order_of(cart, shop=shop, voucher=voucher.code) for cart in made)  # type: ignore[misc] # noqa: B023
        )
        assert kinds_of(results) == {"Order": 10, "VoucherNotUsable": 40}
        assert {error.reason for error in errors(results) if isinstance(error, VoucherNotUsable)} == {
            VoucherProblem.USED_UP
        }
        assert (Voucher.objects.get(pk=voucher.pk).times_used, voucher.redemptions.count()) == (10, 10)
    assert list(differences()) == []


def test_two_staff_shipping_the_same_order_ship_it_once(shop: ShopSettings) -> None:
    for _repeat in repeats():
        order = fulfilment.pack(order=fulfilment.mark_paid(order=placed_order(shop=shop)))
        results = at_once(
            *[lambda: fulfilment.ship(order=Order.objects.get(pk=order.pk), carrier="DHL")] * 4  # noqa: B023
        )
        assert kinds_of(results) == {"Order": 1, "IllegalTransition": 3}
        assert Shipment.objects.filter(order=order).count() == 1
        assert order.events.filter(kind=OrderEvent.Kind.SHIPPED).count() == 1
        assert order.messages.filter(topic="order.shipped").count() == 1
    assert list(differences()) == []


def test_an_order_is_cancelled_or_shipped_never_both(shop: ShopSettings) -> None:
    outcomes: Counter[str] = Counter()
    for _repeat in repeats():
        variant = stocked(20)
        order = order_of(filled_cart(variant, quantity=2), shop=shop)
        fulfilment.pack(order=fulfilment.mark_paid(order=order))
        results = at_once(
            lambda: fulfilment.cancel(order=Order.objects.get(pk=order.pk)),  # noqa: B023
            lambda: fulfilment.ship(order=Order.objects.get(pk=order.pk)),  # noqa: B023
        )
        assert kinds_of(results) == {"Order": 1, "IllegalTransition": 1}
        order.refresh_from_db()
        item = StockItem.objects.get(variant=variant)
        expected = {Order.Status.CANCELLED: (20, 0), Order.Status.SHIPPED: (18, 0)}
        assert (item.on_hand, item.reserved) == expected[order.state]
        outcomes[order.status] += 1
    assert list(differences()) == []


def test_two_refunds_at_once_never_pay_back_more_than_was_paid(shop: ShopSettings) -> None:
    from decimal import Decimal

    for _repeat in repeats(5):
        order = fulfilment.mark_paid(order=placed_order(shop=shop))
        results = at_once(
            *[
                lambda: fulfilment.refund(order=Order.objects.get(pk=order.pk), amount=Decimal("10.00"))  # noqa: B023
            ]
            * 5
        )
        assert kinds_of(results)["Order"] == 2
        assert all(isinstance(error, RefundNotPossible) for error in errors(results))
        assert order.payments.get().amount_refunded == Decimal("20.00")
    assert list(differences()) == []


def test_expiring_twice_at_once_and_paying_meanwhile_ends_in_one_way(shop: ShopSettings) -> None:
    for _repeat in repeats(5):
        orders = [placed_order(shop=shop) for _ in range(4)]
        Order.objects.filter(status=Order.Status.PENDING).update(
            placed_at=timezone.now() - timedelta(days=365)
        )
        results = at_once(
            fulfilment.expire_unpaid,
            fulfilment.expire_unpaid,
            *(
                lambda order=order: fulfilment.mark_paid(order=Order.objects.get(pk=order.pk))
                for order in orders
            ),  # type: ignore[misc]
        )
        paid = sum(isinstance(result, Order) for result in results[2:])
        assert all(isinstance(error, IllegalTransition) for error in errors(results))
        assert sum(results[:2]) + paid == 4
    assert list(differences()) == []


def test_a_cart_merged_during_its_checkout_is_ordered_once_or_merged(shop: ShopSettings) -> None:
    for _repeat in repeats():
        variant = stocked(20)
        customer = CustomerFactory()
        guest, own = filled_cart(variant, quantity=2), filled_cart(variant, customer=customer)
        order, _changes = at_once(
            lambda: order_of(read(guest), shop=shop),  # noqa: B023
            lambda: carts.merge(guest=read(guest), into=read(own)),  # noqa: B023
        )
        assert isinstance(order, Order | CartIsEmpty)
        pieces = own.items.get().quantity
        assert pieces == (1 if isinstance(order, Order) else 3)
        assert not Cart.objects.filter(pk=guest.pk).exists()
    assert list(differences()) == []


def test_a_merge_into_a_cart_in_checkout_loses_and_smuggles_in_nothing(shop: ShopSettings) -> None:
    for _repeat in repeats():
        variant = stocked(20)
        customer = CustomerFactory()
        guest, own = filled_cart(variant, quantity=2), filled_cart(variant, customer=customer)
        expected = carts.view(cart=own, shipping_method="standard").totals.total
        order, _changes = at_once(
            lambda: order_of(read(own), shop=shop, expected_total=expected),  # noqa: B023
            lambda: carts.merge(guest=read(guest), into=read(own)),  # noqa: B023
        )
        ordered = sum(item.quantity for item in order.items.all()) if isinstance(order, Order) else 0
        in_cart = sum(own.items.values_list("quantity", flat=True))
        assert ordered + in_cart == 3
        assert ordered in (0, 1)  # never the two that the total did not name
    assert list(differences()) == []


def test_a_guest_logging_in_twice_at_once_brings_the_cart_once(shop: ShopSettings) -> None:
    for _repeat in repeats(5):
        guest, own = filled_cart(stocked(20), quantity=2), filled_cart(customer=CustomerFactory())
        results = at_once(*[lambda: carts.merge(guest=read(guest), into=read(own))] * 3)  # noqa: B023
        assert errors(results) == []
        assert own.items.get().quantity == 2


def test_adding_the_same_variant_at_once_makes_one_line_with_all_of_it(shop: ShopSettings) -> None:
    for _repeat in repeats():
        variant = stocked(100)
        (cart,) = Cart.objects.bulk_create([Cart()])
        results = at_once(*[lambda: carts.add(cart=cart, variant=variant, quantity=2)] * 5)  # noqa: B023
        assert errors(results) == []
        assert cart.items.get().quantity == 10


def test_adding_at_once_stops_at_what_is_available(shop: ShopSettings) -> None:
    variant = stocked(5)
    (cart,) = Cart.objects.bulk_create([Cart()])
    results = at_once(*[lambda: carts.add(cart=cart, variant=variant, quantity=2)] * 4)
    assert kinds_of(results) == {"Item": 2, "OutOfStock": 2}
    assert cart.items.get().quantity == 4
    assert all(isinstance(error, OutOfStock) for error in errors(results))


def test_changing_a_cart_that_is_merged_away_says_so(shop: ShopSettings) -> None:
    variant = VariantFactory()
    for _repeat in repeats():
        guest, own = filled_cart(variant), filled_cart(customer=CustomerFactory())
        added, _merged = at_once(
            lambda: carts.add(cart=read(guest), variant=variant),  # noqa: B023
            lambda: carts.merge(guest=read(guest), into=read(own)),  # noqa: B023
        )
        assert isinstance(added, Item | CartGone)
        assert own.items.get().quantity == (2 if isinstance(added, Item) else 1)
    assert not Item.objects.filter(cart=None).exists()


def test_a_customer_deleted_during_the_checkout_leaves_books_that_agree(shop: ShopSettings) -> None:
    for _repeat in repeats():
        customer = CustomerFactory()
        cart = filled_cart(stocked(20), customer=customer)
        order, deleted = at_once(lambda: order_of(cart, shop=shop), customer.delete)  # noqa: B023
        assert not isinstance(deleted, Exception)
        assert isinstance(order, Order | CartIsEmpty)
        assert not Cart.objects.filter(pk=cart.pk).exists()
    assert not Order.objects.exclude(customer=None).exists()
    assert not Order.objects.exclude(email="").exists()
    assert list(differences()) == []


def test_two_sweeps_at_once_send_each_mail_once(shop: ShopSettings) -> None:
    from django.core.mail import EmailMessage

    rows = [outbox.write(EmailMessage(f"Mail {n}", "Text", to=["a@example.com"])) for n in range(40)]
    results = at_once(
        outbox.sweep, outbox.sweep, outbox.sweep, *[lambda: sum(outbox.deliver(row.pk) for row in rows)] * 2
    )
    assert errors(results) == []
    assert sum(results) == 40
    assert Counter(message.subject for message in mail.outbox) == {f"Mail {n}": 1 for n in range(40)}
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_the_race_runs_on_connections_of_its_own(shop: ShopSettings) -> None:
    """Or none of the above would show anything."""
    found = at_once(*[lambda: id(connections["default"])] * 2)
    assert len({*found, id(connections["default"])}) == 3
