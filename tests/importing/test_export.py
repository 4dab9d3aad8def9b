"""The catalogue leaves as a file and comes back the same."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from catalog_pages.importing.pipit_cells import armoured, bare, escaped, split, unescaped
from catalog_pages.models import ImportRecord, Product, Variant
from tests.importing.files import all_rows, differences, tee


@pytest.fixture
def exported(tmp_path):
    def export(name="export.csv"):
        call_command("export_catalogue", tmp_path / name)
        return tmp_path / name

    return export


def test_an_export_that_is_imported_anywhere_gives_the_same_file_again(run_import, pipit_file, exported):
    run_import(
        pipit_file(
            tee(
                "TEE-M",
                attributes=r"Made of=Cotton|Hemp \| Jute; Organic=no; Length=72.5",
                brand="=1+1",
                sale_price="15",
            ),
            tee("TEE-L", stock="", options=r"Size=L \= large", weight_grams="180"),
            tee(
                "-MUG",
                product="MUG",
                name="@Mug; large",
                categories=r"Home > Cups \> Mugs | Sale",
                description='a, "b"\nc',
            ),
        )
    )
    Variant.objects.filter(sku="TEE-M").update(
        sale_starts_at=datetime(2026, 3, 1, tzinfo=UTC), sale_ends_at=datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
    )
    first = exported().read_text()
    assert Variant.objects.count() == 3

    ImportRecord.objects.all().delete()
    before = all_rows()
    run_import(exported())
    changed = set(differences(before, all_rows()))
    assert "catalog_pages.StockItem" not in changed
    assert exported("again.csv").read_text() == first

    Product.objects.all().delete()
    ImportRecord.objects.all().delete()
    run_import(exported("again.csv").with_name("export.csv"))
    assert Product.objects.count() == 2
    assert exported("third.csv").read_text() == first


def test_no_cell_of_an_export_is_a_formula(run_import, pipit_file, exported):
    run_import(pipit_file(tee("=SKU", product="+P", name="=cmd|' /C calc'!A0", brand="@SUM(A1)")))

    text = exported().read_text()

    for cell in ("'=SKU", "'=cmd", "'@SUM"):
        assert cell in text
    assert ",=" not in text


@pytest.mark.parametrize("cell", ["", "a", "=1", "'=1", "''=1", "'a", "-5", "\tx"])
def test_armour_comes_off_as_it_went_on(cell):
    assert bare(armoured(cell)) == cell
    assert armoured(cell)[:1] not in ("=", "+", "-", "@", "\t")


@pytest.mark.parametrize("value", ["a|b", r"a\b", "a;b=c>d", "\\", "|", "a\\|"])
def test_a_value_may_hold_what_stands_between_values(value):
    parts = split(f"{escaped(value)}|{escaped(value)}", "|")

    assert [unescaped(part) for part in parts] == [value, value]
