"""Reads the goods of a site for the columns: some queries for thousands of products at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Site

from catalog_pages.columns.table import MILLS, NO_BRAND, PARTS, Good, value_of_choice, value_of_flag
from catalog_pages.models import Product, ProductAttribute, Variant, VariantOption
from catalog_pages.shown import products_on

AT_ONCE = 5_000
"""Products to five queries."""
NEVER = float("inf")
Range = dict[str, Any]


@dataclass(frozen=True)
class _Price:
    """What a variant costs now, in MILLS, and until when that is right."""

    amount: int
    until: float


def read_goods(site: Site, products: Sequence[int]) -> list[Good]:
    """Those of the products with these pks that the site shows, by pk. Five queries for AT_ONCE of them."""
    wanted = sorted(set(products))
    return [
        good
        for start in range(0, len(wanted), AT_ONCE)
        for good in _read(site, {"in": wanted[start : start + AT_ONCE]})
    ]


def read_all_goods(site: Site) -> Iterator[list[Good]]:
    """All goods that the site shows, by pk, AT_ONCE at a time; six queries each."""
    keys = Product.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while True:
        some = keys.filter(pk__gt=last)[:AT_ONCE]
        bound = list(some)
        if not bound:
            return
        yield _read(site, {"gte": bound[0], "lte": bound[-1]})
        last = bound[-1]


def _read(site: Site, which: Range) -> list[Good]:
    """`which` says by lookups which pks of products to read."""
    shown: Any = products_on(site).filter(**_of("pk", which)).order_by("pk")
    rows = list(shown.values_list("pk", "name", "brand_id", "category_id", "created_at"))
    if not rows:
        return []
    further = _further_categories(which)
    variants, prices = _variants(which)
    options = _options(which)
    facts, numbers = _facts(which)
    return [
        Good(
            pk=pk,
            name=hash(name),
            brand=brand or NO_BRAND,
            main=category,
            categories=tuple({category, *further.get(pk, ())}),
            created=round(created.timestamp() * 1_000_000),
            price=min(price.amount for price in prices[pk]),
            until=min(price.until for price in prices[pk]),
            variants=tuple(variant for variant, _can_be_had in variants[pk]),
            in_stock=tuple(can_be_had for _variant, can_be_had in variants[pk]),
            options=tuple(tuple(options.get(variant, ())) for variant, _can_be_had in variants[pk]),
            facts=tuple(facts.get(pk, ())),
            numbers=tuple(numbers.get(pk, ())),
        )
        for pk, name, brand, category, created in rows
        if pk in variants  # else its last one went off sale between two queries, which is news by then
    ]


def _of(name: str, which: Range) -> dict[str, Any]:
    return {f"{name}__{lookup}": value for lookup, value in which.items()}


def _further_categories(which: Range) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    through = Product.further_categories.through.objects.filter(**_of("product", which)).order_by("pk")
    for product, category in through.values_list("product_id", "category_id"):
        found[product].append(category)
    return found


def _variants(which: Range) -> tuple[dict[int, list[tuple[int, bool]]], dict[int, list[_Price]]]:
    """The active variants of each product and whether they can be had, and what they cost."""
    now = timezone.now()
    variants: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    prices: dict[int, list[_Price]] = defaultdict(list)
    rows = Variant.objects.filter(**_of("product", which), is_active=True).order_by("product_id", "pk")
    for pk, product, price, sale_price, starts, ends, backorder, left in rows.values_list(
        "pk",
        "product_id",
        "price",
        "sale_price",
        "sale_starts_at",
        "sale_ends_at",
        "stock__backorder",
        F("stock__on_hand") - F("stock__reserved"),
    ):
        variants[product].append((pk, backorder is None or backorder or left > 0))
        prices[product].append(
            _Price(_mills(price), NEVER)
            if sale_price is None
            else _price(price, sale_price, starts, ends, now)
        )
    return variants, prices


def _price(
    price: Decimal, sale_price: Decimal, starts: datetime | None, ends: datetime | None, now: datetime
) -> _Price:
    is_over = ends is not None and ends <= now
    is_to_come = starts is not None and starts > now
    if is_over:
        return _Price(_mills(price), NEVER)
    if is_to_come and starts is not None:
        return _Price(_mills(price), starts.timestamp())
    return _Price(_mills(sale_price), ends.timestamp() if ends is not None else NEVER)


def _mills(price: Decimal) -> int:
    return int(price * MILLS)


def _options(which: Range) -> dict[int, list[int]]:
    """What each active variant is told apart by, as values."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = VariantOption.objects.filter(
        **_of("variant__product", which), variant__is_active=True, attribute__is_facet=True
    ).order_by("pk")
    for variant, choice in rows.values_list("variant_id", "choice_id"):
        found[variant].append(value_of_choice(choice))
    return found


def _facts(which: Range) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
    """What each product is described by: values, and numbers by attribute."""
    values: dict[int, list[int]] = defaultdict(list)
    numbers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    told = Q(choice__isnull=False) | Q(boolean__isnull=False) | Q(number__isnull=False)
    rows = ProductAttribute.objects.filter(told, **_of("product", which), attribute__is_facet=True)
    for product, attribute, choice, flag, number in rows.order_by("pk").values_list(
        "product_id", "attribute_id", "choice_id", "boolean", "number"
    ):
        if choice is not None:
            values[product].append(value_of_choice(choice))
        elif flag is not None:
            values[product].append(value_of_flag(attribute, flag))
        else:
            numbers[product].append((attribute, int(number * PARTS)))
    return values, numbers
