"""What some pieces of an order's line are worth, so that refunds of parts come to the whole and no cent more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog_pages.money import ZERO, round_money
from orders.models import Item


@dataclass(frozen=True, slots=True)
class PiecesWorth:
    """What was charged for some pieces of a line, its discount taken off; in the order's currency."""

    net: Decimal
    gross: Decimal

    @property
    def tax(self) -> Decimal:
        return self.gross - self.net


def worth_of_pieces(*, item: Item, pieces: int, already: int = 0, currency: str) -> PiecesWorth:
    """What the next `pieces` of an order's line can be refunded for, after `already` of it were. No query.

    Over any split the parts sum to the line in both bases, net and gross, and so does the VAT. Raises ValueError for
    more pieces than are left, and for a line in a cart.
    """
    if item.line_total_net is None or item.line_total_gross is None:
        raise ValueError("the figures of a line in a cart are not frozen")
    return PiecesWorth(
        net=share_of_pieces(item.line_total_net, item.quantity, pieces, already, currency),
        gross=share_of_pieces(item.line_total_gross, item.quantity, pieces, already, currency),
    )


def share_of_pieces(total: Decimal, quantity: int, pieces: int, already: int, currency: str) -> Decimal:
    """The part of a line's `total` that falls to `pieces` of it: what is due up to them, less what was before.

    Rounding the running sum, not each part, is what makes the parts come to the whole.
    """
    if already < 0 or pieces < 0 or already + pieces > quantity:
        raise ValueError(f"{already} and {pieces} pieces of {quantity}")
    if not pieces:
        return ZERO
    after = round_money(total * (already + pieces) / quantity, currency)
    return after - round_money(total * already / quantity, currency)
