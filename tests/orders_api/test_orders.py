"""Orders by API: one's own, by token or by account, and nobody else's."""

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings, StockItem
from customers.models import Customer
from orders import fulfilment
from orders.models import Order, OrderEvent
from tests.factories import CustomerFactory
from tests.orders.test_fulfilment import take_all_back
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


def test_orders_of_others_do_not_exist(shop: ShopSettings, api: APIClient, customers_api: APIClient) -> None:
    theirs = placed_order(customer=CustomerFactory())
    guests = placed_order()
    for client in (api, customers_api):
        for order in (theirs, guests):
            url = f"/api/v1/orders/{order.number}/"
            assert client.get(url).status_code == 404
            assert client.get(f"{url}?token=").status_code == 404
            assert client.get(f"{url}?token=%00").status_code == 404
            assert client.get(f"{url}?token={'x' * 43}").status_code == 404
            assert client.post(f"{url}cancel/").status_code == 404
    other_token = f"/api/v1/orders/{theirs.number}/?token={guests.token}"
    assert api.get(other_token).status_code == 404


@pytest.mark.parametrize(
    "number", ["00000000", "UUUUUUUU", "1", "%00%00%00%00%00%00%00%00", "☃☃☃☃☃☃☃☃", "x" * 3_000]
)
def test_a_number_that_is_none_answers_404_in_json(shop: ShopSettings, api: APIClient, number: str) -> None:
    answer = api.get(f"/api/v1/orders/{number}/")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"


def test_only_customers_have_a_list(shop: ShopSettings, api: APIClient) -> None:
    assert api.get("/api/v1/orders/").status_code == 401


@pytest.mark.parametrize("orders", [2, 20])
def test_the_list_costs_the_same_however_long_it_is(
    customer: Customer, customers_api: APIClient, orders: int, django_assert_num_queries
) -> None:
    for _ in range(orders):
        order_of(filled_cart(stocked(), stocked(), customer=customer), customer=customer)
    fulfilment.pack(order=fulfilment.mark_paid(order=Order.objects.first()))  # type: ignore[arg-type]
    sent = fulfilment.ship(order=Order.objects.first())  # type: ignore[arg-type]
    take_all_back(order=sent)
    # The token, the count, the orders, items, addresses, payments, shipments and returns with their lines, invoices,
    # events, redemptions.
    with django_assert_num_queries(13):
        results = customers_api.get("/api/v1/orders/").json()["results"]
    assert len(results) == orders
    assert all(len(order["items"]) == 2 for order in results)


def test_a_guest_cancels_what_is_not_paid_and_the_goods_go_back(shop: ShopSettings, api: APIClient) -> None:
    order = placed_order()
    answer = api.post(f"/api/v1/orders/{order.number}/cancel/?token={order.token}")
    assert answer.status_code == 200
    assert answer.json()["status"] == "cancelled"
    assert answer.json()["payment"]["next_action"] == {"type": "none"}
    assert StockItem.objects.get().reserved == 0


def test_what_is_paid_is_not_cancelled_by_its_shopper(customer: Customer, customers_api: APIClient) -> None:
    order = placed_order(customer=customer)
    fulfilment.mark_paid(order=order)
    answer = customers_api.post(f"/api/v1/orders/{order.number}/cancel/")
    assert answer.status_code == 409
    [error] = answer.json()["errors"]
    assert error["code"] == "illegal_transition"
    assert error["data"] == {"status": "paid", "target": "cancelled"}
    assert Order.objects.get().status == Order.Status.PAID


def test_nobody_marks_their_own_order_paid(customer: Customer, customers_api: APIClient) -> None:
    order = placed_order(customer=customer)
    url = f"/api/v1/orders/{order.number}/"
    for method in ("put", "patch", "delete", "post"):
        assert getattr(customers_api, method)(url, {"status": "paid"}, format="json").status_code == 405
    assert Order.objects.get().status == Order.Status.PENDING


def test_what_staff_write_for_each_other_is_not_shown(customer: Customer, customers_api: APIClient) -> None:
    order = placed_order(customer=customer)
    OrderEvent.objects.create(order=order, kind=OrderEvent.Kind.NOTE, message="Rude on the phone.")
    timeline = customers_api.get(f"/api/v1/orders/{order.number}/").json()["timeline"]
    assert [event["kind"] for event in timeline] == ["placed"]


def test_a_payment_provider_that_is_none_answers_404(shop: ShopSettings, api: APIClient) -> None:
    for provider in ("manual", "nobody"):
        answer = api.post(f"/api/v1/payments/{provider}/webhook/", {"id": "evt_1"}, format="json")
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["code"] == "not_found"
