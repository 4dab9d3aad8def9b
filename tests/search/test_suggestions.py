"""Suggestions while somebody types: products, parts of the shop, what others searched for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog_pages.page_cache.listening import one_request
from search import postings, unfinished
from search.models import Document, LoggedSearch
from search.suggesting import suggest
from tests.factories import CategoryFactory
from tests.storefront import category_page, for_sale, the_site

pytestmark = pytest.mark.django_db


def ask(client: Client, q: str) -> Any:
    answer = client.get("/api/v1/suggestions/", {"q": q})
    assert answer.status_code == 200
    return answer.json()


def searched(words: str, times: int, *, results: int = 3, ago: int = 0) -> None:
    LoggedSearch.objects.create(
        language="en-gb",
        words=words,
        day=timezone.localdate() - timedelta(days=ago),
        searches=times,
        results=results,
    )


def test_products_categories_and_searches_are_suggested(client: Client, indexed: Callable[[], None]) -> None:
    category_page(CategoryFactory(name="Mugs and cups"))
    for_sale("Mug, tall")
    for_sale("Muslin bag")
    for_sale("Bowl")
    searched("mug with a handle", 6)
    indexed()
    found = ask(client, "mu")
    assert sorted(each["name"] for each in found["products"]) == ["Mug, tall", "Muslin bag"]
    assert found["categories"] == [{"name": "Mugs and cups", "url": "/mugs-and-cups/"}]
    assert found["searches"] == ["mug with a handle"]
    assert ask(client, "cup")["categories"] == [{"name": "Mugs and cups", "url": "/mugs-and-cups/"}]
    assert [each["url"] for each in ask(client, "tall mu")["products"]] == ["/mug-tall/"]
    assert [each["name"] for each in ask(client, "MUGS")["products"]] == ["Mug, tall"]


def test_what_few_asked_for_what_is_old_and_what_finds_nothing_is_not_suggested(client: Client) -> None:
    the_site()
    searched("mug for aunt mabel", 4)
    searched("mug of gold", 50, results=0)
    searched("mug of yore", 50, ago=40)
    searched("mug", 3)
    searched("mug", 3, ago=1)
    assert ask(client, "mu")["searches"] == ["mug"]


def test_what_is_private_or_withdrawn_is_not_suggested(client: Client, indexed: Callable[[], None]) -> None:
    private = category_page(CategoryFactory(name="Mugs of the trade"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for_sale("Mug of the trade", parent=private)
    for_sale("Mug withdrawn").pages.get().unpublish()
    indexed()
    assert ask(client, "mug") == {"products": [], "categories": [], "searches": []}


@pytest.mark.usefixtures("committed")
def test_names_of_categories_are_kept_until_they_change(client: Client) -> None:
    page = category_page(CategoryFactory(name="Mugs"))
    assert [each["name"] for each in ask(client, "mug")["categories"]] == ["Mugs"]
    page.category.name = "Beakers"
    page.category.save()
    assert ask(client, "mug")["categories"] == []
    assert [each["name"] for each in ask(client, "beak")["categories"]] == ["Mugs"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert ask(client, "beak")["categories"] == []


@pytest.mark.parametrize("q", ["", "m", " m ", "!!", "%%", "__"])
def test_too_little_suggests_nothing(q: str, client: Client, indexed: Callable[[], None]) -> None:
    for_sale("Mug")
    indexed()
    assert ask(client, q) == {"products": [], "categories": [], "searches": []}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [3, 30])
def test_all_suggestions_come_from_one_query_once_the_words_are_kept(
    rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        for_sale(f"Mug {number}")
    site = the_site()
    suggest("mu", site=site)
    with one_request(), django_assert_max_num_queries(4) as asked:
        assert len(suggest("mu", site=site).products) == min(rows, 5)
    statements = [query["sql"] for query in asked.captured_queries]
    assert sum("UNION ALL" in sql for sql in statements) == 1
    assert not any("search_posting" in sql or "search_term" in sql for sql in statements)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_read_again_once_any_words_have_changed() -> None:
    mug = for_sale("Mug")
    site = the_site()
    assert [name for name, _url in suggest("mu", site=site).products] == ["Mug"]
    for_sale("Muslin bag")
    assert [name for name, _url in suggest("mu", site=site).products] == ["Mug", "Muslin bag"]
    mug.name = "Cup"
    mug.save()
    assert [name for name, _url in suggest("mu", site=site).products] == ["Muslin bag"]
    assert [name for name, _url in suggest("cu", site=site).products] == ["Cup"]


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_put_in_order_again_once_any_product_sells_otherwise() -> None:
    for number in range(8):
        for_sale(f"Mug {number}")
    site = the_site()

    def first() -> str:
        return suggest("mu", site=site).products[0][0]

    for best in ("Mug 6", "Mug 7", "Mug 3"):
        Document.objects.update(popularity=0)
        Document.objects.filter(product__name=best).update(popularity=0.9)
        assert first() == first() == best


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_is_suggested_no_longer_though_it_was_kept() -> None:
    mug = for_sale("Mug")
    for_sale("Muslin bag")
    site = the_site()
    assert [name for name, _url in suggest("mu", site=site).products] == ["Mug", "Muslin bag"]
    mug.pages.get().unpublish()
    assert [name for name, _url in suggest("mu", site=site).products] == ["Muslin bag"]


def test_an_answer_may_be_kept_by_caches_and_names_nobody(client: Client) -> None:
    the_site()
    answer = client.get("/api/v1/suggestions/?q=mug")
    assert "public" in answer["Cache-Control"]
    assert "max-age=60" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_the_search_field_is_a_plain_form_that_says_where_suggestions_are(client: Client) -> None:
    the_site()
    html = client.get("/search/").content.decode()
    assert 'data-suggestions="/api/v1/suggestions/"' in html
    assert 'action="/search/"' in html


def test_products_have_all_the_words_before_and_one_that_begins_as_the_last(
    client: Client, indexed: Callable[[], None]
) -> None:
    for name in ("Mug, tall", "Mug, tall and red", "Mug, small", "Muslin bag, red"):
        for_sale(name)
    indexed()

    def names(q: str) -> list[str]:
        return sorted(each["name"] for each in ask(client, q)["products"])

    assert names("mu") == ["Mug, small", "Mug, tall", "Mug, tall and red", "Muslin bag, red"]
    assert names("mug ta") == names("tall mug") == ["Mug, tall", "Mug, tall and red"]
    assert names("red tall mu") == ["Mug, tall and red"]
    assert names("red b") == ["Muslin bag, red"]
    assert names("mug zz") == names("zz mug") == names("zz") == []


@pytest.mark.parametrize("selective", [0, 1000], ids=["of whole lists", "of what has the rarest word"])
def test_whichever_way_lists_are_read_the_same_products_are_suggested(
    client: Client, indexed: Callable[[], None], monkeypatch: pytest.MonkeyPatch, selective: int
) -> None:
    monkeypatch.setattr(postings, "SELECTIVE", 1 / selective if selective else 10**9)
    for number in range(30):
        for_sale(f"Mug of {'oak' if number % 10 == 0 else 'ash'} {number}")
    indexed()
    found = [each["name"] for each in ask(client, "oak mu")["products"]]
    assert sorted(found) == ["Mug of oak 0", "Mug of oak 10", "Mug of oak 20"]


def test_words_that_very_many_have_suggest_nothing_unless_they_are_typed_whole(
    client: Client, indexed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "WORDS", unfinished.WORDS.replace("documents <= 1000", "documents <= 2"))
    for name in ("Stone mug", "Stone bowl", "Stone jug", "Stonecrop print"):
        for_sale(name)
    indexed()

    def names(q: str) -> list[str]:
        return sorted(each["name"] for each in ask(client, q)["products"])

    assert names("sto") == ["Stonecrop print"]
    assert names("stone") == ["Stone bowl", "Stone jug", "Stone mug", "Stonecrop print"]


def test_those_that_sell_best_are_suggested_first(client: Client, indexed: Callable[[], None]) -> None:
    for number in range(8):
        for_sale(f"Mug {number}")
    indexed()
    Document.objects.filter(product__name__in=["Mug 6", "Mug 7"]).update(popularity=0.9)
    assert {each["name"] for each in ask(client, "mu")["products"][:2]} == {"Mug 6", "Mug 7"}
