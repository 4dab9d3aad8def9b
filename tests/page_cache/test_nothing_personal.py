"""Kept pages hold nothing of anybody, and their forms work for whoever comes first."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client

from catalog_pages.models import StandardPage, Variant
from orders.models import Cart
from tests.factories import CategoryFactory, CustomerFactory
from tests.storefront import category_page, for_sale, front_page

FROM_US = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def _shop(_page_cache: None) -> None:
    prints = CategoryFactory(name="Prints")
    page = category_page(prints)
    for name in ("Sea chart", "Moon map", "Star map"):
        for_sale(name, category=prints, parent=page)
    front_page().add_child(instance=StandardPage(title="Delivery", slug="delivery", show_in_menus=True))


def customer_with_a_cart(first_name: str, pieces: int) -> tuple[Client, list[str]]:
    """A browser of somebody logged in, and every secret of theirs that no kept page may hold."""
    customer = CustomerFactory(
        first_name=first_name, last_name="Lovelock", email=f"{first_name}@private.example"
    )
    client = Client(headers=FROM_US)
    client.force_login(customer)
    client.post("/cart/add/", {"sku": Variant.objects.first().sku, "quantity": pieces})
    client.get("/cart/")
    cookies = [client.cookies[name].value for name in ("sessionid", "csrftoken")]
    return client, [first_name, "Lovelock", customer.email, *cookies]


def crawl(client: Client) -> dict[str, bytes]:
    """Every page of the storefront that links lead to, from the front page on."""
    found: dict[str, bytes] = {}
    ahead = ["/", "/search/", "/prints/?in_stock=1&ordering=price"]
    while ahead:
        url = ahead.pop()
        answer = client.get(url)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        found[url] = answer.content
        links = re.findall(r'href="(/[^"#]*|\?[^"#]*)"', answer.content.decode())
        personal = ("/account/", "/cart/", "/orders/", "/checkout/", "/wishes/", "/static/", "/media/")
        for link in links:
            link = link.replace("&amp;", "&")
            link = url.partition("?")[0] + link if link.startswith("?") else link
            if not link.startswith(personal) and link not in found:
                ahead.append(link)
    return found


@pytest.mark.parametrize("first", [0, 1, 2])
def test_two_customers_and_a_guest_are_given_the_same_bytes_whoever_comes_first(first: int) -> None:
    ada, secrets_of_ada = customer_with_a_cart("Adaxyz", 2)
    bob, secrets_of_bob = customer_with_a_cart("Bobxyz", 7)
    for client in (ada, bob):
        client.get("/cart/")
    guest = Client()
    visitors = [ada, bob, guest]
    visitors = visitors[first:] + visitors[:first]
    crawls = [crawl(visitor) for visitor in visitors]
    assert len(crawls[0]) >= 8
    assert crawls[0] == crawls[1] == crawls[2]
    for page in crawls[0].values():
        html = page.decode()
        for secret in (*secrets_of_ada, *secrets_of_bob):
            assert secret not in html
        assert "csrf" not in html
        badge = BeautifulSoup(html, "html.parser").select_one("#cart-count")
        assert badge is not None and badge.get_text(strip=True) == ""


def test_reading_makes_no_session_and_sets_no_cookie() -> None:
    guest = Client()
    crawl(guest)
    crawl(guest)
    assert not guest.cookies
    assert not Session.objects.exists()


def test_a_first_visitor_puts_something_into_the_cart_from_a_kept_page() -> None:
    Client().get("/prints/sea-chart/")
    visitor = Client(enforce_csrf_checks=True)
    page = BeautifulSoup(visitor.get("/prints/sea-chart/").content, "html.parser")
    form = page.select_one("form[data-product-form]")
    data = {control["name"]: control.get("value", "") for control in form.select("input[name]")}
    answer = visitor.post(form["action"], data, headers={"origin": "http://testserver"}, follow=True)
    assert "is in your cart" in answer.content.decode()
    assert visitor.cookies["cart_pieces"].value == "1"
    assert not visitor.cookies["cart_pieces"]["httponly"]


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, True),
        ({"origin": "http://testserver"}, True),
        ({"referer": "http://testserver/prints/"}, True),
        ({"origin": "https://partner.example", "sec-fetch-site": "cross-site"}, True),
        ({}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://shop.testserver"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://testserver"}, False),
        ({"referer": "http://testserver.evil.example/"}, False),
        ({"referer": "https://evil.example/?http://testserver/"}, False),
    ],
)
def test_only_pages_of_the_shop_may_fill_a_cart_without_a_token(
    headers: dict[str, str], accepted: bool, settings: Any
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://partner.example"]
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/cart/add/", {"sku": Variant.objects.first().sku}, headers=headers)
    assert answer.status_code == (302 if accepted else 403)
    assert Cart.objects.of_guests().count() == int(accepted)


def test_other_forms_of_the_cart_still_ask_for_the_token() -> None:
    visitor = Client(enforce_csrf_checks=True, headers=FROM_US)
    visitor.post("/cart/add/", {"sku": Variant.objects.first().sku})
    assert visitor.post("/cart/voucher/", {"code": "X"}).status_code == 403


def test_the_badges_cookie_follows_the_cart_and_goes_with_the_customer() -> None:
    ada, _secrets = customer_with_a_cart("Adaxyz", 3)
    assert ada.cookies["cart_pieces"].value == "3"
    item = Cart.objects.exclude(customer=None).get().items.get()
    ada.post(f"/cart/items/{item.pk}/", {"quantity": 5})
    assert ada.cookies["cart_pieces"].value == "5"
    ada.post("/account/logout/")
    assert ada.cookies["cart_pieces"].value == ""


def test_the_links_lead_everybody_to_the_right_place() -> None:
    ada, _secrets = customer_with_a_cart("Adaxyz", 1)
    page = BeautifulSoup(ada.get("/").content, "html.parser")
    assert page.select_one('.header__tools a[href="/account/"]').get_text(strip=True) == "Account"
    assert ada.get("/account/").status_code == 200
    assert Client().get("/account/").headers["Location"].startswith("/account/login/")
    assert Client().get("/orders/").headers["Location"].startswith("/account/login/")
