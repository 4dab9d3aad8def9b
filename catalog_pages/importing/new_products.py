"""Writes products that the shop does not know yet, a batch at once: a catalogue's first import is nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from catalog_pages.bulk.goods import NewProduct, write_products
from catalog_pages.bulk.pages import write_pages
from catalog_pages.importing.goods import REASON, GoodsWriter
from catalog_pages.importing.memory import Memory
from catalog_pages.importing.records import ProductRecord
from catalog_pages.importing.report import Outcome
from catalog_pages.importing.shelves import ShelfWriter, Words, words_of
from catalog_pages.models import Product, ProductPage
from catalog_pages.slugs import free_slugs


def plan_new(
    records: Sequence[ProductRecord], *, goods: GoodsWriter, shelves: ShelfWriter
) -> list[tuple[NewProduct, Words, Outcome]]:
    """What these records make of the goods and of the words on their pages. Nothing is written but words that products
    share, with the pages of their categories, where the writers may add them.

    Raises what `GoodsWriter.plan` and `shelves.words_of` raise, and UnknownWord where the writers may not add.
    """
    at = timezone.now()
    goods.vocabulary.prepare(records)
    slugs = free_slugs([record.slug or record.name for record in records], Product.objects.all())
    planned = []
    for record, slug in zip(records, slugs, strict=True):
        outcome = Outcome()
        planned.append((goods.plan(record, slug, at, outcome), words_of(record), outcome))
    shelves.show_categories(
        category for record in records for category in goods.vocabulary.categories(record)
    )
    return planned


def write_new(
    news: Sequence[tuple[ProductRecord, Memory]],
    *,
    goods: GoodsWriter,
    shelves: ShelfWriter,
    images: Mapping[str, int],
) -> list[Outcome]:
    """Write the goods and the pages of these records, within the caller's transaction; what became of each.

    Raises what `plan_new` raises, and IntegrityError or Page.DoesNotExist where somebody else has taken a slug or an
    SKU, or a category away, since it was looked up; then none of them is written.
    """
    planned = plan_new([record for record, _now in news], goods=goods, shelves=shelves)
    products = [product for product, _words, _outcome in planned]
    keys = write_products(products, reference=goods.reference, reason=REASON)
    pages = [
        shelves.plan(
            product,
            key,
            words,
            [(images[digest], alt) for digest, alt in now["pictures"] if digest in images],
            live=record.is_listed,
        )
        for (record, now), (product, words, _outcome), key in zip(news, planned, keys, strict=True)
    ]
    page_keys = write_pages(ProductPage, pages)
    outcomes = [outcome for _product, _words, outcome in planned]
    for outcome, key, page_key in zip(outcomes, keys, page_keys, strict=True):
        outcome.product_key, outcome.new_page_key = key, page_key
        outcome.pages.created += 1
    return outcomes
