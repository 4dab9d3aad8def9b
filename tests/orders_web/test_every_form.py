"""Every form of the shop, a guest's and a customer's, fed what breaks software: it answers, keeps, runs nothing.

The forms are found by walking the shop, so that a new one is fed too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from catalog_pages.models import ShopSettings
from customers.models import Customer
from orders import fulfilment
from tests.factories import CategoryFactory, CustomerFactory
from tests.orders_web.shopper import Shopper
from tests.shops import placed_order
from tests.storefront import category_page, for_sale, show

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
TYPED = ("text", "email", "tel", "search", "number", "url", "")
LEFT_ALONE = frozenset({"csrfmiddlewaretoken"})
# What ends the visit is no form to go on from.
ENDS = ("/account/logout/", "/account/delete/")
MANY = 40
"""Strings for each form; all of them together come round all strings."""


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page."""

    page: str
    action: str
    method: str
    typed: tuple[str, ...]
    given: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What tells it from others: forms of many lines of a list are one."""
        path = "/".join("*" if part.isdecimal() else part for part in urlsplit(self.action).path.split("/"))
        return path, self.method, self.typed


@pytest.fixture
def customer(shop: ShopSettings) -> Customer:
    """Somebody with an order sent, an address to write and something to review."""
    customer: Customer = CustomerFactory(email="ada@example.com")
    mugs = CategoryFactory(name="Mugs")
    category_page(mugs)
    for_sale("Mug", category=mugs)
    order = placed_order(customer=customer)
    fulfilment.ship(order=fulfilment.pack(order=fulfilment.mark_paid(order=order)))
    bought = order.items.get().variant
    assert bought is not None
    show(bought.product)
    placed_order(customer=customer)
    return customer


@pytest.fixture(scope="module")
def strings(shared_data: Path) -> list[str]:
    naughty = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    addresses = json.loads((shared_data / "hostile" / "email-addresses.json").read_text())
    emails = [email for email, _verdict in addresses]
    # Half a surrogate pair cannot be sent in UTF-8.
    sendable = [text.encode(errors="ignore").decode() for text in (*naughty, *emails)]
    return [*sendable, "\x00", "a\x00b", "\u202e", "9" * 5_000, "<script>alert(1)</script>"]


def forms_of(client: Client, start: str = "/") -> list[Form]:
    """Every form that links lead to from here, each kind of it once."""
    found: dict[object, Form] = {}
    waiting, seen = [start, "/search/", "/account/newsletter/"], set()
    while waiting:
        url = waiting.pop()
        if url in seen or len(seen) > 150:
            continue
        seen.add(url)
        answer = client.get(url, follow=True)
        assert answer.status_code < 500, url
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        soup = BeautifulSoup(answer.content, "html.parser")
        for form in _forms_on(soup, url):
            found.setdefault(form.key, form)
        links = (urljoin(url, str(link["href"])) for link in soup.select("a[href]"))
        waiting += [link for link in links if link.startswith("/") and not link.startswith(("//", "/media/"))]
    return [form for form in found.values() if not form.action.startswith(ENDS)]


def _forms_on(soup: BeautifulSoup, url: str) -> Iterator[Form]:
    for form in soup.select("form"):
        controls = form.select("input, textarea, select")
        named = [each for each in controls if each.get("name") and each["name"] not in LEFT_ALONE]
        typed = tuple(str(each["name"]) for each in named if _is_typed(each))
        given = Shopper(Client()).filled(form)
        yield Form(
            page=url,
            action=urljoin(url, str(form.get("action") or url)),
            method=str(form.get("method", "get")).lower(),
            typed=typed,
            given=tuple((name, str(value)) for name, value in given.items() if name not in LEFT_ALONE),
        )


def _is_typed(control: Tag) -> bool:
    return control.name == "textarea" or (control.name == "input" and control.get("type", "") in TYPED)


def feed(client: Client, form: Form, strings: list[str], begin: int) -> None:
    for turn in range(MANY):
        texts = {
            name: strings[(begin + turn * len(form.typed) + place) % len(strings)]
            for place, name in enumerate(form.typed)
        }
        data = {**dict(form.given), **texts}
        send = client.post if form.method == "post" else client.get
        answer = send(form.action, data, headers={"origin": "http://testserver"}, follow=True)
        assert answer.status_code < 500, (form, texts)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            _runs_nothing(answer.content.decode(), texts)
            if form.method == "post" and not answer.redirect_chain:
                _keeps(BeautifulSoup(answer.content, "html.parser"), texts)


def _runs_nothing(page: str, texts: dict[str, Any]) -> None:
    for text in texts.values():
        if "<" in text and ">" in text:
            assert text not in page, text


def _keeps(soup: BeautifulSoup, texts: dict[str, str]) -> None:
    """What was typed stands in the fields again; what no page can carry, such as control characters, apart."""
    for name, text in texts.items():
        field = soup.find(["input", "textarea"], attrs={"name": name})
        if isinstance(field, Tag) and field.get("type") != "password":
            shown = str(field.get("value", "")) if field.name == "input" else field.text
            assert _words(shown) == _words(text), name


def _words(text: str) -> str:
    return "".join(character for character in text if character.isalnum() and character.isprintable())


def test_what_a_guest_can_fill_in(customer: Customer, strings: list[str]) -> None:
    client = Client()
    client.post("/cart/add/", {"product": "mug", "sku": ""}, headers={"origin": "http://testserver"})
    forms = forms_of(client)
    assert {"/cart/add/", "/checkout/", "/search/", "/account/signup/", "/account/newsletter/"} <= {
        urlsplit(form.action).path for form in forms
    }
    for number, form in enumerate(forms):
        feed(client, form, strings, begin=number * MANY * 3)


def test_what_a_customer_can_fill_in(customer: Customer, strings: list[str]) -> None:
    client = Client()
    client.force_login(customer)
    client.post("/cart/add/", {"product": "mug", "sku": ""}, headers={"origin": "http://testserver"})
    forms = forms_of(client)
    actions = {form.key[0] for form in forms}
    assert {"/account/addresses/add/", "/account/details/", "/account/email/", "/account/export/"} <= actions
    assert any(action.startswith("/account/reviews/") for action in actions)
    assert any(action.endswith("/return/") for action in actions)
    for number, form in enumerate(forms):
        feed(client, form, strings, begin=number * MANY * 3 + 7)
