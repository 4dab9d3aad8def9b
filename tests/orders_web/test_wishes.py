"""The wish list: without an account and with one, and across the log-in between."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog_pages.models import Product, ShopSettings
from orders import wishes
from orders.models import Cart, Wish
from orders.wish_cookie import COOKIE
from tests.factories import CustomerFactory, ProductFactory
from tests.orders_web.shopper import Shopper
from tests.storefront import for_sale

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def jug(shop: ShopSettings) -> Product:
    return for_sale("Jug")


def wish(client: Client, **fields: str) -> str:
    headers = {"origin": "http://testserver"}
    return client.post("/wishes/add/", fields, headers=headers, follow=True).content.decode()


def names(client: Client) -> list[str]:
    return [card.name for card in client.get("/wishes/").context["wishes"]]


def test_a_guest_keeps_wishes_without_a_row_and_without_a_session(client: Client, jug: Product) -> None:
    bowl = for_sale("Bowl")
    assert "Jug is on your wish list." in wish(client, sku=jug.variants.get().sku)
    wish(client, product=bowl.slug)
    wish(client, product=jug.slug)
    assert names(client) == ["Jug", "Bowl"]
    assert not Wish.objects.exists()
    client.post(f"/wishes/{jug.pk}/remove/")
    assert names(client) == ["Bowl"]
    client.post(f"/wishes/{bowl.pk}/remove/")
    assert "Nothing on it yet" in client.get("/wishes/").content.decode()


def test_wishes_survive_the_log_in_once(jug: Product, shop: ShopSettings) -> None:
    customer = CustomerFactory(password=PASSWORD)
    bowl = for_sale("Bowl")
    wishes.add(customer=customer, product=bowl)
    client = Client()
    wish(client, product=jug.slug)
    wish(client, product=bowl.slug)
    client.post("/account/login/", {"username": customer.email, "password": PASSWORD})
    assert names(client) == ["Jug", "Bowl"]
    assert not client.cookies[COOKIE].value
    client.post(f"/wishes/{jug.pk}/remove/")
    client.post("/account/logout/")
    assert names(client) == []
    client.post("/account/login/", {"username": customer.email, "password": PASSWORD})
    assert names(client) == ["Bowl"]


def test_a_cookie_that_is_not_ours_is_an_empty_list(client: Client, jug: Product) -> None:
    for value in (f"{jug.pk}", f"{jug.pk}:forged", "\x00", "9" * 4_000):
        client.cookies[COOKIE] = value
        assert names(client) == []


def test_a_line_of_the_cart_is_kept_for_later(shopper: Shopper, jug: Product) -> None:
    shopper.add(sku=jug.variants.get().sku)
    shopper.visit("/cart/")
    shopper.send('form[action$="/later/"]')
    assert "Jug is on your wish list." in shopper.text
    assert Cart.objects.get().items.count() == 0
    assert names(shopper.client) == ["Jug"]


def test_nobody_keeps_the_line_of_another(client: Client, shopper: Shopper, jug: Product) -> None:
    shopper.add(sku=jug.variants.get().sku)
    item = Cart.objects.get().items.get()
    assert client.post(f"/cart/items/{item.pk}/later/").status_code == 404
    assert Cart.objects.get().items.count() == 1


def test_a_form_from_elsewhere_wishes_nothing(jug: Product) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"origin": "https://elsewhere.example"}
    assert client.post("/wishes/add/", {"product": jug.slug}, headers=headers).status_code == 403
    assert client.post(f"/wishes/{jug.pk}/remove/", headers=headers).status_code == 403


def test_what_is_no_longer_sold_is_said_and_what_is_deleted_is_gone(client: Client, jug: Product) -> None:
    bowl, cup = for_sale("Bowl"), for_sale("Cup")
    for product in (jug, bowl, cup):
        wish(client, product=product.slug)
    bowl.pages.get().unpublish()
    cup.delete()
    page = client.get("/wishes/").content.decode()
    assert names(client) == ["Jug"]
    assert "No longer sold" in page
    assert "Bowl" in page


@pytest.mark.parametrize("fields", [{"product": "nothing"}, {"sku": "NOTHING"}, {}, {"product": "\x00"}])
def test_what_does_not_exist_cannot_be_wished_for(
    client: Client, jug: Product, fields: dict[str, str]
) -> None:
    answer = client.post("/wishes/add/", fields, headers={"origin": "http://testserver"})
    assert answer.status_code == 404


def test_a_list_that_is_full_says_so(client: Client, jug: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST", 2)
    customer = CustomerFactory()
    products = [ProductFactory() for _ in range(3)]
    wishes.merge(wished=[product.pk for product in products], into=customer)
    assert wishes.wished_by(customer) == [products[0].pk, products[1].pk]
    client.force_login(customer)
    assert "holds 2 things, and no more" in wish(client, product=jug.slug)
    assert Wish.objects.count() == 2
    wishes.add(customer=customer, product=products[0])


def test_a_long_list_costs_no_more_than_a_short_one(client: Client, shop: ShopSettings) -> None:
    customer = CustomerFactory()
    client.force_login(customer)

    def asked(more: int) -> int:
        for _ in range(more):
            wishes.add(customer=customer, product=for_sale(on_hand=5))
        client.get("/wishes/")  # reads the goods, and makes the cards
        with CaptureQueriesContext(connection) as queries:
            client.get("/wishes/")
        return len(queries)

    assert asked(1) == asked(6)


def test_a_customer_who_goes_takes_the_wishes_along(jug: Product) -> None:
    customer = CustomerFactory()
    wishes.add(customer=customer, product=jug)
    customer.delete()
    assert not Wish.objects.exists()
