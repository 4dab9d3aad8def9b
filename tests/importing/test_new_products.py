"""Products that the shop does not know are written many at once: as each would be alone, and none for another."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from catalog_pages.finding import finder
from catalog_pages.importing import run, writer
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.pipit import PipitReader
from catalog_pages.models import (
    Attribute,
    CategoryPage,
    ImportRecord,
    Product,
    ProductPage,
    StockItem,
    StockMovement,
    Variant,
)
from tests.importing.files import tee
from tests.storefront import the_site

pytestmark = pytest.mark.django_db


def mug(number: int, **cells: str) -> dict[str, str]:
    """A product of one variant, all alike but for the SKU."""
    return tee(f"MUG-{number}", **{"product": f"mug-{number}", "name": "Mug", "options": "", **cells})


def test_queries_do_not_grow_with_the_number_of_products(run_import, pipit_file):
    run_import(pipit_file(mug(0)))
    counted = []
    for first, many in ((10, 5), (50, 40)):
        path = pipit_file(*(mug(first + at, name=f"Mug {first + at}") for at in range(many)))
        with CaptureQueriesContext(connection) as queries:
            run_import(path)
        counted.append(len(queries))
    assert counted[1] - counted[0] <= 5, counted
    assert Product.objects.count() == 46


def test_products_of_one_name_get_addresses_of_their_own(run_import, pipit_file):
    run_import(pipit_file(mug(1), mug(2)))
    run_import(pipit_file(mug(3), mug(4)))
    assert list(Product.objects.order_by("pk").values_list("slug", flat=True)) == [
        "mug", "mug-2", "mug-3", "mug-4",
    ]  # fmt: skip
    assert len(set(ProductPage.objects.values_list("url_path", flat=True))) == 4


def test_what_cannot_be_written_is_refused_alone(run_import, pipit_file):
    Attribute.objects.create(code="size", name="Size", kind=Attribute.Kind.TEXT)
    bad = (3, 7, 8)
    done = run_import(pipit_file(*(mug(at, options="Size=S" if at in bad else "") for at in range(10))))
    assert done.count("products") == "7 created, 0 changed, 0 unchanged"
    assert done.count("rows refused") == "3"
    assert done.err.count("None of its variants can be imported.") == 3
    assert set(Variant.objects.values_list("sku", flat=True)) == {
        f"MUG-{at}" for at in range(10) if at not in bad
    }
    assert ImportRecord.objects.count() == ProductPage.objects.count() == 7


def test_a_refused_variant_leaves_its_place_free(run_import, pipit_file):
    run_import(pipit_file(tee("TEE-S"), tee("TEE-M", options="Size=S"), tee("TEE-L")))
    assert list(Variant.objects.order_by("position").values_list("sku", "position")) == [
        ("TEE-S", 0), ("TEE-L", 2),
    ]  # fmt: skip
    call_command("check_stock")


def test_levels_open_with_a_line_of_the_ledger_where_there_is_something(run_import, pipit_file):
    done = run_import(pipit_file(mug(1, stock="7"), mug(2, stock="0"), mug(3, stock="")))
    assert done.count("stock movements") == "1"
    assert dict(StockItem.objects.values_list("variant__sku", "on_hand")) == {"MUG-1": 7, "MUG-2": 0}
    (movement,) = StockMovement.objects.all()
    assert (movement.kind, movement.on_hand_change, movement.reference, movement.reason) == (
        StockMovement.Kind.RECEIVE, 7, "catalogue.csv", "import",
    )  # fmt: skip


def test_pages_begin_with_a_revision_and_are_found(run_import, pipit_file):
    run_import(pipit_file(mug(1, categories="Kitchen > Mugs"), mug(2, categories="Kitchen")))
    page = ProductPage.objects.get(product__variants__sku="MUG-1")
    assert page.live and page.revisions.count() == 1
    assert page.get_parent().title == "Mugs" and page.get_parent().get_parent().title == "Kitchen"
    assert ReferenceIndex.get_references_to(page.product).exists()
    call_command("check_trees")
    assert len(finder().find("mug", site=the_site()).ranked()) == 2
    assert {found.title for found in CategoryPage.objects.search("Kitchen")} == {"Kitchen"}


def test_what_was_written_before_a_file_broke_off_is_found(
    failing_import, pipit_file, monkeypatch: pytest.MonkeyPatch
):
    class BreaksOff(PipitReader):
        def families(self):
            for number, family in enumerate(super().families()):
                if number == 3:
                    raise ImportStopped("The disk is gone.")
                yield family

    monkeypatch.setitem(run.READERS, "pipit", BreaksOff)
    monkeypatch.setattr(run, "BATCH", 2)
    assert "The disk is gone." in failing_import(pipit_file(*(mug(at) for at in range(5))))
    assert Product.objects.count() == 2
    assert len(finder().find("mug", site=the_site()).ranked()) == 2


def test_known_products_are_changed_some_at_a_time(run_import, pipit_file, monkeypatch: pytest.MonkeyPatch):
    run_import(pipit_file(*(mug(at) for at in range(5))))
    monkeypatch.setattr(writer, "SOME", 2)
    done = run_import(pipit_file(*(mug(at, price="99") for at in range(6))))
    assert done.count("variants") == "1 created, 5 changed, 0 unchanged"
    assert set(Variant.objects.values_list("price", flat=True)) == {99}
