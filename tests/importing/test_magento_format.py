"""Magento's export: what becomes of each type of row, wherever it stands and however its cells are written."""

from decimal import Decimal

import pytest

from catalog_pages.models import Category, Product, ProductPage, Variant
from tests.importing.files import written

COLUMNS = [
    "sku", "store_view_code", "attribute_set_code", "product_type", "categories", "name", "description",
    "weight", "product_online", "tax_class_name", "visibility", "price", "special_price",
    "special_price_from_date", "special_price_to_date", "additional_attributes", "qty", "is_in_stock",
    "manage_stock", "use_config_manage_stock", "configurable_variations", "configurable_variation_labels",
]  # fmt: skip


@pytest.fixture
def magento_file(tmp_path):
    def write(*rows):
        return written(tmp_path / "magento.csv", COLUMNS, rows)

    return write


def simple(sku, **cells):
    row = {
        "sku": sku, "product_type": "simple", "categories": "Default Category/Men/Tees,Default Category",
        "name": f"Tee {sku}", "weight": "1", "product_online": "1", "tax_class_name": "Taxable Goods",
        "visibility": "Not Visible Individually", "price": "20", "qty": "100.0000", "is_in_stock": "1",
        "use_config_manage_stock": "1", "additional_attributes": f"has_options=0,size={sku[-1]},color=Blue",
    }  # fmt: skip
    return row | cells


def configurable(sku="TEE", children="SM", **cells):
    variations = "|".join(f"sku={sku}-{size},size={size},color=Blue" for size in children)
    row = simple(
        sku, product_type="configurable", visibility="Catalog, Search", configurable_variations=variations
    )
    return row | {"additional_attributes": "has_options=1,material=Wool", "name": "Tee"} | cells


def test_a_configurable_row_gathers_its_simples_from_before_and_after_it(run_import, magento_file):
    run = run_import(
        magento_file(simple("TEE-S"), configurable(), simple("CAP", visibility="Catalog"), simple("TEE-M"))
    )

    assert run.count("rows refused") == "0"
    assert {product.name: product.variants.count() for product in Product.objects.all()} == {
        "Tee": 2,
        "Tee CAP": 1,
    }
    assert {variant.label for variant in Variant.objects.filter(product__name="Tee")} == {
        "S, Blue",
        "M, Blue",
    }


def test_the_root_category_is_dropped_and_a_comma_in_a_name_is_kept(run_import, magento_file):
    categories = "Default Category/Men/Hats, Caps,Default Category,Default Category/Sale"
    run_import(magento_file(simple("CAP", visibility="Catalog", categories=categories)))

    product = Product.objects.get()
    assert product.category.name == "Hats, Caps"
    assert [category.name for category in product.further_categories.all()] == ["Sale"]
    assert set(Category.objects.values_list("name", flat=True)) == {"Men", "Hats, Caps", "Sale"}


def test_attributes_are_typed_by_all_values_of_the_file(run_import, magento_file):
    run_import(
        magento_file(
            simple(
                "A",
                visibility="Catalog",
                additional_attributes="eco=Yes,material=Wool|Cocona&reg;,length=12.5",
            ),
            simple(
                "B",
                visibility="Catalog",
                additional_attributes='eco=No,material=Nylon,length=7,note="x, y=z ""q"""',
            ),
        )
    )

    facts = {str(fact) for fact in Product.objects.get(name="Tee A").attributes.all()}
    assert facts == {"Eco: True", "Material: Wool", "Material: Cocona®", "Length: 12.5000"}
    note = Product.objects.get(name="Tee B").attributes.get(attribute__code="note")
    assert note.choice.name == 'x, y=z "q"'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (simple("X", product_type="bundle"), "A bundle is put together"),
        (simple("X", product_type="grouped"), "A grouped product has no price"),
        (simple("X", product_type="giftcard"), "type “giftcard” cannot be imported"),
        (simple("X", store_view_code="de"), "store view “de”"),
        (simple("X"), "no configurable product in the file has it as a variant"),
        (configurable("X", configurable_variations=""), "It has no variants"),
        (configurable("X"), "None of its variants can be imported"),
        (
            simple("X", visibility="Catalog", special_price="5", special_price_from_date="yesterday"),
            "not a date",
        ),
    ],
)
def test_what_cannot_be_sold_is_refused_with_its_reason(run_import, magento_file, row, reason):
    run = run_import(magento_file(row, simple("CAP", visibility="Catalog")))

    assert "refused: line 2, X" in run.err
    assert reason in run.err
    assert Product.objects.get().name == "Tee CAP"


def test_variants_of_a_product_that_is_refused_are_refused_by_name(run_import, magento_file):
    run = run_import(magento_file(simple("TEE-S"), configurable(children="S", name="")))

    assert "line 3, TEE: There is no name" in run.err
    assert "line 2, TEE-S: The product it is a variant of, TEE, cannot be imported." in run.err


def test_a_weight_is_in_pounds_unless_told_otherwise(run_import, magento_file):
    run_import(magento_file(simple("CAP", visibility="Catalog", weight="2")))
    assert Variant.objects.get().weight_grams == 907

    run_import(magento_file(simple("CAP", visibility="Catalog", weight="2")), weight_unit="kg")
    assert Variant.objects.get().weight_grams == 2000


def test_a_special_price_holds_to_the_end_of_its_last_day(run_import, magento_file):
    window = {
        "special_price": "15.00",
        "special_price_from_date": "3/1/26",
        "special_price_to_date": "2026-03-31",
    }
    run_import(magento_file(simple("CAP", visibility="Catalog", **window)))

    variant = Variant.objects.get()
    assert variant.sale_price == Decimal("15")
    assert variant.sale_starts_at.isoformat() == "2026-03-01T00:00:00+00:00"
    assert variant.sale_ends_at.isoformat() == "2026-03-31T23:00:00+00:00"  # midnight of British summer time


def test_stock_that_magento_does_not_manage_is_not_tracked(run_import, magento_file):
    run_import(
        magento_file(
            simple("A", visibility="Catalog", use_config_manage_stock="0", manage_stock="0"),
            simple("B", visibility="Catalog", product_type="virtual"),
            simple("C", visibility="Catalog", is_in_stock="0"),
        )
    )

    levels = {variant.sku: variant.available for variant in Variant.objects.all()}
    assert levels == {"A": None, "B": None, "C": 0}
    assert not Variant.objects.get(sku="B").requires_shipping


def test_a_disabled_product_is_not_on_sale(run_import, magento_file):
    run_import(magento_file(simple("CAP", visibility="Catalog", product_online="2")))

    assert not Product.objects.get().is_active
    assert ProductPage.objects.get().live


def test_a_variant_named_by_two_products_belongs_to_the_first(run_import, magento_file):
    other = configurable("SET", configurable_variations="sku=TEE-S,size=S|sku=SET-M,size=M")
    other["name"] = "Set"
    run = run_import(magento_file(configurable(children="S"), other, simple("TEE-S"), simple("SET-M")))

    assert "line 3, SET: Its variant “TEE-S” belongs to another product." in run.err
    assert {variant.sku: variant.product.name for variant in Variant.objects.all()} == {
        "TEE-S": "Tee",
        "SET-M": "Set",
    }
