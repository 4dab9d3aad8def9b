"""What a file says of a product, kept from one import to the next so that only differences are applied.

Each value is remembered by itself, short ones as they are and long ones by their hash: a new price in the file
does not bring back a name that staff corrected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from catalog_pages.importing.records import ProductRecord, VariantRecord

Said = dict[str, str]
LONGEST_KEPT = 60


class Memory(TypedDict):
    """The content of `ImportRecord.said`."""

    product: Said
    page: Said
    facts: Said
    variants: dict[str, Said]
    pictures: list[list[str]]
    """Content hash and alternative text of each picture, in order."""


def nothing() -> Memory:
    """What is remembered of a product that was never imported."""
    return Memory(product={}, page={}, facts={}, variants={}, pictures=[])


def recalled(said: Mapping[str, Any]) -> Memory:
    """A stored memory, complete even when an earlier version of Pipit stored less."""
    return cast(Memory, {**nothing(), **said})


def memory_of(record: ProductRecord, pictures: Sequence[tuple[str, str]] | None, before: Memory) -> Memory:
    """What the file says now. `pictures`: hash and text of each; None (no folder given) leaves those of before."""
    return Memory(
        product={
            "name": _kept(record.name),
            "categories": _kept("|".join(">".join(path) for path in record.categories)),
            "brand": _kept(record.brand),
            "tax_class": _kept(record.tax_class),
            "description": _kept(record.description),
            "is_active": _kept(record.is_active),
        },
        page={
            "title": _kept(record.name),
            "standfirst": _kept(record.standfirst),
            "seo_title": _kept(record.search_title),
            "search_description": _kept(record.search_description or record.description),
            "live": _kept(record.is_listed),
        },
        facts={fact.code: _kept("|".join((fact.kind, *fact.values))) for fact in record.facts},
        variants={
            **before["variants"],  # of a row that is missing or broken today, what it said last still counts
            **{variant.key: _of_variant(variant, place) for place, variant in enumerate(record.variants)},
        },
        pictures=before["pictures"] if pictures is None else [list(picture) for picture in pictures],
    )


def without(now: Memory, before: Memory, *, variants: set[str], stock: set[str]) -> Memory:
    """`now` with what it says of refused `variants`, and of the refused `stock` of others, as it was `before`."""
    said = {key: value for key, value in now["variants"].items() if key not in variants}
    said |= {key: value for key, value in before["variants"].items() if key in variants}
    for key in stock:
        said[key] = {**said[key], "stock": before["variants"][key]["stock"]}
    return Memory(**{**now, "variants": said})


def changed(now: Said, before: Said) -> set[str]:
    """The names of the values that differ."""
    return {name for name, value in now.items() if before.get(name) != value}


def _of_variant(variant: VariantRecord, place: int) -> Said:
    return {
        "sku": variant.sku,
        "position": _kept(place),
        "price": _kept(variant.price.normalize()),
        "sale": _kept(f"{variant.sale_price} {variant.sale_starts_at} {variant.sale_ends_at}"),
        "options": _kept(";".join(f"{option.code}={option.choice}" for option in variant.options)),
        "barcode": variant.barcode,
        "weight_grams": _kept(variant.weight_grams),
        "requires_shipping": _kept(variant.requires_shipping),
        "is_active": _kept(variant.is_active),
        "stock": _kept(variant.stock),
        "backorder": _kept(variant.backorder),
    }


def _kept(value: object) -> str:
    text = str(value)
    return (
        text
        if len(text) <= LONGEST_KEPT
        else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    )
