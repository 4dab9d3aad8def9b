"""WooCommerce's export: what becomes of each type of row."""

from decimal import Decimal

import pytest

from catalog_pages.models import Category, Product, ProductPage, StockItem, Variant
from tests.importing.files import written

COLUMNS = [
    "ID", "Type", "SKU", "Name", "Published", "Visibility in catalog", "Short description", "Description",
    "Tax status", "Tax class", "In stock?", "Stock", "Backorders allowed?", "Weight (kg)", "Sale price",
    "Regular price", "Categories", "Images", "Parent", "Attribute 1 name", "Attribute 1 value(s)",
    "Attribute 2 name", "Attribute 2 value(s)",
]  # fmt: skip


@pytest.fixture
def woocommerce_file(tmp_path):
    def write(*rows):
        return written(tmp_path / "woocommerce.csv", COLUMNS, rows, encoding="utf-8-sig")

    return write


def row(number, kind="simple", **cells):
    standard = {
        "ID": str(number), "Type": kind, "SKU": f"SKU-{number}", "Name": f"Thing {number}", "Published": "1",
        "Visibility in catalog": "visible", "Tax status": "taxable", "In stock?": "1", "Regular price": "20",
        "Categories": "Clothing > Tees", "Weight (kg)": "0.5",
    }  # fmt: skip
    return standard | cells


def test_variations_join_their_parent_by_sku_and_by_number(run_import, woocommerce_file):
    colours = {"Attribute 1 name": "Colour", "Attribute 1 value(s)": "Red, Blue"}
    run_import(
        woocommerce_file(
            row(
                1,
                "variation",
                **{"Parent": "id:2", "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Red"},
            ),
            row(2, "variable", **{"SKU": "", "Regular price": "", **colours}),
            row(
                3,
                "variation",
                **{"Parent": "SKU-4", "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Blue"},
            ),
            row(4, "variable", **{"Regular price": "", **colours}),
        )
    )

    assert {product.name: [v.label for v in product.variants.all()] for product in Product.objects.all()} == {
        "Thing 2": ["Red"],
        "Thing 4": ["Blue"],
    }
    assert Variant.objects.get(sku="SKU-1").weight_grams == 500


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Type": "grouped"}, "A grouped product has no price of its own"),
        ({"Type": "external"}, "An external product is sold by somebody else"),
        ({"Type": "subscription"}, "type “subscription” cannot be imported"),
        ({"Type": "variable"}, "a variable product without a variation"),
        ({"Type": "variation", "Parent": "nobody"}, "“nobody”, is not in the file"),
        ({"Regular price": ""}, "There is no price"),
        ({"SKU": "", "ID": ""}, "There is no SKU"),
    ],
)
def test_what_cannot_be_sold_is_refused_with_its_reason(run_import, woocommerce_file, cells, reason):
    run = run_import(woocommerce_file(row(1, **cells), row(2)))

    assert "refused: line 2" in run.err
    assert reason in run.err
    assert Product.objects.get().name == "Thing 2"


def test_a_product_without_a_sku_is_called_by_its_number(run_import, woocommerce_file):
    run_import(woocommerce_file(row(7, SKU="")))

    assert Variant.objects.get().sku == "id-7"


def test_downloads_are_not_tracked_and_not_shipped(run_import, woocommerce_file):
    run_import(woocommerce_file(row(1, "simple, downloadable, virtual", Stock="3")))

    variant = Variant.objects.get()
    assert (variant.available, variant.requires_shipping, variant.weight_grams) == (None, False, 0)


def test_stock_is_tracked_where_woocommerce_counts_it(run_import, woocommerce_file):
    run_import(
        woocommerce_file(
            row(1, Stock="3"),
            row(2, Stock="-2", **{"Backorders allowed?": "notify"}),
            row(3, **{"In stock?": "0"}),
            row(4),
        )
    )

    levels = {item.variant.sku: (item.on_hand, item.backorder) for item in StockItem.objects.all()}
    assert levels == {"SKU-1": (3, False), "SKU-2": (0, True), "SKU-3": (0, False)}


def test_a_hidden_product_gets_a_draft_and_is_said_to(run_import, woocommerce_file):
    run = run_import(woocommerce_file(row(1, **{"Visibility in catalog": "hidden"}), row(2, Published="0")))

    assert not ProductPage.objects.filter(live=True).exists()
    assert "line 2, SKU-1: It is hidden from the catalogue" in run.err
    assert "line 3, SKU-2: It is not published" in run.err


def test_a_comma_in_the_name_of_a_category_is_kept(run_import, woocommerce_file):
    run_import(woocommerce_file(row(1, Categories=r"Hats\, caps > Wool, Sale")))

    assert set(Category.objects.values_list("name", flat=True)) == {"Hats, caps", "Wool", "Sale"}


def test_a_product_without_a_category_is_uncategorised(run_import, woocommerce_file):
    run_import(woocommerce_file(row(1, Categories="")))

    assert Product.objects.get().category.name == "Uncategorised"


def test_tax_classes_are_made_and_said_to_want_rates(run_import, woocommerce_file):
    run = run_import(
        woocommerce_file(row(1, **{"Tax class": "reduced-rate"}), row(2, **{"Tax status": "none"}), row(3))
    )

    classes = {product.name: product.tax_class.name for product in Product.objects.all()}
    assert classes == {"Thing 1": "Reduced rate", "Thing 2": "Tax free", "Thing 3": "Standard"}
    assert "The tax class “Reduced rate” is new" in run.err


def test_a_sale_price_that_is_no_reduction_is_none(run_import, woocommerce_file):
    run_import(woocommerce_file(row(1, **{"Sale price": "18"}), row(2, **{"Sale price": "20"})))

    prices = {variant.sku: variant.price_at() for variant in Variant.objects.all()}
    assert prices == {"SKU-1": Decimal("18"), "SKU-2": Decimal("20")}
    assert Variant.objects.get(sku="SKU-2").sale_price is None
