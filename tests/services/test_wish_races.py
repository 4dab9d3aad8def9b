"""A customer at several screens at once: no wish is kept twice, no list outgrows what it may hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from customers.models import Customer
from orders import reordering, wishes
from orders.exceptions import WishListFull
from orders.models import Cart, Wish
from tests.factories import CustomerFactory, ProductFactory
from tests.races import at_once, errors
from tests.shops import open_shop, placed_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races"), pytest.mark.once]

REPEATS = 25


@pytest.fixture
def room_for_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST", 3)


def test_the_same_wish_from_four_windows_is_kept_once() -> None:
    for _repeat in range(REPEATS):
        customer: Customer = CustomerFactory()
        product = ProductFactory()
        add = partial(wishes.add, customer=customer, product=product)
        assert errors(at_once(*[add] * 4)) == []
        assert wishes.wished_by(customer) == [product.pk]


@pytest.mark.usefixtures("room_for_three")
def test_a_list_with_room_for_three_takes_three_of_six_at_once() -> None:
    for _repeat in range(REPEATS):
        customer: Customer = CustomerFactory()
        products = [ProductFactory() for _number in range(6)]
        adding = [partial(wishes.add, customer=customer, product=product) for product in products]
        refused = errors(at_once(*adding))
        assert [type(each) for each in refused] == [WishListFull] * 3
        assert Wish.objects.filter(customer=customer).count() == 3


@pytest.mark.usefixtures("room_for_three")
def test_log_ins_of_two_browsers_at_once_merge_both_lists_as_far_as_there_is_room() -> None:
    for _repeat in range(REPEATS):
        customer: Customer = CustomerFactory()
        keys = [ProductFactory().pk for _number in range(4)]
        merging: list[Callable[[], None]] = [
            partial(wishes.merge, wished=keys[:2], into=customer),
            partial(wishes.merge, wished=keys[1:], into=customer),
            partial(wishes.merge, wished=keys[:2], into=customer),
        ]
        assert errors(at_once(*merging)) == []
        found = wishes.wished_by(customer)
        assert len(found) == len(set(found)) == 3


def test_an_order_bought_again_in_four_windows_never_asks_for_more_than_there_is() -> None:
    shop = open_shop()
    for _repeat in range(REPEATS):
        customer: Customer = CustomerFactory()
        order = placed_order(customer=customer)  # two pieces
        item = order.items.get()
        assert item.variant is not None
        stock = item.variant.stock
        stock.on_hand = stock.reserved + 5
        stock.save()
        cart, _is_new = Cart.objects.get_or_create(customer=customer)
        again = partial(reordering.buy_again, order=order, cart=cart, shop=shop)
        assert errors(at_once(*[again] * 4)) == []
        assert cart.items.get().quantity in (4, 5)
