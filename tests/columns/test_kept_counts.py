"""What was counted of a long list is kept until the goods or their words change."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from catalog_pages.columns import kept_counts
from catalog_pages.columns.kept_counts import KeptCounts
from catalog_pages.listing import ProductFilters, facets, list_products
from catalog_pages.models import Brand, Variant
from tests.factories import BrandFactory
from tests.storefront import for_sale, the_site


def counted(query: str = "") -> Any:
    filters = ProductFilters.from_query(QueryDict(query))
    return list_products(filters=filters, site=the_site()).counts


@pytest.fixture
def counting(committed: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many products were counted each time; two brands have one each, and every list is long."""
    monkeypatch.setattr(facets, "LONG", 2)
    for name in ("Ash", "Bay"):
        for_sale(f"{name} vase", price="80", brand=BrandFactory(name=name, slug=name.lower()))
    made: list[int] = []
    as_it_is = facets._counted

    def counts(selection: Any, chosen: Any) -> Any:
        made.append(len(chosen.rows))
        return as_it_is(selection, chosen)

    monkeypatch.setattr(facets, "_counted", counts)
    return made


def brands(found: Any) -> list[str]:
    return [choice.label for facet in found.facets if facet.code == "brand" for choice in facet.choices]


def test_a_long_list_is_counted_once(counting: list[int]) -> None:
    assert counted() == counted("ordering=price")
    assert counting == [2]


def test_a_short_one_and_a_narrowed_one_each_time(
    counting: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(2):
        counted("min_price=1")
    monkeypatch.setattr(facets, "LONG", 3)
    for _time in range(2):
        counted()
    assert counting == [2, 2, 2, 2]


def test_again_where_the_goods_have_changed(counting: list[int]) -> None:
    assert counted().prices.high == 80
    Variant.objects.update(price=90)
    assert counted().prices.high == 90
    assert len(counting) == 2


def test_again_where_their_words_have_changed(counting: list[int]) -> None:
    assert brands(counted()) == ["Ash", "Bay"]
    brand = Brand.objects.get(name="Ash")
    brand.name = "Yew"
    brand.save()
    assert brands(counted()) == ["Bay", "Yew"]


def test_for_each_language(counting: list[int]) -> None:
    with translation.override("en"):
        in_english = counted()
    with translation.override("de"):
        counted()
    assert len(counting) == 2
    with translation.override("en"):
        assert counted() is in_english


def test_those_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "MOST", 2)
    words, kept = object(), KeptCounts[str]()
    made: list[str] = []

    def get(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return kept.get(key, words, make)

    assert [get(key) for key in "abacab"] == list("ABACAB")
    assert made == list("abcb")


def test_what_was_made_of_other_words_meanwhile_is_not_kept() -> None:
    before, after = object(), object()
    kept = KeptCounts[str]()

    def make() -> str:
        kept.get("other", after, lambda: "meanwhile")
        return "of before"

    assert kept.get("key", before, make) == "of before"
    assert kept.get("key", after, lambda: "of after") == "of after"
