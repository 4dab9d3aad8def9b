"""Reads the goods of a site for the columns: some queries for thousands of products at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Site

from catalog_pages.columns.ragged import Array
from catalog_pages.columns.table import (
    ENDLESS,
    MILLS,
    MOST_COUNTED,
    NO_BRAND,
    NOT_REDUCED,
    PARTS,
    Good,
    value_of_choice,
    value_of_flag,
)
from catalog_pages.lookups import MANY, looking_up
from catalog_pages.models import Product, ProductAttribute, Variant, VariantOption
from catalog_pages.shown import products_on

AT_ONCE = 500
"""Products to five queries."""
MANY_AT_ONCE = 2_000
"""And where all are read."""
NEVER = float("inf")
Range = dict[str, Any]


@dataclass(frozen=True)
class _Sold:
    """An active variant. `price` is what it costs now, in MILLS, right until `until`; `before` what it costs
    otherwise. `left` is None where nobody counts."""

    pk: int
    price: int
    before: int
    until: float
    left: int | None
    low_from: int

    @property
    def can_be_had(self) -> bool:
        return self.left is None or self.left > 0


def read_goods(site: Site, products: Sequence[int]) -> list[Good]:
    """Those of the products with these pks that the site shows, by pk. Five queries for AT_ONCE of them."""
    wanted = sorted(set(products))
    return [
        good
        for start in range(0, len(wanted), AT_ONCE)
        for good in _read(site, {"in": wanted[start : start + AT_ONCE]})
    ]


def read_all_goods(site: Site) -> Iterator[list[Good]]:
    """All goods that the site shows, by pk, MANY_AT_ONCE at a time; six queries each."""
    keys = Product.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while True:
        some = keys.filter(pk__gt=last)[:MANY_AT_ONCE]
        bound = list(some)
        if not bound:
            return
        with looking_up(len(bound)) if len(bound) >= MANY else nullcontext():
            read = _read(site, {"gte": bound[0], "lte": bound[-1]})
        yield read
        last = bound[-1]


def read_name_order() -> Array:
    """The place of each product by name, at its pk. One query."""
    pks = np.fromiter(
        Product.objects.order_by("name", "pk").values_list("pk", flat=True).iterator(), dtype=np.int64
    )
    places = np.zeros(int(pks.max(initial=0)) + 1, dtype=np.int64)
    places[pks] = np.arange(len(pks))
    return places


def _read(site: Site, which: Range) -> list[Good]:
    """`which` says by lookups which pks of products to read."""
    shown: Any = products_on(site).filter(**_of("pk", which)).order_by("pk")
    rows = list(shown.values_list("pk", "page_id", "name", "brand_id", "category_id", "created_at"))
    if not rows:
        return []
    further = _further_categories(which)
    sold = _sold(which)
    options = _options(which)
    facts, numbers = _facts(which)
    return [
        Good(
            pk=pk,
            page=page,
            name=hash(name),
            brand=brand or NO_BRAND,
            main=category,
            categories=tuple({category, *further.get(pk, ())}),
            created=round(created.timestamp() * 1_000_000),
            variants=tuple(each.pk for each in sold[pk]),
            in_stock=tuple(each.can_be_had for each in sold[pk]),
            options=tuple(tuple(options.get(each.pk, ())) for each in sold[pk]),
            facts=tuple(facts.get(pk, ())),
            numbers=tuple(numbers.get(pk, ())),
            **_told(sold[pk]),
        )
        for pk, page, name, brand, category, created in rows
        if pk in sold  # else its last one went off sale between two queries, which is news by then
    ]


def _told(sold: Sequence[_Sold]) -> dict[str, Any]:
    """What a card says of prices and stock."""
    cheapest = min(sold, key=lambda each: (each.price, each.pk))
    left = [each.left for each in sold]
    return {
        "price": cheapest.price,
        "price_before": cheapest.before if cheapest.before != cheapest.price else NOT_REDUCED,
        "highest_price": max(each.price for each in sold),
        "until": min(each.until for each in sold),
        "left": ENDLESS if None in left else min(sum(filter(None, left)), MOST_COUNTED),
        "low_from": min(max(each.low_from for each in sold), MOST_COUNTED),
    }


def _of(name: str, which: Range) -> dict[str, Any]:
    return {f"{name}__{lookup}": value for lookup, value in which.items()}


def _further_categories(which: Range) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    through = Product.further_categories.through.objects.filter(**_of("product", which)).order_by("pk")
    for product, category in through.values_list("product_id", "category_id"):
        found[product].append(category)
    return found


def _sold(which: Range) -> dict[int, list[_Sold]]:
    """The active variants of each product."""
    now = timezone.now()
    found: dict[int, list[_Sold]] = defaultdict(list)
    rows = Variant.objects.filter(**_of("product", which), is_active=True).order_by("product_id", "pk")
    for pk, product, price, sale_price, starts, ends, backorder, left, low_from in rows.values_list(
        "pk",
        "product_id",
        "price",
        "sale_price",
        "sale_starts_at",
        "sale_ends_at",
        "stock__backorder",
        F("stock__on_hand") - F("stock__reserved"),
        "stock__low_stock_threshold",
    ):
        before = _mills(price)
        current, until = (
            (before, NEVER) if sale_price is None else _now(before, sale_price, starts, ends, now)
        )
        endless = backorder is None or backorder
        found[product].append(_Sold(pk, current, before, until, None if endless else left, low_from or 0))
    return found


def _now(
    price: int, sale_price: Decimal, starts: datetime | None, ends: datetime | None, now: datetime
) -> tuple[int, float]:
    """What is paid now, and until when."""
    if ends is not None and ends <= now:
        return price, NEVER
    if starts is not None and starts > now:
        return price, starts.timestamp()
    return _mills(sale_price), ends.timestamp() if ends is not None else NEVER


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
