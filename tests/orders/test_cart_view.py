"""What a shopper sees of a cart: live prices, what changed, a fixed number of queries."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings, StockItem, Variant
from orders import carts
from orders.carts import Destination, LineProblem
from orders.exceptions import ShippingNotAvailable
from orders.models import TaxRate
from tests.factories import CartFactory, VariantFactory
from tests.shops import filled_cart, stocked

pytestmark = pytest.mark.django_db


def test_a_cart_adds_up_in_the_shops_basis(shop: ShopSettings) -> None:
    view = carts.view(cart=filled_cart(stocked(), quantity=2), shipping_method="standard")
    assert (view.totals.subtotal, view.totals.shipping, view.totals.total) == (
        Decimal("24.00"),
        Decimal("4.90"),
        Decimal("28.90"),
    )
    assert view.totals.tax_total == Decimal("3.83") + Decimal("0.78")
    assert (view.item_count, view.weight_grams, view.can_check_out) == (2, 500, True)


def test_a_net_shop_adds_vat_by_the_destination(shop: ShopSettings) -> None:
    shop.prices_include_tax = False
    shop.save()
    cart = filled_cart(stocked(price=Decimal("100.00")))
    assert carts.view(cart=cart).totals.total == Decimal("119.00")
    assert carts.view(cart=cart, destination=Destination("GB")).totals.total == Decimal("120.00")
    TaxRate.objects.filter(country="GB").delete()
    assert carts.view(cart=cart, destination=Destination("GB")).totals.total == Decimal("100.00")


def test_an_empty_cart_can_be_looked_at_but_not_checked_out(shop: ShopSettings) -> None:
    view = carts.view(cart=CartFactory())
    assert (view.lines, view.totals.total, view.can_check_out) == ((), 0, False)


def test_the_shopper_is_told_that_a_price_moved_until_it_is_acknowledged(shop: ShopSettings) -> None:
    variant = stocked()
    cart = filled_cart(variant)
    assert carts.view(cart=cart).lines[0].message == ""
    Variant.objects.update(price=Decimal("14.50"))
    for _look in range(2):
        (line,) = carts.view(cart=cart).lines
        assert line.message == "The price changed from €12.00 to €14.50."
        assert (line.unit_price, line.is_orderable) == (Decimal("14.50"), True)
    carts.acknowledge_prices(cart=cart)
    assert carts.view(cart=cart).lines[0].message == ""


def test_a_sale_that_begins_moves_the_price(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    Variant.objects.update(sale_price=Decimal("9.00"), sale_ends_at=timezone.now() + timedelta(hours=1))
    (line,) = carts.view(cart=cart).lines
    assert (line.unit_price, line.price_before) == (Decimal("9.00"), Decimal("12.00"))
    assert line.message == "The price changed from €12.00 to €9.00."


def test_the_shopper_is_told_how_many_are_left(shop: ShopSettings) -> None:
    variant = stocked(5)
    cart = filled_cart(variant, quantity=4)
    StockItem.objects.update(reserved=3)
    (line,) = carts.view(cart=cart).lines
    assert (line.problem, line.available, line.message) == (LineProblem.SHORT, 2, "Only 2 left.")
    StockItem.objects.update(reserved=5)
    view = carts.view(cart=cart)
    assert (view.lines[0].problem, view.lines[0].message) == (LineProblem.SOLD_OUT, "Sold out.")
    assert not view.can_check_out


@pytest.mark.parametrize("go", ["switched off", "product switched off", "deleted"])
def test_a_line_whose_goods_are_gone_stays_visible_and_counts_nothing(shop: ShopSettings, go: str) -> None:
    variant, other = stocked(), stocked(price=Decimal("5.00"))
    cart = filled_cart(variant, other)
    name = variant.full_name
    if go == "deleted":
        variant.product.delete()
    elif go == "switched off":
        Variant.objects.filter(pk=variant.pk).update(is_active=False)
    else:
        variant.product.is_active = False
        variant.product.save()
    view = carts.view(cart=cart)
    gone = view.lines[0]
    assert (gone.name, gone.problem, gone.message) == (name, LineProblem.GONE, "No longer available.")
    assert gone.line_total == 0
    assert view.totals.total == Decimal("5.00")
    assert not view.can_check_out
    carts.remove(cart=cart, item=gone.item)
    assert carts.view(cart=cart).can_check_out


def test_shipping_that_is_not_offered_there_is_refused(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    with pytest.raises(ShippingNotAvailable):
        carts.view(cart=cart, destination=Destination("NZ"), shipping_method="standard")
    with pytest.raises(ShippingNotAvailable):
        carts.view(cart=cart, shipping_method="pigeon")


def test_a_cart_of_downloads_needs_no_delivery_whatever_was_chosen(shop: ShopSettings) -> None:
    cart = filled_cart(VariantFactory(requires_shipping=False))
    view = carts.view(cart=cart, destination=Destination("NZ"), shipping_method="standard")
    assert view.shipping is not None
    assert (view.shipping.code, view.totals.total) == ("none", Decimal("12.00"))


def test_looking_takes_the_same_few_queries_for_one_line_and_for_thirty(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    one, thirty = filled_cart(stocked()), filled_cart(*(stocked() for _ in range(30)))
    carts.view(cart=one)  # content types
    for cart in (one, thirty):
        with django_assert_num_queries(6):
            carts.view(cart=cart, shop=shop)


def test_looking_writes_nothing(shop: ShopSettings) -> None:
    cart = filled_cart(stocked())
    Variant.objects.update(price=Decimal("99.00"))
    before = list(cart.items.values())
    carts.view(cart=cart)
    assert list(cart.items.values()) == before
