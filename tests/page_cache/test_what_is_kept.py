"""Which answers are kept, for whom, and what a hit costs."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from catalog_pages.models import Variant
from catalog_pages.page_cache.listening import pages
from catalog_pages.page_cache.requests import canonical_query
from customers.models import Customer
from tests.factories import CategoryFactory, CustomerFactory, ProductFactory
from tests.storefront import category_page, for_sale, front_page, show


@pytest.fixture(autouse=True)
def _shop() -> None:
    front_page()
    prints = CategoryFactory(name="Prints")
    for_sale("Sea chart", category=prints, parent=category_page(prints))


PAGES = ("/", "/prints/", "/prints/sea-chart/", "/search/", "/prints/?ordering=price&in_stock=1")


@pytest.mark.parametrize("url", PAGES)
def test_a_kept_page_costs_one_query_and_sets_no_cookie(
    url: str, client: Client, django_assert_num_queries: Any
) -> None:
    first = client.get(url)
    with django_assert_num_queries(1):
        again = client.get(url)
    assert again.status_code == 200
    assert again.content == first.content
    assert again.headers == first.headers
    assert not first.cookies and not again.cookies
    assert "Vary" not in again.headers or "Cookie" not in again.headers["Vary"]
    assert again.headers["Cache-Control"] == "no-cache"
    assert "Content-Security-Policy" in again.headers and "Permissions-Policy" in again.headers


def test_a_browser_that_has_the_page_is_told_so_in_one_query(
    client: Client, django_assert_num_queries: Any
) -> None:
    etag = client.get("/prints/").headers["ETag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}'):
        with django_assert_num_queries(1):
            answer = client.get("/prints/", headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    Variant.objects.update(price=99)
    assert client.get("/prints/", headers={"if-none-match": etag}).status_code == 200


def test_head_says_what_get_would(client: Client) -> None:
    assert client.head("/prints/").status_code == 200
    page = client.get("/prints/")
    head = client.head("/prints/")
    assert head.content == b""
    assert head.headers["ETag"] == page.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(page.content))


def test_a_part_of_a_page_is_not_served(client: Client) -> None:
    whole = client.get("/prints/")
    part = client.get("/prints/", headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, whole.content)


def test_htmx_is_given_the_same_page(client: Client) -> None:
    assert client.get("/prints/", headers={"hx-request": "true"}).content == client.get("/prints/").content


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("utm_source=letter&gclid=1", ""),
        ("page=2&utm_medium=x&brand=b&brand=a", "brand=b&brand=a&page=2"),
        ("attr_size=m&sku=A%20B", "attr_size=m&sku=A+B"),
        ("q=map", None),
        ("x=1", None),
        ("page=" + "1" * 500, None),
    ],
)
def test_the_address_is_made_of_known_parameters_only(text: str, canonical: str | None) -> None:
    assert canonical_query(text) == canonical


def test_tracking_shares_the_page_and_invented_parameters_are_not_kept(client: Client) -> None:
    plain = client.get("/prints/").content
    assert client.get("/prints/?utm_source=letter").content == plain
    assert len(pages) == 1
    answer = client.get("/prints/?x=1")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    client.get("/search/?q=chart")
    assert len(pages) == 1


def test_what_is_no_page_is_not_kept(client: Client) -> None:
    assert client.get("/nothing/").status_code == 404
    assert client.get("/prints").status_code == 301
    assert client.get("/search/?sku=x").status_code == 200
    client.get("/cart/")
    client.get("/api/v1/products/")
    client.post("/search/")
    assert len(pages) == 1


def test_a_private_page_is_for_those_who_may_read_it_and_never_kept(client: Client) -> None:
    private = show(ProductFactory(name="Private"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    friend = Client()
    friend.force_login(CustomerFactory())
    assert client.get("/private/").status_code == 302
    answer = friend.get("/private/")
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]
    assert client.get("/private/").status_code == 302
    assert len(pages) == 0


def test_a_page_made_private_is_gone_at_once(client: Client) -> None:
    page = show(ProductFactory(name="Soon private"))
    assert client.get("/soon-private/").status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/soon-private/").status_code == 302


def test_a_message_is_shown_once_to_whom_it_is_for(client: Client) -> None:
    shopper = Client(headers={"sec-fetch-site": "same-origin"})
    client.get("/prints/sea-chart/")
    shopper.post("/cart/add/", {"sku": Variant.objects.get().sku, "quantity": 99, "next": "/prints/"})
    assert "messages" in shopper.cookies
    told = shopper.get("/prints/sea-chart/")
    assert "notice--error" in told.content.decode()
    assert told.headers["Cache-Control"].startswith("private")
    assert "notice--error" not in shopper.get("/prints/sea-chart/").content.decode()
    assert "notice--error" not in client.get("/prints/sea-chart/").content.decode()


def test_an_editor_sees_the_bar_and_previews_and_nobody_else_does(client: Client) -> None:
    boss = Customer.objects.create_superuser(email="boss@example.com", password="x")
    editor = Client()
    editor.force_login(boss)
    client.get("/prints/")
    editor.get("/cms/")
    assert editor.cookies["editor"].value == "1"
    answer = editor.get("/prints/")
    assert "wagtail-userbar" in answer.content.decode()
    assert answer.headers["Cache-Control"].startswith("private")
    assert "wagtail-userbar" not in client.get("/prints/").content.decode()
    page = show(ProductFactory(name="Old words"))
    client.get("/old-words/")
    page.title = "Words to come"
    page.save_revision()
    view = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert "Words to come" in view.content.decode()
    assert "Words to come" not in client.get("/old-words/").content.decode()


def test_whoever_says_to_be_an_editor_and_is_not_loses_the_mark(client: Client) -> None:
    client.cookies["editor"] = "1"
    answer = client.get("/prints/")
    assert "wagtail-userbar" not in answer.content.decode()
    assert answer.cookies["editor"]["max-age"] == 0
    assert len(pages) == 0


def test_memory_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/prints/")
    monkeypatch.setattr(pages, "most_bytes", 3 * pages.bytes_kept)
    for number in range(1, 12):
        client.get(f"/prints/?page={number}")
        assert pages.bytes_kept <= pages.most_bytes
    assert 1 <= len(pages) <= 3


def test_it_can_be_switched_off(client: Client, settings: Any) -> None:
    settings.PAGE_CACHE = False
    answer = client.get("/prints/")
    assert "ETag" not in answer.headers
    assert len(pages) == 0


def test_networks_are_told_how_long_and_by_which_tags(client: Client, settings: Any) -> None:
    settings.PAGE_CACHE_CDN_SECONDS = 600
    settings.PAGE_CACHE_TAG_HEADER = "Surrogate-Key"
    answer = client.get("/prints/sea-chart/")
    assert answer.headers["Cache-Control"] == "max-age=0, s-maxage=600, must-revalidate"
    assert answer.headers["Surrogate-Control"] == "max-age=600"
    product = Variant.objects.get().product_id
    assert f"product:{product}" in answer.headers["Surrogate-Key"].split(" ")
    assert "private" in client.get("/cart/").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("xgzipx", False),
    ],
)
def test_a_page_is_compressed_for_those_who_take_it(client: Client, accepts: str, packed: bool) -> None:
    plain = client.get("/prints/").content
    answer = client.get("/prints/", headers={"accept-encoding": accepts})
    assert ("Content-Encoding" in answer.headers) == packed
    assert (gzip.decompress(answer.content) if packed else answer.content) == plain
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    etag = answer.headers["ETag"]
    assert (etag == client.get("/prints/").headers["ETag"]) != packed
    assert client.get("/prints/", headers={"if-none-match": etag}).status_code == 304
