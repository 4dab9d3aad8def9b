"""The entries of Wagtail's own search, written many at a time, say what modelsearch would have written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from modelsearch.backends import get_search_backend

from catalog_pages.bulk.entries import add_entries, entries
from catalog_pages.models import CategoryPage, ProductPage
from tests.storefront import for_sale

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
SAID = ("title", "autocomplete", "body", "title_text", "body_text")


@pytest.fixture
def pages() -> list[ProductPage]:
    """Pages with and without copy, with signs that SQL and arrays have a use for."""
    told = [
        ("Mug", "", []),
        ('Glass "Été", 2\\3 {wide}', "It's 5 % off;\nuntil we're out", []),
        ("Lamp", "For the desk", [("heading", "Made in Łódź"), ("text", "<p>By <b>hand</b> &amp; foot</p>")]),
        ("Chair", "", [("heading", "Sit down")]),
    ]
    for title, standfirst, body in told:
        page = ProductPage.objects.get(product=for_sale(title))
        page.standfirst, page.body = standfirst, body
        page.save()
    return list(ProductPage.objects.all())


def written() -> dict[str, tuple[Any, ...]]:
    return {key: said for key, *said in entries().objects.values_list("object_id", *SAID)}


def test_each_says_what_modelsearch_would_have_written(pages: list[ProductPage]) -> None:
    backend = get_search_backend()
    entries().objects.all().delete()
    backend.add_bulk(ProductPage, pages)
    by_modelsearch = written()
    entries().objects.all().delete()
    add_entries(ProductPage, [page.pk for page in pages], backend)
    assert written() == by_modelsearch
    assert len(by_modelsearch) == len(pages)


def test_those_that_are_there_are_left_alone(pages: list[ProductPage]) -> None:
    before = set(entries().objects.values_list("pk", flat=True))
    add_entries(ProductPage, [page.pk for page in pages], get_search_backend())
    assert set(entries().objects.values_list("pk", flat=True)) == before


def test_pages_whose_words_stand_in_columns_are_not_made_into_objects(
    pages: list[ProductPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = ProductPage.objects.filter(title="Mug").get()
    entries().objects.all().delete()
    monkeypatch.setattr(ProductPage, "__init__", None)
    add_entries(ProductPage, [bare.pk], get_search_backend())
    assert set(written()) == {str(bare.pk)}


def test_a_product_is_found_in_wagtail_by_an_entry_written_in_bulk(pages: list[ProductPage]) -> None:
    entries().objects.all().delete()
    add_entries(ProductPage, [page.pk for page in pages], get_search_backend())
    assert [page.title for page in ProductPage.objects.search("Łódź")] == ["Lamp"]
    assert [page.title for page in ProductPage.objects.autocomplete("Cha")] == ["Chair"]
    assert connection.vendor == "postgresql"
    assert not list(CategoryPage.objects.search("Lamp"))
