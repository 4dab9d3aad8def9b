"""The arithmetic of a cart or an order: pure, from frozen inputs to a frozen `Totals`. No query, no clock.

Prices have one basis throughout a shop. Where they include VAT (gross), what a consumer pays for a line is the
same wherever it is sent and the VAT inside follows the destination's rate; where they do not (net), VAT comes on
top. Every line is rounded once; sums are sums of rounded lines, so that in both bases, to the smallest unit,

    subtotal_gross - discount_gross + shipping_gross = total
    subtotal_net - discount_net + shipping_net + tax_total = total

docs/adr/0007-gross-prices-stay-the-same-abroad.md says why, docs/adr/0010-reverse-charge.md what businesses pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog_pages.money import ZERO, round_money, smallest_unit


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """What one line is worked out from. `unit_price` and `discount`, of the whole line, are in the shop's price basis.

    `tax_rate` is a fraction (0.19).
    """

    unit_price: Decimal
    quantity: int
    tax_rate: Decimal
    discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LineTotals:
    """One line in both bases. `subtotal_*` is before the line's share of the discount, `total_*` after it."""

    unit_price_net: Decimal
    unit_price_gross: Decimal
    quantity: int
    tax_rate: Decimal
    subtotal_net: Decimal
    subtotal_gross: Decimal
    total_net: Decimal
    total_gross: Decimal

    @property
    def discount_net(self) -> Decimal:
        return self.subtotal_net - self.total_net

    @property
    def discount_gross(self) -> Decimal:
        return self.subtotal_gross - self.total_gross

    @property
    def tax_amount(self) -> Decimal:
        """The VAT in the line, after discount."""
        return self.total_gross - self.total_net


@dataclass(frozen=True, slots=True)
class Totals:
    """A cart or an order added up. `subtotal`, `discount` and `shipping` are in the shop's price basis."""

    lines: tuple[LineTotals, ...]
    subtotal_net: Decimal
    subtotal_gross: Decimal
    discount_net: Decimal
    discount_gross: Decimal
    shipping_net: Decimal
    shipping_gross: Decimal
    shipping_tax_rate: Decimal
    tax_total: Decimal
    total: Decimal
    prices_include_tax: bool
    currency: str
    reverse_charge: bool = False

    @property
    def subtotal(self) -> Decimal:
        return self.subtotal_gross if self.prices_include_tax else self.subtotal_net

    @property
    def discount(self) -> Decimal:
        return self.discount_gross if self.prices_include_tax else self.discount_net

    @property
    def shipping(self) -> Decimal:
        return self.shipping_gross if self.prices_include_tax else self.shipping_net

    @property
    def total_net(self) -> Decimal:
        return self.total - self.tax_total

    @property
    def tax_by_rate(self) -> dict[Decimal, Decimal]:
        """The VAT at each rate that taxes something, lowest rate first."""
        by_rate: dict[Decimal, Decimal] = {}
        for line in self.lines:
            by_rate[line.tax_rate] = by_rate.get(line.tax_rate, ZERO) + line.tax_amount
        shipping_tax = self.shipping_gross - self.shipping_net
        by_rate[self.shipping_tax_rate] = by_rate.get(self.shipping_tax_rate, ZERO) + shipping_tax
        return {rate: amount for rate, amount in sorted(by_rate.items()) if amount}


def compute_totals(
    *,
    lines: Sequence[TotalsLine],
    shipping: Decimal,
    shipping_tax_rate: Decimal,
    prices_include_tax: bool,
    currency: str,
    reverse_charge: bool = False,
) -> Totals:
    """Add up. `shipping` is in the shop's price basis; a line's discount ends at what the line costs.

    With `reverse_charge` the buyer owes the VAT: the net is charged, in a shop with gross prices what is left of
    them without the VAT of the destination. Raises ValueError for a negative amount.
    """
    if shipping < 0 or any(line.unit_price < 0 or line.discount < 0 or line.quantity < 1 for line in lines):
        raise ValueError("amounts are never negative, quantities at least one")
    basis = _Basis(prices_include_tax, currency, reverse_charge)
    worked = tuple(_line(line, basis) for line in lines)
    shipping_net, shipping_gross = basis.both(round_money(shipping, currency), shipping_tax_rate)
    subtotal_net = sum((line.subtotal_net for line in worked), ZERO)
    subtotal_gross = sum((line.subtotal_gross for line in worked), ZERO)
    goods_net = sum((line.total_net for line in worked), ZERO)
    goods_gross = sum((line.total_gross for line in worked), ZERO)
    return Totals(
        lines=worked,
        subtotal_net=subtotal_net,
        subtotal_gross=subtotal_gross,
        discount_net=subtotal_net - goods_net,
        discount_gross=subtotal_gross - goods_gross,
        shipping_net=shipping_net,
        shipping_gross=shipping_gross,
        shipping_tax_rate=basis.rate(shipping_tax_rate),
        tax_total=(goods_gross - goods_net) + (shipping_gross - shipping_net),
        total=goods_gross + shipping_gross,
        prices_include_tax=prices_include_tax,
        currency=currency,
        reverse_charge=reverse_charge,
    )


def spread(amount: Decimal, over: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split `amount` in proportion to `over`, to the smallest unit, losing and inventing none.

    An amount above the sum ends at the sum; no share exceeds what it is a share of.
    """
    return apportion(min(amount, sum(over, ZERO)), over, currency)


def apportion(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split `amount` in proportion to `weights`, to the smallest unit, losing and inventing none.

    The largest remainders get the units that rounding down leaves over; the earlier one where they tie. Weights
    that are all zero get nothing.
    """
    whole = sum(weights, ZERO)
    if not amount or not whole:
        return [ZERO for _weight in weights]
    unit = smallest_unit(currency)
    exact = [amount * weight / whole for weight in weights]
    shares = [(share // unit) * unit for share in exact]
    missing = int((amount - sum(shares, ZERO)) / unit)
    by_remainder = sorted(range(len(weights)), key=lambda index: (shares[index] - exact[index], index))
    for index in by_remainder[:missing]:
        shares[index] += unit
    return shares


@dataclass(frozen=True, slots=True)
class _Basis:
    """How an amount in the shop's price basis becomes one in the other."""

    prices_include_tax: bool
    currency: str
    reverse_charge: bool

    def rate(self, rate: Decimal) -> Decimal:
        """The rate that is charged."""
        return ZERO if self.reverse_charge else rate

    def both(self, amount: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
        """(net, gross): the shop's side is kept as it is, the other one rounded."""
        if self.prices_include_tax:
            net, gross = round_money(amount / (1 + rate), self.currency), amount
        else:
            net, gross = amount, round_money(amount * (1 + rate), self.currency)
        return (net, net) if self.reverse_charge else (net, gross)


def _line(line: TotalsLine, basis: _Basis) -> LineTotals:
    amount = round_money(line.unit_price * line.quantity, basis.currency)
    discount = min(round_money(line.discount, basis.currency), amount)
    unit_net, unit_gross = basis.both(line.unit_price, line.tax_rate)
    subtotal_net, subtotal_gross = basis.both(amount, line.tax_rate)
    total_net, total_gross = basis.both(amount - discount, line.tax_rate)
    return LineTotals(
        unit_price_net=unit_net,
        unit_price_gross=unit_gross,
        quantity=line.quantity,
        tax_rate=basis.rate(line.tax_rate),
        subtotal_net=subtotal_net,
        subtotal_gross=subtotal_gross,
        total_net=total_net,
        total_gross=total_gross,
    )
