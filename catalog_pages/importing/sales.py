"""A reduced price and the days it holds, as a row states them in three cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog_pages.importing import values
from catalog_pages.importing.exceptions import BadValue

Cell = tuple[str, str]
"""The text of a cell and the name of its column."""


@dataclass(frozen=True, slots=True)
class Sale:
    price: Decimal | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def sale_of(price: Decimal, *, sale_price: Cell, starts: Cell, ends: Cell) -> Sale:
    """The sale; an empty one where there is no sale price, or one that is not below the price."""
    if not sale_price[0].strip():
        return Sale()
    reduced = values.amount(*sale_price)
    if reduced >= price:
        return Sale()
    starts_at, ends_at = values.moment(*starts), values.moment(*ends, end=True)
    if starts_at and ends_at and ends_at <= starts_at:
        reason = _("The sale ends (%(ends)s) before it begins (%(starts)s).")
        raise BadValue(reason % {"ends": values.shown(ends[0]), "starts": values.shown(starts[0])})
    return Sale(reduced, starts_at, ends_at)
