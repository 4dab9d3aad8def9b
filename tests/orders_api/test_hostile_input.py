"""Strings made to break things, sent as every field of the API: always an answer that says what is wrong."""

import json
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from tests.shops import ADDRESS, filled_cart, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]

FIELDS = ["email", "shipping_method", "payment_method", "expected_total", "note"]


@pytest.fixture(scope="module")
def naughty(shared_data: Path) -> list[str]:
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    return [*strings, "\x00", "a\x00b", "\ud800", "\ufeff", "9" * 5_000]


def test_no_string_in_the_cart_is_a_server_error(
    shop: ShopSettings, api: APIClient, naughty: list[str]
) -> None:
    headers = {"X-Cart-Token": filled_cart(stocked()).token}
    for number, text in enumerate(naughty):
        url, body = [
            ("/api/v1/cart/items/", {"sku": text, "quantity": 1}),
            ("/api/v1/cart/items/", {"sku": "x", "quantity": text}),
            ("/api/v1/cart/voucher/", {"code": text}),
        ][number % 3]
        answer = api.post(url, json.dumps(body), content_type="application/json", headers=headers)
        assert answer.status_code in (400, 404), (url, text)
        assert answer.json()["errors"][0]["detail"]


def test_no_string_in_the_checkout_is_a_server_error(
    shop: ShopSettings, api: APIClient, naughty: list[str]
) -> None:
    headers = {"X-Cart-Token": filled_cart(stocked()).token, "Idempotency-Key": "one"}
    for start in range(0, len(naughty), 5):
        texts = naughty[start : start + 5]
        body = {
            **dict(zip(FIELDS, texts, strict=False)),
            "shipping_address": dict(zip(ADDRESS, texts, strict=False)),
            "billing_address": texts[0],
        }
        answer = api.post(
            "/api/v1/checkout/", json.dumps(body), content_type="application/json", headers=headers
        )
        assert answer.status_code == 400, texts
        answer = api.get("/api/v1/checkout/options/", {"country": texts[-1]}, headers={"X-Cart-Token": "x"})
        assert answer.status_code in (400, 409), texts
