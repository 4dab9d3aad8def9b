"""A large import is read and written by several processes: what comes of it is what one process would have made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex

from catalog_pages import stock
from catalog_pages.bulk.aside import filling
from catalog_pages.finding import finder
from catalog_pages.importing import run
from catalog_pages.models import (
    Attribute,
    Brand,
    Category,
    CategoryPage,
    ImportRecord,
    Product,
    ProductPage,
    StockItem,
    TaxClass,
    Variant,
)
from search import checking
from tests.importing.files import PIPIT_COLUMNS, tee, written
from tests.services.keys import keys_and_indexes
from tests.services.shop_processes import environment_of, in_the_shop
from tests.storefront import the_site

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed")]

CODE = """
import os, sys
from django.core.management import call_command
from catalog_pages.importing import batches, run
from catalog_pages.importing.records import Notice

run.BATCH = {batch}
write = batches.BatchWriter.__call__

def write_and_say_who(self, batch):
    report = write(self, batch)
    report.remark(Notice(0, "", f"by {{os.getpid()}}"))
    return report

batches.BatchWriter.__call__ = write_and_say_who
call_command("import_catalogue", {path!r}, stderr=sys.stdout)
"""


def file_of(folder: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    return written(folder / "catalogue.csv", PIPIT_COLUMNS, rows)


def import_by_processes(path: Path, *, batch: int) -> tuple[set[str], str]:
    """Who wrote, and all that was said."""
    said = in_the_shop(
        environment_of(broker="memory://", smtp_port=25), CODE.format(batch=batch, path=str(path))
    )
    return {line.split()[-1] for line in said.splitlines() if line.startswith("note: by ")}, said


def assert_sound() -> None:
    call_command("check_trees")
    assert checking.check() == []
    assert stock.verify() == []
    for page in ProductPage.objects.all():
        assert page.revisions.count() == 1
    assert Counter(ReferenceIndex.objects.values_list("model_path", flat=True))["product"] == len(
        ProductPage.objects.all()
    )


def rows_with_all_there_is(count: int) -> list[dict[str, str]]:
    rows = []
    for number in range(count):
        for size in "SML"[: 1 + number % 3]:
            rows.append(
                tee(
                    f"SKU{number}-{size}",
                    product=f"P{number}",
                    name=f"Jug {number // 3}",
                    categories=f"Kitchen > Row {number % 7} > Shelf {number % 11} | Gifts",
                    brand=f"Maker {number % 13}",
                    attributes=f"Material=Clay|Wood; Height={number % 17}; Care=Wipe it {number % 5} times",
                    price="-3" if number % 20 == 19 else f"{10 + number}.50",
                )
            )
    return rows


def test_several_processes_make_of_a_file_what_it_says(tmp_path: Path) -> None:
    path = file_of(tmp_path, rows_with_all_there_is(100))
    writers, said = import_by_processes(path, batch=10)
    assert len(writers) > 1, said
    assert "products: 95 created, 0 changed, 0 unchanged" in said
    assert said.count("price is negative") == 9, "of 20 rows in five products"
    lines = [
        int(line.split("line ")[1].split(",")[0]) for line in said.splitlines() if "refused: line" in line
    ]
    assert lines == sorted(lines), "remarks come in the order of the file"
    assert (Product.objects.count(), ImportRecord.objects.count(), ProductPage.objects.live().count()) == (
        95,
    ) * 3
    assert Variant.objects.count() == StockItem.objects.count() == 190
    assert Brand.objects.count() == 13
    shelves = {(number % 7, number % 11) for number in range(100) if number % 20 != 19}
    assert Category.objects.count() == CategoryPage.objects.count() == 2 + 7 + len(shelves)
    assert set(Attribute.objects.values_list("code", "kind")) == {
        ("size", "choice"), ("material", "choice"), ("height", "number"), ("care", "choice"),
    }  # fmt: skip
    jug = Variant.objects.get(sku="SKU41-M").product
    assert jug.name == "Jug 13" and jug.brand and jug.brand.name == "Maker 2"
    assert ProductPage.objects.get(product=jug).get_parent().title == "Shelf 8"
    assert_sound()
    assert len(finder().find("jug", site=the_site()).ranked()) == 95


def test_the_same_file_again_changes_nothing_and_a_newer_one_only_what_differs(tmp_path: Path) -> None:
    rows = [row for row in rows_with_all_there_is(60) if row["price"] != "-3"]
    import_by_processes(file_of(tmp_path, rows), batch=10)
    _writers, said = import_by_processes(file_of(tmp_path, rows), batch=10)
    assert "products: 0 created, 0 changed, 57 unchanged" in said
    for row in rows[::9]:
        row["price"], row["name"] = "77.00", f"{row['name']} anew"
    new = [tee(f"NEW-{number}", product=f"new-{number}", name="Jug 1", options="") for number in range(20)]
    writers, said = import_by_processes(file_of(tmp_path, [*rows, *new]), batch=10)
    assert len(writers) > 1, said
    assert "variants: 20 created, 13 changed, 101 unchanged" in said, said
    assert Variant.objects.filter(price="77.00").count() == 13
    call_command("check_trees")
    assert checking.check() == []


def test_products_of_few_names_and_ever_new_words_meet_in_two_processes(tmp_path: Path) -> None:
    """Every batch wants the addresses the others want, and brings words, some of which the others bring too."""
    rows = [
        tee(
            f"MUG-{number}",
            product=f"mug-{number}",
            name=("Mug", "Cup", "Bowl")[(number * 7 + number // 5) % 3],
            categories=f"Kitchen > Shelf {number // 8} > Board {number % 3}",
            brand=f"Maker {number // 9}",
            options=f"Size={number // 7}",
            attributes=f"Glaze=Blue {number // 6}",
        )
        for number in range(400)
    ]
    writers, said = import_by_processes(file_of(tmp_path, rows), batch=4)
    assert len(writers) > 1, said
    assert "products: 400 created, 0 changed, 0 unchanged" in said
    assert "rows refused: 0" in said
    slugs = set(Product.objects.values_list("slug", flat=True))
    assert len(slugs) == 400 and {"mug", "mug-2", "cup", "cup-2", "bowl", "bowl-2"} <= slugs
    assert Category.objects.count() == 1 + 50 + 150
    assert Brand.objects.count() == 45
    assert list(
        Attribute.objects.get(code="size").choices.order_by("position").values_list("name", flat=True)
    ) == [str(number) for number in range(58)]
    assert_sound()


def test_a_small_file_is_written_here(tmp_path: Path) -> None:
    rows = [tee(f"MUG-{number}", product=f"mug-{number}", options="") for number in range(8)]
    writers, said = import_by_processes(file_of(tmp_path, rows), batch=4)
    assert len(writers) == 1, said


def test_a_large_file_fills_an_empty_shop_without_its_keys_and_leaves_them_there(tmp_path: Path) -> None:
    before = keys_and_indexes()
    killed = filling(*run.TABLES)
    killed.__enter__()
    rows = [tee(f"MUG-{number}", product=f"mug-{number}", name=f"Mug {number}") for number in range(40)]
    _writers, said = import_by_processes(file_of(tmp_path, rows), batch=10)
    assert "products: 40 created" in said
    assert keys_and_indexes() == before, "those that an earlier, killed one had set aside are back too"
    assert TaxClass.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert_sound()
