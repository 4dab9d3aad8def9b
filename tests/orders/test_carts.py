"""Putting things into a cart and taking them out."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, StockItem
from orders import carts
from orders.exceptions import CartGone, LineUnavailable, QuantityOutOfRange
from orders.models import Cart, Item
from tests.factories import CartFactory, ProductFactory, StockItemFactory, VariantFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


def test_an_item_is_tied_to_its_cart_through_the_generic_foreign_key(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    item = Item.objects.get()
    assert item.owner == cart
    assert list(cart.items.all()) == [item]
    assert item.content_type == ContentType.objects.get_for_model(Cart)


def test_adding_a_variant_twice_makes_one_line_with_both_quantities(shop: ShopSettings) -> None:
    variant = stocked()
    cart = filled_cart(variant, quantity=2)
    item = carts.add(cart=cart, variant=variant, quantity=3)
    assert (cart.items.count(), item.quantity) == (1, 5)


def test_the_database_refuses_a_second_line_of_the_same_variant(shop: ShopSettings) -> None:
    variant = stocked()
    cart = filled_cart(variant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(owner=cart, variant=variant, sku="X", name="X")


def test_no_more_can_be_put_in_than_can_be_promised(shop: ShopSettings) -> None:
    variant = stocked(3)
    cart = filled_cart(variant, quantity=2)
    with pytest.raises(OutOfStock) as refused:
        carts.add(cart=cart, variant=variant, quantity=2)
    assert refused.value.available == 3
    assert cart.items.get().quantity == 2


def test_what_is_not_tracked_or_on_backorder_has_no_limit(shop: ShopSettings) -> None:
    download = VariantFactory(requires_shipping=False)
    backordered = StockItemFactory(on_hand=0, backorder=True).variant
    cart = filled_cart(download, backordered, quantity=500)
    assert [line.available for line in carts.view(cart=cart).lines] == [None, None]
    assert carts.view(cart=cart).can_check_out


@pytest.mark.parametrize("quantity", [0, -1, 10_000, 2**31])
def test_a_quantity_has_limits(shop: ShopSettings, quantity: int) -> None:
    cart = CartFactory()
    with pytest.raises(QuantityOutOfRange):
        carts.add(cart=cart, variant=VariantFactory(), quantity=quantity)
    assert not cart.items.exists()


@pytest.mark.parametrize("off", [{"is_active": False}, {"product__is_active": False}])
def test_what_is_not_on_sale_cannot_be_put_in(shop: ShopSettings, off: dict[str, Any]) -> None:
    with pytest.raises(LineUnavailable):
        carts.add(cart=CartFactory(), variant=VariantFactory(**off))


def test_a_quantity_can_be_set_and_nought_removes_the_line(shop: ShopSettings) -> None:
    cart = filled_cart(stocked(5))
    item = cart.items.get()
    changed = carts.set_quantity(cart=cart, item=item, quantity=4)
    assert changed is not None
    assert changed.quantity == 4
    with pytest.raises(OutOfStock):
        carts.set_quantity(cart=cart, item=item, quantity=6)
    assert carts.set_quantity(cart=cart, item=item, quantity=0) is None
    assert not cart.items.exists()


def test_one_cart_cannot_change_the_lines_of_another_nor_of_an_order(shop: ShopSettings) -> None:
    mine, theirs = filled_cart(stocked()), filled_cart(stocked())
    item = theirs.items.get()
    carts.remove(cart=mine, item=item)
    with pytest.raises(LineUnavailable):
        carts.set_quantity(cart=mine, item=item, quantity=3)
    order = order_of(theirs)
    carts.remove(cart=theirs, item=item)
    carts.clear(cart=theirs)
    assert order.items.get().quantity == 1


def test_clearing_takes_out_lines_and_voucher(shop: ShopSettings) -> None:
    from tests.factories import VoucherFactory

    cart = filled_cart(stocked(), stocked())
    carts.apply_voucher(cart=cart, code=VoucherFactory().code)
    carts.clear(cart=cart)
    cart.refresh_from_db()
    assert (cart.items.count(), cart.voucher_id) == (0, None)


def test_a_cart_merged_away_meanwhile_says_so(shop: ShopSettings) -> None:
    cart = CartFactory()
    Cart.objects.filter(pk=cart.pk).delete()
    with pytest.raises(CartGone):
        carts.add(cart=cart, variant=stocked())


def test_nothing_is_reserved_by_a_cart(shop: ShopSettings) -> None:
    variant = stocked(5)
    filled_cart(variant, quantity=5)
    assert StockItem.objects.get(variant=variant).reserved == 0


def test_adding_takes_a_fixed_number_of_queries(
    shop: ShopSettings, django_assert_max_num_queries: Any
) -> None:
    cart = filled_cart(*(stocked() for _ in range(5)))
    variant = stocked()
    with django_assert_max_num_queries(9):
        carts.add(cart=cart, variant=variant)


def test_a_very_long_name_is_cut_rather_than_refused(shop: ShopSettings) -> None:
    from catalog_pages.models import Attribute, AttributeChoice

    variant = VariantFactory(product=ProductFactory(name="A" * 240))
    for number in range(2):
        option = Attribute.objects.create(code=f"part-{number}", name=f"Part {number}")
        choice = AttributeChoice.objects.create(attribute=option, code="long", name="B" * 120)
        variant.options.create(attribute=option, choice=choice)
    item = carts.add(cart=CartFactory(), variant=variant)
    assert len(item.name) == 400
    assert order_of(Cart.objects.get()).items.get().unit_price_gross == Decimal("12.00")
