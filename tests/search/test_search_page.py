"""The search page: what is found, in which order, and what happens when nothing is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalog_pages.finding import finder
from catalog_pages.models import Product
from catalog_pages.renewal import reindex
from tests.factories import BrandFactory, CategoryFactory
from tests.storefront import category_page, for_sale, the_site, with_sizes

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    answer = client.get(f"/search/{query}")
    assert answer.status_code == 200
    html = re.sub(r"\s+", " ", answer.content.decode())
    listing = html.split('id="listing"')[1] if 'id="listing"' in html else ""
    return re.findall(r'product-card__name"> ?<a href="[^"]*">([^<]*)</a>', listing)


def indexed() -> None:
    reindex(Product.objects.values_list("pk", flat=True))


def test_a_name_that_matches_comes_before_a_description_that_does(client: Client) -> None:
    for_sale("Notebook", description="<p>Holds a map.</p>")
    for_sale("Map of the moon")
    for_sale("Mug")
    indexed()
    assert found(client, "?q=map") == ["Map of the moon", "Notebook"]
    assert found(client, "?q=map&ordering=name") == ["Map of the moon", "Notebook"]


def test_search_has_the_filters_sorting_and_pages_of_a_category(client: Client) -> None:
    hay = BrandFactory(name="Hay")
    for number in range(26):
        for_sale(f"Print {number:02}", price=str(5 + number), brand=hay if number % 2 else None)
    with_sizes("Shirt with a print", s=1, m=0)
    indexed()
    assert found(client, "?q=print&ordering=price&min_price=6&max_price=8") == [
        "Print 01",
        "Print 02",
        "Print 03",
    ]
    assert found(client, "?q=print&brand=hay&ordering=-price")[0] == "Print 25"
    assert found(client, "?q=print&attr_size=s&in_stock=1") == ["Shirt with a print"]
    assert len(found(client, "?q=print")) == 24
    assert len(found(client, "?q=print&page=2")) == 3


def test_a_search_without_results_helps_on(client: Client) -> None:
    category_page(CategoryFactory(name="Pottery"))
    for_sale("Mug")
    indexed()
    html = client.get("/search/?q=spaceship").content.decode()
    assert "We found nothing by that name" in html
    assert 'class="chip chip--plain" href="/pottery/"' in html
    assert "New in the shop" in html
    assert 'href="/mug/"' in html


def test_an_exact_sku_or_barcode_leads_to_the_product_with_the_variant_chosen(client: Client) -> None:
    shirt = with_sizes("Shirt", s=1, m=3)
    variant = shirt.variants.get(options__choice__code="m")
    variant.sku, variant.barcode = "Shirt-M", "4006381333931"
    variant.save()
    for code in ("shirt-m", " SHIRT-M ", "4006381333931"):
        answer = client.get("/search/", {"q": code})
        assert (answer.status_code, answer.url) == (302, "/shirt/?sku=Shirt-M")
    assert client.get("/search/?q=shirt-").status_code == 200
    shirt.pages.get().unpublish()
    assert client.get("/search/?q=shirt-m").status_code == 200


def test_drafts_and_goods_off_sale_are_not_found(client: Client) -> None:
    for_sale("Draft mug").pages.get().unpublish()
    for_sale("Old mug", is_active=False)
    for_sale("Mug")
    indexed()
    assert found(client, "?q=mug") == ["Mug"]


def test_what_was_typed_is_shown_as_words(client: Client) -> None:
    html = client.get("/search/", {"q": '<b>"x"</b>'}).content.decode()
    assert "&lt;b&gt;&quot;x&quot;&lt;/b&gt;" in html
    assert "<b>" not in html


def test_search_stays_out_of_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex, follow">' in client.get("/search/").content.decode()


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/search/", {"q": "x"}).status_code == 405


@pytest.mark.parametrize(
    "q",
    [
        "'",
        '"',
        "\\",
        "*",
        "-",
        "a*",
        "NOT",
        "AND OR",
        "NEAR(a b)",
        "(",
        "title:x",
        "a & b | !c",
        ":*",
        "\x00",
        "<->",
        "%",
    ],
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(q: str, client: Client) -> None:
    for_sale("Mug")
    indexed()
    for query in (q, f"mug {q}", f"{q}mug"):
        assert client.get("/search/", {"q": query}).status_code == 200


@pytest.mark.realdata
def test_strings_that_break_software_do_not_break_the_search(client: Client, shared_data: Path) -> None:
    mug = for_sale("Mug")
    indexed()
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    for text in strings:
        assert list(finder().find(text, site=the_site()).ranked()[:1]) in ([], [mug.pk])
    # The page itself costs far more than the search: every eighth string does for it.
    broken = [text for text in strings[::8] if client.get("/search/", {"q": text}).status_code >= 500]
    assert broken == []


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("rows", [5, 48])
def test_a_search_costs_the_same_queries_whatever_the_rows(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        for_sale(f"Mug {number}", brand=BrandFactory(), pictures=1)
    indexed()
    client.get("/search/?q=mug")
    with django_assert_max_num_queries(9):
        assert len(found(client, "?q=mug")) == min(rows, 24)
