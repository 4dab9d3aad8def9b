"""What is searched for is counted without who, and reported to editors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search import log
from search.models import LoggedSearch
from tests.factories import CustomerFactory
from tests.races import at_once, errors
from tests.search.conftest import Found
from tests.storefront import for_sale, front_page

pytestmark = pytest.mark.django_db


def logged() -> list[tuple[str, int, int, int]]:
    return list(LoggedSearch.objects.order_by("words").values_list("words", "searches", "results", "clicks"))


def test_searches_are_counted_by_their_words_and_the_day(found: Found, client: Client) -> None:
    for_sale("Blue mug")
    found("mug")
    client.get("/search/?q= MUG ")
    client.get("/search/?q=spaceship")
    client.get("/search/?q=blue spaceship")
    assert logged() == [("blue spaceship", 1, 0, 0), ("mug", 2, 1, 0), ("spaceship", 1, 0, 0)]
    assert {row.day for row in LoggedSearch.objects.all()} == {timezone.localdate()}


def test_pages_filters_and_empty_searches_are_not_counted(found: Found, client: Client) -> None:
    for_sale("Mug")
    found("")
    for query in ("?q=mug&page=2", "?q=mug&in_stock=1", "?q="):
        client.get(f"/search/{query}")
    client.head("/search/?q=mug")
    assert logged() == []


@pytest.mark.parametrize(
    "q",
    [
        "ada@example.com",
        "mug for ada@example.com",
        "+44 20 7946 0000",
        "(020) 7946-0000",
        "4111 1111 1111 1111",
        "GB29 1234 5678 90",
        "x" * 81,
    ],
)
def test_what_may_belong_to_a_person_is_not_kept(q: str, client: Client) -> None:
    front_page()
    assert client.get("/search/", {"q": q}).status_code == 200
    assert logged() == []


def test_nothing_of_the_searcher_is_in_the_table() -> None:
    assert {field.name for field in LoggedSearch._meta.get_fields()} == {
        "id",
        "language",
        "words",
        "day",
        "searches",
        "results",
        "clicks",
    }


def test_a_click_counts_for_the_search_of_today(found: Found, client: Client) -> None:
    for_sale("Mug")
    found("mug")
    asked = {"x-requested-with": "fetch"}
    assert client.post("/search/clicked/", {"q": "Mug"}, headers=asked).status_code == 204
    assert client.post("/search/clicked/", {"q": "never searched"}, headers=asked).status_code == 204
    assert logged() == [("mug", 1, 1, 1)]
    assert client.post("/search/clicked/", {"q": "mug"}).status_code == 400
    assert client.get("/search/clicked/", headers=asked).status_code == 405
    assert logged() == [("mug", 1, 1, 1)]


def test_old_searches_are_forgotten() -> None:
    today = timezone.localdate()
    for age in (0, 179, 181, 400):
        LoggedSearch.objects.create(
            language="en-gb", words="mug", day=today - timedelta(days=age), searches=1
        )
    assert log.forget() == 2
    assert LoggedSearch.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_searches_at_once_are_all_counted() -> None:
    def many() -> None:
        for _ in range(25):
            log.count_search("mug", language="en-gb", results=3)
            log.count_click("mug", language="en-gb")

    assert errors(at_once(*[many] * 8)) == []
    assert logged() == [("mug", 200, 3, 200)]


REPORTS = ("top_searches", "searches_without_results", "searches_without_clicks")


def reader() -> Client:
    group = Group.objects.create(name="Readers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_loggedsearch"]))
    person = CustomerFactory()
    person.groups.add(group)
    client = Client()
    client.force_login(person)
    return client


def test_reports_sum_the_days_and_tell_what_finds_nothing_and_what_nobody_opens() -> None:
    front_page()
    today = timezone.localdate()
    for words, ago, searches, results, clicks in [
        ("mug", 0, 5, 12, 3),
        ("mug", 1, 4, 11, 0),
        ("spaceship", 0, 2, 0, 0),
        ("bowl", 1, 1, 9, 0),
    ]:
        LoggedSearch.objects.create(
            language="en-gb",
            words=words,
            day=today - timedelta(days=ago),
            searches=searches,
            results=results,
            clicks=clicks,
        )
    client = reader()
    rows = {
        name: [
            line.split(",")
            for line in client.get(reverse(name), {"export": "csv"}).getvalue().decode().split()
        ]
        for name in REPORTS
    }
    assert rows["top_searches"][1:] == [
        ["mug", "en-gb", "9", "12", "3"],
        ["spaceship", "en-gb", "2", "0", "0"],
        ["bowl", "en-gb", "1", "9", "0"],
    ]
    assert [row[0] for row in rows["searches_without_results"][1:]] == ["spaceship"]
    assert [row[0] for row in rows["searches_without_clicks"][1:]] == ["bowl"]
    page = client.get(reverse("top_searches"), {"day_from": str(today)}).content.decode()
    assert "spaceship" in page
    assert "bowl" not in page
    assert reverse("top_searches") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_reports_are_for_those_who_may_read_the_log(client: Client) -> None:
    front_page()
    group = Group.objects.create(name="Others")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    person = CustomerFactory()
    person.groups.add(group)
    client.force_login(person)
    for name in REPORTS:
        assert client.get(reverse(name)).status_code == 302
    assert reverse("top_searches") not in client.get(reverse("wagtailadmin_home")).content.decode()
