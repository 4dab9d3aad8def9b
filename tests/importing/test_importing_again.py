"""A second import applies what the file says differently, and nothing else."""

from decimal import Decimal

from catalog_pages import stock
from catalog_pages.models import Product, ProductPage, StockItem, StockMovement, Variant
from tests.importing.files import all_rows, differences, tee

THREE = (tee("TEE-S"), tee("TEE-M", attributes="Material=Cotton"), tee("TEE-L", sale_price="15"))


def test_the_same_file_again_changes_no_row_of_any_table(run_import, pipit_file):
    run_import(pipit_file(*THREE))
    before = all_rows()

    run = run_import(pipit_file(*THREE))

    assert differences(before, all_rows()) == []
    assert run.count("products") == "0 created, 0 changed, 1 unchanged"
    assert run.count("variants") == "0 created, 0 changed, 3 unchanged"


def test_a_refused_row_changes_nothing_the_second_time_either(run_import, pipit_file):
    rows = (tee("TEE-S"), tee("TEE-M", price="?"), tee("TEE-L", options="Size=S"))
    run_import(pipit_file(*rows))
    before = all_rows()

    run = run_import(pipit_file(*rows))

    assert differences(before, all_rows()) == []
    assert run.count("rows refused") == "2"


def test_stock_sold_meanwhile_is_not_set_back(run_import, pipit_file):
    run_import(pipit_file(tee(stock="5")))
    variant = Variant.objects.get()
    stock.reserve(lines={variant.pk: 2}, reference="ORDER")
    stock.ship(lines={variant.pk: 2}, reference="ORDER")

    run_import(pipit_file(tee(stock="5", price="21")))

    assert StockItem.objects.get().on_hand == 3
    assert Variant.objects.get().price == Decimal("21")


def test_a_level_that_changed_in_the_file_is_taken_as_a_count(run_import, pipit_file):
    run_import(pipit_file(tee(stock="5")))

    run = run_import(pipit_file(tee(stock="12")))

    assert StockItem.objects.get().on_hand == 12
    assert StockMovement.objects.first().on_hand_change == 7
    assert run.count("stock movements") == "1"
    assert stock.verify() == []


def test_a_count_below_what_is_promised_is_refused_and_tried_again_the_next_time(run_import, pipit_file):
    run_import(pipit_file(tee(stock="5")))
    variant = Variant.objects.get()
    stock.reserve(lines={variant.pk: 4}, reference="ORDER")

    refused = run_import(pipit_file(tee(stock="3", price="21")))
    assert "line 2, TEE-M: Its new stock level is not taken" in refused.err
    assert StockItem.objects.get().on_hand == 5
    assert Variant.objects.get().price == Decimal("21")

    stock.release(lines={variant.pk: 4}, reference="ORDER")
    run_import(pipit_file(tee(stock="3", price="21")))
    assert StockItem.objects.get().on_hand == 3


def test_only_the_changed_variant_is_touched(run_import, pipit_file):
    run_import(pipit_file(*THREE))

    run = run_import(pipit_file(THREE[0], {**THREE[1], "price": "24.00"}, THREE[2]))

    assert run.count("variants") == "0 created, 1 changed, 2 unchanged"
    assert Variant.objects.get(sku="TEE-M").price == Decimal("24")


def test_what_staff_corrected_stays_where_the_file_says_the_same_as_before(run_import, pipit_file):
    run_import(pipit_file(tee()))
    Product.objects.update(name="Plain Tee of Linen")
    Variant.objects.update(price=Decimal("19.50"))

    run_import(pipit_file(tee(description="<p>Softer.</p>")))

    product = Product.objects.get()
    assert (product.name, product.description) == ("Plain Tee of Linen", "<p>Softer.</p>")
    assert Variant.objects.get().price == Decimal("19.50")


def test_a_page_that_an_editor_changed_is_not_overwritten(run_import, pipit_file):
    run_import(pipit_file(tee()))
    page = ProductPage.objects.get()
    page.title = "The Tee"
    page.save_revision().publish()

    run_import(pipit_file(tee(description="<p>New words.</p>")))

    page.refresh_from_db()
    assert (page.title, page.search_description) == ("The Tee", "New words.")


def test_a_draft_is_kept_in_the_history_when_the_file_changes_the_page(run_import, pipit_file):
    run_import(pipit_file(tee()))
    page = ProductPage.objects.get()
    page.standfirst = "A draft."
    draft = page.save_revision()

    run = run_import(pipit_file(tee(name="Plain Tee II")))

    page = ProductPage.objects.get()
    assert (page.title, page.standfirst) == ("Plain Tee II", "")
    assert page.revisions.filter(pk=draft.pk).exists()
    assert "has a draft" in run.err


def test_a_page_that_an_editor_removed_is_not_made_again(run_import, pipit_file):
    run_import(pipit_file(tee()))
    ProductPage.objects.get().delete()

    run_import(pipit_file(tee(name="Plain Tee II")))

    assert not ProductPage.objects.exists()
    assert Product.objects.get().name == "Plain Tee II"


def test_a_variant_that_left_the_file_stays_on_sale(run_import, pipit_file):
    run_import(pipit_file(*THREE))
    run_import(pipit_file(*THREE[:2]))
    before = all_rows()

    run = run_import(pipit_file(*THREE))

    assert Variant.objects.filter(is_active=True).count() == 3
    assert differences(before, all_rows()) == []
    assert run.count("variants") == "0 created, 0 changed, 3 unchanged"


def test_siblings_may_swap_their_options(run_import, pipit_file):
    run_import(pipit_file(tee("TEE-S"), tee("TEE-M")))

    run_import(pipit_file(tee("TEE-S", options="Size=M"), tee("TEE-M", options="Size=S")))

    assert {variant.sku: variant.label for variant in Variant.objects.all()} == {"TEE-S": "M", "TEE-M": "S"}


def test_a_product_made_by_staff_is_taken_over_by_its_sku_and_keeps_its_stock(run_import, pipit_file, db):
    from tests.factories import ProductFactory, VariantFactory

    variant = VariantFactory(product=ProductFactory(name="By hand"), sku="tee-m", options_key="")
    stock.receive(variant=variant, quantity=2)

    run_import(pipit_file(tee(stock="50")))

    assert Product.objects.get().name == "Plain Tee"
    assert StockItem.objects.get().on_hand == 2
    assert Variant.objects.get().label == "M"


def test_a_fact_that_left_the_file_leaves_the_product(run_import, pipit_file):
    run_import(pipit_file(tee(attributes="Material=Cotton; Fit=Slim")))
    run_import(pipit_file(tee(attributes="Material=Linen")))

    assert [str(fact) for fact in Product.objects.get().attributes.all()] == ["Material: Linen"]
