"""Strings made to break things, typed into every field of the cart and the checkout: never a server error."""

import json
from pathlib import Path

import pytest

from catalog_pages.models import Product
from orders import outbox
from orders.models import Order, OutboxMessage
from tests.orders_web.shopper import ADDRESS, Shopper

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]

FIELDS = [
    "email",
    "note",
    "shipping_method",
    "payment_method",
    "billing-first_name",
    "billing-line1",
    "billing-country",
    "billing-postcode",
    "shipping-first_name",
    "shipping-last_name",
    "shipping-company",
    "shipping-line1",
    "shipping-city",
    "shipping-region",
    "shipping-postcode",
    "shipping-country",
    "shipping-phone",
    "idempotency_key",
    "expected_total",
    "shown_for",
    "fix",
    "book",
    "action",
]


@pytest.fixture(scope="module")
def naughty(shared_data: Path) -> list[str]:
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    return [*strings, "\x00", "a\x00b", "\ufeff", "\u202e", "🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 200, "9" * 5_000]


@pytest.mark.parametrize("shift", [0, 7])
def test_no_string_in_the_checkout_is_a_server_error(
    shopper: Shopper, mug: Product, naughty: list[str], shift: int
) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    token = shopper.client.cookies["csrftoken"].value
    fields = FIELDS[shift:] + FIELDS[:shift]
    for start in range(0, len(naughty), len(fields)):
        data = dict(zip(fields, naughty[start:], strict=False))
        answer = shopper.client.post(
            "/checkout/", {"action": "place", **data, "csrfmiddlewaretoken": token}, follow=True
        )
        assert answer.status_code in (200, 404), data
    assert shopper.client.get("/checkout/").status_code == 200


def test_no_string_in_the_cart_is_a_server_error(shopper: Shopper, mug: Product, naughty: list[str]) -> None:
    shopper.add(sku="MUG-S-CLAY")
    token = shopper.client.cookies["csrftoken"].value
    forms = [
        ("/cart/add/", ["sku", "quantity", "next"]),
        ("/cart/add/", ["product", "option_size"]),
        ("/cart/voucher/", ["code", "next"]),
    ]
    for number, text in enumerate(naughty):
        url, fields = forms[number % len(forms)]
        answer = shopper.client.post(url, {**dict.fromkeys(fields, text), "csrfmiddlewaretoken": token})
        assert answer.status_code == 302, (url, text)
        shopper.client.cookies.pop("messages", None)  # nobody reads them here


def test_a_hostile_name_is_shown_as_it_was_typed_and_does_nothing(
    shopper: Shopper, mug: Product, naughty: list[str]
) -> None:
    hostile = [text for text in naughty if ("<" in text or "{" in text) and len(text) <= 100][:12]
    assert len(hostile) == 12
    for text in hostile:
        shopper.add(sku="MUG-S-CLAY")
        shopper.visit("/checkout/")
        shopper.order(email="ada@example.com", note=text, **{**ADDRESS, "shipping-last_name": text})
        order = Order.objects.first()
        assert order is not None
        assert shopper.response.request["PATH_INFO"] == f"/checkout/done/{order.number}/", text
        page = shopper.client.get(f"/orders/{order.number}/").content.decode()
        assert ("<" not in text) or (text not in page)
        html = OutboxMessage.objects.get(order=order).html
        assert ("<" not in text) or (text not in html)
    assert outbox.sweep() == 12
