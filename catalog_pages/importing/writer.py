"""Writes batches of records, each in one transaction; what fails is tried again in halves, so that only it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected
from wagtail.models import Page, Site

from catalog_pages.bulk.rows import write_rows
from catalog_pages.exceptions import CatalogueError
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.goods import GoodsWriter
from catalog_pages.importing.memory import Memory, memory_of, nothing, recalled, without
from catalog_pages.importing.new_products import plan_new, write_new
from catalog_pages.importing.photographs import Photographs
from catalog_pages.importing.records import Notice, ProductRecord, Refusal
from catalog_pages.importing.report import Outcome, Report
from catalog_pages.importing.shelves import ShelfWriter
from catalog_pages.importing.vocabulary import UnknownWord, Vocabulary
from catalog_pages.locks import category_tree_lock, page_tree_lock
from catalog_pages.lookups import CAPITALS, any_of, looking_up
from catalog_pages.models import ImportRecord, Product, ShopSettings, Variant


@dataclass(frozen=True)
class Task:
    """A record of which the file says something new, and what was known of it."""

    record: ProductRecord
    now: Memory
    before: Memory
    remembered: ImportRecord | None

    def is_new(self, existing: Mapping[str, Variant]) -> bool:
        """Whether neither an import nor anybody else has brought it; `existing`: variants by SKU in capitals."""
        return self.remembered is None and not any(each.key in existing for each in self.record.variants)


class _Deadlock(Exception):
    """Two writers waited for each other, and this one was sent back."""


SOME = 50
"""Known products to a transaction: they are compared and changed one by one, while the trees are locked."""
REFUSALS = (DataError, ValidationError, CatalogueError, BadValue)
LOST_RACES = (IntegrityError, Page.DoesNotExist, UnknownWord, _Deadlock)
"""Somebody else has taken a slug or a SKU, or something away, since it was looked up: worth another look, or two."""
LOOKS = 3
Write = Callable[[Sequence["Task"], int], list[Outcome]]
"""Writes tasks, and is told how often they are looked at by now."""


@dataclass
class Touched:
    """Primary keys of the rows to index again, and of new pages: all of these want their renditions made."""

    products: list[int] = field(default_factory=list)
    product_pages: list[int] = field(default_factory=list)
    new_pages: list[int] = field(default_factory=list)


class CatalogueWriter:
    """`photographs` None: no folder was given, galleries stay as they are. `dry_run`: all is rolled back."""

    def __init__(
        self,
        *,
        site: Site,
        source: str,
        reference: str,
        photographs: Photographs | None,
        report: Report,
        dry_run: bool,
    ) -> None:
        self._site = site
        self._source = source
        self._reference = reference
        self._photographs = photographs
        self._report = report
        self._dry_run = dry_run
        self._currency = ShopSettings.for_site(site).currency

    def write(self, records: Sequence[ProductRecord]) -> Touched:
        """Write what the file says anew of these products; tell the report of each."""
        if self._photographs is not None:
            self._photographs.look_at(records)
        with looking_up(len(records)):
            tasks = self._tasks(records)
            existing = _variants_of(tasks)
        if self._photographs is not None:
            self._photographs.learn(digest for task in tasks for digest, _alt in task.before["pictures"])
            if not self._dry_run:
                self._photographs.store(task.record for task in tasks)
        touched = Touched()
        new = [task for task in tasks if task.is_new(existing)]
        known = [task for task in tasks if not task.is_new(existing)]
        self._write_all(new, self._write_locked if self._dry_run else self._write_beside_others, touched)
        for at in range(0, len(known), SOME):
            self._write_all(known[at : at + SOME], self._write_locked, touched)
        return touched

    def _write_all(self, tasks: Sequence[Task], write: Write, touched: Touched, look: int = 1) -> None:
        """Write all but those that cannot be written, which are refused."""
        if not tasks:
            return
        try:
            with _deadlocks_told():
                outcomes = write(tasks, look)
        except (*REFUSALS, *LOST_RACES) as error:
            if look < LOOKS and isinstance(error, LOST_RACES):
                self._write_all(tasks, write, touched, look + 1)
            elif len(tasks) == 1:
                (record,) = (task.record for task in tasks)
                self._report.remark(Refusal(record.line, record.sku, _in_words(error)))
            else:
                half = len(tasks) // 2
                self._write_all(tasks[:half], write, touched)
                self._write_all(tasks[half:], write, touched)
            return
        for outcome in outcomes:
            self._report.add(outcome)
            if outcome.new_page_key:
                touched.new_pages += [] if self._dry_run else [outcome.new_page_key]
            elif not self._dry_run:
                touched.products += [outcome.product_key] if outcome.product_key else []
                touched.product_pages += [outcome.page_key] if outcome.page_key else []

    def _tasks(self, records: Sequence[ProductRecord]) -> list[Task]:
        """The records that differ from what was said last; the others are counted as unchanged."""
        keys = any_of(record.key for record in records)
        found = ImportRecord.objects.filter(source=self._source, key__in=keys).select_related("product")
        known = {remembered.key: remembered for remembered in found.order_by()}
        tasks = []
        for record in records:
            remembered = known.get(record.key)
            before = recalled(remembered.said) if remembered else nothing()
            pictures = None if self._photographs is None else self._photographs.of(record)
            now = memory_of(record, pictures, before)
            if now == before:
                self._report.products.unchanged += 1
                self._report.pages.unchanged += 1
                self._report.variants.unchanged += len(record.variants)
            else:
                tasks.append(Task(record, now, before, remembered))
        return tasks

    def _write_locked(self, tasks: Sequence[Task], _look: int) -> list[Outcome]:
        """In one transaction beside which nobody else writes the trees."""
        with category_tree_lock(), page_tree_lock():
            desk = self._open_desk(_variants_of(tasks), may_add=True)
            outcomes = self._write_new([task for task in tasks if task.is_new(desk.existing)], desk)
            outcomes += [self._write_one(task, desk) for task in tasks if not task.is_new(desk.existing)]
            if self._dry_run:
                transaction.set_rollback(True)
        self._tell_of_words(desk.vocabulary)
        return outcomes

    def _write_beside_others(self, tasks: Sequence[Task], look: int) -> list[Outcome]:
        """New products, in a transaction beside which others may run, once the words they bring along are there.

        It locks no row that was there before, but the parents of its pages, under the lock of the page tree. That
        nobody has their SKUs was seen a moment ago: the first time it is believed.
        """
        existing = {} if look == 1 else _variants_of(tasks)
        try:
            return self._write_known_words(tasks, existing)
        except UnknownWord:
            self._add_words(tasks, existing)
        return self._write_known_words(tasks, existing)

    def _write_known_words(self, tasks: Sequence[Task], existing: Mapping[str, Variant]) -> list[Outcome]:
        with looking_up(len(tasks)):
            return self._write_new(tasks, self._open_desk(existing, may_add=False))

    def _add_words(self, tasks: Sequence[Task], existing: Mapping[str, Variant]) -> None:
        """In a transaction of its own, which is short; refused is here what is refused for what it says."""
        with category_tree_lock(), page_tree_lock():
            desk = self._open_desk(existing, may_add=True)
            plan_new([task.record for task in tasks], goods=desk.goods, shelves=desk.shelves)
        self._tell_of_words(desk.vocabulary)

    def _tell_of_words(self, vocabulary: Vocabulary) -> None:
        for name in vocabulary.new_tax_classes:
            message = _("The tax class “%s” is new: give it a rate for each country.")
            self._report.remark(Notice(0, "", message % name))
        self._report.categories_created += vocabulary.new_categories

    def _open_desk(self, existing: Mapping[str, Variant], *, may_add: bool) -> _Desk:
        site = Site.objects.get(pk=self._site.pk)  # anew: its front page may be one that was rolled back
        vocabulary = Vocabulary(may_add=may_add)
        goods = GoodsWriter(vocabulary, existing, self._currency, self._reference)
        return _Desk(vocabulary, ShelfWriter(site, may_add=may_add), goods, existing)

    def _write_new(self, tasks: Sequence[Task], desk: _Desk) -> list[Outcome]:
        images = {} if self._photographs is None else self._photographs.images
        news = [(task.record, task.now) for task in tasks]
        outcomes = write_new(news, goods=desk.goods, shelves=desk.shelves, images=images) if news else []
        remembered = (
            (
                self._source,
                task.record.key,
                outcome.product_key,
                without(task.now, task.before, variants=outcome.refused_variants, stock=set()),
            )
            for task, outcome in zip(tasks, outcomes, strict=True)
        )
        write_rows(ImportRecord, ("source", "key", "product_id", "said"), remembered)
        return outcomes

    def _write_one(self, task: Task, desk: _Desk) -> Outcome:
        record, now, before = task.record, task.now, task.before
        product = task.remembered.product if task.remembered else desk.owner_of(record)
        outcome = desk.goods.write(record, product, now, before)
        images = {} if self._photographs is None else self._photographs.images
        desk.shelves.show(product, record, now, before, images, outcome)
        said = without(now, before, variants=outcome.refused_variants, stock=outcome.refused_stock)
        if said != before:
            ImportRecord.objects.update_or_create(
                source=self._source, key=record.key, defaults={"product": product, "said": said}
            )
        return outcome


@dataclass(frozen=True)
class _Desk:
    """What a transaction looked up in advance for all its products."""

    vocabulary: Vocabulary
    shelves: ShelfWriter
    goods: GoodsWriter
    existing: Mapping[str, Variant]

    def owner_of(self, record: ProductRecord) -> Product:
        """The product in the shop that has the first of the record's SKUs that any product has."""
        variants = (self.existing.get(variant.key) for variant in record.variants)
        return next(variant.product for variant in variants if variant is not None)


def _variants_of(tasks: Iterable[Task]) -> dict[str, Variant]:
    """Those in the shop by SKU in capitals, which the database makes of the records' too. One query."""
    skus = (variant.sku for task in tasks for variant in task.record.variants)
    found = Variant.objects.alias(upper_sku=Upper("sku")).filter(upper_sku__in=any_of(skus, CAPITALS))
    return {variant.sku.upper(): variant for variant in found.select_related("product")}


@contextmanager
def _deadlocks_told() -> Iterator[None]:
    """Apart from all else that keeps the database from working, of which no product is the reason."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise _Deadlock(str(error)) from error
        raise


def _in_words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, DatabaseError):
        return _("The database refuses it: %s.") % str(error).strip().splitlines()[0]
    if isinstance(error, LOST_RACES):
        return _("Others were changing the same things at every try. Import the file again.")
    return str(error)
