"""The feed for Google Merchant Center: whole, well-formed, and true to the shop."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog_pages import feeds
from catalog_pages.models import Product, Variant
from tests.factories import BrandFactory, CategoryFactory
from tests.storefront import choice, for_sale, show, the_site, variant_of

pytestmark = pytest.mark.django_db
G = "{http://base.google.com/ns/1.0}"


@pytest.fixture
def feed(client):
    the_site()

    def read():
        answer = client.get("/feeds/google-merchant.xml")
        assert answer.status_code == 200
        assert answer.streaming
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        root = ET.fromstring(answer.getvalue())  # noqa: S314 - our own answer
        items = root.findall("./channel/item")
        return [{tag.tag.removeprefix(G): tag.text for tag in item} for item in items]

    return read


def test_an_item_says_what_google_asks_for(feed):
    parent = CategoryFactory(name="Prints & paper")
    product = for_sale(
        "Star chart",
        price="20",
        pictures=2,
        brand=BrandFactory(name="Pipit Press"),
        category=CategoryFactory(name="Maps", parent=parent),
    )
    Product.objects.filter(pk=product.pk).update(
        description="<p>Of <b>northern</b> skies.</p><p>A &amp; B</p>"
    )
    Variant.objects.update(sku="STAR 1", barcode="4006381333931", weight_grams=120)

    item = feed()[0]

    assert item.pop("image_link").startswith("http://testserver/media/")
    assert item.pop("additional_image_link").startswith("http://testserver/media/")
    assert item == {
        "id": "STAR 1",
        "title": "Star chart",
        "description": "Of northern skies. A & B",
        "link": "http://testserver/star-chart/?sku=STAR+1",
        "availability": "in_stock",
        "price": "20.00 EUR",
        "gtin": "4006381333931",
        "brand": "Pipit Press",
        "condition": "new",
        "product_type": "Prints & paper > Maps",
        "shipping_weight": "120 g",
    }


def test_variants_share_a_group_and_name_their_options(feed):
    product = for_sale("Tee")
    product.variants.all().delete()
    variant_of(product, choice("size", "s"), choice("colour", "blue"), sku="TEE-S", on_hand=0)
    variant_of(product, choice("size", "m"), choice("colour", "blue"), sku="TEE-M")

    small, medium = feed()

    assert small["item_group_id"] == medium["item_group_id"]
    assert (small["size"], small["color"], small["availability"]) == ("S", "BLUE", "out_of_stock")
    assert medium["title"].startswith("Tee, ")


def test_a_sale_has_its_price_and_its_days(feed):
    for_sale("Now", price="20", sale_price="15")
    for_sale("Later", price="20", sale_price="15")
    for_sale("Over", price="20", sale_price="15")
    now = timezone.now()
    day = timedelta(days=1)
    Variant.objects.filter(product__name="Later").update(sale_starts_at=now + day, sale_ends_at=now + 2 * day)
    Variant.objects.filter(product__name="Over").update(sale_ends_at=now - day)

    items = {item["title"]: item for item in feed()}

    assert {item["price"] for item in items.values()} == {"20.00 EUR"}
    assert items["Now"]["sale_price"] == "15.00 EUR"
    assert "/" in items["Later"]["sale_price_effective_date"]
    assert "sale_price" not in items["Over"]


def test_a_code_that_is_no_gtin_is_left_out(feed):
    for_sale("Star chart")
    Variant.objects.update(barcode="4006381333932")

    item = feed()[0]

    assert "gtin" not in item
    assert item["identifier_exists"] == "no"


@pytest.mark.parametrize("digits", ["4006381333931", "036000291452", "96385074", "10614141000415"])
def test_the_check_digits_of_known_codes_are_right(digits):
    assert feeds._is_gtin(digits)
    assert not feeds._is_gtin(digits[:-1] + str((int(digits[-1]) + 1) % 10))


def test_what_is_not_shown_is_not_in_the_feed(feed):
    for_sale("Shown")
    for_sale("Hidden").pages.get().unpublish()
    for_sale("Withdrawn", is_active=False)

    assert [item["title"] for item in feed()] == ["Shown"]


@pytest.mark.parametrize(
    "name", ["<b>&amp;]]>", "a\x08b\x0b", "\ufffe\uffff end", "💩 \u202e abc", "]]><x/>"]
)
def test_hostile_names_leave_the_feed_well_formed(feed, name):
    product = for_sale("Plain")
    Product.objects.filter(pk=product.pk).update(name=name, description=name * 2000)

    item = feed()[0]

    assert item["title"]
    assert len(item["description"]) <= 5000


def test_the_feed_is_read_in_batches_with_a_fixed_number_of_queries_each(
    feed, monkeypatch, django_assert_max_num_queries
):
    for number in range(7):
        for_sale(f"Print {number}", pictures=1)
    show(for_sale("Twice"), slug="twice-again")
    feed()

    with django_assert_max_num_queries(12):
        assert len(feed()) == 8
    monkeypatch.setattr(feeds, "BATCH", 3)
    assert [item["title"] for item in feed()] == [f"Print {number}" for number in range(7)] + ["Twice"]
