"""Goods with the offers they may have, priced so that the shopper pays least. Pure: no query, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from catalog_pages.money import ZERO, round_money
from orders.promotions.engine import GoodsLine, Offer, Plan, plans
from orders.totals import Totals, TotalsLine, compute_totals


@dataclass(frozen=True, slots=True)
class BasketLine(GoodsLine):
    """A line and the VAT rate of its destination, a fraction."""

    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class BestPrice:
    """The plan that costs least with a way of delivery. `shipping` is charged, `shipping_before` without offers."""

    plan: Plan
    shipping: Decimal
    shipping_before: Decimal
    totals: Totals


@dataclass(frozen=True)
class Basket:
    """Everything a price follows from. Amounts are in the shop's price basis."""

    lines: tuple[BasketLine, ...]
    offers: tuple[Offer, ...]
    shipping_tax_rate: Decimal
    prices_include_tax: bool
    currency: str
    reverse_charge: bool = False

    @cached_property
    def plans(self) -> list[Plan]:
        return plans(lines=self.lines, offers=self.offers, currency=self.currency)

    @cached_property
    def subtotal(self) -> Decimal:
        """What the goods cost before any discount."""
        return sum((round_money(line.price, self.currency) for line in self.lines), ZERO)

    def best(self, shipping_for: Callable[[Decimal], Decimal | None]) -> BestPrice | None:
        """The cheapest plan, VAT included; of several the first, where offers that combine go before the others.

        `shipping_for` gives the price of delivery of goods for so much after discount, None where it is not
        offered. None where no plan can be delivered.
        """
        prices = [price for plan in self.plans if (price := self._price(plan, shipping_for)) is not None]
        # Delivery that costs nothing yet (it is not chosen): an offer that frees it is worth having.
        return min(
            prices, key=lambda price: (price.totals.total, not price.plan.frees_shipping), default=None
        )

    def totals(self, *, plan: Plan, shipping: Decimal) -> Totals:
        """What a plan comes to. `shipping` is what is charged for delivery."""
        return compute_totals(
            lines=[
                TotalsLine(line.unit_price, line.quantity, line.tax_rate, share)
                for line, share in zip(self.lines, plan.shares, strict=True)
            ],
            shipping=shipping,
            shipping_tax_rate=self.shipping_tax_rate,
            prices_include_tax=self.prices_include_tax,
            currency=self.currency,
            reverse_charge=self.reverse_charge,
        )

    def both_bases_of_shipping(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """(net, gross) of what delivery costs or would cost."""
        totals = compute_totals(
            lines=[],
            shipping=amount,
            shipping_tax_rate=self.shipping_tax_rate,
            prices_include_tax=self.prices_include_tax,
            currency=self.currency,
            reverse_charge=self.reverse_charge,
        )
        return totals.shipping_net, totals.shipping_gross

    def _price(self, plan: Plan, shipping_for: Callable[[Decimal], Decimal | None]) -> BestPrice | None:
        before = shipping_for(self.subtotal - plan.saved)
        if before is None:
            return None
        shipping = ZERO if plan.frees_shipping else before
        return BestPrice(plan, shipping, before, self.totals(plan=plan, shipping=shipping))
