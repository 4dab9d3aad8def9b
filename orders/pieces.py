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

    def __add__(self, other: PiecesWorth) -> PiecesWorth:
        return PiecesWorth(self.net + other.net, self.gross + other.gross)


NOTHING = PiecesWorth(ZERO, ZERO)


def worth_of_pieces(
    *, item: Item, pieces: int, currency: str, already: int = 0, given: PiecesWorth | None = None
) -> PiecesWorth:
    """What the next `pieces` of an order's line can be refunded for, after `already` of it were. No query.

    `given` is what was paid back for those `already` refunded, where a refund in between was refused; what was due
    for them, when None. Over any split the parts sum to the line, gross, net and VAT, and none of the three is ever
    negative: the VAT follows the gross, in proportion. Raises ValueError for more pieces than are left, and
    for a line in a cart.
    """
    if item.line_total_net is None or item.line_total_gross is None:
        raise ValueError("the figures of a line in a cart are not frozen")
    line = PiecesWorth(item.line_total_net, item.line_total_gross)
    if given is None:
        due = share_of_pieces(line.gross, item.quantity, already, 0, currency)
        given = PiecesWorth(net=due - _tax_due(line, due, currency), gross=due)
    gross = share_of_pieces(line.gross, item.quantity, pieces, already, currency, given.gross)
    tax = _tax_due(line, given.gross + gross, currency) - given.tax
    # After a refund that was refused: never more, of net or VAT, than is left of the line.
    left = PiecesWorth(net=line.net - given.net, gross=line.gross - given.gross)
    tax = min(max(tax, gross - left.net, ZERO), gross, left.tax)
    return PiecesWorth(net=gross - tax, gross=gross)


def share_of_pieces(
    total: Decimal, quantity: int, pieces: int, already: int, currency: str, given: Decimal | None = None
) -> Decimal:
    """The part of a line's `total` that falls to `pieces` of it: what is due up to them, less what was before.

    Rounding the running sum, not each part, is what makes the parts come to the whole. `given` is what went before,
    where that is not what was due.
    """
    if already < 0 or pieces < 0 or already + pieces > quantity:
        raise ValueError(f"{already} and {pieces} pieces of {quantity}")
    if not pieces:
        return ZERO
    after = round_money(total * (already + pieces) / quantity, currency)
    before = round_money(total * already / quantity, currency) if given is None else given
    return max(after - before, ZERO)


def _tax_due(line: PiecesWorth, gross: Decimal, currency: str) -> Decimal:
    """The VAT in so much of the line."""
    return round_money(gross * line.tax / line.gross, currency) if line.gross else ZERO
