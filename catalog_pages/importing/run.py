"""An import from end to end: read, write in batches, scale pictures, bring the search index up to date."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Site

from catalog_pages.bulk import aside, goods, pages
from catalog_pages.bulk.processes import in_order
from catalog_pages.bulk.rows import tell_planner
from catalog_pages.bulk.searching import catch_up
from catalog_pages.importing.csv_file import CsvFile
from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.formats import READERS, format_of
from catalog_pages.importing.lock import only_import
from catalog_pages.importing.photographs import Photographs, PictureFolder
from catalog_pages.importing.records import Notice, ProductRecord, Record, Refusal
from catalog_pages.importing.report import DraftReport, Report
from catalog_pages.importing.scaling import scale_pictures
from catalog_pages.importing.search_pause import index_rows, search_index_paused
from catalog_pages.importing.writer import CatalogueWriter, Touched
from catalog_pages.models import ImportRecord, Product, ProductPage
from catalog_pages.renewal import reindex

BATCH, WITH_PHOTOGRAPHS = 1_000, 50
"""Products that are looked at together. With photographs they take long, and progress should be seen."""
LARGE = 3
"""Batches from which an empty shop is filled with keys and indexes set aside."""
TABLES = (*goods.TABLES, *pages.TABLES, ImportRecord)
LOOKED_UP_BY = (*pages.LOOKED_UP_BY, Product._meta.get_field("slug"))
Batch = list[Any]
"""What a reader finds: products, as it will read them, and remarks."""


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


@dataclass(frozen=True)
class BatchWriter:
    """Reads and writes a batch of what a reader found, and does what must follow: in whatever process it is called.

    `source` and a product's SKU are what its last import is remembered by. `photographs` None: no folder was given,
    galleries stay as they are.
    """

    read: Callable[[Any], Iterable[Record]]
    site: Site
    source: str
    reference: str
    photographs: Photographs | None = None
    dry_run: bool = False

    def __call__(self, batch: Batch) -> DraftReport:
        report = DraftReport()
        products: list[ProductRecord] = []
        for each in batch:
            for record in (each,) if isinstance(each, Refusal | Notice) else self.read(each):
                if isinstance(record, ProductRecord):
                    products.append(record)
                else:
                    report.remark(record)
        report.has_pictures = any(product.pictures for product in products)
        writer = CatalogueWriter(
            site=self.site,
            source=self.source,
            reference=self.reference,
            photographs=self.photographs,
            report=report,
            dry_run=self.dry_run,
        )
        _finish(writer.write(products))
        return report

    @property
    def size(self) -> int:
        """How many products are looked at together."""
        return BATCH if self.photographs is None else WITH_PHOTOGRAPHS

    @property
    def may_be_elsewhere(self) -> bool:
        """Whether other processes may do it: photographs are remembered, and what is rolled back is seen, in one."""
        return self.photographs is None and not self.dry_run


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
        read_to: deque[float] = deque()
        batches = _batches(products, write.size, position, read_to)
        try:
            first = list(islice(batches, LARGE)) if write.may_be_elsewhere else []
            is_first = len(first) == LARGE and not Product.objects.exists()
            with aside.filling(*TABLES, looked_up_by=LOOKED_UP_BY, when=is_first):
                all_batches = chain(first, batches)
                done = in_order(write, all_batches) if write.may_be_elsewhere else map(write, all_batches)
                for draft in done:
                    report.add_draft(draft)
                    progress(read_to.popleft())
                if is_first:
                    tell_planner()
        finally:  # what is new, also where the file breaks off
            if not write.dry_run:
                catch_up()
        new_images = get_image_model().objects.filter(pk__gt=newest_image)
        index_rows(get_image_model(), new_images.values_list("pk", flat=True))


def _batches(
    products: Iterable[Any], size: int, position: Callable[[], float], read_to: deque[float]
) -> Iterator[Batch]:
    """So many at a time; for each, how far the file was read is added to `read_to`."""
    coming = iter(products)
    while batch := list(islice(coming, size)):
        read_to.append(position())
        yield batch


def _finish(touched: Touched) -> None:
    """What can wait until the transaction has held: the search index of what was there, and the sizes of pictures."""
    reindex(touched.products)
    index_rows(ProductPage, touched.product_pages)
    scale_pictures([*touched.product_pages, *touched.new_pages])


def _newest_image() -> int:
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
