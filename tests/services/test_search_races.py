"""Searches beside changes of what they find, each on a connection of its own."""

from __future__ import annotations

import random
from threading import Event, Lock

import pytest

from catalog_pages import stock
from catalog_pages.finding import finder
from catalog_pages.models import Product, Variant
from tests.races import at_once, errors
from tests.storefront import for_sale, the_site

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),
]
CHANGES, READERS = 200, 3
COLOURS = ("red", "green", "blue")


def found(words: str) -> list[int]:
    return finder().find(words, site=the_site()).ranked().tolist()


def test_while_three_search_nobody_is_told_what_an_index_said_before_the_last_change() -> None:
    """Each change is noted once it is indexed; a search begun after that must find by it, or by a later one."""
    keys = [for_sale(f"Mug red {number}").pk for number in range(4)]
    for_sale("Mug red green blue")  # no colour is ever unknown, so that none is searched for by another
    lock, done = Lock(), Event()
    history: dict[int, list[str]] = {key: ["red"] for key in keys}
    stale: list[str] = []
    searches = [0]

    def write() -> None:
        chance = random.Random(3)
        try:
            for _number in range(CHANGES):
                key, colour = chance.choice(keys), chance.choice(COLOURS)
                product = Product.objects.get(pk=key)
                product.name = f"Mug {colour} {key}"
                product.save()
                with lock:
                    history[key].append(colour)
        finally:
            done.set()

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while not done.is_set():
            key, colour = chance.choice(keys), chance.choice(COLOURS)
            with lock:
                since = len(history[key]) - 1
            is_found = key in found(f"mug {colour}")
            with lock:
                # The writer may be between its commit and its note: what the database says now is news too.
                now = Product.objects.get(pk=key).name.split()[1]
                allowed = [*history[key][since:], now]
            if is_found not in {colour == each for each in allowed}:
                stale.append(f"{key} is {allowed} and was {'' if is_found else 'not '}found as {colour}")
            searches[0] += 1

    results = at_once(write, *[lambda seed=seed: read(seed) for seed in range(READERS)])
    assert errors(results) == []
    assert stale == []
    assert searches[0] > READERS
    for key in keys:
        told = [colour for colour in COLOURS if key in found(f"mug {colour}")]
        assert told == history[key][-1:]


def test_while_three_search_what_is_sold_out_is_last_as_soon_as_it_is_sold_out() -> None:
    first, second = (for_sale(f"Bowl {number}", on_hand=5) for number in range(2))
    variants = {key: Variant.objects.get(product=key) for key in (first.pk, second.pk)}
    done = Event()
    wrong: list[str] = []

    def write() -> None:
        chance = random.Random(5)
        try:
            for _number in range(CHANGES):
                gone = chance.choice(list(variants))
                for key, variant in variants.items():
                    stock.adjust(variant=variant, on_hand=0 if key == gone else 5, reason="counted")
                if found("bowl")[-1] != gone:
                    wrong.append(f"{gone} is not the last")
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            assert sorted(found("bowl")) == sorted(variants)

    results = at_once(write, read, read, read)
    assert errors(results) == []
    assert wrong == []
