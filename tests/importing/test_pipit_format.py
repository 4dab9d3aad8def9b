"""Pipit's own catalogue file: what its columns do, and which rows it refuses."""

import json
from decimal import Decimal

import pytest

from catalog_pages import stock
from catalog_pages.models import (
    Category,
    CategoryPage,
    ImportRecord,
    Product,
    ProductPage,
    StockMovement,
    Variant,
)
from tests.importing.files import tee


def test_a_row_makes_a_product_with_categories_options_stock_and_a_live_page(run_import, pipit_file):
    run = run_import(
        pipit_file(
            tee(
                "TEE-M",
                brand="Pipit Press",
                attributes="Material=Cotton|Linen; Organic=yes; Length=72.5",
                weight_grams="180",
            ),
            tee("TEE-L", categories="Ignored on later rows", price="22.50", sale_price="18"),
        )
    )

    product = Product.objects.get()
    small, large = product.variants.all()
    assert run.count("products") == "1 created, 0 changed, 0 unchanged"
    assert (product.name, product.category.name, product.category.parent.name) == (
        "Plain Tee",
        "Tees",
        "Clothes",
    )
    assert (product.brand.name, product.description) == ("Pipit Press", "<p>Soft.</p>")
    assert (small.sku, small.label, small.price, small.weight_grams) == ("TEE-M", "M", Decimal("20"), 180)
    assert (large.label, large.price, large.price_at()) == ("L", Decimal("22.5"), Decimal("18"))
    assert small.stock.on_hand == 5
    assert stock.verify() == []
    assert {str(fact) for fact in product.attributes.all()} == {
        "Material: Cotton", "Material: Linen", "Organic: True", "Length: 72.5000",
    }  # fmt: skip
    page = ProductPage.objects.get()
    assert (page.live, page.title, page.product) == (True, "Plain Tee", product)
    assert page.get_parent().specific == CategoryPage.objects.get(category=product.category)
    assert page.get_parent().get_parent().title == "Clothes"


def test_the_ledger_says_that_stock_came_by_import(run_import, pipit_file):
    run_import(pipit_file(tee(), name="autumn.csv"))

    movement = StockMovement.objects.get()
    assert (movement.kind, movement.on_hand_change) == ("receive", 5)
    assert (movement.reason, movement.reference) == ("import", "autumn.csv")


def test_a_product_lies_in_the_first_of_its_deepest_categories_and_in_the_others_too(run_import, pipit_file):
    run_import(pipit_file(tee(categories="Sale | Clothes > Tees | Clothes > Summer")))

    product = Product.objects.get()
    assert product.category.name == "Tees"
    assert {category.name for category in product.further_categories.all()} == {"Sale", "Summer"}
    assert set(CategoryPage.objects.values_list("title", flat=True)) == {"Clothes", "Tees", "Summer", "Sale"}


def test_categories_are_found_again_whatever_their_case(run_import, pipit_file):
    run_import(pipit_file(tee(), tee("MUG-M", product="MUG", name="Mug", categories="CLOTHES > tees")))

    assert Category.objects.count() == 2


def test_an_empty_stock_cell_leaves_the_variant_untracked_and_a_zero_does_not(run_import, pipit_file):
    run_import(pipit_file(tee("TEE-M", stock=""), tee("TEE-L", stock="0")))

    assert Variant.objects.get(sku="TEE-M").available is None
    assert Variant.objects.get(sku="TEE-L").available == 0


def test_scripts_do_not_survive_in_descriptions(run_import, pipit_file):
    hostile = '<p onclick="x()">Soft</p><script>alert(1)</script><a href="javascript:x()">more</a>'
    run_import(pipit_file(tee(description=hostile)))

    product = Product.objects.get()
    assert product.description.startswith("<p>Soft</p>")
    assert "script" not in product.description


def test_a_name_is_text_whatever_it_looks_like(run_import, pipit_file):
    run_import(pipit_file(tee(name='Monitor <24"> &amp; stand', brand="<b>Bold</b>")))

    product = Product.objects.get()
    assert (product.name, product.brand.name) == ('Monitor <24"> &amp; stand', "<b>Bold</b>")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"price": ""}, "There is no price"),
        ({"price": "-1"}, "price is negative"),
        ({"price": "12,50"}, "price is not an amount"),
        ({"price": "NaN"}, "price is not an amount"),
        ({"price": "9" * 40}, "price is not an amount"),
        ({"stock": "a few"}, "stock is not a whole number"),
        ({"stock": "1.5"}, "stock is not a whole number"),
        ({"stock": "9" * 12}, "more than a shelf holds"),
        ({"weight_grams": "heavy"}, "weight_grams is not a weight"),
        ({"weight_grams": "99999999999"}, "heavier than anything"),
        ({"name": ""}, "There is no name"),
        ({"name": "x" * 241}, "name is longer than 240 characters"),
        ({"sku": ""}, "There is no SKU"),
        ({"sku": "x" * 81}, "longer than 80 characters"),
        ({"options": "Size=M|L"}, "one value of"),
        ({"description": "a\0b"}, "NUL character"),
    ],
)
def test_a_row_with_a_bad_cell_is_refused_with_its_line_and_the_others_are_not_lost(
    run_import, pipit_file, cells, reason
):
    run = run_import(
        pipit_file(
            tee("MUG-M", product="MUG", name="Mug"), {**tee("TEE-M"), **cells}, tee("CAP-M", product="CAP")
        )
    )

    assert "refused: line 3" in run.err
    assert reason in run.err
    assert run.count("rows refused") == "1"
    assert set(Variant.objects.values_list("sku", flat=True)) == {"MUG-M", "CAP-M"}


