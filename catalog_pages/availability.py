"""Whether something can be had, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from catalog_pages.models import Variant


class State(StrEnum):
    IN_STOCK = "in_stock"
    LOW = "low"
    BACKORDER = "backorder"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True)
class Availability:
    """How much of a variant (or of all variants of a product) can be had. `left` is None where nobody counts."""

    state: State
    left: int | None = None

    @classmethod
    def of(cls, variant: Variant) -> Self:
        """Of one variant. Reads `variant.stock`."""
        stock = getattr(variant, "stock", None)
        if stock is None:
            return cls(State.IN_STOCK)
        if stock.backorder and stock.available == 0:
            return cls(State.BACKORDER)
        return cls.of_levels(left=stock.available, low_from=stock.low_stock_threshold)

    @classmethod
    def of_levels(cls, *, left: int | None, low_from: int) -> Self:
        """`left` pieces can be promised (None: no limit); `low_from` and below is worth a word."""
        if left is None:
            return cls(State.IN_STOCK)
        if left <= 0:
            return cls(State.SOLD_OUT, 0)
        return cls(State.LOW if left <= low_from else State.IN_STOCK, left)

    @property
    def can_be_bought(self) -> bool:
        return self.state != State.SOLD_OUT

    @property
    def wording(self) -> str:
        """As the product page says it: "In stock", "3 left", "On backorder", "Sold out"."""
        match self.state:
            case State.LOW:
                left = self.left or 0
                return ngettext("%(left)s left", "%(left)s left", left) % {"left": left}
            case State.BACKORDER:
                return _("On backorder")
            case State.SOLD_OUT:
                return _("Sold out")
            case _:
                return _("In stock")

    @property
    def note(self) -> str:
        """The same where there is something to note: nothing when there is plenty."""
        return "" if self.state == State.IN_STOCK else self.wording
