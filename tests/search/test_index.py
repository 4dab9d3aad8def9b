"""The index follows the goods and the pages, can be built anew, and knows when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from wagtail.models import PageViewRestriction

from catalog_pages import stock
from catalog_pages.finding import finder
from catalog_pages.models import Product, ProductAttribute, ProductPage, StockItem
from search import checking, writing
from search.models import Corpus, Document, Posting, Term
from search.popularity import refresh
from tests.factories import BrandFactory, CategoryFactory
from tests.storefront import category_page, choice, for_sale, front_page, the_site, variant_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], Any]:
    """`with committed():` runs what waits for the commit at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(q: str) -> list[str]:
    keys = finder().find(q, site=the_site()).ranked()[:50].tolist()
    names = Product.objects.in_bulk(keys)
    return [names[key].name for key in keys]


def test_it_follows_what_a_product_is_found_by(committed: Callable[[], Any]) -> None:
    brand, category, glaze = (
        BrandFactory(name="Leach"),
        CategoryFactory(name="Stoneware"),
        choice("glaze", "ash"),
    )
    with committed():
        vase = for_sale("Vase", brand=brand, category=category)
        ProductAttribute.objects.create(product=vase, attribute=glaze.attribute, choice=glaze)
    for words in ("vase", "leach", "stoneware", "ash"):
        assert found(words) == ["Vase"], words
    with committed():
        brand.name, category.name, glaze.name, vase.name = "Hamada", "Slipware", "Tenmoku", "Urn"
        for changed in (brand, category, glaze, vase):
            changed.save()
        variant = vase.variants.get()
        variant.sku = "Mashiko"
        variant.save()
        variant.set_options({choice("size", "big", name="Giant").attribute: choice("size", "big")})
        vase.further_categories.add(CategoryFactory(name="Gifts"))
    for words in ("urn", "hamada", "slipware", "tenmoku", "mashiko", "gifts", "giant"):
        assert found(words) == ["Urn"], words
    for words in ("vase", "leach", "stoneware"):
        assert found(words) == [], words
    with committed():
        brand.delete()
    assert found("hamada") == []
    assert checking.check() == []


def test_it_follows_the_pages_that_show_a_product(committed: Callable[[], Any]) -> None:
    shelf = category_page(CategoryFactory(name="Shelf"))
    other = category_page(CategoryFactory(name="Other"))
    with committed():
        page = for_sale("Vase", parent=shelf).pages.get()
    with committed():
        page.standfirst = "For peonies."
        page.save_revision()
    assert found("peonies") == []
    with committed():
        page.get_latest_revision().publish()
    assert found("peonies") == ["Vase"]
    with committed():
        page.unpublish()
    assert found("vase") == []
    with committed():
        page.get_latest_revision().publish()
        page.move(other, "last-child")
    assert found("vase") == ["Vase"]
    with committed():
        restriction = PageViewRestriction.objects.create(page=other, restriction_type="login")
    assert found("vase") == []
    with committed():
        restriction.delete()
    assert found("vase") == ["Vase"]
    assert checking.check() == []
    with committed():
        other.delete()
    assert found("vase") == []
    assert checking.check() == []


def test_a_page_that_shows_another_product_lets_go_of_the_first(committed: Callable[[], Any]) -> None:
    with committed():
        page = for_sale("Vase").pages.get()
        mug = for_sale("Mug")
        mug.pages.get().delete()
    with committed():
        page.product = mug
        page.save_revision().publish()
    assert (found("vase"), found("mug")) == ([], ["Mug"])
    assert checking.check() == []


def test_goods_that_are_deleted_or_off_sale_are_not_found(committed: Callable[[], Any]) -> None:
    with committed():
        vase, mug, bowl = for_sale("Blue vase"), for_sale("Blue mug"), for_sale("Blue bowl")
    with committed():
        mug.is_active = False
        mug.save()
        bowl.variants.update(is_active=False)
        bowl.variants.get().save()
        ProductPage.objects.filter(product=vase).update(product=None)
        vase.delete()
    assert found("blue") == []
    assert checking.check() == []
    assert not Posting.objects.exists()


def test_what_sells_and_what_is_there_rank_before_what_does_not(committed: Callable[[], Any]) -> None:
    with committed():
        plain, gone, best = for_sale("Red mug A"), for_sale("Red mug B", on_hand=0), for_sale("Red mug C")
    assert found("red mug") == ["Red mug A", "Red mug C", "Red mug B"]
    with committed():
        stock.receive(variant=gone.variants.get(), quantity=5)
        stock.adjust(variant=plain.variants.get(), on_hand=0, reason="Broken")
        StockItem.objects.filter(variant__product=best).update(on_hand=100)
        stock.reserve(lines={best.variants.get().pk: 40}, reference="A1")
    assert found("red mug") == ["Red mug B", "Red mug C", "Red mug A"]
    refresh()
    assert found("red mug") == ["Red mug C", "Red mug B", "Red mug A"]


