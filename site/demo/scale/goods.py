"""Writes the planned goods with their pages, a thousand to a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from catalog_pages.bulk import goods as bulk_goods
from catalog_pages.bulk import pages as bulk_pages
from catalog_pages.bulk.goods import Fact, NewProduct, NewVariant, write_products
from catalog_pages.bulk.pages import NewPage, write_pages
from catalog_pages.bulk.processes import in_batches
from catalog_pages.models import ProductPage, Variant
from demo.scale.ground import Ground
from demo.scale.plan import SKU_PREFIX, PlannedProduct, PlannedVariant, number_of, planned

BATCH = 1_000
"""Products to a transaction: what a run that is stopped has to do again, and what is in memory at a time."""
TABLES = (*bulk_goods.TABLES, *bulk_pages.TABLES)
LOOKED_UP_BY = bulk_pages.LOOKED_UP_BY
REFERENCE, REASON = "seed_scale", "opening stock"
SALE_BEGAN, SALE_LASTS = timedelta(days=9), timedelta(days=60)


def missing(count: int) -> list[int]:
    """The numbers below `count` of which the shop has no product yet. One query."""
    skus = Variant.objects.filter(sku__startswith=SKU_PREFIX, position=0).values_list("sku", flat=True)
    there = {number_of(sku) for sku in skus}
    return [number for number in range(count) if number not in there]


def write_goods(
    numbers: Sequence[int], ground: Ground, *, seed: int, today: datetime, progress: Callable[[int], None]
) -> None:
    """Write the products of these numbers; `progress` is told after each batch how many there are."""
    work = partial(_write, ground=ground, seed=seed, today=today)
    in_batches(work, numbers, size=BATCH, progress=progress)


def _write(numbers: Sequence[int], ground: Ground, seed: int, today: datetime) -> None:
    """Goods first: what needs the lock of the page tree comes last, for other processes wait for it."""
    batch = [planned(number, seed=seed, today=today) for number in numbers]
    with transaction.atomic():
        products = [_product(each, ground, today) for each in batch]
        keys = write_products(products, reference=REFERENCE, reason=REASON)
        pages = [_page(*each, ground) for each in zip(keys, batch, products, strict=True)]
        write_pages(ProductPage, pages)


def _product(each: PlannedProduct, ground: Ground, today: datetime) -> NewProduct:
    category = ground.categories[each.shelf.path].pk
    also = ground.categories[each.also_on.path].pk if each.also_on else category
    return NewProduct(
        name=each.name,
        slug=each.slug,
        category=category,
        further_categories=(also,) if also != category else (),
        brand=ground.brands[each.brand],
        tax_class=ground.tax_class,
        description=each.description,
        at=each.at,
        facts=tuple(_facts(each, ground)),
        variants=tuple(_variant(variant, ground, today) for variant in each.variants),
    )


def _facts(each: PlannedProduct, ground: Ground) -> Iterator[Fact]:
    for code, value in each.facts:
        if code in ground.attributes:
            attribute = ground.attributes[code]
            is_choice = attribute.kind == attribute.Kind.CHOICE
            yield attribute, ground.choices[code, str(value)] if is_choice else value


def _variant(variant: PlannedVariant, ground: Ground, today: datetime) -> NewVariant:
    is_reduced = variant.sale_price is not None
    return NewVariant(
        sku=variant.sku,
        price=variant.price,
        sale_price=variant.sale_price,
        sale_starts_at=today - SALE_BEGAN if is_reduced else None,
        sale_ends_at=today - SALE_BEGAN + SALE_LASTS if is_reduced else None,
        options={
            ground.attributes[code]: ground.choices[code, name]
            for code, name in variant.options
            if code in ground.attributes
        },
        stock=variant.stock,
        barcode=variant.barcode,
        weight_grams=variant.weight_grams,
    )


def _page(key: int, each: PlannedProduct, product: NewProduct, ground: Ground) -> NewPage:
    return NewPage(
        parent=ground.pages[product.category],
        shows=key,
        title=each.name,
        slug=each.slug,
        at=each.at,
        standfirst=each.standfirst,
        search_description=f"{each.name} by {each.brand}. {each.standfirst}",
        pictures=((ground.pictures[each.picture % len(ground.pictures)], each.name),),
    )
