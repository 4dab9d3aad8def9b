"""What a guest chose joins the customer's cart."""

from typing import Any

import pytest

from catalog_pages.models import ShopSettings, StockItem, Variant
from orders import carts
from orders.models import Cart, Item
from tests.factories import CustomerFactory, VoucherFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


def test_lines_move_and_the_guests_cart_is_gone(shop: ShopSettings) -> None:
    variant = stocked()
    guest, own = filled_cart(variant, quantity=2), filled_cart(customer=CustomerFactory())
    assert carts.merge(guest=guest, into=own) == []
    assert own.items.get().quantity == 2
    assert not Cart.objects.filter(pk=guest.pk).exists()
    assert Item.objects.count() == 1


def test_quantities_add_up_and_the_shopper_is_told(shop: ShopSettings) -> None:
    variant = stocked(20)
    guest, own = (
        filled_cart(variant, quantity=2),
        filled_cart(variant, quantity=3, customer=CustomerFactory()),
    )
    (change,) = carts.merge(guest=guest, into=own)
    assert own.items.get().quantity == 5
    assert change.message == f"{variant.full_name} was in your cart before: it now holds 5."


def test_quantities_add_up_to_what_is_available(shop: ShopSettings) -> None:
    variant = stocked(4)
    guest, own = (
        filled_cart(variant, quantity=3),
        filled_cart(variant, quantity=2, customer=CustomerFactory()),
    )
    (change,) = carts.merge(guest=guest, into=own)
    assert own.items.get().quantity == 4
    assert change.message == f"Only 4 of {variant.full_name} can be had; your cart holds that many."


def test_a_line_the_customer_had_is_never_made_smaller(shop: ShopSettings) -> None:
    variant = stocked(4)
    guest, own = filled_cart(variant), filled_cart(variant, quantity=4, customer=CustomerFactory())
    StockItem.objects.update(reserved=2)
    carts.merge(guest=guest, into=own)
    assert own.items.get().quantity == 4


def test_what_is_sold_out_or_gone_is_left_out_and_the_shopper_is_told(shop: ShopSettings) -> None:
    sold_out, withdrawn, deleted = stocked(1), stocked(), stocked()
    guest, own = filled_cart(sold_out, withdrawn, deleted), filled_cart(customer=CustomerFactory())
    StockItem.objects.filter(variant=sold_out).update(reserved=1)
    Variant.objects.filter(pk=withdrawn.pk).update(is_active=False)
    deleted.delete()
    changes = carts.merge(guest=guest, into=own)
    assert [change.quantity for change in changes] == [0, 0, 0]
    assert all("no longer available" in change.message for change in changes)
    assert not own.items.exists()
    assert not Item.objects.exists()


def test_a_sum_beyond_the_largest_quantity_is_cut(shop: ShopSettings) -> None:
    from tests.factories import VariantFactory

    variant = VariantFactory()
    guest = filled_cart(variant, quantity=9_000)
    own = filled_cart(variant, quantity=9_000, customer=CustomerFactory())
    carts.merge(guest=guest, into=own)
    assert own.items.get().quantity == 9_999


def test_the_guests_voucher_comes_along_unless_there_is_one(shop: ShopSettings) -> None:
    first, second = VoucherFactory(), VoucherFactory()
    own = filled_cart(stocked(), customer=CustomerFactory())
    for voucher in (first, second):
        guest = filled_cart(stocked())
        carts.apply_voucher(cart=guest, code=voucher.code)
        guest.refresh_from_db()
        carts.merge(guest=guest, into=own)
    own.refresh_from_db()
    assert own.voucher == first


def test_merging_twice_or_with_itself_changes_nothing(shop: ShopSettings) -> None:
    guest, own = filled_cart(stocked(), quantity=2), filled_cart(customer=CustomerFactory())
    carts.merge(guest=guest, into=own)
    assert carts.merge(guest=guest, into=own) == []
    assert carts.merge(guest=own, into=own) == []
    assert own.items.get().quantity == 2


def test_a_repeat_of_a_guests_checkout_after_logging_in_returns_the_order(shop: ShopSettings) -> None:
    guest, own = filled_cart(stocked()), filled_cart(customer=CustomerFactory())
    order = order_of(guest, idempotency_key="once")
    carts.merge(guest=guest, into=own)
    assert order_of(own, idempotency_key="once") == order


def test_merging_takes_a_fixed_number_of_queries_for_lines_that_just_move(
    shop: ShopSettings, django_assert_max_num_queries: Any
) -> None:
    guest, own = filled_cart(*(stocked() for _ in range(3))), filled_cart(customer=CustomerFactory())
    with django_assert_max_num_queries(25):
        carts.merge(guest=guest, into=own)
