"""The API's products: shapes, filters, pages, and what it costs."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from catalog_pages.api import views
from catalog_pages.models import Attribute, Product, ProductAttribute, ProductPage, ShopSettings
from catalog_pages.renewal import reindex
from tests.factories import BrandFactory, CategoryFactory
from tests.storefront import category_page, choice, for_sale, show, the_site, variant_of, with_sizes

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/v1/products/"


@pytest.fixture
def api():
    the_site()
    return APIClient()


def names(answer):
    return [product["name"] for product in answer.json()["results"]]


def errors(answer):
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def test_a_product_in_a_list_says_what_a_card_shows(api):
    brand, category = BrandFactory(name="Pipit Press"), CategoryFactory(name="Maps")
    for_sale("Star chart", price="20", sale_price="15", on_hand=2, pictures=1, brand=brand, category=category)

    answer = api.get(PRODUCTS).json()

    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    product = answer["results"][0]
    image = product.pop("image")
    assert product == {
        "slug": "star-chart",
        "name": "Star chart",
        "brand": {"slug": "pipit-press", "name": "Pipit Press"},
        "category": {"slug": "maps", "name": "Maps"},
        "url": "http://testserver/star-chart/",
        "price": {"amount": "15.00", "currency": "EUR"},
        "price_before": {"amount": "20.00", "currency": "EUR"},
        "has_price_range": False,
        "in_stock": True,
        "stock_note": "2 left",
    }
    assert image["url"].startswith("http://testserver/media/")
    assert (image["alt"], image["height"] > 0) == ("View 0", True)


def test_a_product_without_brand_or_picture_says_null(api):
    for_sale("Star chart")

    product = api.get(PRODUCTS).json()["results"][0]

    assert (product["brand"], product["image"], product["price_before"]) == (None, None, None)


def test_prices_follow_the_shops_currency(api):
    shop = ShopSettings.for_site(the_site())
    shop.currency = "JPY"
    shop.save()
    for_sale("Star chart", price="1200")

    assert api.get(PRODUCTS).json()["results"][0]["price"] == {"amount": "1200", "currency": "JPY"}


def test_only_what_has_a_live_page_is_listed_and_answered(api):
    for_sale("Shown")
    hidden = for_sale("Hidden")
    ProductPage.objects.filter(product=hidden).update(live=False)
    withdrawn = for_sale("Withdrawn", is_active=False)

    assert names(api.get(PRODUCTS)) == ["Shown"]
    for product in (hidden, withdrawn):
        assert api.get(f"{PRODUCTS}{product.slug}/").status_code == 404


def test_filters_narrow_the_list(api):
    prints, maps = CategoryFactory(name="Prints"), CategoryFactory(name="Mugs")
    brand = BrandFactory(name="Pipit")
    for_sale("Cheap", price="5", category=prints, brand=brand)
    for_sale("Dear", price="50", category=prints)
    for_sale("Gone", price="20", category=maps, on_hand=0)
    below = CategoryFactory(name="Below", parent=prints)
    for_sale("Deep", price="9", category=below)

    assert set(names(api.get(PRODUCTS, {"category": "prints"}))) == {"Cheap", "Dear", "Deep"}
    assert names(api.get(PRODUCTS, {"brand": "pipit"})) == ["Cheap"]
    assert set(names(api.get(PRODUCTS, {"min_price": "9", "max_price": "20"}))) == {"Deep", "Gone"}
    assert "Gone" not in names(api.get(PRODUCTS, {"in_stock": "1"}))
    assert names(api.get(PRODUCTS, {"in_stock": "0"})) == ["Gone"]
    reindex(Product.objects.values_list("pk", flat=True))
    assert names(api.get(PRODUCTS, {"q": "dear"})) == ["Dear"]
    assert names(api.get(PRODUCTS, {"ordering": "-price"})) == ["Dear", "Gone", "Deep", "Cheap"]


def test_attributes_filter_variants_that_can_be_had(api):
    with_sizes("Shirt", s=0, m=3)
    with_sizes("Jumper", s=1)

    assert set(names(api.get(PRODUCTS, {"attr_size": "s"}))) == {"Shirt", "Jumper"}
    assert names(api.get(PRODUCTS, {"attr_size": "s", "in_stock": "1"})) == ["Jumper"]


def test_pages_lead_to_their_neighbours(api):
    for number in range(5):
        for_sale(f"Print {number}")

    first = api.get(PRODUCTS, {"page_size": 2, "ordering": "name"})
    assert names(first) == ["Print 0", "Print 1"]
    assert (first.json()["count"], first.json()["previous"]) == (5, None)
    second = api.get(first.json()["next"])
    assert names(second) == ["Print 2", "Print 3"]
    last = api.get(second.json()["next"])
    assert (names(last), last.json()["next"]) == (["Print 4"], None)
    assert names(api.get(last.json()["previous"])) == names(second)


def test_a_page_that_is_not_there_is_not_found(api):
    for_sale("Star chart")

    answer = api.get(PRODUCTS, {"page": 2})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")


def test_a_page_holds_24_products_and_at_most_a_hundred(api, monkeypatch):
    assert views.LARGEST_PAGE == 100
    monkeypatch.setattr(views, "LARGEST_PAGE", 25)
    for number in range(26):
        for_sale(f"Print {number}")

    assert len(names(api.get(PRODUCTS))) == 24
    assert len(names(api.get(PRODUCTS, {"page_size": 1000}))) == 25


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "0"),
        ("page", "two"),
        ("page", "-1"),
        ("page", "１"),
        ("page_size", "0"),
        ("page_size", "1e3"),
        ("min_price", "cheap"),
        ("max_price", "-1"),
        ("max_price", "9" * 40),
        ("in_stock", "maybe"),
        ("category", "nowhere"),
        ("category", "a\x00b"),
        ("brand", "nobody"),
        ("ordering", "colour"),
        ("attr_size", "xxl"),
        ("attr_nothing", "x"),
        ("attr_a\x00", "x"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_answered_400_and_named(api, parameter, value):
    with_sizes("Shirt", m=1)

    answer = api.get(PRODUCTS, {parameter: value})

    assert answer.status_code == 400
    assert answer.json()["type"] == "validation_error"
    assert parameter in errors(answer)


def test_all_senseless_filters_are_named_at_once(api):
    assert set(errors(api.get(PRODUCTS, {"brand": "nobody", "min_price": "x"}))) == {"brand", "min_price"}


def test_a_products_detail_has_variants_gallery_attributes_and_copy(api):
    product = Product.objects.get(pk=for_sale("Tee", price="20", pictures=2).pk)
    product.variants.all().delete()
    Product.objects.filter(pk=product.pk).update(description="<p>Soft.</p>")
    page = product.pages.get()
    page.standfirst, page.body = "Of cotton.", [("text", "<p>Made <b>well</b>.</p>"), ("heading", "Care")]
    page.save()
    small, large = choice("size", "s", position=1), choice("size", "l", position=2)
    variant_of(product, large, price="25", on_hand=0, sku="TEE-L", position=2, weight_grams=200)
    variant_of(product, small, price="20", on_hand=None, sku="TEE-S", position=1)
    height = Attribute.objects.create(code="height", name="Height", kind="number", unit="cm")
    ProductAttribute.objects.create(product=product, attribute=height, number=Decimal("12.50"))
    for name in ("wool", "hemp"):
        fibre = choice("material", name)
        ProductAttribute.objects.create(product=product, attribute=fibre.attribute, choice=fibre)

    detail = api.get(f"{PRODUCTS}tee/").json()

    assert (detail["name"], detail["description"], detail["standfirst"]) == (
        "Tee",
        "<p>Soft.</p>",
        "Of cotton.",
    )
    assert [block["type"] for block in detail["body"]] == ["text", "heading"]
    assert "Made <b>well</b>" in detail["body"][0]["html"]
    assert detail["variants"] == [
        {
            "sku": "TEE-S", "options": {"size": "S"}, "price": {"amount": "20.00", "currency": "EUR"},
            "price_before": None, "in_stock": True, "stock_note": "", "barcode": "", "weight_grams": 250,
            "requires_shipping": True,
        },
        {
            "sku": "TEE-L", "options": {"size": "L"}, "price": {"amount": "25.00", "currency": "EUR"},
            "price_before": None, "in_stock": False, "stock_note": "Sold out", "barcode": "", "weight_grams": 200,
            "requires_shipping": True,
        },
    ]  # fmt: skip
    assert [(group["code"], [each["name"] for each in group["choices"]]) for group in detail["options"]] == [
        ("size", ["S", "L"])
    ]
    facts = {fact["code"]: (fact["kind"], fact["unit"], fact["values"]) for fact in detail["attributes"]}
    assert facts == {"height": ("number", "cm", ["12.5"]), "material": ("choice", "", ["WOOL", "HEMP"])}
    assert [picture["alt"] for picture in detail["gallery"]] == ["View 0", "View 1"]
    for picture in detail["gallery"]:
        assert all(each["url"].startswith("http://testserver/") for each in picture["renditions"])
        assert [each["width"] for each in picture["cropped"]] == sorted(
            each["width"] for each in picture["cropped"]
        )


@pytest.mark.parametrize("slug", ["nothing", "%00", "a%20b", "%F0%9F%92%A9", "-", "x" * 300])
def test_a_product_that_is_not_there_is_not_found_in_the_one_error_shape(api, slug):
    answer = api.get(f"{PRODUCTS}{slug}/")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")


@pytest.mark.usefixtures("committed")
def test_a_list_costs_four_queries_at_most_whatever_its_rows(api, django_assert_num_queries):
    brand, category = BrandFactory(name="Pipit"), CategoryFactory(name="Maps")
    for number in range(3):
        for_sale(f"Print {number}", pictures=2, brand=brand, category=category)
    api.get(PRODUCTS)
    with django_assert_num_queries(1):  # what is new
        assert len(names(api.get(PRODUCTS))) == 3
    for number in range(20):
        for_sale(f"Map {number}", pictures=1, brand=brand, category=category)

    with django_assert_num_queries(8):  # what is new, five for the goods themselves, two for their cards
        assert len(names(api.get(PRODUCTS))) == 23
    with django_assert_num_queries(3):  # what is new, the category, the brand
        wishes = {
            "category": "maps",
            "brand": "pipit",
            "in_stock": "1",
            "min_price": "1",
            "ordering": "price",
        }
        assert len(names(api.get(PRODUCTS, wishes))) == 23


@pytest.mark.usefixtures("committed")
def test_a_detail_costs_the_same_whatever_its_variants_and_pictures(api, django_assert_max_num_queries):
    one = for_sale("One", pictures=1)
    many = with_sizes("Many", s=1, m=2, l=3, xl=4)
    show(many, pictures=3, slug="again")
    for product in (one, many):
        api.get(f"{PRODUCTS}{product.slug}/")

    with django_assert_max_num_queries(9):
        api.get(f"{PRODUCTS}{one.slug}/")
    with django_assert_max_num_queries(9):
        assert len(api.get(f"{PRODUCTS}{many.slug}/").json()["variants"]) == 4


@pytest.mark.usefixtures("committed")
def test_categories_come_as_a_tree_of_those_with_pages(api, django_assert_num_queries):
    prints = CategoryFactory(name="Prints")
    unseen = CategoryFactory(name="Unseen", parent=prints)
    maps = CategoryFactory(name="Maps", parent=unseen)
    page = category_page(prints)
    category_page(maps, page, standfirst="Of skies.")
    category_page(CategoryFactory(name="Closed", is_active=False))
    api.get("/api/v1/categories/")

    with django_assert_num_queries(4):
        tree = api.get("/api/v1/categories/").json()

    assert tree == [
        {
            "slug": "prints", "name": "Prints", "url": "http://testserver/prints/",
            "children": [{"slug": "maps", "name": "Maps", "url": "http://testserver/prints/maps/", "children": []}],
        }
    ]  # fmt: skip
    node = api.get("/api/v1/categories/maps/").json()
    assert (node["standfirst"], node["parent"]) == ("Of skies.", {"slug": "prints", "name": "Prints"})
    assert node["ancestors"] == [{"slug": "prints", "name": "Prints"}]
    for slug in ("unseen", "closed", "nothing"):
        assert api.get(f"/api/v1/categories/{slug}/").status_code == 404


def test_a_broken_token_does_not_matter_where_nobody_need_log_in(api):
    api.credentials(HTTP_AUTHORIZATION="Token nonsense")

    assert api.get(PRODUCTS).status_code == 200
