"""Strings made to break things, in every parameter of the catalogue's API: 200, 400 or 404, never worse."""

import json
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from tests.storefront import the_site, with_sizes

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
PARAMETERS = ["category", "q", "brand", "min_price", "max_price", "in_stock", "attr_size", "ordering", "page"]


@pytest.fixture(scope="module")
def naughty(shared_data):
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    return [*strings, "\x00", "a\x00b", "\ufeff", "9" * 5_000, "-0", "1e999", "NaN", "٣"]


def test_no_string_in_a_query_is_a_server_error(naughty):
    the_site()
    with_sizes("Shirt", s=1, m=2)
    api = APIClient()
    for start, text in enumerate(naughty):
        parameter = PARAMETERS[start % len(PARAMETERS)]
        for query in ({parameter: text, f"attr_{text}": text, text: text}, {"q": text}):
            answer = api.get("/api/v1/products/", query)
            assert answer.status_code in (200, 400, 404), query
            assert answer.status_code == 200 or answer.json()["errors"][0]["detail"], query


def test_no_string_in_an_address_is_a_server_error(naughty):
    the_site()
    api = APIClient()
    for text in naughty:
        for path in ("products", "categories"):
            answer = api.get(f"/api/v1/{path}/{quote(text, safe='', errors='replace')[:2000]}/")
            assert answer.status_code in (200, 404), text
