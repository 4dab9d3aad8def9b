"""Ranges to choose from: of prices, and of numbers that goods are described by."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10

import numpy as np

from catalog_pages.columns.ragged import Array

MOST_RANGES = 6
FEWEST_NUMBERS = 3
"""Of fewer different numbers no ranges are made: each is told by itself."""
STEPS = (1, 2, 5, 10)


def bounds(ordered: Array, parts: int) -> list[Decimal]:
    """Round numbers that divide these (whole `parts`, in order) into at most MOST_RANGES ranges of some width.

    The first is at or below the lowest, the last at or above the highest; empty where there is nothing to divide.
    Nine tenths of the numbers decide the width, so that one far off does not gather all others in one range.
    """
    if not len(ordered):
        return []
    low, high = _at(ordered, 0.05) / parts, _at(ordered, 0.95) / parts
    lowest, highest = int(ordered[0]) / parts, int(ordered[-1]) / parts
    if highest <= lowest:
        return []
    step = _step(max(high - low, (highest - lowest) / 1000) / (MOST_RANGES - 2))
    first = Decimal(floor(Decimal(str(low)) / step)) * step
    inner = [first + step * place for place in range(1, MOST_RANGES)]
    inner = [bound for bound in inner if lowest < bound < highest][: MOST_RANGES - 1]
    bottom = Decimal(floor(Decimal(str(lowest)) / step)) * step
    top = Decimal(ceil(Decimal(str(highest)) / step)) * step
    return [bottom, *inner, top] if inner else []


def _at(ordered: Array, share: float) -> float:
    """The number that this share of them does not exceed, between two neighbours where it lies between two."""
    below, between = divmod((len(ordered) - 1) * share, 1)
    some, others = ordered[int(below)], ordered[min(int(below) + 1, len(ordered) - 1)]
    return float(some + (others - some) * between)


def count_between(ordered: Array, low: Decimal | None, high: Decimal | None, parts: int) -> int:
    """How many of these whole `parts`, in order, lie within, both ends included."""
    first = 0 if low is None else int(np.searchsorted(ordered, ceil(low * parts)))
    behind = (
        len(ordered) if high is None else int(np.searchsorted(ordered, floor(high * parts), side="right"))
    )
    return max(0, behind - first)


def _step(width: float) -> Decimal:
    """The next round number: 1, 2 or 5 with noughts."""
    power = Decimal(10) ** floor(log10(width))
    return next(step * power for step in STEPS if step * power >= Decimal(str(width)) * Decimal("0.999"))