def test_standings_are_refreshed_by_one_statement_and_only_where_they_changed(
    committed: Callable[[], Any], django_assert_num_queries: Any
) -> None:
    with committed():
        sold, plain, gone = (for_sale(f"Red mug {letter}") for letter in "ABC")
        StockItem.objects.filter(variant__product=gone).update(on_hand=0)
        StockItem.objects.filter(variant__product=sold).update(on_hand=100)
        stock.reserve(lines={sold.variants.get().pk: 20}, reference="A1")
    with django_assert_num_queries(1):
        refresh()
    told = {
        product: (in_stock, popularity)
        for product, in_stock, popularity in Document.objects.values_list("product", "in_stock", "popularity")
    }
    assert told == {sold.pk: (True, 0.5), plain.pk: (True, 0.0), gone.pk: (False, 0.0)}
    StockItem.objects.filter(variant__product=gone).update(on_hand=1)
    refresh()
    assert Document.objects.get(product=gone).in_stock


@pytest.mark.django_db(transaction=True)
def test_a_refresh_waits_for_nobody_who_writes() -> None:
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip("SQLite has one writer at a time: nobody could hold a row of it. Run it on PostgreSQL.")
    busy, free = for_sale("Red mug A"), for_sale("Red mug B")
    Document.objects.update(in_stock=False)
    with transaction.atomic():
        list(Document.objects.select_for_update().filter(product=busy))
        elsewhere = Thread(target=refresh_and_close)
        elsewhere.start()
        elsewhere.join(timeout=10)
        assert not elsewhere.is_alive()
    assert dict(Document.objects.values_list("product", "in_stock")) == {busy.pk: False, free.pk: True}


def refresh_and_close() -> None:
    refresh()
    connection.close()


def test_a_stock_that_changes_costs_one_query_after_the_commit(
    committed: Callable[[], Any], django_assert_num_queries: Any
) -> None:
    with committed():
        mug = for_sale("Mug")
    variant = mug.variants.get().pk
    with django_assert_num_queries(1):
        finder().restock([variant])


def test_the_next_run_counts_the_words_of_a_rebuild_that_was_stopped(
    committed: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with committed():
        for name in ("Blue vase", "Blue urn"):
            for_sale(name)
    writing.rebuild()
    Term.objects.update(documents=7)

    def stop() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(writing, "recount", stop)
        with pytest.raises(KeyboardInterrupt):
            writing.rebuild()
    assert not Corpus.objects.get().is_counted
    assert checking.check() != []
    writing.catch_up()
    assert Corpus.objects.get().is_counted
    assert checking.check() == []


def test_a_rebuild_mends_what_bulk_writes_left_behind_and_check_tells(committed: Callable[[], Any]) -> None:
    with committed():
        vase, mug = for_sale("Vase"), for_sale("Mug")
        for_sale("Bowl")
    Product.objects.filter(pk=vase.pk).update(name="Urn")
    Product.objects.filter(pk=mug.pk).update(is_active=False)
    Document.objects.filter(product__name="Bowl").delete()
    Term.objects.filter(stem="mug").update(documents=7)
    wrong = checking.check()
    assert "Urn: the index says something else" in wrong
    assert f"product {mug.pk}: is in the index, but not shown" in wrong
    assert "Bowl: is not in the index" in wrong
    assert "words of 1 documents that are not there" in wrong
    assert "the word “mug” is counted wrongly" in wrong
    with pytest.raises(CommandError, match="differences"):
        call_command("rebuild_search", "--check", stdout=StringIO())
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert "2 documents" in out.getvalue()
    call_command("rebuild_search", "--check", stdout=out)
    assert "The index and the goods agree" in out.getvalue()
    assert (found("urn"), found("bowl"), found("mug")) == (["Urn"], ["Bowl"], [])
    assert Corpus.objects.get().documents == 2


def test_renewing_what_has_not_changed_writes_no_words(
    committed: Callable[[], Any], django_assert_max_num_queries: Any
) -> None:
    with committed():
        mug = for_sale("Mug")
    before = list(Posting.objects.values_list("term", "document", "impact"))
    with django_assert_max_num_queries(22):
        writing.renew([mug.pk])
    assert list(Posting.objects.values_list("term", "document", "impact")) == before


@pytest.mark.parametrize("number", [3, 40])
def test_renewing_costs_the_same_queries_whatever_the_number(
    number: int, django_assert_max_num_queries: Any
) -> None:
    front_page()
    goods = [for_sale(f"Mug {each}", brand=BrandFactory()).pk for each in range(number)]
    with django_assert_max_num_queries(32):
        writing.renew(goods)
    assert Document.objects.count() == number


def test_a_product_with_several_variants_is_found_once(committed: Callable[[], Any]) -> None:
    with committed():
        shirt = for_sale("Shirt")
        variant_of(shirt, choice("size", "m", name="Medium"))
        variant_of(shirt, choice("size", "l", name="Large"))
    assert found("shirt medium large") == ["Shirt"]
