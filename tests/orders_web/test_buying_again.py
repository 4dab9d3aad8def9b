"""Buying an order again: what can be had goes into the cart, the rest is said in words."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings, Variant
from customers.models import Customer
from orders import carts
from orders.models import Cart, Item, Order
from tests.factories import CustomerFactory, VoucherFactory
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.shops import BRITISH_ADDRESS, filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


def ordered(*goods: tuple[Variant, int], customer: Customer | None = None, **changes: Any) -> Order:
    cart = filled_cart(customer=customer)
    for variant, quantity in goods:
        carts.add(cart=cart, variant=variant, quantity=quantity)
    return order_of(cart, customer=customer, **changes)


@pytest.fixture
def jug(shop: ShopSettings) -> Variant:
    return stocked(sku="JUG", on_hand=10, price=Decimal("20.00"))


@pytest.fixture
def bowl(shop: ShopSettings) -> Variant:
    return stocked(sku="BOWL", on_hand=10, price=Decimal("8.00"))


def again(shopper: Shopper, order: Order, button: tuple[str, str] | None = None) -> None:
    shopper.visit(f"/orders/{order.number}/?token={order.token}")
    shopper.send('form[action*="/again/"]', button)


def in_cart(shopper: Shopper) -> dict[str, int]:
    cart = Cart.objects.get(token=shopper.client.session["cart_token"])
    return {item.sku: item.quantity for item in cart.items.all()}


def test_a_guest_finds_the_same_goods_in_the_cart(shopper: Shopper, jug: Variant, bowl: Variant) -> None:
    order = ordered((jug, 2), (bowl, 3))
    again(shopper, order)
    assert f"What you bought with order {order.number} is in your cart." in shopper.text
    assert in_cart(shopper) == {"JUG": 2, "BOWL": 3}


def test_what_lies_in_the_cart_already_stays_there(shopper: Shopper, jug: Variant, bowl: Variant) -> None:
    order = ordered((jug, 2))
    shopper.add(sku="BOWL", quantity=1)
    shopper.add(sku="JUG", quantity=1)
    again(shopper, order)
    assert in_cart(shopper) == {"BOWL": 1, "JUG": 3}


def test_what_cannot_be_had_is_said_in_words(shopper: Shopper, jug: Variant, bowl: Variant) -> None:
    cup, plate = stocked(sku="CUP", on_hand=9), stocked(sku="PLATE", on_hand=9)
    order = ordered((jug, 4), (bowl, 2), (cup, 1), (plate, 1))
    jug.stock.on_hand, jug.stock.reserved = 3, 0
    jug.stock.save()
    bowl.price = Decimal("9.50")
    bowl.save()
    cup.stock.on_hand, cup.stock.reserved = 0, 0
    cup.stock.save()
    plate.is_active = False
    plate.save()
    again(shopper, order)
    assert "Only 3 of" in shopper.text
    assert "you bought 4" in shopper.text
    assert f"{bowl.full_name} costs €9.50 now; you paid €8.00." in shopper.text
    assert f"{cup.full_name} is sold out." in shopper.text
    assert f"{plate.full_name} is no longer sold." in shopper.text
    assert in_cart(shopper) == {"JUG": 3, "BOWL": 2}


def test_goods_deleted_since_are_no_longer_sold(shopper: Shopper, jug: Variant) -> None:
    order = ordered((jug, 1))
    order.items.update(variant=None)
    again(shopper, order)
    assert "is no longer sold." in shopper.text
    assert "Nothing of this order can be bought at the moment." in shopper.text
    assert order.items.count() == Item.objects.count()


def test_a_customer_comes_to_a_filled_checkout_and_presses_one_button(shopper: Shopper, jug: Variant) -> None:
    customer = CustomerFactory(email="ada@example.com")
    shopper.client.force_login(customer)
    order = ordered((jug, 1), customer=customer, billing_address=BRITISH_ADDRESS, email="old@example.com")
    again(shopper, order, ("checkout", "1"))
    assert shopper.response.redirect_chain[-1][0] == "/checkout/"
    shopper.order()
    assert "Thank you" in shopper.text
    first, second = Order.objects.order_by("pk")
    assert (second.email, second.total) == ("ada@example.com", first.total)
    assert second.shipping_address is not None
    assert first.shipping_address is not None
    assert second.shipping_address.parts == first.shipping_address.parts
    assert second.billing_address is not None
    assert second.billing_address.postcode == "SW1Y 4JH"
    assert (second.shipping_method_code, second.payment_method) == (
        first.shipping_method_code,
        first.payment_method,
    )


def test_a_guest_with_the_link_is_not_sent_to_a_checkout_filled_with_the_owners_data(
    shopper: Shopper, jug: Variant
) -> None:
    owner = CustomerFactory()
    order = ordered((jug, 1), customer=owner)
    shopper.visit(f"/orders/{order.number}/?token={order.token}")
    assert shopper.page.select_one('button[name="checkout"]') is None
    shopper.send('form[action*="/again/"]', ("checkout", "1"))
    assert shopper.response.redirect_chain[-1][0] == "/cart/"
    shopper.visit("/checkout/")
    assert not shopper.page.select_one("#id_shipping-line1").get("value")


def test_orders_of_others_cannot_be_bought_again(shop: ShopSettings, client: Client) -> None:
    order = placed_order(customer=CustomerFactory())
    assert client.post(f"/orders/{order.number}/again/").status_code == 404
    client.force_login(CustomerFactory())
    assert client.post(f"/orders/{order.number}/again/").status_code == 404
    assert client.get(f"/orders/{order.number}/again/?token={order.token}").status_code == 405


def test_a_voucher_of_then_is_not_taken_along(shopper: Shopper, jug: Variant) -> None:
    voucher = VoucherFactory(code="ONCE")
    shopper.add(sku="JUG")
    shopper.visit("/cart/")
    shopper.send("form[action='/cart/voucher/']", code=voucher.code)
    shopper.visit("/checkout/")
    shopper.order(email="ada@example.com", **ADDRESS)
    again(shopper, Order.objects.get())
    assert Cart.objects.get(token=shopper.client.session["cart_token"]).voucher is None


def test_what_lies_in_the_cart_to_the_last_piece_is_not_called_sold_out(
    shopper: Shopper, jug: Variant
) -> None:
    order = ordered((jug, 2))
    shopper.add(sku="JUG", quantity=8)
    again(shopper, order)
    assert "that can be had lies in your cart already." in shopper.text
    assert in_cart(shopper) == {"JUG": 8}