def test_a_bad_variant_leaves_its_siblings(run_import, pipit_file):
    run_import(pipit_file(tee("TEE-S"), tee("TEE-M", price="free"), tee("TEE-L")))

    assert set(Variant.objects.values_list("sku", flat=True)) == {"TEE-S", "TEE-L"}


def test_the_second_of_two_variants_with_the_same_options_is_refused(run_import, pipit_file):
    run = run_import(pipit_file(tee("TEE-M"), tee("TEE-M2", options="size=m")))

    assert "line 3, TEE-M2: It has the same options as TEE-M." in run.err
    assert Variant.objects.get().sku == "TEE-M"


def test_a_sku_named_twice_is_refused_the_second_time_whatever_its_case(run_import, pipit_file):
    run = run_import(pipit_file(tee("TEE-M"), tee("tee-m", product="OTHER", name="Other")))

    assert "line 3, tee-m: This SKU was named before, in line 2." in run.err
    assert Product.objects.count() == 1


def test_a_sku_of_another_product_in_the_shop_is_refused(run_import, pipit_file):
    run_import(pipit_file(tee("MUG-M", product="MUG", name="Mug")))
    run_import(pipit_file(tee("TEE-M")))

    run = run_import(pipit_file(tee("TEE-M"), tee("mug-m")))

    assert "line 3, mug-m: The SKU belongs to another product, Mug." in run.err
    assert Variant.objects.get(sku="MUG-M").product.name == "Mug"


def test_rows_of_one_product_may_stand_anywhere_in_the_file(run_import, pipit_file):
    mugs = [tee(f"MUG-{size}", product="MUG", name="Mug") for size in ("S", "M")]
    run_import(pipit_file(tee("TEE-S"), mugs[0], tee("TEE-M"), mugs[1]))

    assert {product.name: product.variants.count() for product in Product.objects.all()} == {
        "Plain Tee": 2,
        "Mug": 2,
    }


def test_sizes_that_share_a_slug_stay_apart(run_import, pipit_file):
    run_import(pipit_file(tee("TEE-1", options="Size=1/2"), tee("TEE-2", options="Size=12")))

    assert {variant.label for variant in Variant.objects.all()} == {"1/2", "12"}


def test_a_name_in_any_script_gets_a_slug(run_import, pipit_file):
    run_import(pipit_file(tee(name="Чашка")))

    assert Product.objects.get().slug == "chashka"
    assert ProductPage.objects.get().slug == "chashka"


def test_a_dry_run_tells_and_writes_nothing(run_import, pipit_file):
    run = run_import(pipit_file(tee("TEE-M"), tee("TEE-L", price="?")), dry_run=True)

    assert "Nothing was written" in run.out
    assert run.count("variants") == "1 created, 0 changed, 0 unchanged"
    assert run.count("rows refused") == "1"
    assert not Product.objects.exists()
    assert not Category.objects.exists()
    assert not ImportRecord.objects.exists()


def test_strict_fails_where_a_row_was_refused_having_imported_the_others(
    failing_import, run_import, pipit_file
):
    assert (
        failing_import(pipit_file(tee("TEE-M"), tee("TEE-L", price="?")), strict=True)
        == "1 rows were refused."
    )
    assert Variant.objects.get().sku == "TEE-M"

    run_import(pipit_file(tee("TEE-M")), strict=True)


def test_figures_are_written_for_programs(run_import, pipit_file, tmp_path):
    figures = tmp_path / "figures.json"
    run_import(pipit_file(tee(), tee("TEE-L"), tee("CAP", product="CAP", price="-1")), figures=figures)

    found = json.loads(figures.read_text())
    assert found["format"] == "pipit" and found["seconds"] >= 0
    assert found["products"] == {"created": 1, "changed": 0, "unchanged": 0}
    assert (found["variants"]["created"], found["refusals"], found["movements"]) == (2, 1, 2)
