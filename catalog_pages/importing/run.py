"""An import from end to end: read, write in batches, scale pictures, bring the search index up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Site

from catalog_pages.bulk.searching import catch_up
from catalog_pages.importing.csv_file import CsvFile
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.formats import READERS, format_of
from catalog_pages.importing.lock import only_import
from catalog_pages.importing.photographs import Photographs, PictureFolder
from catalog_pages.importing.records import Notice, ProductRecord, Record
from catalog_pages.importing.report import Report
from catalog_pages.importing.scaling import scale_pictures
from catalog_pages.importing.search_pause import index_rows, search_index_paused
from catalog_pages.importing.writer import CatalogueWriter, Touched
from catalog_pages.models import ProductPage
from catalog_pages.renewal import reindex

BATCH, WITH_PHOTOGRAPHS = 1_000, 50
"""Products that are looked at together. With photographs they take long, and progress should be seen."""


@dataclass(frozen=True)
class Wishes:
    """What the caller asks for. Empty words mean: find out."""

    path: Path
    images: Path | None = None
    format: str = ""
    encoding: str = ""
    weight_unit: str = ""
    dry_run: bool = False


def import_catalogue(*, wishes: Wishes, site: Site, report: Report, progress: Callable[[float], None]) -> str:
    """Make the shop's catalogue say what the file says; the name of the file's format.

    `progress` is called with 0 to 1. Raises ImportStopped when the file as a whole cannot be imported, or another
    import is running. What was written before an interruption stays, and the next import goes on from there.
    """
    file = CsvFile(wishes.path, wishes.encoding)
    source = format_of(file, wishes.format)
    if wishes.images is not None and not wishes.images.is_dir():
        raise ImportStopped(_("There is no folder %s.") % wishes.images)
    photographs = Photographs(PictureFolder(wishes.images), report) if wishes.images else None
    has_pictures = write_records(
        records=READERS[source](file, weight_unit=wishes.weight_unit),
        site=site,
        source=source,
        reference=wishes.path.name[:80],
        photographs=photographs,
        report=report,
        progress=lambda: progress(file.progress),
        dry_run=wishes.dry_run,
    )
    progress(1.0)
    if has_pictures and photographs is None:
        message = _(
            "The file names pictures. They are not fetched: name the folder that holds them with --images."
        )
        report.remark(Notice(0, "", message))
    return source


def write_records(
    *,
    records: Iterable[Record],
    site: Site,
    source: str,
    reference: str,
    photographs: Photographs | None,
    report: Report,
    progress: Callable[[], None],
    dry_run: bool = False,
) -> bool:
    """Write what a reader yields, a batch to a transaction; whether any product names a picture.

    `source` and a product's SKU are what its last import is remembered by. Raises ImportStopped when another
    import is running.
    """
    has_pictures = False
    with only_import(), search_index_paused():
        writer = CatalogueWriter(
            site=site,
            source=source,
            reference=reference,
            photographs=photographs,
            report=report,
            dry_run=dry_run,
        )
        batch: list[ProductRecord] = []
        newest_image = _newest_image()
        size = BATCH if photographs is None else WITH_PHOTOGRAPHS
        try:
            for record in records:
                if not isinstance(record, ProductRecord):
                    report.remark(record)
                    continue
                has_pictures = has_pictures or bool(record.pictures)
                batch.append(record)
                if len(batch) == size:
                    _finish(writer.write(batch))
                    batch = []
                    progress()
            _finish(writer.write(batch))
        finally:  # what is new, also where the file breaks off
            if not dry_run:
                catch_up()
        new_images = get_image_model().objects.filter(pk__gt=newest_image)
        index_rows(get_image_model(), new_images.values_list("pk", flat=True))
    return has_pictures


def _finish(touched: Touched) -> None:
    """What can wait until the transaction has held: the search index of what was there, and the sizes of pictures."""
    reindex(touched.products)
    index_rows(ProductPage, touched.product_pages)
    scale_pictures([*touched.product_pages, *touched.new_pages])


def _newest_image() -> int:
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
