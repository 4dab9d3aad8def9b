"""The catalogue as a file in Pipit's own format, which an import reads back to the same catalogue."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TextIO

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from catalog_pages.importing.pipit import COLUMNS
from catalog_pages.importing.pipit_cells import armoured, escaped, joined
from catalog_pages.models import (
    Category,
    GalleryImage,
    Product,
    ProductAttribute,
    ProductPage,
    Variant,
)

BATCH = 200
LONGEST_KEY = 80


def export_catalogue(out: TextIO) -> int:
    """Write every variant as a row, products in the order of their making; how many rows. Twelve queries a batch."""
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    paths = _category_paths()
    count = 0
    for product in _products():
        for number, variant in enumerate(product.variants.all()):
            row = _of_variant(variant) | (_of_product(product, paths) if number == 0 else {})
            row |= {"product": _key(product), "name": product.name}
            writer.writerow({column: armoured(cell) for column, cell in row.items()})
            count += 1
    return count


def _products() -> Iterator[Product]:
    gallery = GalleryImage.objects.select_related("image").order_by("sort_order")
    for first in range(0, Product.objects.count(), BATCH):
        batch = list(
            Product.objects.order_by("pk").select_related("brand", "tax_class")[first : first + BATCH]
        )
        prefetch_related_objects(
            batch,
            "further_categories",
            Prefetch("attributes", ProductAttribute.objects.select_related("attribute", "choice")),
            Prefetch("variants", Variant.objects.select_related("stock").order_by("position", "pk")),
            "variants__options__attribute",
            "variants__options__choice",
            Prefetch("pages", ProductPage.objects.order_by("-live", "pk")),
            Prefetch("pages__gallery", gallery),
        )
        yield from batch


def _key(product: Product) -> str:
    """What holds the rows of a product together: its slug, or its first SKU where that is too long."""
    return product.slug if len(product.slug) <= LONGEST_KEY else product.variants.all()[0].sku


def _of_product(product: Product, paths: dict[int, tuple[str, ...]]) -> dict[str, str]:
    """What stands in the first row of a product alone."""
    categories = [product.category_id, *(category.pk for category in product.further_categories.all())]
    page = next(iter(product.pages.all()), None)
    pictures = list(page.gallery.all()) if page else []
    return {
        "categories": " | ".join(joined(paths[key], ">") for key in categories),
        "brand": product.brand.name if product.brand else "",
        "tax_class": "" if product.tax_class.is_default else product.tax_class.name,
        "description": product.description,
        "standfirst": page.standfirst if page else "",
        "attributes": _attributes(product),
        "listed": "yes" if page is None or page.live else "no",
        "images": joined((PurePosixPath(picture.image.file.name).name for picture in pictures), "|"),
        "image_texts": joined((picture.alt_text for picture in pictures), "|"),
        "slug": product.slug,
    }


def _attributes(product: Product) -> str:
    values: dict[str, list[str]] = {}
    for fact in product.attributes.all():
        values.setdefault(fact.attribute.name, []).append(_written(fact))
    return "; ".join(f"{escaped(name)}={'|'.join(map(escaped, several))}" for name, several in values.items())


def _written(fact: ProductAttribute) -> str:
    if fact.boolean is not None:
        return "yes" if fact.boolean else "no"
    if fact.number is not None:
        return _number(fact.number)
    return fact.choice.name if fact.choice is not None else fact.text or ""


def _of_variant(variant: Variant) -> dict[str, str]:
    stock = getattr(variant, "stock", None)
    return {
        "sku": variant.sku,
        "options": "; ".join(
            f"{escaped(option.attribute.name)}={escaped(option.choice.name)}"
            for option in variant.options.all()
        ),
        "price": _number(variant.price),
        "sale_price": _number(variant.sale_price),
        "sale_starts": _moment(variant.sale_starts_at),
        "sale_ends": _moment(variant.sale_ends_at),
        "barcode": variant.barcode,
        "weight_grams": str(variant.weight_grams or ""),
        "requires_shipping": "yes" if variant.requires_shipping else "no",
        "active": "yes" if variant.is_active else "no",
        "stock": str(stock.on_hand) if stock else "",
        "backorder": "yes" if stock and stock.backorder else "",
    }


def _number(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat() if moment else ""


def _category_paths() -> dict[int, tuple[str, ...]]:
    paths: dict[int, tuple[str, ...]] = {}
    for category in Category.objects.order_by("tree_id", "lft"):
        paths[category.pk] = (*paths.get(category.parent_id, ()), category.name)
    return paths
