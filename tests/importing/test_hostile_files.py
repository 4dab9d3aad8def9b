"""Files that are broken, odd or meant to do harm: a clear word for each, never a crash."""

import csv
import json
import shutil
import time

import pytest

from catalog_pages.importing.csv_file import CsvFile, Row
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.models import Category, Product, Variant
from tests.importing.files import tee

HEADER = b"sku,product,name,categories,price\n"


def rows_of(path):
    return list(CsvFile(path).rows())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n\n", "is empty"),
        (b"a,b,c\n1,2,3\n", "is in no format that can be imported"),
        (b"sku,sku,name,price\n", "names a column twice: sku"),
        (b"\xff\xfe\x00", "The header cannot be read"),
        (b'"' + b"x" * 1_200_000, "longer than 1000000 characters"),
        (bytes(range(256)), "is in no format that can be imported"),
    ],
)
def test_a_file_that_is_no_catalogue_stops_the_import_with_a_reason(
    failing_import, tmp_path, content, reason
):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    assert reason in failing_import(path)


def test_a_missing_file_and_a_folder_are_named(failing_import, tmp_path):
    assert "No such file" in failing_import(tmp_path / "nothing.csv")
    assert "directory" in failing_import(tmp_path).lower()


def test_a_missing_folder_of_pictures_is_named(failing_import, pipit_file, tmp_path):
    assert "There is no folder" in failing_import(pipit_file(tee()), images=tmp_path / "nowhere")


def test_a_format_that_the_file_is_not_in_names_the_missing_columns(failing_import, pipit_file):
    failure = failing_import(pipit_file(tee()), format="magento")

    assert "these columns are missing: attribute_set_code, product_type" in failure


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"TEE,TEE,Tee\n", "It has 3 cells where the header has 5 columns"),
        (b"TEE,TEE,Tee,Tees,20,surplus\n", "It has 6 cells"),
        (b"TEE,TEE,T\x00ee,Tees,20\n", "A NUL character stands in the column name"),
        (
            b"TEE,TEE,T\xe9e,Tees,20\n",
            "The column name is not UTF-8. Name the file's encoding with --encoding.",
        ),
        (b'TEE,TEE,"' + b"x" * 1_100_000 + b'",Tees,20\n', "longer than 1000000 characters"),
    ],
    ids=["short", "long", "nul", "latin", "endless"],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_is_taken(run_import, tmp_path, row, reason):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(HEADER + row + b"MUG,MUG,Mug,Mugs,9\n")

    run = run_import(path)

    assert "refused: line 2" in run.err
    assert reason in run.err
    assert Variant.objects.get().sku == "MUG"


@pytest.mark.parametrize(
    ("encoding", "options"),
    [("utf-8-sig", {}), ("utf-16", {}), ("cp1252", {"encoding": "cp1252"}), ("utf-8", {})],
)
def test_a_file_in_its_own_encoding_is_read(run_import, tmp_path, encoding, options):
    path = tmp_path / "catalogue.csv"
    path.write_bytes((HEADER.decode() + "TEE,TEE,Crème brûlée,Tees,20\n").encode(encoding))

    run_import(path, **options)

    assert Product.objects.get().name == "Crème brûlée"


def test_an_encoding_that_does_not_exist_is_named(failing_import, pipit_file):
    assert "There is no encoding named klingon." in failing_import(pipit_file(tee()), encoding="klingon")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_recognised(run_import, tmp_path, delimiter):
    path = tmp_path / "catalogue.csv"
    path.write_text(
        HEADER.decode().replace(",", delimiter) + delimiter.join(["TEE", "TEE", "Tee", "Tees", "20"]) + "\n"
    )

    run_import(path)

    assert Product.objects.get().name == "Tee"


def test_line_numbers_count_lines_within_quotes_too(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n')

    assert [row.line for row in rows_of(path)] == [2, 5]


@pytest.mark.realdata
@pytest.mark.django_db
def test_every_corner_case_of_csv_is_read_or_refused(shared_data, tmp_path):
    folder = shared_data / "hostile" / "csv"
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            expected = list(csv.DictReader(file))
        found = rows_of(path)
        read = [
            {column: row.cells[place] for column, place in row.places.items()}
            for row in found
            if isinstance(row, Row)
        ]
        assert read == expected, path.name


@pytest.mark.realdata
def test_naughty_strings_in_every_cell_are_taken_or_refused(run_import, tmp_path, shared_data, pipit_file):
    naughty = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    rows = [
        tee(
            f"NAUGHTY-{n}",
            product=f"N{n}",
            name=text,
            categories=text if n % 8 == 0 else "Tees",
            brand=text,
            description=text,
            attributes=f"a={text}",
        )
        for n, text in enumerate(naughty)
        if "\ud800" not in text
    ]
    run = run_import(pipit_file(*rows))

    made, refused = Product.objects.count(), int(run.count("rows refused"))
    assert made + refused == len(rows)
    assert refused < 10, run.err
    assert not Product.objects.filter(description__icontains="<script").exists()
    assert not Product.objects.filter(description__icontains="onerror=").exists()
    assert Category.objects.exclude(slug="").count() == Category.objects.count()


@pytest.mark.realdata
def test_cells_that_a_spreadsheet_would_run_are_only_text(run_import, shared_data, pipit_file):
    formulas = (shared_data / "hostile" / "csv-formulas.txt").read_text().splitlines()
    run_import(
        pipit_file(*(tee(f"F-{n}", product=f"F{n}", name=text or "x") for n, text in enumerate(formulas)))
    )

    assert Product.objects.count() == len(formulas)


def test_many_half_open_products_do_not_slow_the_reader(tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(HEADER + b"".join(b"S%d,P%d,Name,Cat,1\n" % (n, n % 5000) for n in range(20_000)))
    begun = time.monotonic()

    assert len(rows_of(path)) == 20_000
    assert time.monotonic() - begun < 10


def test_a_folder_is_not_left_by_a_picture_named_with_dots(tmp_path, run_import, pipit_file):
    (tmp_path / "media").mkdir()
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for the shop")

    run = run_import(
        pipit_file(tee(images="../secret.png|/etc/passwd|media/../../secret.png")), images=tmp_path / "media"
    )

    assert "photographs not in the folder: 3" in run.out
    shutil.rmtree(tmp_path / "media")


def test_import_stopped_is_what_a_caller_hears(tmp_path):
    with pytest.raises(ImportStopped):
        CsvFile(tmp_path / "nothing.csv")
