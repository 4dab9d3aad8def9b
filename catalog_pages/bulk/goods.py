"""Products by the thousand, with variants, options, facts and the stock they open with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog_pages.bulk.levels import OpeningLevel, open_levels
from catalog_pages.bulk.rows import check_references, new_keys, write_rows
from catalog_pages.models import Attribute, AttributeChoice, Product, ProductAttribute, Variant, VariantOption
from catalog_pages.models.stock import StockItem, StockMovement
from catalog_pages.page_cache.dependencies import ALL, PRODUCT
from catalog_pages.page_cache.journal import written_at_once
from catalog_pages.richtext import sanitise

PRODUCT_COLUMNS = (
    "id", "name", "slug", "category_id", "brand_id", "tax_class_id", "description", "is_active", "created_at",
    "updated_at",
)  # fmt: skip
VARIANT_COLUMNS = (
    "id", "product_id", "sku", "options_key", "price", "sale_price", "sale_starts_at", "sale_ends_at", "barcode",
    "weight_grams", "requires_shipping", "is_active", "position",
)  # fmt: skip
FACT_COLUMNS = ("product_id", "attribute_id", "text", "number", "boolean", "choice_id")
TABLES = (
    Product, Product.further_categories.through, ProductAttribute, Variant, VariantOption, StockItem, StockMovement,
)  # fmt: skip

Options = dict[Attribute, AttributeChoice]
Fact = tuple[Attribute, str | Decimal | bool | AttributeChoice]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVariant:
    """A variant to be. Prices are in the shop's currency and price basis, rounded to what it has; stock in pieces.

    `stock` None: it is not tracked. `position` None: it stands where it is named.
    """

    sku: str
    price: Decimal
    options: Options
    stock: int | None
    sale_price: Decimal | None = None
    sale_starts_at: datetime | None = None
    sale_ends_at: datetime | None = None
    barcode: str = ""
    weight_grams: int = 0
    requires_shipping: bool = True
    is_active: bool = True
    backorder: bool = False
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product to be. Its slug and its variants' SKUs are free; each fact's value is of its attribute's kind."""

    name: str
    slug: str
    category: int
    tax_class: int
    at: datetime
    variants: tuple[NewVariant, ...]
    brand: int | None = None
    further_categories: tuple[int, ...] = ()
    description: str = ""
    is_active: bool = True
    facts: tuple[Fact, ...] = ()


def write_products(products: Sequence[NewProduct], *, reference: str, reason: str) -> list[int]:
    """Write new products with all that is theirs; their keys, in the order given. Some dozen queries.

    `reference` and `reason` are what the ledger says of their stock. Raises IntegrityError, with nothing written,
    where a slug, a SKU or the options of a variant are taken.
    """
    with transaction.atomic(), written_at_once() as changes:
        keys = list(new_keys(Product, len(products)))
        changes |= {ALL, *(f"{PRODUCT}{key}" for key in keys)}
        keyed = list(zip(keys, products, strict=True))
        write_rows(Product, PRODUCT_COLUMNS, _product_rows(keyed))
        through = Product.further_categories.through
        further = ((key, category) for key, product in keyed for category in product.further_categories)
        write_rows(through, ("product_id", "category_id"), further)
        write_rows(ProductAttribute, FACT_COLUMNS, _fact_rows(keyed))
        owned = [
            (key, product, position, variant)
            for key, product in keyed
            for position, variant in enumerate(product.variants)
        ]
        variant_keys = list(new_keys(Variant, len(owned)))
        write_rows(Variant, VARIANT_COLUMNS, _variant_rows(variant_keys, owned))
        options = (
            (variant_key, attribute.pk, choice.pk)
            for variant_key, (_key, _product, _position, variant) in zip(variant_keys, owned, strict=True)
            for attribute, choice in variant.options.items()
        )
        write_rows(VariantOption, ("variant_id", "attribute_id", "choice_id"), options)
        levels = [
            OpeningLevel(variant_key, variant.stock, product.at, variant.backorder)
            for variant_key, (_key, product, _position, variant) in zip(variant_keys, owned, strict=True)
            if variant.stock is not None
        ]
        open_levels(levels=levels, reference=reference, reason=reason)
        check_references()
    return keys


def _product_rows(keyed: Sequence[tuple[int, NewProduct]]) -> Iterator[tuple[Any, ...]]:
    for key, product in keyed:
        yield (
            key, product.name, product.slug, product.category, product.brand, product.tax_class,
            sanitise(product.description), product.is_active, product.at, product.at,
        )  # fmt: skip


def _fact_rows(keyed: Sequence[tuple[int, NewProduct]]) -> Iterator[tuple[Any, ...]]:
    for key, product in keyed:
        for attribute, value in product.facts:
            match value:
                case AttributeChoice():
                    yield key, attribute.pk, None, None, None, value.pk
                case bool():
                    yield key, attribute.pk, None, None, value, None
                case Decimal():
                    yield key, attribute.pk, None, value, None, None
                case _:
                    yield key, attribute.pk, value, None, None, None


def _variant_rows(
    keys: Sequence[int], owned: Sequence[tuple[int, NewProduct, int, NewVariant]]
) -> Iterator[tuple[Any, ...]]:
    for key, (product_key, _product, position, variant) in zip(keys, owned, strict=True):
        yield (
            key, product_key, variant.sku, Variant.key_of(variant.options), variant.price, variant.sale_price,
            variant.sale_starts_at, variant.sale_ends_at, variant.barcode, variant.weight_grams,
            variant.requires_shipping, variant.is_active, position if variant.position is None else variant.position,
        )  # fmt: skip
