"""What a process keeps of the goods is what was committed last, whoever wrote it and however."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog_pages import stock
from catalog_pages.columns import keeping, table
from catalog_pages.columns.keeping import keeper
from catalog_pages.listing import ProductFilters, list_products
from catalog_pages.listing import facets as facets_of_lists
from catalog_pages.models import Attribute, Category, Product, ProductAttribute, StockItem, Variant
from tests.factories import BrandFactory, CategoryFactory
from tests.storefront import choice, for_sale, show, the_site, variant_of, with_sizes

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _counts_of_every_list_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets_of_lists, "LONG", 0)


def listed(query: str = "", **kwargs: Any) -> list[str]:
    filters = ProductFilters.from_query(QueryDict(query), **kwargs)
    return [card.name for card in list_products(filters=filters, site=the_site()).cards]


def facets(query: str = "") -> dict[str, dict[str, int]]:
    found = list_products(filters=ProductFilters.from_query(QueryDict(query)), site=the_site())
    return {facet.code: {each.label: each.count for each in facet.choices} for facet in found.facets}


def in_another_connection(write: Callable[[], object]) -> None:
    """As another process would: committed, without a signal here."""

    def run() -> None:
        try:
            write()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def change_price(vase: Product) -> None:
    Variant.objects.filter(product=vase).update(price=5)


def sell_out(vase: Product) -> None:
    StockItem.objects.filter(variant__product=vase).update(on_hand=0)


def take_off_sale(vase: Product) -> None:
    Product.objects.filter(pk=vase.pk).update(is_active=False)


def unpublish(vase: Product) -> None:
    vase.pages.get().unpublish()


def delete_page(vase: Product) -> None:
    vase.pages.get().delete()


def delete(vase: Product) -> None:
    vase.pages.get().delete()
    vase.delete()


def reclassify(vase: Product) -> None:
    Product.objects.filter(pk=vase.pk).update(category=Category.objects.get(slug="books"))


def make_private(vase: Product) -> None:
    PageViewRestriction.objects.create(page=vase.pages.get(), restriction_type=PageViewRestriction.LOGIN)


def rebrand(vase: Product) -> None:
    Product.objects.filter(pk=vase.pk).update(brand=BrandFactory(name="New"))


def glaze(vase: Product) -> None:
    attribute = Attribute.objects.create(code="glazed", name="Glazed", kind="boolean", is_facet=True)
    ProductAttribute.objects.create(product=vase, attribute=attribute, boolean=True)


@pytest.mark.parametrize(
    ("write", "query"),
    [
        (change_price, "max_price=10"),
        (sell_out, "in_stock=1"),
        (take_off_sale, ""),
        (unpublish, ""),
        (delete_page, ""),
        (delete, ""),
        (reclassify, "category=pottery"),
        (make_private, ""),
        (rebrand, "brand=leach"),
        (glaze, "attr_glazed=yes"),
    ],
)
def test_the_next_list_knows_what_another_process_has_committed(
    write: Callable[[Product], None], query: str
) -> None:
    CategoryFactory(name="Books")
    pottery, leach = CategoryFactory(name="Pottery"), BrandFactory(name="Leach")
    vase = for_sale("Vase", price="80", category=pottery, brand=leach, on_hand=3)
    for_sale("Bowl", price="80", category=pottery, brand=leach, on_hand=3)
    listed()
    before = listed(query) if "glazed" not in query else []
    in_another_connection(lambda: write(vase))
    after = listed(query)
    assert ("Vase" in before) != ("Vase" in after)
    keeper.clear()
    assert listed(query) == after, "read anew it is the same"


def test_what_is_rolled_back_is_never_listed() -> None:
    vase = for_sale("Vase", price="80")
    assert listed("max_price=10") == []
    with transaction.atomic():
        Variant.objects.filter(product=vase).update(price=5)
        assert listed("max_price=10") == ["Vase"], "whoever wrote it sees it"
        transaction.set_rollback(True)
    assert listed("max_price=10") == []


def test_what_is_not_committed_yet_is_listed_to_nobody_else() -> None:
    vase = for_sale("Vase", price="80")
    listed()
    seen: list[list[str]] = []
    with transaction.atomic():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer: nobody else reads meanwhile in a database in memory.")
        Variant.objects.filter(product=vase).update(price=5)
        in_another_connection(lambda: seen.append(listed("max_price=10")))
    assert seen == [[]]
    assert listed("max_price=10") == ["Vase"]


def test_a_sale_begins_and_ends_in_lists_at_its_edge_without_any_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    vase = for_sale("Vase", price="80", sale_price="30")
    vase.variants.update(sale_starts_at=now + timedelta(hours=1), sale_ends_at=now + timedelta(hours=2))
    for hours, expected in ((0, []), (1.5, ["Vase"]), (2.5, [])):
        at = now + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        monkeypatch.setattr(keeping.time, "time", at.timestamp)
        assert listed("max_price=40") == expected


def test_new_words_are_counted_with_their_names() -> None:
    shirt = with_sizes("Shirt", s=1, m=1)
    Attribute.objects.update(is_facet=True)
    assert set(facets()["attr_size"]) == {"S", "M"}
    in_another_connection(lambda: variant_of(shirt, choice("size", "xxl")))
    assert set(facets()["attr_size"]) == {"S", "M", "XXL"}
    for name, brand in (("Bowl", "Lucie"), ("Cup", "Hans")):
        in_another_connection(
            lambda name=name, brand=brand: for_sale(name, brand=BrandFactory(name=brand))  # type: ignore[misc]
        )
    assert facets()["brand"] == {"Hans": 1, "Lucie": 1}


def test_an_attribute_becomes_a_facet_and_ceases_to_be_one() -> None:
    for name, colour in (("Vase", "red"), ("Bowl", "blue")):
        fact = choice("colour", colour)
        ProductAttribute.objects.create(product=for_sale(name), attribute=fact.attribute, choice=fact)
    Attribute.objects.update(is_facet=False)
    assert facets() == {}
    assert listed("attr_colour=red") == ["Vase"]
    Attribute.objects.update(is_facet=True)
    assert list(facets()["attr_colour"].values()) == [1, 1]
    assert listed("attr_colour=red") == ["Vase"]


def test_a_category_that_moves_takes_its_goods_along() -> None:
    prints, pottery = CategoryFactory(name="Prints"), CategoryFactory(name="Pottery")
    maps = CategoryFactory(name="Maps", parent=prints)
    for_sale("Chart", category=maps)
    assert (listed("category=prints"), listed("category=pottery")) == (["Chart"], [])
    maps.refresh_from_db()
    pottery.refresh_from_db()
    maps.move_to(pottery)
    assert (listed("category=prints"), listed("category=pottery")) == ([], ["Chart"])


def test_names_are_sorted_anew_when_one_changes() -> None:
    ash, bay = for_sale("Ash"), for_sale("Bay")
    assert listed("ordering=name") == ["Ash", "Bay"]
    Product.objects.filter(pk=ash.pk).update(name="Cedar")
    assert listed("ordering=name") == ["Bay", "Cedar"]
    show(bay, slug="again")
    assert listed("ordering=name") == ["Bay", "Cedar"]


def test_cards_tell_the_price_and_stock_of_now() -> None:
    vase = for_sale("Vase", price="80", on_hand=9)
    site = the_site()
    item = StockItem.objects.get(variant__product=vase)
    StockItem.objects.filter(pk=item.pk).update(low_stock_threshold=3)

    def card() -> Any:
        return list_products(filters=ProductFilters(), site=site).cards[0]

    assert (card().price, card().stock_note) == (Decimal(80), "")
    stock.reserve(lines={vase.variants.get().pk: 7}, reference="order")
    Variant.objects.filter(product=vase).update(price=75)
    assert (card().price, card().stock_note) == (Decimal(75), "2 left")


def test_many_changes_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many, that the arrays are read whole again and again."""
    monkeypatch.setattr(table, "MOST_MOVED", 3)
    vases = [for_sale(f"Vase {number}", price="80") for number in range(6)]
    for turn in range(1, 5):
        for number, vase in enumerate(vases):
            Variant.objects.filter(product=vase).update(price=10 * turn + number)
            assert len(listed()) == 6
        assert listed(f"max_price={10 * turn + 2}&ordering=-price") == ["Vase 2", "Vase 1", "Vase 0"]
