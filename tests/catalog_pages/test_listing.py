"""Listings: which products are found by which wishes, in which order, with how many queries."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from catalog_pages.exceptions import InvalidFilter
from catalog_pages.listing import ProductFilters, list_products
from catalog_pages.models import Attribute, Category, HomePage, Product, ProductAttribute, Variant
from catalog_pages.renewal import reindex
from tests.factories import BrandFactory, CategoryFactory, ProductFactory, StockItemFactory
from tests.storefront import choice, for_sale, show, the_site, variant_of, with_sizes

pytestmark = pytest.mark.django_db


def listed(query: str = "", **kwargs: Any) -> list[str]:
    category = kwargs.pop("category", None)
    filters = ProductFilters.from_query(QueryDict(query), category=category)
    return [card.name for card in list_products(filters=filters, site=the_site(), **kwargs).cards]


def test_a_category_lists_its_whole_subtree_and_each_product_once() -> None:
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    pottery = CategoryFactory(name="Pottery")
    chart = for_sale("Chart", category=maps)
    chart.further_categories.add(prints, pottery)
    for_sale("Vase", category=pottery)
    Category.objects.rebuild()
    prints.refresh_from_db()
    assert listed(category=prints) == ["Chart"]
    assert listed("category=pottery&ordering=name") == ["Chart", "Vase"]


def test_only_what_this_site_shows_on_a_live_public_page_is_listed() -> None:
    for_sale("Shown")
    ProductFactory(name="Without a page")
    for_sale("Draft").pages.get().unpublish()
    for_sale("Off sale", is_active=False)
    Variant.objects.filter(product=for_sale("No variant on sale")).update(is_active=False)
    hidden = for_sale("Private").pages.get()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    other = the_site().root_page.get_parent().add_child(instance=HomePage(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.com", root_page=other)
    for_sale("Elsewhere", parent=other)
    assert listed() == ["Shown"]


def test_a_product_on_two_pages_is_listed_once_at_the_first() -> None:
    product = for_sale("Chart")
    show(product, slug="chart-again")
    found = list_products(filters=ProductFilters(), site=the_site())
    assert [card.url for card in found.cards] == ["/chart/"]
    assert found.count == 1


def test_the_price_range_goes_by_the_price_of_today() -> None:
    for_sale("Dear", price="80")
    for_sale("On sale", price="80", sale_price="30")
    over = for_sale("Sale over", price="80", sale_price="30")
    over.variants.update(sale_ends_at=timezone.now() - timedelta(minutes=1))
    assert listed("max_price=40") == ["On sale"]
    assert sorted(listed("min_price=80")) == ["Dear", "Sale over"]
    assert listed("min_price=30&max_price=30,00") == ["On sale"]


def test_brands_are_alternatives() -> None:
    for name in ("Aesop", "Hay", "Muji"):
        for_sale(f"By {name}", brand=BrandFactory(name=name))
    assert listed("brand=aesop&brand=muji&ordering=name") == ["By Aesop", "By Muji"]


def test_size_m_in_stock_never_finds_a_shirt_whose_m_is_sold_out() -> None:
    with_sizes("Only S left", s=3, m=0)
    with_sizes("M there", s=0, m=1)
    assert sorted(listed("attr_size=m")) == ["M there", "Only S left"]
    assert listed("attr_size=m&in_stock=1") == ["M there"]
    assert listed("attr_size=s&attr_size=m&in_stock=1&ordering=name") == ["M there", "Only S left"]


def test_several_attributes_must_hold_together_for_one_variant() -> None:
    shirt = ProductFactory(name="Shirt")
    variant_of(shirt, choice("size", "s"), choice("colour", "red"))
    variant_of(shirt, choice("size", "m"), choice("colour", "blue"))
    show(shirt)
    assert listed("attr_size=s&attr_colour=red") == ["Shirt"]
    assert listed("attr_size=s&attr_colour=blue") == []


def test_attributes_filter_facts_of_every_kind() -> None:
    tall, short = for_sale("Tall vase"), for_sale("Short vase")
    height = Attribute.objects.create(code="height", name="Height", kind=Attribute.Kind.NUMBER, unit="cm")
    glazed = Attribute.objects.create(code="glazed", name="Glazed", kind=Attribute.Kind.BOOLEAN)
    artist = Attribute.objects.create(code="artist", name="Artist", kind=Attribute.Kind.TEXT)
    clay = choice("clay", "stoneware")
    ProductAttribute.objects.create(product=tall, attribute=height, number=40)
    ProductAttribute.objects.create(product=short, attribute=height, number=Decimal("12.5"))
    ProductAttribute.objects.create(product=tall, attribute=glazed, boolean=True)
    ProductAttribute.objects.create(product=short, attribute=glazed, boolean=False)
    ProductAttribute.objects.create(product=tall, attribute=artist, text="Ada Lovelace")
    ProductAttribute.objects.create(product=tall, attribute=clay.attribute, choice=clay)
    for query in (
        "attr_height=40",
        "attr_height=30-",
        "attr_height=39.5-40",
        "attr_glazed=yes",
        "attr_artist=ada lovelace",
        "attr_clay=stoneware",
        "attr_height=38-42&attr_clay=stoneware&attr_glazed=1",
    ):
        assert listed(query) == ["Tall vase"], query
    for query in ("attr_height=-20", "attr_height=12.5", "attr_glazed=no"):
        assert listed(query) == ["Short vase"], query
    assert listed("attr_height=1-5") == []


def test_availability_tells_sold_out_from_endless_and_backorder() -> None:
    for_sale("There", on_hand=2)
    for_sale("Gone", on_hand=0)
    for_sale("Download", on_hand=None)
    StockItemFactory(variant=for_sale("Soon", on_hand=None).variants.get(), on_hand=0, backorder=True)
    assert sorted(listed("in_stock=1")) == ["Download", "Soon", "There"]
    assert listed("in_stock=0") == ["Gone"]


def test_sorting_breaks_ties_so_that_no_product_is_on_two_pages() -> None:
    for _ in range(7):
        for_sale("Same", price="5")
    for ordering in ("", "newest", "price", "-price", "name"):
        filters = ProductFilters.from_query(QueryDict(f"ordering={ordering}"))
        seen = [
            card.pk
            for page in (1, 2, 3)
            for card in list_products(filters=filters, site=the_site(), page=page, page_size=3).cards
        ]
        assert len(seen) == len(set(seen)) == 7, ordering


def test_sorting_by_price_goes_by_the_price_of_today() -> None:
    for_sale("Twenty", price="20")
    for_sale("Five, was fifty", price="50", sale_price="5")
    for_sale("Ten", price="10")
    assert listed("ordering=price") == ["Five, was fifty", "Ten", "Twenty"]
    assert listed("ordering=-price") == ["Twenty", "Ten", "Five, was fifty"]


def test_hand_picked_products_lead_the_houses_own_order_only() -> None:
    names = ["A", "B", "C"]
    products = [for_sale(name) for name in names]
    picks = [products[0].pk, products[1].pk]
    assert listed(first=picks) == ["A", "B", "C"]
    assert listed("ordering=newest", first=picks) == ["C", "B", "A"]


def test_a_card_says_what_a_shopper_should_know() -> None:
    shirt = ProductFactory(name="Shirt", brand=BrandFactory(name="Hay"))
    variant_of(shirt, choice("size", "s"), price="20", sale_price=Decimal(15), on_hand=1)
    variant_of(shirt, choice("size", "m"), price="30", on_hand=1)
    show(shirt, pictures=3)
    (card,) = list_products(filters=ProductFilters(), site=the_site()).cards
    assert (card.price, card.price_before, card.has_price_range) == (Decimal(15), Decimal(20), True)
    assert (card.in_stock, card.stock_note, str(card.brand)) == (True, "2 left", "Hay")
    assert [picture.alt_text for picture in card.pictures] == ["View 0", "View 1"]
    Variant.objects.get(price=30).stock.__class__.objects.update(on_hand=0)
    (card,) = list_products(filters=ProductFilters(), site=the_site()).cards
    assert (card.in_stock, card.stock_note) == (False, "Sold out")


def test_facet_counts_are_what_choosing_the_value_would_leave() -> None:
    hay, muji = BrandFactory(name="Hay"), BrandFactory(name="Muji")
    for brand, size, colour in ((hay, "s", "red"), (hay, "m", "red"), (muji, "m", "blue")):
        product = ProductFactory(brand=brand)
        variant_of(product, choice("size", size))
        fact = choice("colour", colour)
        ProductAttribute.objects.create(product=product, attribute=fact.attribute, choice=fact)
        show(product)
    filters = ProductFilters.from_query(QueryDict("attr_size=m&brand=hay"))
    found = list_products(filters=filters, site=the_site())
    counts = {facet.code: {each.value: each.count for each in facet.choices} for facet in found.facets}
    assert found.count == 1
    assert counts == {"brand": {"hay": 1, "muji": 1}, "attr_size": {"s": 1, "m": 1}}
    for facet in found.facets:
        for each in facet.choices:
            query = QueryDict(mutable=True)
            query.setlist("attr_size", ["m"])
            query.setlist("brand", ["hay"])
            query.setlist(facet.code, [each.value])
            alone = list_products(filters=ProductFilters.from_query(query), site=the_site())
            assert alone.count == each.count


def test_a_choice_that_is_fact_and_option_at_once_counts_its_product_once() -> None:
    red, blue = choice("colour", "red"), choice("colour", "blue")
    product = ProductFactory()
    variant_of(product, red)
    variant_of(product, blue)
    ProductAttribute.objects.create(product=product, attribute=red.attribute, choice=red)
    show(product)
    (facet,) = list_products(filters=ProductFilters(), site=the_site()).facets
    assert [(each.value, each.count) for each in facet.choices] == [("blue", 1), ("red", 1)]


def test_the_price_span_is_that_of_the_list_without_the_price_range() -> None:
    for price in ("5", "20", "80"):
        for_sale(price=price)
    found = list_products(filters=ProductFilters.from_query(QueryDict("min_price=10")), site=the_site())
    assert found.count == 2
    assert found.prices is not None
    assert (found.prices.low, found.prices.high) == (Decimal(5), Decimal(80))


NONSENSE = [
    "min_price=cheap",
    "min_price=-1",
    "max_price=NaN",
    "max_price=1e999999999",
    "min_price=" + "9" * 400,
    "brand=nobody",
    "brand=%00",
    "brand=a%27;drop",
    "category=nowhere",
    "category=%00",
    "attr_nothing=1",
    "attr_size=xxxl",
    "attr_size=%00",
    "attr_%00=1",
    "attr_height=tall",
    "attr_height=1-2-3",
    "in_stock=perhaps",
    "ordering=stock__on_hand",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_is_ignored_on_pages_and_refused_by_name_where_strict(query: str) -> None:
    for_sale("Shirt")
    choice("size", "m")
    Attribute.objects.create(code="height", name="Height", kind=Attribute.Kind.NUMBER, unit="cm")
    assert listed(query) == ["Shirt"]
    with pytest.raises(InvalidFilter) as refused:
        ProductFilters.from_query(QueryDict(query), strict=True)
    assert set(refused.value.errors) == set(QueryDict(query))


def test_a_nul_byte_in_the_words_is_no_word() -> None:
    for_sale("Shirt")
    assert ProductFilters.from_query(QueryDict("q=%00 a%00b"), strict=True).q == "a b"


@pytest.mark.parametrize(("page", "shown"), [(0, 1), (-3, 1), (2, 2), (10**30, 3)])
def test_a_page_out_of_range_becomes_the_nearest(page: int, shown: int) -> None:
    for _ in range(5):
        for_sale()
    found = list_products(filters=ProductFilters(), site=the_site(), page=page, page_size=2)
    assert (found.page, found.pages, found.count) == (shown, 3, 5)
    assert found.cards


def test_filters_are_written_in_one_order_whatever_the_order_they_came_in() -> None:
    for name in ("Hay", "Muji"):
        for_sale(brand=BrandFactory(name=name))
    choice("size", "m")
    one = ProductFilters.from_query(QueryDict("attr_size=m&brand=muji&min_price=5.00&brand=hay&q=cup"))
    other = ProductFilters.from_query(QueryDict("brand=hay&brand=muji&q=cup&min_price=5&attr_size=m"))
    assert one.query_string() == other.query_string() == "?q=cup&brand=hay&brand=muji&attr_size=m&min_price=5"
    assert one.query_string(without=("brand", "hay")) == "?q=cup&brand=muji&attr_size=m&min_price=5"
    assert one.widened().query_string() == "?q=cup"


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("rows", [5, 48])
def test_a_list_costs_the_same_queries_whatever_the_rows(
    rows: int, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    brand = BrandFactory(name="Hay")
    for number in range(rows):
        product = ProductFactory(brand=brand)
        variant_of(product, choice("size", "s"), choice("colour", f"c{number % 3}"))
        variant_of(product, choice("size", "m"), choice("colour", f"c{number % 3}"))
        show(product, pictures=2)
    site = the_site()
    # What is new, the goods themselves, what they are described by; then their cards
    # and their pictures.
    with django_assert_num_queries(1 + 7 + 4 + 2):
        found = list_products(filters=ProductFilters(), site=site, page_size=48)
    assert len(found.cards) == rows
    with django_assert_num_queries(0):
        for card in found.cards:
            assert card.url and card.brand and len(card.pictures) == 2
            assert all(len(each.sizes) == 2 for each in card.pictures)
    with django_assert_num_queries(1):
        list_products(filters=ProductFilters(), site=site, page_size=48)
    Variant.objects.filter(product=product).update(price=7)
    with django_assert_num_queries(1 + 5 + 2):
        list_products(filters=ProductFilters(), site=site, page_size=48)
    query = QueryDict("brand=hay&attr_size=s&attr_colour=c1&min_price=1&in_stock=1&q=hay")
    reindex(Product.objects.values_list("pk", flat=True))
    list_products(filters=ProductFilters.from_query(query), site=site, page_size=48)
    with django_assert_max_num_queries(8):
        list_products(filters=ProductFilters.from_query(query), site=site, page_size=48)


def test_products_are_told_apart_by_pk_not_by_name() -> None:
    for_sale("Twin", price="5")
    for_sale("Twin", price="6")
    assert Product.objects.filter(name="Twin").count() == 2
    assert listed("ordering=price") == ["Twin", "Twin"]
