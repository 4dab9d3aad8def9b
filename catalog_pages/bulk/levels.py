"""The levels that new variants open with, thousands at a time; every later one is written by `catalog_pages.stock`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catalog_pages.bulk.rows import new_keys, write_rows
from catalog_pages.models.stock import StockItem, StockMovement

LOW_FROM_AT_FIRST: int = StockItem._meta.get_field("low_stock_threshold").default


@dataclass(frozen=True, slots=True)
class OpeningLevel:
    """What lies on the shelf of a new variant, by its key, from which moment, and whether more may be sold."""

    variant: int
    on_hand: int
    at: datetime
    backorder: bool = False

    @property
    def is_low(self) -> bool:
        return self.on_hand <= LOW_FROM_AT_FIRST


def open_levels(*, levels: Sequence[OpeningLevel], reference: str, reason: str) -> None:
    """Track new variants, many at once, each with the line of the ledger that its level begins with.

    For variants that were written a moment before and are not tracked: raises IntegrityError where one is, or does
    not exist. Four queries.
    """
    with transaction.atomic():
        keys = list(new_keys(StockItem, len(levels)))
        keyed = list(zip(keys, levels, strict=True))
        write_rows(
            StockItem,
            ("id", "variant_id", "on_hand", "low_since", "backorder"),
            (
                (key, each.variant, each.on_hand, each.at if each.is_low else None, each.backorder)
                for key, each in keyed
            ),
        )
        write_rows(
            StockMovement,
            ("stock_item_id", "kind", "on_hand_change", "reference", "reason", "created_at"),
            (
                (key, StockMovement.Kind.RECEIVE.value, each.on_hand, reference, reason, each.at)
                for key, each in keyed
                if each.on_hand
            ),
        )
