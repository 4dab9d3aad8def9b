"""From a cart to an order by API, and every way in which that may be refused."""

from decimal import Decimal
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings, StockItem
from customers.models import Customer
from orders.models import Order
from tests.factories import VoucherFactory
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, stocked

pytestmark = pytest.mark.django_db


def error(answer) -> dict:
    [one] = answer.json()["errors"]
    return one


def test_a_guest_buys(shop: ShopSettings, api: APIClient, check_out) -> None:
    sku = stocked(20, sku="BOWL-S").sku
    cart = api.post("/api/v1/cart/items/", {"sku": sku, "quantity": 2}, format="json")["X-Cart-Token"]
    options = api.get("/api/v1/checkout/options/?country=GB", headers={"X-Cart-Token": cart}).json()
    assert options["shipping_methods"][0]["price"] == {"amount": "4.90", "currency": "EUR"}
    answer = check_out(
        api,
        cart,
        shipping_address=BRITISH_ADDRESS,
        shipping_method=options["shipping_methods"][0]["code"],
        payment_method=options["payment_methods"][0]["code"],
        expected_total="28.90",
    )
    assert answer.status_code == 201
    order = answer.json()
    assert order["status"] == "pending"
    assert order["email"] == "ada@example.com"
    assert [(line["sku"], line["quantity"]) for line in order["items"]] == [("BOWL-S", 2)]
    assert order["totals"]["total"] == {"amount": "28.90", "currency": "EUR"}
    assert order["shipping_address"]["postcode"] == "SW1Y 4JH"
    assert order["shipping_address"]["country"] == "GB"
    assert order["billing_address"]["line1"] == BRITISH_ADDRESS["line1"]
    assert order["payment"]["method"] == "bank_transfer"
    assert order["payment"]["status"] == "pending"
    assert order["payment"]["next_action"]["type"] == "bank_transfer"
    assert "DE02 1203" in order["payment"]["next_action"]["instructions"]
    assert order["timeline"][0]["kind"] == "placed"
    assert StockItem.objects.get(variant__sku="BOWL-S").reserved == 2
    assert api.get("/api/v1/cart/", headers={"X-Cart-Token": cart}).json()["items"] == []

    url = f"/api/v1/orders/{order['number']}/"
    assert api.get(url).status_code == 404
    assert api.get(f"{url}?token={order['token']}").json()["number"] == order["number"]


def test_a_customer_buys_and_finds_the_order(customer: Customer, customers_api: APIClient, check_out) -> None:
    filled_cart(stocked(), customer=customer)
    number = check_out(customers_api).json()["number"]
    assert Order.objects.get().customer == customer
    assert [order["number"] for order in customers_api.get("/api/v1/orders/").json()["results"]] == [number]
    assert customers_api.get(f"/api/v1/orders/{number}/").status_code == 200


