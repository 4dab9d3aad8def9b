"""Goods leave as files and come back from them, by slug and SKU."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from tablib import Dataset

from catalog_pages import stock, trees
from catalog_pages.admin.resources.category import CategoryResource
from catalog_pages.admin.resources.product import ProductResource
from catalog_pages.admin.resources.stock import StockResource
from catalog_pages.admin.resources.variant import VariantResource
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Brand,
    Category,
    Product,
    StockItem,
    StockMovement,
    Variant,
)
from config.spreadsheets import CSV, XLSX, defuse, restore
from tests.factories import BrandFactory, CategoryFactory, ProductFactory, VariantFactory

RESOURCES = [CategoryResource, ProductResource, VariantResource, StockResource]


def read_csv(text: str) -> Dataset:
    return CSV(encoding="utf-8-sig").create_dataset(text)


def problems(result: Any) -> dict[int, str]:
    """The refused rows of an import: why, by row."""
    refused = {number: str(errors[0].error) for number, errors in result.row_errors()}
    return refused | {row.number: " ".join(row.error.messages) for row in result.invalid_rows}


def do(resource: type, text: str, **kwargs: Any) -> dict[str, int]:
    """Import a file that must be right; how many rows did what."""
    result = resource().import_data(read_csv(text), **kwargs)
    assert problems(result) == {}
    assert [str(error.error) for error in result.base_errors] == []
    return {kind: count for kind, count in result.totals.items() if count}


def refused(resource: type, text: str) -> dict[int, str]:
    return problems(resource().import_data(read_csv(text)))


@pytest.fixture
def goods(db: None) -> Variant:
    """A product with everything that a file can carry."""
    prints = CategoryFactory(name="Prints")
    maps, gifts = CategoryFactory(name="Maps", parent=prints), CategoryFactory(name="Gifts")
    product = ProductFactory(name="Sea chart", category=maps, brand=BrandFactory(name="Pipit Press"))
    product.further_categories.add(gifts)
    for code, names in (("size", ("S", "M")), ("color", ("Blue",))):
        attribute = Attribute.objects.create(code=code, name=code.title())
        for name in names:
            AttributeChoice.objects.create(attribute=attribute, code=name.lower(), name=name)
    variant = VariantFactory(product=product, sku="SEA-M")
    choices = {choice.code: choice for choice in AttributeChoice.objects.select_related("attribute")}
    variant.set_options({choices[code].attribute: choices[code] for code in ("m", "blue")})
    stock.receive(variant=variant, quantity=12)
    return variant


# --- There and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("file_format", [CSV, XLSX])
def test_a_file_that_comes_back_as_it_left_changes_nothing(goods, resource, file_format) -> None:
    exported = file_format(encoding="utf-8-sig").export_data(resource().export())
    dataset = file_format(encoding="utf-8-sig").create_dataset(exported)
    result = resource().import_data(dataset)
    assert problems(result) == {}
    assert {kind: count for kind, count in result.totals.items() if count} == {"skip": len(dataset)}
    assert len(dataset) >= 1


def test_what_files_say(goods) -> None:
    def row(resource: type) -> dict[str, str]:
        return {name: str(cell) for name, cell in resource().export().dict[-1].items()}

    category, product, variant, level = (row(resource) for resource in RESOURCES)
    assert category["path"] == "Gifts"
    assert (product["slug"], product["category"]) == ("sea-chart", "Prints > Maps")
    assert (product["further_categories"], product["brand"], product["tax_class"]) == (
        "Gifts",
        "Pipit Press",
        "standard",
    )
    assert (variant["sku"], variant["product"], variant["options"]) == (
        "SEA-M",
        "sea-chart",
        "color=blue; size=m",
    )
    assert (level["sku"], level["on_hand"], level["reserved"], level["available"]) == (
        "SEA-M",
        "12",
        "0",
        "12",
    )
    assert level["name"] == "Sea chart, Blue, M"


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_export_costs_the_same_queries_however_many_rows(
    goods, resource, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    with django_assert_max_num_queries(6) as few:
        resource().export()
    for number in range(10):
        category = CategoryFactory(parent=Category.objects.get(name="Maps"))
        variant = VariantFactory(product=ProductFactory(category=category, brand=BrandFactory()))
        variant.set_options({option.attribute: option.choice for option in goods.options.all()})
        stock.receive(variant=variant, quantity=number + 1)
    with django_assert_num_queries(len(few)):
        resource().export()


# --- Categories --------------------------------------------------------------------------------


def test_categories_come_by_path(db) -> None:
    done = do(
        CategoryResource, "path,description,is_active\nPrints > Maps > Sea,Charts,1\nprints > Stars,,1\n"
    )
    assert done == {"new": 2}
    assert list(trees.category_paths().values()) == [
        "Prints",
        "Prints > Maps",
        "Prints > Maps > Sea",
        "Prints > Stars",
    ]
    assert trees.category_problems() == []


def test_a_category_known_by_its_slug_is_renamed_and_moved(goods) -> None:
    assert do(CategoryResource, "slug,path,is_active\nmaps,Gifts > Charts,1\n") == {"update": 1}
    assert Category.objects.get(slug="maps").name == "Charts"
    assert list(trees.category_paths().values()) == ["Prints", "Gifts", "Gifts > Charts"]
    assert trees.category_problems() == []


def test_a_refused_category_leaves_nothing_behind(goods) -> None:
    why = refused(
        CategoryResource, "slug,path,is_active\nprints,Prints > Maps > Prints,1\n,New > ,maybe\n,,1\n"
    )
    assert "cannot stand" in why[1] or "child of any of its descendants" in why[1]
    assert set(why) == {1, 2, 3}
    assert "path" in why[3]
    assert not Category.objects.filter(name="New").exists()
    assert trees.category_problems() == []


# --- Products ----------------------------------------------------------------------------------


def test_products_are_made_and_changed(goods) -> None:
    text = (
        "slug,name,category,further_categories,brand,tax_class,description,is_active\n"
        'sea-chart,Sea chart,prints > maps,,pipit press,,"<p>Blue</p><script>alert(1)</script>",0\n'
        ",Чашка,Gifts,Prints | Prints > Maps,New Maker,standard,,1\n"
    )
    assert do(ProductResource, text) == {"update": 1, "new": 1}
    chart, cup = Product.objects.get(slug="sea-chart"), Product.objects.get(slug="chashka")
    assert (chart.description, chart.is_active, chart.brand.name) == ("<p>Blue</p>", False, "Pipit Press")
    assert not chart.further_categories.exists()
    assert {category.name for category in cup.further_categories.all()} == {"Prints", "Maps"}
    assert cup.brand == Brand.objects.get(name="New Maker")
    assert do(ProductResource, text) == {"skip": 2}


def test_bad_products_are_refused_by_row_and_reason(goods) -> None:
    text = (
        "slug,name,category,tax_class\n"
        "a,A,Nowhere > At all,standard\n"
        "b,B,Prints,luxury\n"
        ",,Prints,standard\n"
        "d d,D,Prints,standard\n"
        f"e,{'x' * 300},Prints,standard\n"
    )
    why = refused(ProductResource, text)
    assert "There is no category “Nowhere > At all”." in why[1]
    assert "There is no tax class “luxury”." in why[2]
    assert set(why) == {1, 2, 3, 4, 5}
    assert Product.objects.count() == 1


# --- Variants ----------------------------------------------------------------------------------


def test_variants_are_known_whatever_the_case_of_their_sku(goods) -> None:
    text = (
        "sku,product,options,price,sale_price\n"
        "sea-m,sea-chart,size=m;color=blue,15.00,12.50\n"
        "SEA-S,sea-chart,color=blue; size=s,14.00,\n"
    )
    assert do(VariantResource, text) == {"update": 1, "new": 1}
    goods.refresh_from_db()
    assert (goods.sku, str(goods.price), str(goods.sale_price)) == ("SEA-M", "15.000", "12.500")
    assert Variant.objects.get(sku="SEA-S").label == "Blue, S"


def test_bad_variants_are_refused_by_row_and_reason(goods) -> None:
    text = (
        "sku,product,options,price,sale_price\n"
        "V1,nothing,size=s,1.00,\n"
        "V2,sea-chart,size=xxl,1.00,\n"
        "V3,sea-chart,size=m; color=blue,1.00,\n"
        "V4,sea-chart,size=s,-1.00,\n"
        "V5,sea-chart,size=s,1.005,\n"
        "V6,sea-chart,size=s,cheap,\n"
        "V7,sea-chart,size=s,1.00,2.00\n"
        "V8,sea-chart,size=s; size=m,1.00,\n"
        ",sea-chart,size=s,1.00,\n"
    )
    why = refused(VariantResource, text)
    assert "There is no product “nothing”." in why[1]
    assert "There is no choice “size=xxl”." in why[2]
    assert "same options" in why[3]
    assert "A price is 0 or more." in why[4]
    assert "EUR has 2 decimals." in why[5]
    assert "“cheap” is not a number." in why[6]
    assert "A sale price is below the price." in why[7]
    assert "“size” is given twice." in why[8]
    assert set(why) == set(range(1, 10))
    assert Variant.objects.get() == goods


# --- Stock -------------------------------------------------------------------------------------


def test_a_count_goes_through_the_ledger(goods, admin_user) -> None:
    bare = VariantFactory(sku="BARE")
    text = "sku,on_hand,reserved,backorder,low_stock_threshold\nsea-m,9,77,0,3\nBARE,4,,1,2\n"
    assert do(StockResource, text, user=admin_user) == {"update": 1, "new": 1}
    movement = StockMovement.objects.get(stock_item__variant=goods, kind="adjust")
    assert (movement.on_hand_change, movement.reason, movement.actor) == (-3, "import", admin_user)
    item = StockItem.objects.get(variant=goods)
    assert (item.on_hand, item.reserved) == (9, 0)
    assert StockItem.objects.get(variant=bare).backorder
    assert (item.low_since, StockItem.objects.get(variant=bare).low_since) == (None, None)
    assert stock.verify() == []
    assert do(StockResource, text) == {"skip": 2}


def test_an_import_that_lowers_a_level_or_raises_what_is_low_makes_it_low(goods) -> None:
    other = VariantFactory(sku="OTHER")
    stock.receive(variant=other, quantity=9)
    do(StockResource, "sku,on_hand,low_stock_threshold\nSEA-M,3,3\nOTHER,9,9\n")
    assert StockItem.objects.filter(low_since__isnull=False).count() == 2
    do(StockResource, "sku,on_hand,low_stock_threshold\nSEA-M,9,8\nOTHER,9,8\n")
    assert not StockItem.objects.filter(low_since__isnull=False).exists()
    assert stock.verify() == []


def test_counts_that_cannot_be_are_refused_by_row_and_reason(goods) -> None:
    stock.reserve(lines={goods.pk: 5}, reference="ORDER1")
    why = refused(
        StockResource,
        "sku,on_hand\nSEA-M,4\nNOBODY,4\nSEA-M,-3\nSEA-M,many\nSEA-M,99999999999999999999\n,5\n",
    )
    assert why[1] == "5 are promised to orders: 4 is too few."
    assert "There is no variant “NOBODY”." in why[2]
    assert "“-3” is not a number of pieces." in why[3]
    assert set(why) == {1, 2, 3, 4, 5, 6}
    item = StockItem.objects.get()
    assert (item.on_hand, item.reserved) == (12, 5)
    assert stock.verify() == []


# --- Files -------------------------------------------------------------------------------------


def hostile(shared_data: Path) -> list[str]:
    return (shared_data / "hostile" / "csv-formulas.txt").read_text().splitlines()


FORMULAS = ["=1+1", "+1+1", "-1+cmd", "@SUM(1)", "\t=1", "\r=1", "'=1", "＝1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_that_a_spreadsheet_would_run_is_defused_and_comes_back(formula: str) -> None:
    assert defuse(formula).startswith("'")
    assert restore(defuse(formula)) == formula
    assert restore(formula.lstrip("'")) == formula.lstrip("'")


@pytest.mark.parametrize("harmless", ["-5", "+3.50", "a=b", "O'Neill", "'tis", "", None, 12])
def test_other_cells_are_left_alone(harmless: object) -> None:
    assert defuse(harmless) == harmless
    assert restore(harmless) == harmless


def test_names_that_are_formulas_leave_as_text_in_both_formats(db, shared_data) -> None:
    names = [*hostile(shared_data), *(formula.strip() for formula in FORMULAS)]
    for name in names:
        ProductFactory(name=name)
    dataset = ProductResource().export()
    lines = CSV().create_dataset(CSV().export_data(dataset))
    assert set(lines["name"]) == set(names)
    exported = CSV().export_data(dataset)
    raw = Dataset().load(exported, format="csv")
    sheet = openpyxl.load_workbook(BytesIO(XLSX().export_data(dataset))).active
    cells = [*(cell for row in raw for cell in row), *(str(cell.value) for row in sheet.rows for cell in row)]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert not [cell for row in sheet.rows for cell in row if cell.data_type == "f"]


def test_corner_cases_of_csv_survive(shared_data) -> None:
    files = sorted((shared_data / "hostile" / "csv").glob("*.csv"))
    assert files
    for file in files:
        dataset = read_csv(file.read_bytes().decode("utf-8-sig"))
        assert read_csv(CSV().export_data(dataset)).dict == dataset.dict, file.name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiters_of_other_countries_are_understood(delimiter: str) -> None:
    dataset = read_csv(
        delimiter.join(["sku", "on_hand"])
        + "\r\n"
        + delimiter.join(["A,1" if delimiter != "," else "A", "3"])
    )
    assert dataset.headers == ["sku", "on_hand"]
    assert dataset[0][1] == "3"


# --- In the back-office ------------------------------------------------------------------------


@pytest.fixture
def upload(admin_client: Any) -> Callable[..., Any]:
    """Upload a file to the import page of a model."""

    def send(model: type, content: bytes, client: Any = admin_client, file_format: int = 0) -> Any:
        file = BytesIO(content)
        file.name = "goods.csv"
        address = reverse(f"admin:catalog_pages_{model._meta.model_name}_import")
        return client.post(address, {"import_file": file, "format": file_format})

    return send


def confirm(client: Any, model: type, preview: Any) -> Any:
    address = reverse(f"admin:catalog_pages_{model._meta.model_name}_process_import")
    return client.post(address, preview.context["confirm_form"].initial, follow=True)


def test_a_clerk_previews_and_confirms_an_import(goods, upload, admin_client, admin_user) -> None:
    preview = upload(StockItem, b"sku,on_hand\nSEA-M,7\n")
    assert StockItem.objects.get().on_hand == 12
    done = confirm(admin_client, StockItem, preview)
    assert "1 updated" in str(next(iter(done.context["messages"])))
    assert StockItem.objects.get().on_hand == 7
    assert StockMovement.objects.get(kind="adjust").actor == admin_user


def test_a_file_with_a_bad_row_shows_the_row_and_imports_nothing(goods, upload) -> None:
    preview = upload(StockItem, b"sku,on_hand\nSEA-M,7\nNOBODY,3\n")
    assert "There is no variant “NOBODY”." in preview.content.decode()
    assert "confirm_form" not in preview.context
    assert StockItem.objects.get().on_hand == 12


def test_goods_sold_between_preview_and_confirmation_are_reported(goods, upload, admin_client) -> None:
    preview = upload(StockItem, b"sku,on_hand\nSEA-M,3\n")
    stock.reserve(lines={goods.pk: 10}, reference="ORDER1")
    done = confirm(admin_client, StockItem, preview)
    words = [str(message) for message in done.context["messages"]]
    assert words == ["Row 1: 10 are promised to orders: 3 is too few.", "These rows were not imported."]
    assert StockItem.objects.get().on_hand == 12


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00\x01",
        b"sku,on_hand\nSEA-M",
        b'sku,on_hand\n"SEA-M,3',
        b"a,b\n1,2\n",
        b"sku\x00,on_hand\n1,2",
    ],
)
@pytest.mark.parametrize("model", [StockItem, Product, Variant, Category])
def test_files_that_are_none_are_refused_without_an_error_page(
    goods, upload, content: bytes, model: type
) -> None:
    assert upload(model, content).status_code == 200
    assert stock.verify() == []


def test_a_sheet_of_excel_is_read(goods, upload, admin_client) -> None:
    book = openpyxl.Workbook()
    for row in (["sku", "on_hand"], ["SEA-M", 7]):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    confirm(admin_client, StockItem, upload(StockItem, content.getvalue(), file_format=1))
    assert StockItem.objects.get().on_hand == 7


@pytest.mark.parametrize("model", [StockItem, Product, Variant, Category])
def test_importing_needs_the_right_to_change(goods, upload, client, django_user_model, model: type) -> None:
    clerk = django_user_model.objects.create_user("clerk@example.com", "secret", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="catalog_pages")
    clerk.user_permissions.set(rights.exclude(codename=f"change_{model._meta.model_name}"))
    client.force_login(clerk)
    assert upload(model, b"sku,on_hand\nSEA-M,7\n", client=client).status_code == 403
    clerk.user_permissions.set(rights)
    client.force_login(django_user_model.objects.get(pk=clerk.pk))
    assert upload(model, b"sku,on_hand\nSEA-M,7\n", client=client).status_code == 200


@pytest.mark.parametrize("model", [StockItem, Product, Variant, Category])
def test_lists_are_exported(goods, admin_client, model: type) -> None:
    address = reverse(f"admin:catalog_pages_{model._meta.model_name}_export")
    form = admin_client.get(address)
    assert form.status_code == 200
    fields = {
        name: "on"
        for name in form.context["form"].fields
        if name not in ("format", "resource", "export_items")
    }
    answer = admin_client.post(address, {"format": "0", "resource": "0", **fields})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by this mark"
    assert len(answer.content.decode("utf-8-sig").splitlines()) >= 2
