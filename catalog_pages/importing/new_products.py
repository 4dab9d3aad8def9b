"""Writes products that the shop does not know yet, a batch at once: a catalogue's first import is nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from catalog_pages.bulk.goods import write_products
from catalog_pages.bulk.pages import write_pages
from catalog_pages.importing.goods import REASON, GoodsWriter
from catalog_pages.importing.memory import Memory
from catalog_pages.importing.records import ProductRecord
from catalog_pages.importing.report import Outcome
from catalog_pages.importing.shelves import ShelfWriter
from catalog_pages.models import Product, ProductPage
from catalog_pages.slugs import free_slugs


def write_new(
    news: Sequence[tuple[ProductRecord, Memory]],
    *,
    goods: GoodsWriter,
    shelves: ShelfWriter,
    images: Mapping[str, int],
) -> list[Outcome]:
    """Write the goods and the pages of these records, within the caller's transaction; what became of each.

    Words they bring along (categories with their pages, brands, attributes) are made one by one, before. Raises what
    `GoodsWriter.write` and `ShelfWriter.show` raise; then none of them is written.
    """
    at = timezone.now()
    outcomes = [Outcome() for _each in news]
    slugs = free_slugs([record.slug or record.name for record, _now in news], Product.objects.all())
    products = [
        goods.plan(record, slug, at, outcome)
        for (record, _now), slug, outcome in zip(news, slugs, outcomes, strict=True)
    ]
    shelves.show_categories(
        category for record, _now in news for category in goods.vocabulary.categories(record)
    )
    keys = write_products(products, reference=goods.reference, reason=REASON)
    pages = [
        shelves.plan(record, product, key, now, images)
        for (record, now), product, key in zip(news, products, keys, strict=True)
    ]
    page_keys = write_pages(ProductPage, pages)
    for outcome, key, page_key in zip(outcomes, keys, page_keys, strict=True):
        outcome.product_key, outcome.new_page_key = key, page_key
        outcome.pages.created += 1
    return outcomes