def test_the_same_key_answers_the_same_order(shop: ShopSettings, api: APIClient, check_out) -> None:
    cart, key = filled_cart(stocked()).token, str(uuid4())
    first, again = check_out(api, cart, key), check_out(api, cart, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == again.json()["number"]
    assert Order.objects.count() == 1


def test_the_same_key_for_another_order_is_a_conflict(shop: ShopSettings, api: APIClient, check_out) -> None:
    cart, key = filled_cart(stocked()).token, str(uuid4())
    check_out(api, cart, key)
    answer = check_out(api, cart, key, email="someone.else@example.com")
    assert answer.status_code == 409
    assert error(answer)["code"] == "idempotency_conflict"


def test_a_checkout_needs_a_key(shop: ShopSettings, api: APIClient, check_out) -> None:
    cart = filled_cart(stocked()).token
    answer = check_out(api, cart, key="")
    assert answer.status_code == 400
    assert error(answer)["code"] == "idempotency_key_required"
    assert error(answer)["attr"] == "Idempotency-Key"
    assert check_out(api, cart, key="x" * 256).status_code == 400
    assert not Order.objects.exists()


def test_an_empty_cart_is_no_order(shop: ShopSettings, api: APIClient, check_out) -> None:
    for cart in (None, "unknown", filled_cart().token):
        answer = check_out(api, cart)
        assert answer.status_code == 409
        assert error(answer)["code"] == "cart_is_empty"


def test_what_sold_out_meanwhile_is_named(shop: ShopSettings, api: APIClient, check_out) -> None:
    variant = stocked(3, sku="RARE")
    cart = filled_cart(variant, quantity=3).token
    StockItem.objects.filter(variant=variant).update(on_hand=1)
    answer = check_out(api, cart)
    assert answer.status_code == 409
    assert error(answer)["code"] == "out_of_stock"
    assert error(answer)["data"] == {"sku": "RARE", "available": 1}
    assert not Order.objects.exists()


@pytest.mark.parametrize("seen", ["16.90", {"amount": "16.90", "currency": "EUR"}])
def test_a_price_that_moved_meanwhile_asks_again(
    shop: ShopSettings, api: APIClient, check_out, seen: object
) -> None:
    variant = stocked()
    cart = filled_cart(variant).token
    variant.price = Decimal("13.00")
    variant.save()
    answer = check_out(api, cart, expected_total=seen)
    assert answer.status_code == 409
    assert error(answer)["code"] == "prices_changed"
    assert error(answer)["data"]["old"] == {"amount": "16.90", "currency": "EUR"}
    assert error(answer)["data"]["new"] == {"amount": "17.90", "currency": "EUR"}
    assert not Order.objects.exists()


def test_a_total_in_another_currency_is_no_total_here(shop: ShopSettings, api: APIClient, check_out) -> None:
    answer = check_out(
        api, filled_cart(stocked()).token, expected_total={"amount": "16.90", "currency": "GBP"}
    )
    assert answer.status_code == 400
    assert error(answer)["attr"] == "expected_total"


def test_what_is_no_longer_sold_is_named(shop: ShopSettings, api: APIClient, check_out) -> None:
    variant = stocked(sku="GONE")
    cart = filled_cart(variant).token
    variant.is_active = False
    variant.save()
    answer = check_out(api, cart)
    assert answer.status_code == 409
    assert error(answer)["code"] == "line_unavailable"
    assert error(answer)["data"]["sku"] == "GONE"


def test_a_way_of_delivery_or_payment_that_is_not_offered(
    shop: ShopSettings, api: APIClient, check_out
) -> None:
    cart = filled_cart(stocked()).token
    by_balloon = check_out(api, cart, shipping_method="balloon")
    assert (by_balloon.status_code, error(by_balloon)["code"]) == (400, "shipping_not_available")
    to_japan = {**ADDRESS, "country": "JP", "postcode": "100-0001", "region": "Tokyo", "city": "Chiyoda"}
    abroad = check_out(api, cart, shipping_address=to_japan)
    assert (abroad.status_code, error(abroad)["code"]) == (400, "shipping_not_available")
    in_shells = check_out(api, cart, payment_method="cowry")
    assert (in_shells.status_code, error(in_shells)["code"]) == (400, "payment_method_not_available")


def test_a_voucher_that_ran_out_meanwhile_is_refused(shop: ShopSettings, api: APIClient, check_out) -> None:
    from orders import carts

    voucher = VoucherFactory(code="ONCE", promotion__kind="amount", promotion__value=2, usage_limit=1)
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code="ONCE")
    voucher.times_used = 1
    voucher.save()
    answer = check_out(api, cart.token)
    assert answer.status_code == 400
    assert error(answer)["code"] == "voucher_not_usable"
    assert not Order.objects.exists()


def test_what_a_country_requires_is_required(shop: ShopSettings, api: APIClient, check_out) -> None:
    cart = filled_cart(stocked()).token
    answer = check_out(api, cart, shipping_address={**ADDRESS, "postcode": ""})
    assert answer.status_code == 400
    assert error(answer)["attr"] == "shipping_address.postcode"
    answer = check_out(api, cart, billing_address={**ADDRESS, "country": "ZZ"})
    assert answer.status_code == 400
    assert error(answer)["attr"] == "billing_address.country"


def test_a_bill_may_go_elsewhere(shop: ShopSettings, api: APIClient, check_out) -> None:
    order = check_out(api, filled_cart(stocked()).token, billing_address=BRITISH_ADDRESS).json()
    assert order["shipping_address"]["country"] == "DE"
    assert order["billing_address"]["country"] == "GB"


def test_options_ask_for_a_country_there_is(shop: ShopSettings, api: APIClient) -> None:
    headers = {"X-Cart-Token": filled_cart(stocked()).token}
    assert api.get("/api/v1/checkout/options/", headers=headers).status_code == 200
    assert api.get("/api/v1/checkout/options/?country=gb", headers=headers).status_code == 200
    for country in ("XX", "Germany", "%00", "%F0%9F%87%A9", "1" * 5_000):
        answer = api.get(f"/api/v1/checkout/options/?country={country}", headers=headers)
        assert answer.status_code == 400
        assert error(answer)["attr"] == "country"


def test_options_for_nothing_are_a_conflict(shop: ShopSettings, api: APIClient) -> None:
    answer = api.get("/api/v1/checkout/options/?country=GB")
    assert answer.status_code == 409
    assert error(answer)["code"] == "cart_is_empty"


def test_options_cost_the_same_however_much_is_in_the_cart(
    shop: ShopSettings, api: APIClient, check_out, django_assert_max_num_queries
) -> None:
    few = filled_cart(*(stocked() for _ in range(2)))
    many = filled_cart(*(stocked() for _ in range(20)))
    with django_assert_max_num_queries(10):
        api.get("/api/v1/checkout/options/?country=GB", headers={"X-Cart-Token": few.token})
    with django_assert_max_num_queries(10):
        api.get("/api/v1/checkout/options/?country=GB", headers={"X-Cart-Token": many.token})
