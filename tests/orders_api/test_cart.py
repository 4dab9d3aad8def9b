"""The cart by API: a guest's is named by a token, a customer's is their own."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from customers.models import Customer
from orders.models import Cart, Item
from tests.factories import VariantFactory, VoucherFactory
from tests.shops import filled_cart, stocked

pytestmark = pytest.mark.django_db


def add(api: APIClient, sku: str, quantity: object = 1, cart: str | None = None):
    headers = {"X-Cart-Token": cart} if cart else {}
    return api.post("/api/v1/cart/items/", {"sku": sku, "quantity": quantity}, format="json", headers=headers)


def test_adding_without_a_cart_makes_one_and_names_it(shop: ShopSettings, api: APIClient) -> None:
    answer = add(api, stocked(sku="PRINT-A3").sku.lower(), 2)
    assert answer.status_code == 201
    cart = answer.json()
    assert answer["X-Cart-Token"] == cart["token"]
    [line] = cart["items"]
    assert line["sku"] == "PRINT-A3"
    assert line["quantity"] == 2
    assert line["unit_price"] == {"amount": "12.00", "currency": "EUR"}
    assert line["line_total"] == {"amount": "24.00", "currency": "EUR"}
    assert line["available"] == 20
    assert line["message"] == ""
    assert cart["voucher"] is None
    assert cart["totals"]["total"] == {"amount": "24.00", "currency": "EUR"}
    assert set(cart["totals"]) == {"subtotal", "discount", "shipping", "tax", "total"}
    assert "sessionid" not in answer.cookies


def test_every_answer_about_a_cart_names_it(shop: ShopSettings, api: APIClient) -> None:
    token = add(api, stocked().sku)["X-Cart-Token"]
    headers = {"X-Cart-Token": token}
    item = api.get("/api/v1/cart/", headers=headers).json()["items"][0]["id"]
    answers = [
        api.get("/api/v1/cart/", headers=headers),
        api.patch(f"/api/v1/cart/items/{item}/", {"quantity": 3}, format="json", headers=headers),
        api.delete(f"/api/v1/cart/items/{item}/", headers=headers),
        api.delete("/api/v1/cart/voucher/", headers=headers),
        api.delete("/api/v1/cart/", headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert {answer["X-Cart-Token"] for answer in answers} == {token}
    assert answers[1].json()["items"][0]["quantity"] == 3
    assert answers[2].json()["items"] == []


def test_adding_the_same_again_adds_up(shop: ShopSettings, api: APIClient) -> None:
    sku = stocked().sku
    token = add(api, sku, 2)["X-Cart-Token"]
    [line] = add(api, sku, 3, token).json()["items"]
    assert line["quantity"] == 5


def test_a_quantity_of_zero_removes_the_line(shop: ShopSettings, api: APIClient) -> None:
    token = add(api, stocked().sku)["X-Cart-Token"]
    item = Item.objects.get()
    answer = api.patch(
        f"/api/v1/cart/items/{item.pk}/", {"quantity": 0}, format="json", headers={"X-Cart-Token": token}
    )
    assert answer.status_code == 200
    assert answer.json()["items"] == []


def test_more_than_there_are_is_refused_with_what_there_is(shop: ShopSettings, api: APIClient) -> None:
    answer = add(api, stocked(2, sku="RARE").sku, 3)
    assert answer.status_code == 409
    [error] = answer.json()["errors"]
    assert error["code"] == "out_of_stock"
    assert error["data"] == {"sku": "RARE", "available": 2}
    assert "Only 2" in error["detail"]


def test_what_is_not_sold_cannot_be_added(shop: ShopSettings, api: APIClient) -> None:
    assert add(api, "NO-SUCH-SKU").status_code == 404
    answer = add(api, VariantFactory(sku="OLD", is_active=False).sku)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "line_unavailable"


@pytest.mark.parametrize("quantity", [-1, 0, 1.5, True, False, None, "", "two", 10**30, [], {}, "1e3", "NaN"])
def test_a_quantity_that_is_none_is_refused(shop: ShopSettings, api: APIClient, quantity: object) -> None:
    answer = add(api, stocked().sku, quantity)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "quantity"
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "body", ["[]", "7", '"text"', "null", "{", '{"sku": "\\u0000"}', '{"sku": "\\ud800"}']
)
def test_a_body_that_is_none_is_refused(shop: ShopSettings, api: APIClient, body: str) -> None:
    answer = api.post("/api/v1/cart/items/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_token_that_names_no_cart_gets_a_new_one(shop: ShopSettings, api: APIClient) -> None:
    for guess in ("guess", "\x00", "é" * 300, "x" * 5_000):
        answer = api.get("/api/v1/cart/", headers={"X-Cart-Token": guess})
        assert answer.status_code == 200
        assert answer["X-Cart-Token"] != guess


def test_a_customers_cart_is_not_reached_by_its_token(
    shop: ShopSettings, api: APIClient, customer: Customer
) -> None:
    cart = filled_cart(stocked(), customer=customer)
    answer = api.get("/api/v1/cart/", headers={"X-Cart-Token": cart.token})
    assert answer["X-Cart-Token"] != cart.token
    assert answer.json()["items"] == []


def test_a_customer_keeps_to_their_own_cart_whatever_token_they_send(
    customer: Customer, customers_api: APIClient
) -> None:
    of_a_guest = filled_cart(stocked())
    answer = customers_api.get("/api/v1/cart/", headers={"X-Cart-Token": of_a_guest.token})
    assert answer.json()["items"] == []
    assert Cart.objects.get(customer=customer).token == answer["X-Cart-Token"]


def test_a_line_of_another_cart_is_not_found(shop: ShopSettings, api: APIClient) -> None:
    theirs = filled_cart(stocked()).items.get()
    token = add(api, stocked().sku)["X-Cart-Token"]
    url, headers = f"/api/v1/cart/items/{theirs.pk}/", {"X-Cart-Token": token}
    assert api.patch(url, {"quantity": 1}, format="json", headers=headers).status_code == 404
    assert api.delete(url, headers=headers).status_code == 404
    assert api.delete(f"/api/v1/cart/items/{10**30}/", headers=headers).status_code == 404
    assert Item.objects.filter(pk=theirs.pk).exists()


def test_a_price_that_moved_is_said(shop: ShopSettings, api: APIClient) -> None:
    variant = stocked()
    token = add(api, variant.sku)["X-Cart-Token"]
    variant.price = 15
    variant.save()
    [line] = api.get("/api/v1/cart/", headers={"X-Cart-Token": token}).json()["items"]
    assert line["unit_price"]["amount"] == "15.00"
    assert "€12.00" in line["message"]
    assert "€15.00" in line["message"]


def test_a_voucher_goes_in_and_out(shop: ShopSettings, api: APIClient) -> None:
    VoucherFactory(code="SPRING", promotion__name="Spring sale", promotion__value=25)
    headers = {"X-Cart-Token": add(api, stocked().sku)["X-Cart-Token"]}
    cart = api.post("/api/v1/cart/voucher/", {"code": "spring"}, format="json", headers=headers).json()
    assert cart["voucher"] == {"code": "SPRING", "message": ""}
    assert cart["totals"]["discount"]["amount"] == "3.00"
    assert cart["discounts"] == [
        {
            "name": "Spring sale",
            "code": "SPRING",
            "amount": {"amount": "3.00", "currency": "EUR"},
            "free_shipping": False,
        }
    ]
    refused = api.post("/api/v1/cart/voucher/", {"code": "AUTUMN"}, format="json", headers=headers)
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert (error["code"], error["attr"]) == ("voucher_not_usable", "code")
    assert error["data"] == {"reason": "unknown"}
    assert api.delete("/api/v1/cart/voucher/", headers=headers).json()["voucher"] is None


def test_a_session_needs_its_csrf_token_to_write(customer: Customer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(customer)
    answer = browser.post("/api/v1/cart/items/", {"sku": stocked().sku}, content_type="application/json")
    assert answer.status_code == 403
    assert not Item.objects.exists()


@pytest.mark.parametrize("lines", [2, 20])
def test_the_cart_costs_the_same_however_much_is_in_it(
    shop: ShopSettings, api: APIClient, lines: int, django_assert_max_num_queries
) -> None:
    cart = filled_cart(*(stocked() for _ in range(lines)))
    with django_assert_max_num_queries(10) as captured:
        answer = api.get("/api/v1/cart/", headers={"X-Cart-Token": cart.token})
    assert len(answer.json()["items"]) == lines
    assert len(captured.captured_queries) == CART_QUERIES


# Measured, where no terms of sale are kept: settings and site, the cart, items, options, VAT, promotions, pages.
CART_QUERIES = 8
