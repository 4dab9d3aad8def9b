"""Orders of the made-up goods, the popular ones more often. Placed and fulfilled by the shop's own functions."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db.models.functions import Upper

from catalog_pages.models import Variant
from customers.models import Customer
from demo.catalogue import PEOPLE
from demo.loading import history
from demo.loading.accounts import STAFF
from demo.loading.people import customer_of
from demo.scale.plan import MOST_VARIANTS, sku_of, zipf

NOTE = "Order %d of the seeded history."
DAYS = 85
"""Orders are spread over so many days before today, and the youngest are still on their way."""
RECENT = 0.12
TRIES = 40
"""Draws of a product until one is found that can be had."""


def load_orders(count: int, *, products: int, seed: int, progress: Callable[[int, int], None]) -> int:
    """Place and fulfil what is missing of `count` orders; how many were. One query where none is missing."""
    done = history.finished(NOTE) if count else set()
    wanted = [index for index in range(count) if NOTE % (index + 1) not in done]
    if not wanted or not products:
        return 0
    staff = Customer.objects.with_email(STAFF).first()
    by_rank = random.Random(seed).sample(range(products), products)
    shares = zipf(products, 0.9)
    written = 0
    for place, index in enumerate(wanted, start=1):
        plan = _plan(index, count, seed, by_rank, shares)
        buyer = customer_of(PEOPLE[plan.index % len(PEOPLE)])
        written += history.write(plan, buyer=buyer, staff=staff)
        progress(place, len(wanted))
    return written


def _plan(index: int, count: int, seed: int, by_rank: Sequence[int], shares: Sequence[float]) -> history.Plan:
    dice = random.Random(f"{seed} {index}")
    share = index / count
    is_recent = share >= 1 - RECENT
    fates = history.RECENT if is_recent else history.FATES
    lines: dict[str, int] = {}
    for _line in range(dice.choice((1, 1, 2, 2, 3, 4))):
        sku = _drawn(dice, by_rank, shares)
        if sku is not None:
            lines[sku] = dice.choice((1, 1, 1, 2))
    return history.Plan(
        index=index,
        key=f"seed-scale-{seed}-{index}",
        note=NOTE % (index + 1),
        buyer=None,
        lines=tuple(lines.items()),
        fate=dice.choice(fates),
        age=timedelta(days=3 * (1 - share) / RECENT if is_recent else 8 + DAYS * (1 - share)),
        hour=dice.choice((7, 8, 9, 11, 12, 13, 15, 17, 18, 19, 20, 20, 21, 21, 22)),
        voucher="WELCOME10" if index % 9 == 4 else "",
    )


def _drawn(dice: random.Random, by_rank: Sequence[int], shares: Sequence[float]) -> str | None:
    """The SKU of a variant that can be had, of a product drawn by its popularity."""
    for _try in range(TRIES):
        number = by_rank[min(bisect(shares, dice.random()), len(by_rank) - 1)]
        sku = sku_of(number)
        skus = [sku, *(f"{sku}-{place}" for place in range(1, MOST_VARIANTS + 1))]
        of_number = Variant.objects.alias(upper_sku=Upper("sku")).filter(upper_sku__in=skus)
        variant = of_number.active().available().first()
        if variant is not None:
            return variant.sku
    return None
