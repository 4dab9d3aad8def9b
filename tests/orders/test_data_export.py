"""The document with all that the shop knows of a customer: everything of theirs, nothing of others, no secret."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings
from customers import newsletter
from customers.models import Customer
from orders import wishes
from tests.factories import CustomerFactory, ProductFactory
from tests.shops import filled_cart, placed_order, stocked

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def ada(shop: ShopSettings) -> Customer:
    return CustomerFactory(email="ada@example.com", password=PASSWORD)


def download(customer: Customer, password: str = PASSWORD) -> tuple[Client, bytes]:
    client = Client()
    client.force_login(customer)
    answer = client.post("/account/export/", {"current_password": password})
    assert answer.status_code == 200
    return client, answer.content


def test_it_holds_orders_cart_wishes_and_consent(ada: Customer) -> None:
    order = placed_order(customer=ada, note="Ring twice")
    filled_cart(stocked(sku="JUG"), customer=ada)
    wishes.add(customer=ada, product=ProductFactory(name="Kiln"))
    newsletter.subscribe(email=ada.email)
    found = json.loads(download(ada)[1])
    assert found["account"]["email"] == "ada@example.com"
    assert [(each["number"], each["note"]) for each in found["orders"]] == [(order.number, "Ring twice")]
    assert found["orders"][0]["shipping_address"]["city"] == "Berlin"
    assert [each["sku"] for each in found["cart"]] == ["JUG"]
    assert found["wish_list"][0]["product"] == "Kiln"
    assert found["newsletter"]["source"] == "account"
    assert found["reviews"] == []
    assert len(found["log_ins"]) == 1


def test_it_holds_nothing_of_others_and_no_secret(ada: Customer) -> None:
    other = CustomerFactory(email="eve@example.com")
    theirs, own = placed_order(customer=other, email=other.email), placed_order(customer=ada)
    client, content = download(ada)
    text = content.decode()
    assert theirs.number not in text
    assert "eve@example.com" not in text
    for secret in (own.token, ada.password, client.session.session_key):
        assert secret not in text


def test_it_asks_for_the_password_and_for_a_log_in(ada: Customer) -> None:
    _client, content = download(ada, password="wrong")
    assert b"This is not your password." in content
    assert Client().post("/account/export/").status_code == 302
