"""Voucher codes made by the hundred, and handed out as a spreadsheet."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from catalog_pages.importing.pipit_cells import armoured
from orders.models import Promotion, Voucher
from orders.models.order import CROCKFORD

LARGEST_BATCH = 20_000
LONGEST_PREFIX = 16
RANDOM_CHARACTERS = 10
"""50 random bits: with 20,000 codes about, a guess in 56,000 million is right."""
CHUNK = 2_000
COLUMNS = ("code", "batch", "promotion", "uses_allowed", "uses", "active")


def new_code(prefix: str = "") -> str:
    """A code that nobody can guess: the prefix and ten characters of Crockford's base 32."""
    return prefix + "".join(secrets.choice(CROCKFORD) for _ in range(RANDOM_CHARACTERS))


def generate(
    *, promotion: Promotion, count: int, prefix: str = "", usage_limit: int | None = 1, name: str
) -> str:
    """Make `count` codes that unlock the promotion, each for `usage_limit` uses; returns the batch they are in.

    A name that is taken gets the date and time behind it. A code that is taken is drawn again. Raises ValueError for
    a count outside 1 to LARGEST_BATCH.
    """
    if not 1 <= count <= LARGEST_BATCH:
        raise ValueError(f"{count} is not between 1 and {LARGEST_BATCH}")
    prefix = prefix.strip().upper()[:LONGEST_PREFIX]
    batch = name.strip()[:60]
    if Voucher.objects.filter(batch=batch).exists():
        batch = f"{batch} {timezone.localtime():%Y-%m-%d %H:%M:%S}"
    with transaction.atomic():
        missing = count
        while missing:
            codes = {new_code(prefix) for _ in range(missing)}
            Voucher.objects.bulk_create(
                [
                    Voucher(promotion=promotion, code=code, usage_limit=usage_limit, batch=batch)
                    for code in codes
                ],
                batch_size=CHUNK,
                ignore_conflicts=True,
            )
            missing = count - Voucher.objects.filter(promotion=promotion, batch=batch).count()
    return batch


def batches_of(promotion: Promotion) -> list[dict[str, object]]:
    """The promotion's batches: batch, codes, uses; the latest first. One query."""
    rows = (
        promotion.vouchers.exclude(batch="")
        .order_by()
        .values("batch")
        .annotate(codes=Count("pk"), uses=Sum("times_used"))
    )
    return [dict(row) for row in rows.order_by("-batch")]


def as_csv(vouchers: Iterator[Voucher]) -> Iterator[str]:
    """The vouchers as the lines of a CSV file, headed; no cell is one a spreadsheet runs as a formula.

    Reads `promotion`: select it.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for voucher in vouchers:
        yield writer.writerow(
            [
                armoured(voucher.code),
                armoured(voucher.batch),
                armoured(voucher.promotion.name),
                "" if voucher.usage_limit is None else voucher.usage_limit,
                voucher.times_used,
                "yes" if voucher.is_active else "no",
            ]
        )


class _Echo:
    """A file that gives back what is written to it, for the writer to return."""

    def write(self, text: str) -> str:
        return text
