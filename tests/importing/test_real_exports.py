"""Real merchants' files: what they make, to the piece, and that a second run makes nothing."""

import csv
from decimal import Decimal

import pytest
from wagtail.images import get_image_model

from catalog_pages import stock, trees
from catalog_pages.importing import scaling
from catalog_pages.models import (
    Attribute,
    Category,
    CategoryPage,
    GalleryImage,
    Product,
    ProductPage,
    StockItem,
    StockMovement,
    Variant,
)
from tests.importing.files import all_rows, differences

pytestmark = pytest.mark.realdata
FOLDERS = {
    "Men",
    "Men > Tops",
    "Men > Bottoms",
    "Women",
    "Women > Tops",
    "Women > Bottoms",
    "Collections",
    "Promotions",
}
"""Categories that hold only others: the file names them on the way to theirs."""


@pytest.fixture
def magento(shared_data):
    return shared_data / "magento"


def category_paths():
    return {
        " > ".join(above.name for above in each.get_ancestors(include_self=True))
        for each in Category.objects.all()
    }


def test_magentos_export_makes_147_products_with_1847_variants(run_import, magento):
    run = run_import(magento / "products.csv")

    assert run.count("products") == "147 created, 0 changed, 0 unchanged"
    assert run.count("variants") == "1847 created, 0 changed, 0 unchanged"
    assert run.count("rows refused") == "0"
    assert (Product.objects.count(), Variant.objects.count()) == (147, 1847)
    assert Product.objects.published().count() == 147
    with (magento / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    named = {
        path.partition("/")[2].replace("/", " > ") for row in rows for path in row["categories"].split(",")
    } - {""}
    assert len(named) == 20  # the twenty-first of the file is the store's root
    assert category_paths() == named | FOLDERS
    assert CategoryPage.objects.live().count() == 28
    assert trees.category_problems() == []
    assert trees.page_problems() == []
    prices = {row["sku"]: Decimal(row["price"]) for row in rows if row["product_type"] == "simple"}
    assert dict(Variant.objects.values_list("sku", "price")) == prices
    assert set(StockItem.objects.values_list("on_hand", flat=True)) == {100}
    assert StockMovement.objects.filter(kind="receive", reason="import").count() == 1847
    assert stock.verify() == []
    hoodie = Product.objects.get(name="Chaz Kangeroo Hoodie")
    assert [variant.label for variant in hoodie.variants.all()][:3] == ["XS, Black", "XS, Gray", "XS, Orange"]
    assert hoodie.category.name == "Hoodies & Sweatshirts"
    assert [category.name for category in hoodie.further_categories.all()] == ["Eco Friendly"]
    assert "&bull;" not in hoodie.description
    assert hoodie.variants.first().weight_grams == 454
    page = hoodie.pages.get()
    assert page.url_path.endswith("/men/tops/hoodies-sweatshirts/chaz-kangeroo-hoodie/")
    kinds = dict(Attribute.objects.values_list("code", "kind"))
    assert kinds["size"] == kinds["color"] == kinds["material"] == "choice"
    assert kinds["eco_collection"] == kinds["performance_fabric"] == "boolean"
    sizes = Attribute.objects.get(code="size").choices.order_by("position")
    assert [size.name for size in sizes] == [
        "XS", "S", "M", "L", "XL", "28", "29", "30", "31", "32", "33", "34", "36",
    ]  # fmt: skip
    climates = hoodie.attributes.filter(attribute__code="climate").values_list("choice__name", flat=True)
    assert set(climates) == {"All-weather", "Cool", "Indoor", "Spring", "Windy"}

    before = all_rows()
    again = run_import(magento / "products.csv")
    assert differences(before, all_rows()) == []
    assert again.count("products") == "0 created, 0 changed, 147 unchanged"
    assert again.count("variants") == "0 created, 0 changed, 1847 unchanged"


def test_magentos_photographs_are_stored_once_each_and_shown_by_their_pages(run_import, magento, monkeypatch):
    monkeypatch.setattr(scaling, "OF_A_PRODUCT", ())  # six sizes of 293 photographs take minutes
    files = list((magento / "media").rglob("*.jpg"))

    run = run_import(magento / "products.csv", images=magento / "media")

    images = get_image_model().objects
    assert run.count("photographs stored") == str(len(files)) == "293"
    assert run.count("photographs refused") == "0"
    assert images.count() == images.values("file_hash").distinct().count() == 293
    assert GalleryImage.objects.values("image").distinct().count() == 293
    assert ProductPage.objects.filter(gallery__isnull=True).count() == 0
    assert all(alt for alt in GalleryImage.objects.values_list("alt_text", flat=True))

    before = all_rows()
    again = run_import(magento / "products.csv", images=magento / "media")
    assert differences(before, all_rows()) == []
    assert again.count("photographs stored") == "0"


def test_of_woocommerces_sample_what_is_sellable_is_imported_and_the_rest_is_said_why(
    run_import, shared_data
):
    path = shared_data / "woocommerce" / "sample_products.csv"

    run = run_import(path)

    assert run.count("products") == "16 created, 0 changed, 0 unchanged"
    assert run.count("variants") == "21 created, 0 changed, 0 unchanged"
    refused = [line for line in run.err.splitlines() if line.startswith("refused:")]
    assert refused == [
        "refused: line 24, logo-collection: "
        "A grouped product has no price of its own: its members are imported by themselves.",
        "refused: line 25, wp-pennant: An external product is sold by somebody else, at another address.",
    ]
    assert run.err.count("It fits any “Size”: it is imported without that option.") == 3
    assert run.err.count("They are not fetched") == 1
    assert category_paths() == {
        "Clothing", "Clothing > Tshirts", "Clothing > Hoodies", "Clothing > Accessories", "Music",
    }  # fmt: skip
    beanie = Variant.objects.get(sku="woo-beanie")
    assert (beanie.price, beanie.price_at(), beanie.weight_grams) == (Decimal("20"), Decimal("18"), 91)
    album = Variant.objects.get(sku="woo-album")
    assert (album.available, album.requires_shipping) == (None, False)
    hidden = ProductPage.objects.exclude(live=True).get()
    assert hidden.title == "Hoodie with Pocket"

    before = all_rows()
    run_import(path)
    assert differences(before, all_rows()) == []
