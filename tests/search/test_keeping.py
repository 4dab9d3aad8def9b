"""What a process keeps of the index: nothing longer than it is true, no more than it may."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog_pages import stock
from catalog_pages.finding import finder
from catalog_pages.models import Product, ProductPage, StockItem
from catalog_pages.page_cache.journal import Moment, tell
from search import keeping, warming, writing
from search.keeping import OFTEN, OVERHEAD, SHORT, WORDS, Lists, typical_size
from search.log import count_search
from search.models import Document
from search.packing import Packed, Postings
from search.popularity import refresh
from search.text import key_of
from tests.storefront import for_sale, the_site

NOW = Moment(1, 1)


def postings(count: int) -> Packed:
    return Packed.of(Postings(np.arange(count, dtype=np.int32), np.ones(count, dtype=np.int16)))


def names(q: str) -> list[str]:
    keys = finder().find(q, site=the_site()).ranked().tolist()
    by_key = Product.objects.in_bulk(keys)
    return [by_key[key].name for key in keys]


def index_queries(q: str) -> list[str]:
    """The queries of a search that read lists of words or standings."""
    with CaptureQueriesContext(connection) as queries:
        finder().find(q, site=the_site())
    return [
        each["sql"]
        for each in queries
        if "search_posting" in each["sql"]
        or ("popularity" in each["sql"] and "search_document" in each["sql"])
    ]


def test_the_lists_asked_for_last_are_kept_and_no_more_than_fit() -> None:
    lists = Lists(most=3 * (OVERHEAD + postings(10).size))
    for term in (1, 2, 3):
        lists.keep({term: postings(10)}, lists.turn)
    assert set(lists.get([1])) == {1}
    lists.keep({4: postings(10)}, lists.turn)
    assert set(lists.get([1, 2, 3, 4])) == {1, 3, 4}
    lists.keep({5: postings(2 * OVERHEAD)}, lists.turn)
    assert set(lists.get([1, 3, 4, 5])) == {1, 3, 4}


def test_a_list_read_before_it_changed_is_not_kept() -> None:
    lists = Lists()
    turn = lists.turn
    lists.hear(NOW, [(1, WORDS)])
    lists.keep({1: postings(3)}, turn)
    assert lists.get([1]) == {}
    lists.keep({1: postings(3)}, lists.turn)
    lists.hear(NOW, [(2, "product:1")])
    assert set(lists.get([1])) == {1}
    lists.hear(NOW, [(3, WORDS)])
    assert lists.get([1]) == {}


def test_a_word_is_wanted_whole_where_it_is_kept_or_asked_for_often() -> None:
    lists = Lists(most=4 * typical_size(SHORT))
    longer = SHORT + 1
    assert lists.is_wanted_whole(1, SHORT)
    assert [lists.is_wanted_whole(2, longer) for _time in range(OFTEN)] == [False] * (OFTEN - 1) + [True]
    assert not any(lists.is_wanted_whole(3, 3 * SHORT) for _time in range(OFTEN))
    lists.keep({4: postings(longer)}, lists.turn)
    assert lists.is_wanted_whole(4, longer)


@pytest.mark.django_db(transaction=True)
class TestWithinAShop:
    def test_who_searches_again_asks_the_index_nothing(self) -> None:
        for_sale("Red mug")
        for_sale("Blue mug")
        assert index_queries("mug")
        assert index_queries("mug") == []
        assert names("mug") == ["Blue mug", "Red mug"] or names("mug") == ["Red mug", "Blue mug"]

    def test_what_was_searched_for_lately_is_read_before_anybody_asks(self) -> None:
        for_sale("Red mug")
        for_sale("Blue cup")
        count_search("Red mugs", language="en", results=1)
        keeping.lists.let_go()
        finder().warm()
        assert not any("search_posting" in query for query in index_queries("red mug"))
        assert any("search_posting" in query for query in index_queries("blue cup"))

    @pytest.mark.parametrize(("room", "read"), [(2, ["cup", "mug"]), (1.9, ["cup"]), (0.9, [])])
    def test_no_more_is_read_beforehand_than_fits_the_most_frequent_first(
        self, room: float, read: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for_sale("Red mug")
        for_sale("Blue cup")
        for word in ("mug", "cup", "cup", "saucer"):
            count_search(word, language="en", results=0 if word == "saucer" else 1)
        monkeypatch.setattr(keeping.lists, "most", int(room * typical_size(1)))
        monkeypatch.setattr(keeping.lists, "fits", lambda size: True)
        assert [term for term, _length in warming.likely()] == [key_of(word, "en") for word in read]

    def test_where_nobody_has_searched_what_most_goods_say_is_read_beforehand(self) -> None:
        for name in ("Red mug", "Red cup", "Blue cup", "Red hat"):
            for_sale(name)
        common = dict(warming.likely())
        assert (common[key_of("red", "en")], common[key_of("cup", "en")]) == (3, 2)
        assert key_of("blue", "en") not in common
        assert list(common.values()) == sorted(common.values(), reverse=True)
        count_search("hats", language="en", results=1)
        assert list(warming.likely()) == [(key_of("hat", "en"), 1), *common.items()]
        keeping.lists.let_go()
        finder().warm()
        assert not any("search_posting" in query for query in index_queries("red cup"))

    @pytest.mark.parametrize(("at_once", "parts"), [(6, [2]), (5, [1, 1]), (1, [1, 1])])
    def test_what_is_read_beforehand_is_read_in_parts(
        self, at_once: int, parts: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("Red mug", "Red cup", "Red hat"):
            for_sale(name)
        read: list[int] = []
        monkeypatch.setattr(warming, "MOST_COMMON", 2)  # what all three say
        monkeypatch.setattr(warming, "AT_ONCE", at_once)
        monkeypatch.setattr(warming, "fetched", lambda places: read.append(len(places)))
        finder().warm()
        assert read == parts

    def test_words_are_read_again_once_any_have_changed(self) -> None:
        mug = for_sale("Red mug")
        assert names("mug") == ["Red mug"]
        mug.name = "Red cup"
        mug.save()
        assert names("mug") == []
        assert names("cup") == ["Red cup"]
        for_sale("White cup")
        assert sorted(names("cup")) == ["Red cup", "White cup"]
        ProductPage.objects.get(product=mug).unpublish()
        assert names("cup") == ["White cup"]

    def test_a_rebuild_is_heard_of(self) -> None:
        for_sale("Red mug")
        assert names("mug") == ["Red mug"]
        turn = keeping.lists.turn
        writing.rebuild()
        names("mug")
        assert keeping.lists.turn > turn

    def test_stock_and_sales_move_what_was_found_before(self) -> None:
        plain, gone, best = for_sale("Red mug A"), for_sale("Red mug B", on_hand=0), for_sale("Red mug C")
        assert names("red mug") == ["Red mug A", "Red mug C", "Red mug B"]
        assert index_queries("red mug") == []
        stock.receive(variant=gone.variants.get(), quantity=5)
        stock.adjust(variant=plain.variants.get(), on_hand=0, reason="Broken")
        assert names("red mug") == ["Red mug B", "Red mug C", "Red mug A"]
        StockItem.objects.filter(variant__product=best).update(on_hand=100)
        stock.reserve(lines={best.variants.get().pk: 40}, reference="A1")
        refresh()
        assert names("red mug") == ["Red mug C", "Red mug B", "Red mug A"]

    def test_a_document_that_is_gone_stands_as_any_other(self) -> None:
        mug, cup = for_sale("Red mug"), for_sale("Red cup")
        assert sorted(names("red")) == ["Red cup", "Red mug"]
        document = Document.objects.get(product=mug).pk
        Document.objects.filter(product=mug).delete()
        tell([f"{keeping.STANDING}{document}"])
        finder().find("red", site=the_site())
        assert cup.pk in finder().find("red", site=the_site()).ranked().tolist()
