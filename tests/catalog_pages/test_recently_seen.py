"""What was looked at before: the browser remembers the keys and asks for the cards."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import Product
from tests.storefront import for_sale, front_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def mugs(db: None) -> list[Product]:
    front_page()
    return [for_sale(name) for name in ("Ash", "Birch", "Cedar", "Dogwood", "Elder")]


def names(html: str, mugs: list[Product]) -> list[str]:
    return sorted((mug.name for mug in mugs if mug.name in html), key=html.index)


def asked_for(client: Client, *keys: object) -> str:
    answer = client.get("/recently-seen/", {"product": [str(key) for key in keys]})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_cards_come_in_the_order_asked_for_and_are_four_at_most(
    client: Client, mugs: list[Product]
) -> None:
    ash, birch, cedar, dogwood, elder = mugs
    assert names(asked_for(client, cedar.pk, ash.pk), mugs) == ["Cedar", "Ash"]
    every = asked_for(client, elder.pk, elder.pk, dogwood.pk, cedar.pk, birch.pk, ash.pk)
    assert names(every, mugs) == ["Elder", "Dogwood", "Cedar", "Birch"]


def test_what_the_shop_does_not_show_is_passed_over(client: Client, mugs: list[Product]) -> None:
    mugs[0].pages.get().unpublish()
    Product.objects.filter(pk=mugs[1].pk).update(is_active=False)
    assert names(asked_for(client, *(mug.pk for mug in mugs[:3])), mugs) == ["Cedar"]


@pytest.mark.parametrize(
    "key", ["", "nonsense", "-1", "0", "1.5", "١", "9" * 18, "9" * 40, "9" * 5000, "1'--", "\x00"]
)
def test_nonsense_brings_nothing_and_breaks_nothing(key: str, client: Client, mugs: list[Product]) -> None:
    assert asked_for(client, key).strip() == ""
    assert names(asked_for(client, key, mugs[2].pk), mugs) == ["Cedar"]


def test_it_is_no_page_no_robot_indexes_it_and_no_cookie_comes_with_it(
    client: Client, mugs: list[Product]
) -> None:
    answer = client.get("/recently-seen/", {"product": mugs[0].pk})
    assert "<html" not in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post("/recently-seen/").status_code == 405


@pytest.mark.usefixtures("committed")
def test_it_costs_the_same_however_many_are_asked_for(
    client: Client, mugs: list[Product], django_assert_max_num_queries: Any
) -> None:
    asked_for(client, mugs[0].pk)
    with django_assert_max_num_queries(3):  # the journal, and two for cards that are not kept
        asked_for(client, *(mug.pk for mug in mugs))
