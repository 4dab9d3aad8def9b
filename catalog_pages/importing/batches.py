"""What a reader finds, a batch at a time, and what is done with a batch in whatever process it comes to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from wagtail.models import Site

from catalog_pages.importing.photographs import Photographs
from catalog_pages.importing.records import Notice, ProductRecord, Record, Refusal
from catalog_pages.importing.report import DraftReport
from catalog_pages.importing.scaling import scale_pictures
from catalog_pages.importing.search_pause import index_rows
from catalog_pages.importing.writer import CatalogueWriter, Touched
from catalog_pages.models import ProductPage
from catalog_pages.renewal import reindex

Batch = list[Any]
"""Products, as the reader will read them, and remarks."""


class Batches:
    """So many products at a time, for one pass. Where reading breaks off, what was read in whole batches comes first.

    `read_to` holds, for each batch that was read, how far that was, by `position`.
    """

    def __init__(self, products: Iterable[Any], size: int, position: Callable[[], float]) -> None:
        self.read_to: deque[float] = deque()
        self._products = iter(products)
        self._size = size
        self._position = position
        self._ahead: deque[Batch] = deque()
        self._broken_by: Exception | None = None

    def __iter__(self) -> Iterator[Batch]:
        while self.has(1):
            yield self._ahead.popleft()

    def has(self, count: int) -> bool:
        """Whether so many are still to come."""
        while len(self._ahead) < count and (batch := self._read()):
            self.read_to.append(self._position())
            self._ahead.append(batch)
        return len(self._ahead) >= count

    def raise_what_broke_them_off(self) -> None:
        """Once all were done."""
        if self._broken_by is not None:
            raise self._broken_by

    def _read(self) -> Batch:
        try:
            return list(islice(self._products, self._size))
        except Exception as error:  # whatever it is, it is raised in the end
            self._broken_by = error
            return []


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
    def may_be_elsewhere(self) -> bool:
        """Whether other processes may do it: photographs are remembered, and what is rolled back is seen, in one."""
        return self.photographs is None and not self.dry_run


def _finish(touched: Touched) -> None:
    """What can wait until the transaction has held: the search index of what was there, and the sizes of pictures."""
    reindex(touched.products)
    index_rows(ProductPage, touched.product_pages)
    scale_pictures([*touched.product_pages, *touched.new_pages])
