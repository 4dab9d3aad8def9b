"""The same checkout sent again is the same order."""

from decimal import Decimal

import pytest

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, StockItem
from orders import carts
from orders.exceptions import CartIsEmpty, IdempotencyConflict, IdempotencyKeyNotValid
from orders.models import IdempotencyKey, Order, OutboxMessage
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


def test_a_repeat_returns_the_order_and_does_nothing_more(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    order = order_of(cart, idempotency_key="one", expected_total=Decimal("16.90"))
    # The same asked for in other words: spaces, the number of noughts.
    again = order_of(
        cart,
        idempotency_key="one",
        expected_total=Decimal("16.900"),
        email=" ada@example.com ",
        shipping_address={**ADDRESS, "city": " Berlin "},
    )
    assert again == order
    assert (Order.objects.count(), OutboxMessage.objects.count(), order.events.count()) == (1, 1, 1)


def test_a_repeat_after_the_cart_was_filled_again_orders_nothing_new(shop: ShopSettings) -> None:
    variant = stocked()
    cart = filled_cart(variant)
    order = order_of(cart, idempotency_key="one")
    carts.add(cart=cart, variant=variant)
    assert order_of(cart, idempotency_key="one") == order
    assert cart.items.count() == 1


def test_a_different_order_under_the_same_key_is_a_conflict(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    order_of(cart, idempotency_key="one")
    for change in ({"email": "b@example.com"}, {"shipping_address": BRITISH_ADDRESS}, {"note": "Other"}):
        with pytest.raises(IdempotencyConflict):
            order_of(cart, idempotency_key="one", **change)
    assert Order.objects.count() == 1


def test_two_carts_may_use_the_same_key(shop: ShopSettings) -> None:
    first, second = (order_of(filled_cart(stocked()), idempotency_key="one") for _ in range(2))
    assert first != second


def test_a_key_whose_checkout_failed_can_be_used_again(shop: ShopSettings) -> None:
    variant = stocked(1)
    cart = filled_cart(variant)
    StockItem.objects.update(reserved=1)
    with pytest.raises(OutOfStock):
        order_of(cart, idempotency_key="one")
    assert not IdempotencyKey.objects.exists()
    StockItem.objects.update(reserved=0)
    assert order_of(cart, idempotency_key="one", note="changed").total == Decimal("16.90")


def test_another_key_does_not_order_the_same_cart_twice(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    order_of(cart, idempotency_key="one")
    with pytest.raises(CartIsEmpty):
        order_of(cart, idempotency_key="two")


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00b"])
def test_a_key_has_limits(shop: ShopSettings, key: str) -> None:
    with pytest.raises(IdempotencyKeyNotValid):
        order_of(filled_cart(stocked()), idempotency_key=key)
