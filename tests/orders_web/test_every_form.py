"""Every form of the shop, a guest's and a customer's, fed what breaks software: it answers and keeps what was typed.

Whether a browser runs any of it is seen in tests/browser/test_hostile_input.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from catalog_pages.models import ShopSettings
from customers.models import Customer
from tests.every_form import Form, a_customer_with_orders, forms_of, hostile_strings

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
MANY = 40
"""Strings for each form; all of them together come round all strings."""


@pytest.fixture
def customer(shop: ShopSettings) -> Customer:
    return a_customer_with_orders()


@pytest.fixture(scope="module")
def strings(shared_data: Path) -> list[str]:
    return hostile_strings(shared_data)


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
