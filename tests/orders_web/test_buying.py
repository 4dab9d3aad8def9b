"""The whole way from a product to a placed order, on pages, without a script."""

from decimal import Decimal

import pytest
from django.core import mail

from catalog_pages.models import Product, ShopSettings, StockItem, StockMovement
from customers.address_book import add_address
from orders import outbox
from orders.models import Cart, Order, OrderEvent, OutboxMessage
from tests.factories import CustomerFactory
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.shops import ADDRESS as PLAIN_ADDRESS
from tests.shops import BRITISH_ADDRESS

pytestmark = pytest.mark.django_db


def test_a_guest_buys_a_large_mug_in_clay(shopper: Shopper, mug: Product) -> None:
    shopper.add(product="mug", option_size="large", option_colour="clay", quantity=2)
    assert shopper.response.request["PATH_INFO"] == "/cart/"
    assert "Mug, LARGE, CLAY" in shopper.text or "Mug, CLAY, LARGE" in shopper.text
    assert "€30.00" in shopper.text

    shopper.visit("/checkout/")
    assert "€34.90" in shopper.text
    shopper.order(email="ada@example.com", **ADDRESS)
    order = Order.objects.get()
    assert shopper.response.request["PATH_INFO"] == f"/checkout/done/{order.number}/"
    assert "Thank you, Ada." in shopper.text
    assert order.number in shopper.text
    assert "DE02 1203" in shopper.text
    assert order.token not in shopper.response.request["PATH_INFO"]

    assert order.total == Decimal("34.90")
    assert [(item.sku, item.quantity) for item in order.items.all()] == [("MUG-L-CLAY", 2)]
    assert StockItem.objects.get(variant__sku="MUG-L-CLAY").reserved == 2
    assert StockMovement.objects.filter(reference=order.number).count() == 1
    assert [event.kind for event in order.events.all()] == [OrderEvent.Kind.PLACED]
    assert OutboxMessage.objects.filter(order=order).count() == 1

    shopper.visit(f"/orders/{order.number}/")
    assert "Lindenstr. 12" in shopper.text


def test_a_customer_finds_their_address_filled_in(shopper: Shopper, mug: Product) -> None:
    customer = CustomerFactory(email="grace@example.com", password="a long enough one")
    add_address(customer=customer, address=PLAIN_ADDRESS)
    shopper.client.force_login(customer)
    shopper.add(sku="mug-s-clay")
    shopper.visit("/checkout/")
    shopper.order()
    order = Order.objects.get()
    assert order.customer == customer
    assert order.email == "grace@example.com"
    assert order.addresses.get().line1 == "Lindenstr. 12"
    shopper.visit("/orders/")
    assert order.number in shopper.text
    assert "€16.90" in shopper.text


def test_another_address_of_the_book_is_a_button_away(shopper: Shopper, mug: Product) -> None:
    customer = CustomerFactory()
    add_address(customer=customer, address=PLAIN_ADDRESS)
    london = add_address(customer=customer, address=BRITISH_ADDRESS)
    of_another = add_address(customer=CustomerFactory(), address={**BRITISH_ADDRESS, "line1": "Secret Rd"})
    shopper.client.force_login(customer)
    shopper.add(sku="mug-s-clay")
    shopper.visit("/checkout/")
    shopper.send("#checkout-form", ("book", str(london.pk)))
    filled = shopper.filled(shopper.page.select_one("#checkout-form"))
    assert filled["shipping-postcode"] == "SW1Y 4JH"
    assert filled["shipping-country"] == "GB"
    shopper.send("#checkout-form", ("book", str(of_another.pk)))
    assert "Secret Rd" not in str(shopper.page)


def test_a_guest_who_logs_in_takes_the_cart_along(shopper: Shopper, mug: Product) -> None:
    CustomerFactory(email="grace@example.com", password="a long enough one")
    shopper.add(sku="MUG-S-CLAY", quantity=2)
    shopper.visit("/account/login/?next=/checkout/")
    shopper.send("main form", username="Grace@Example.com", password="a long enough one")
    assert shopper.response.request["PATH_INFO"] == "/checkout/"
    assert "€28.90" in shopper.text
    assert Cart.objects.filter(customer=None).count() == 0


def test_the_bill_may_go_elsewhere(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    billing = {name.replace("shipping", "billing"): value for name, value in ADDRESS.items()}
    shopper.order(
        email="ada@example.com", billing_same=None, **{**ADDRESS, **billing, "billing-line1": "Ludwigstr. 1"}
    )
    order = Order.objects.get()
    assert {(address.kind, address.line1) for address in order.addresses.all()} == {
        ("shipping", "Lindenstr. 12"),
        ("billing", "Ludwigstr. 1"),
    }


def test_a_guest_cancels_by_the_link_of_the_mail(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(email="ada@example.com", **ADDRESS)
    outbox.sweep()
    [message] = mail.outbox
    order = Order.objects.get()
    link = f"/orders/{order.number}/?token={order.token}"
    assert link in message.body
    shopper.client.cookies.clear()
    shopper.visit(link)
    shopper.send(f'form[action*="/orders/{order.number}/cancel/"]')
    assert "has been cancelled" in shopper.text
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert StockItem.objects.get(variant__sku="MUG-S-CLAY").reserved == 0


def test_nothing_to_send_needs_no_delivery(shopper: Shopper, shop: ShopSettings) -> None:
    from tests.storefront import for_sale

    product = for_sale("Pattern, as a file", on_hand=None)
    product.variants.update(requires_shipping=False, sku="FILE")
    shopper.add(sku="FILE")
    shopper.visit("/checkout/")
    shopper.order(email="ada@example.com", **ADDRESS)
    assert Order.objects.get().total == Decimal("12.00")
