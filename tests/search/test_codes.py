"""A SKU or barcode leads straight to its product, however it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.storefront import for_sale

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "q",
    ["TN-2110/B", "tn-2110/b", " tn2110b ", "TN 2110 B", "tn.2110-b", "4006381333931", "4006381 333931"],
)
def test_a_code_leads_to_its_product_with_or_without_signs(
    q: str, client: Client, indexed: Callable[[], None]
) -> None:
    toner = for_sale("Toner")
    toner.variants.update(sku="TN-2110/B", barcode="4006381333931")
    for_sale("Box for TN-2110/B", description="Holds a TN-2110/B, 4006381333931.")
    indexed()
    answer = client.get("/search/", {"q": q})
    assert (answer.status_code, answer.url) == (302, "/toner/?sku=TN-2110%2FB")


@pytest.mark.parametrize("q", ["tn2110", "2110", "toner tn2110b", "400638133393"])
def test_what_is_not_the_whole_code_searches(q: str, client: Client, indexed: Callable[[], None]) -> None:
    toner = for_sale("Toner")
    toner.variants.update(sku="TN-2110/B", barcode="4006381333931")
    indexed()
    assert client.get("/search/", {"q": q}).status_code == 200


def test_a_code_of_what_is_not_shown_or_not_sold_leads_nowhere(
    client: Client, indexed: Callable[[], None]
) -> None:
    hidden, gone = for_sale("Hidden"), for_sale("Gone")
    hidden.variants.update(sku="AB-1")
    gone.variants.update(sku="AB-2", is_active=False)
    hidden.pages.get().unpublish()
    indexed()
    for q in ("ab1", "AB-1", "ab2", "AB-2"):
        assert client.get("/search/", {"q": q}).status_code == 200
