"""The pages about orders: the thank-you, one order, a customer's list; nobody else's."""

import pytest
from django.test import Client

from catalog_pages.models import Product, ShopSettings
from orders import fulfilment
from orders.models import Order
from tests.factories import CustomerFactory
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.shops import BRITISH_ADDRESS, filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


def test_orders_of_others_are_not_found(shop: ShopSettings, client: Client) -> None:
    guests, theirs = placed_order(), placed_order(customer=CustomerFactory())
    for _ in range(2):  # as a visitor, then as another customer
        for order in (guests, theirs):
            for url in (f"/orders/{order.number}/", f"/checkout/done/{order.number}/"):
                for token in ("", "%00", "x" * 43, theirs.token[:-1], "☃"):
                    assert client.get(f"{url}?token={token}").status_code == 404
            assert client.post(f"/orders/{order.number}/cancel/").status_code == 404
        client.force_login(CustomerFactory())
    assert set(Order.objects.values_list("status", flat=True)) == {"pending"}


def test_a_token_opens_one_order_only(shop: ShopSettings, client: Client) -> None:
    one, other = placed_order(), placed_order()
    assert client.get(f"/orders/{one.number}/?token={one.token}").status_code == 200
    assert client.get(f"/orders/{other.number}/?token={one.token}").status_code == 404
    assert client.get(f"/orders/{one.number}/").status_code == 404


@pytest.mark.parametrize("number", ["00000000", "UUUUUUUU", "%00" * 8, "☃" * 8, "1"])
def test_a_number_that_is_none_is_not_found(shop: ShopSettings, client: Client, number: str) -> None:
    assert client.get(f"/orders/{number}/").status_code == 404


def test_a_number_read_aloud_is_understood(shop: ShopSettings, client: Client) -> None:
    order = placed_order()
    spoken = order.number.lower().replace("0", "o").replace("1", "l")
    assert client.get(f"/orders/{spoken}/?token={order.token}").status_code == 200


def test_the_order_tells_its_story(shop: ShopSettings, client: Client) -> None:
    customer = CustomerFactory()
    client.force_login(customer)
    order = placed_order(customer=customer, billing_address=BRITISH_ADDRESS, note="Ring twice")
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    fulfilment.ship(
        order=order, carrier="DHL", tracking_number="JD014", tracking_url="https://dhl.example/JD014"
    )
    page = client.get(f"/orders/{order.number}/").content.decode()
    for words in (
        "Shipped",
        "DHL",
        "JD014",
        "https://dhl.example/JD014",
        "Lindenstr. 12",
        "SW1Y 4JH",
        "Ring twice",
    ):
        assert words in page
    assert "Cancel this order" not in page
    assert "IBAN" not in page


def test_what_is_paid_cannot_be_cancelled_from_an_old_page(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(email="ada@example.com", **ADDRESS)
    order = Order.objects.get()
    shopper.visit(f"/orders/{order.number}/")
    fulfilment.mark_paid(order=order)
    shopper.send(f'form[action="/orders/{order.number}/cancel/"]')
    assert "It is too late to cancel this order here." in shopper.page.text
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_the_session_that_ordered_sees_the_order_and_no_other_does(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(email="ada@example.com", **ADDRESS)
    url = f"/orders/{Order.objects.get().number}/"
    assert shopper.client.get(url).status_code == 200
    assert Client().get(url).status_code == 404


def test_the_list_is_for_customers(shop: ShopSettings, client: Client) -> None:
    answer = client.get("/orders/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_a_customer_without_orders_is_told_so(shop: ShopSettings, client: Client) -> None:
    client.force_login(CustomerFactory())
    assert b"No orders yet" in client.get("/orders/").content


@pytest.mark.parametrize("orders", [2, 20])
def test_the_list_costs_the_same_however_long_it_is(
    shop: ShopSettings, client: Client, orders: int, django_assert_max_num_queries
) -> None:
    customer = CustomerFactory()
    client.force_login(customer)
    for _ in range(orders):
        order_of(filled_cart(stocked(), stocked(), customer=customer), customer=customer)
    client.get("/orders/")
    with django_assert_max_num_queries(12):
        page = client.get("/orders/")
    assert page.content.count(b'class="status') == orders


def test_more_than_a_page_of_orders_is_paged(shop: ShopSettings, client: Client) -> None:
    customer = CustomerFactory()
    client.force_login(customer)
    for _ in range(21):
        placed_order(customer=customer)
    assert b'class="pagination"' in client.get("/orders/").content
    assert client.get("/orders/?page=2").content.count(b'class="status') == 1
    assert client.get("/orders/?page=%00").status_code == 200


@pytest.mark.parametrize("lines", [2, 20])
def test_an_order_costs_the_same_however_much_is_in_it(
    shop: ShopSettings, client: Client, lines: int, django_assert_max_num_queries
) -> None:
    order = order_of(filled_cart(*(stocked() for _ in range(lines))))
    client.get(f"/orders/{order.number}/?token={order.token}")
    with django_assert_max_num_queries(14):
        assert client.get(f"/orders/{order.number}/?token={order.token}").status_code == 200
