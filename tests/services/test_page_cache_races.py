"""Changes and readers at once, each on a connection of its own."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from threading import Barrier, Event, Lock
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from catalog_pages import stock
from catalog_pages.listing import cards
from catalog_pages.models import ProductPage, ShopSettings, StockItem, Variant
from catalog_pages.page_cache.journal import Moment
from catalog_pages.page_cache.listening import pages
from tests.factories import CategoryFactory
from tests.races import at_once, errors
from tests.storefront import category_page, for_sale, the_site

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),
]
CHANGES, READERS = int(os.environ.get("PAGE_CACHE_CHANGES", "100")), 4


@pytest.fixture(autouse=True)
def _page_cache(transactional_db: None, settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE = True
    ShopSettings.for_site(the_site())
    prints = CategoryFactory(name="Prints")
    on_prints = category_page(prints)
    for number in range(4):
        for_sale(f"Print {number}", category=prints, parent=on_prints, price="10")
    pages.clear()
    yield
    pages.clear()


def price_on(client: Client, url: str = "/prints/print-0/") -> str:
    return re.search(r"€(\d+\.\d\d)", client.get(url).content.decode())[1]


def set_price(price: int) -> None:
    Variant.objects.filter(product__slug="print-0").update(price=Decimal(price))


def test_a_page_made_from_what_was_before_a_change_is_not_kept_after_it() -> None:
    """The change commits between the reading of the price and the keeping of the page."""
    began = pages.look_at_journal()
    client = Client()
    client.get("/prints/print-0/")
    (address,) = [each for each in pages._pages if "print-0" in each]
    stale = pages._pages[address]
    set_price(20)
    pages.look_at_journal()
    assert not pages.keep(address, stale, began)
    assert price_on(client) == "20.00"


def test_a_reader_held_up_between_reading_and_keeping_does_not_bring_the_old_price_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    has_read, has_changed = Barrier(2), Event()
    as_it_is = cards.first_pictures
    first = Lock()

    def held_up(*args: Any, **kwargs: Any) -> Any:
        found = as_it_is(*args, **kwargs)
        if first.acquire(blocking=False):
            has_read.wait(timeout=10)
            has_changed.wait(timeout=10)
        return found

    monkeypatch.setattr(cards, "first_pictures", held_up)

    def change() -> None:
        has_read.wait(timeout=10)
        set_price(20)
        has_changed.set()

    old, _none = at_once(lambda: price_on(Client(), "/prints/"), change)
    assert old == "10.00"
    assert "€20.00" in Client().get("/prints/").content.decode()


def test_a_change_that_began_before_a_page_and_commits_after_it_makes_it_untrue() -> None:
    """Its number is lower than that of changes the page has seen: only the snapshot tells."""
    has_written, is_kept = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            set_price(20)
            has_written.set()
            is_kept.wait(timeout=10)

    def quick() -> None:
        has_written.wait(timeout=10)
        Variant.objects.filter(product__slug="print-1").update(price=11)
        client = Client()
        assert (price_on(client), price_on(client)) == ("10.00", "10.00")
        assert any("print-0" in address for address in pages._pages)
        is_kept.set()

    assert errors(at_once(slow, quick)) == []
    assert price_on(Client()) == "20.00"


def test_one_makes_the_page_and_the_others_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    as_it_is = cards.first_pictures
    monkeypatch.setattr(cards, "first_pictures", lambda *a, **k: made.append(1) or as_it_is(*a, **k))
    results = at_once(*[lambda: Client().get("/prints/").content for _ in range(8)])
    assert errors(results) == []
    assert len(set(results)) == 1
    assert len(made) == 1


def test_a_moment_knows_what_could_be_seen() -> None:
    moment = Moment.from_snapshot("10:20:12,15")
    assert [moment.includes(number) for number in (9, 11, 12, 15, 19, 20)] == [
        True,
        True,
        False,
        False,
        True,
        False,
    ]
    assert Moment.from_snapshot("10:20:12").is_not_before(moment)
    assert not moment.is_not_before(Moment.from_snapshot("10:20:12"))


def test_while_four_read_no_answer_is_older_than_the_last_change_before_its_request() -> None:
    """Each change is noted once its commit has returned; a request begun after that must show it, or a later one."""
    urls = [f"/prints/print-{number}/" for number in range(4)]
    lock, done = Lock(), Event()
    versions = dict.fromkeys(urls, 0)
    expected: dict[str, list[tuple[str, ...]]] = {url: [facts(Client(), url)] for url in urls}
    stale: list[str] = []
    seen = [0]

    def write() -> None:
        chance = random.Random(19)
        try:
            for _number in range(CHANGES):
                url = chance.choice(urls)
                change(chance, url)
                now = facts_in_database(url)
                with lock:
                    expected[url].append(now)
                    versions[url] += 1
        finally:
            done.set()

    def read(seed: int) -> None:
        chance = random.Random(seed)
        client = Client()
        while not done.is_set():
            url = chance.choice(urls)
            with lock:
                since = versions[url]
            told = facts(client, url)
            with lock:
                # The writer may be between its commit and its note: what the database says now is news too.
                allowed = [*expected[url][since:], facts_in_database(url)]
                seen[0] += 1
                if told not in allowed:
                    stale.append(f"{url}: {told} is none of {allowed}")

    results = at_once(write, *[lambda seed=seed: read(seed) for seed in range(READERS)])
    assert errors(results) == []
    assert stale == []
    assert seen[0] > READERS
    for url in urls:
        assert facts(Client(), url) == facts_in_database(url)


def change(chance: random.Random, url: str) -> None:
    """One change of a product or its page, committed when this returns."""
    slug = url.strip("/").rpartition("/")[2]
    variant = Variant.objects.get(product__slug=slug)
    page = ProductPage.objects.get(product__slug=slug)
    match chance.randrange(4):
        case 0:
            variant.price = Decimal(chance.randrange(10, 90))
            variant.save()
        case 1:
            stock.adjust(variant=variant, on_hand=chance.choice((0, 1, 2, 3, 20)), reason="counted")
        case 2:
            page.title = f"Print {chance.randrange(1000)}"
            page.save_revision().publish()
        case 3:
            page.unpublish() if page.live else page.save_revision().publish()


def facts(client: Client, url: str) -> tuple[str, ...]:
    """What a page says: its title, its price and its stock; ("gone",) where it is not."""
    answer = client.get(url)
    if answer.status_code == 404:
        return ("gone",)
    html = answer.content.decode()
    price = re.search(r"data-price>.*?€(\d+\.\d\d)", html, re.DOTALL)
    words = re.search(r'<p class="stock".*?>([^<>]+)</span>', html, re.DOTALL)
    return (re.search(r'buy-box__title">([^<]*)<', html)[1], price[1], words[1])


def facts_in_database(url: str) -> tuple[str, ...]:
    slug = url.strip("/").rpartition("/")[2]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        page = ProductPage.objects.get(product__slug=slug)
        item = StockItem.objects.select_related("variant").get(variant__product__slug=slug)
    if not page.live:
        return ("gone",)
    words = {0: "Sold out", 20: "In stock"}.get(item.on_hand, f"{item.on_hand} left")
    return (page.title, f"{item.variant.price:.2f}", words)
