"""An import from end to end: read, write in batches, scale pictures, bring the search index up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Site

from catalog_pages.bulk import aside, goods, pages
from catalog_pages.bulk.processes import in_order
from catalog_pages.bulk.rows import tell_planner
from catalog_pages.bulk.searching import catch_up
from catalog_pages.importing.batches import Batches, BatchWriter
from catalog_pages.importing.csv_file import CsvFile
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.formats import READERS, format_of
from catalog_pages.importing.lock import only_import
from catalog_pages.importing.photographs import Photographs, PictureFolder
from catalog_pages.importing.records import Notice
from catalog_pages.importing.report import Report
from catalog_pages.importing.search_pause import index_rows, search_index_paused
from catalog_pages.models import ImportRecord, Product

BATCH, WITH_PHOTOGRAPHS = 1_000, 50
"""Products that are looked at together. With photographs they take long, and progress should be seen."""
LARGE = 3
"""Batches from which an empty shop is filled with keys and indexes set aside."""
TABLES = (*goods.TABLES, *pages.TABLES, ImportRecord)
LOOKED_UP_BY = (*pages.LOOKED_UP_BY, Product._meta.get_field("slug"))


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
    reader = READERS[source](file, weight_unit=wishes.weight_unit)
    write_catalogue(
        BatchWriter(
            read=reader.read,
            site=site,
            source=source,
            reference=wishes.path.name[:80],
            photographs=photographs,
            dry_run=wishes.dry_run,
        ),
        reader.families(),
        report=report,
        position=lambda: file.progress,
        progress=progress,
    )
    progress(1.0)
    if report.has_pictures and photographs is None:
        message = _(
            "The file names pictures. They are not fetched: name the folder that holds them with --images."
        )
        report.remark(Notice(0, "", message))
    return source


def write_catalogue(
    write: BatchWriter,
    products: Iterable[Any],
    *,
    report: Report,
    position: Callable[[], float],
    progress: Callable[[float], None],
) -> None:
    """Write what a reader found, a batch to a transaction, by several processes where that is worth it.

    `products` holds what `write.read` reads, and remarks. `position` says how far it was read, `progress` is told how
    far it was written. Raises ImportStopped when another import is running.
    """
    with only_import(), search_index_paused():
        aside.put_back()  # where an import was killed
        newest_image = _newest_image()
        batches = Batches(products, BATCH if write.photographs is None else WITH_PHOTOGRAPHS, position)
        try:
            is_first = write.may_be_elsewhere and batches.has(LARGE) and not Product.objects.exists()
            with aside.filling(*TABLES, looked_up_by=LOOKED_UP_BY, when=is_first):
                done = in_order(write, batches) if write.may_be_elsewhere else map(write, batches)
                for draft in done:
                    report.add_draft(draft)
                    progress(batches.read_to.popleft())
                if is_first:
                    tell_planner()
            batches.raise_what_broke_them_off()
        finally:  # what is new, however it ends
            if not write.dry_run:
                catch_up()
        new_images = get_image_model().objects.filter(pk__gt=newest_image)
        index_rows(get_image_model(), new_images.values_list("pk", flat=True))


def _newest_image() -> int:
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
