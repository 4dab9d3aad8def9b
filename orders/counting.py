"""How many pieces of an order's lines were shipped, cancelled, returned, refunded. The only writer of those counts.

Each count is a conditional UPDATE, so that whoever comes second counts on from the first; the constraints of Item
stand behind them. The caller holds the order's row, and writes the row that the count adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from django.db.models import F, Q

from orders.exceptions import NoPiecesChosen, PiecesNotThere
from orders.models import Item

Counter = Literal["quantity_shipped", "quantity_cancelled", "quantity_returned", "quantity_refunded"]
Pieces = Mapping[int, int]
"""{item key: pieces}."""


def choose(
    *, items: Iterable[Item], lines: Pieces | None, possible: Callable[[Item], int]
) -> dict[Item, int]:
    """The pieces that `lines` ask for, in the order of `items`; all that are `possible` of each, when None.

    Lines of 0 pieces are left out. Raises PiecesNotThere for more than is possible of a line, or a line of another
    order, and NoPiecesChosen where nothing is left of it all.
    """
    by_key = {item.pk: item for item in items}
    if lines is None:
        lines = {item.pk: possible(item) for item in by_key.values()}
    for key, pieces in lines.items():
        item = by_key.get(key)
        most = possible(item) if item else 0
        if not 0 <= pieces <= most:
            raise PiecesNotThere(item.sku if item else "", pieces, most)
    chosen = {item: lines[key] for key, item in by_key.items() if lines.get(key)}
    if not chosen:
        raise NoPiecesChosen
    return chosen


def add(*, counter: Counter, pieces: Pieces) -> None:
    """Count so many more of each line. A query a line. Raises PiecesNotThere for more than there are."""
    for key, more in sorted(pieces.items()):
        if not Item.objects.filter(_room(counter, more), pk=key).update(**{counter: F(counter) + more}):
            raise PiecesNotThere(Item.objects.get(pk=key).sku, more, 0)


def take_off(*, counter: Counter, pieces: Pieces) -> None:
    """Count so many less of each line: a refund that was refused, an order taken up again. A query a line."""
    for key, fewer in sorted(pieces.items()):
        Item.objects.filter(pk=key).update(**{counter: F(counter) - fewer})


def variants(pieces: Mapping[Item, int]) -> dict[int, int]:
    """What of it the stock may know: {variant key: pieces}. No query."""
    return {item.variant_id: count for item, count in pieces.items() if item.variant_id is not None and count}


def _room(counter: Counter, more: int) -> Q:
    match counter:
        case "quantity_shipped" | "quantity_cancelled":
            return Q(quantity__gte=F("quantity_shipped") + F("quantity_cancelled") + more)
        case "quantity_returned":
            return Q(quantity_shipped__gte=F("quantity_returned") + more)
        case "quantity_refunded":
            return Q(quantity_refunded__lte=F("quantity_shipped") + F("quantity_cancelled") - more)
