"""What offers take off goods: pure, from frozen lines and offers to frozen plans. No query, no clock.

Amounts are in the shop's price basis. Offers that combine are applied one after the other, each on what those
before it left of the lines: first pieces that come free or cheaper, then percentages, then steps by amount, then
amounts, and free delivery last; among equals those without a code first, then by key. A minimum and a step look at
what the goods cost before any discount. No line falls below zero. An offer that does not combine makes a plan of
its own; `orders.promotions.basket` takes the plan that costs the shopper least
(docs/adr/0009-the-best-offer-for-the-shopper-wins.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from catalog_pages.money import ZERO, round_money
from orders.totals import spread

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Percentage:
    """So many per cent off."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """So much off, of all the goods together."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class BuyAndGet:
    """Of every `buy + get` pieces the `get` cheapest are `percent` off. Mixed pieces count together."""

    buy: int
    get: int
    percent: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class Step:
    """What goods from `from_subtotal` on get."""

    from_subtotal: Decimal
    takes: Percentage | Amount


@dataclass(frozen=True, slots=True)
class Steps:
    """The highest step reached counts, alone."""

    steps: tuple[Step, ...]

    def reached(self, subtotal: Decimal) -> Step | None:
        steps = [step for step in self.steps if step.from_subtotal <= subtotal]
        return max(steps, key=lambda step: step.from_subtotal, default=None)


@dataclass(frozen=True, slots=True)
class FreeShipping:
    """Delivery costs nothing, whichever is chosen."""


Rule = Percentage | Amount | BuyAndGet | Steps | FreeShipping
ORDER: tuple[type[Rule], ...] = (BuyAndGet, Percentage, Steps, Amount, FreeShipping)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule and what it is for. `products` are the keys of what it covers, None for everything.

    `minimum` is what the covered goods must cost, before any discount.
    """

    key: int
    rule: Rule
    products: frozenset[int] | None = None
    minimum: Decimal | None = None
    is_exclusive: bool = False
    with_code: bool = False

    def covers(self, line: GoodsLine) -> bool:
        return self.products is None or line.product in self.products


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """What is bought. `product`, then `key`, decide which of two lines gets an odd cent; their places do not."""

    key: int
    product: int
    unit_price: Decimal
    quantity: int

    @property
    def price(self) -> Decimal:
        """Exact: rounded only where it is charged."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Applied:
    """An offer at work: what it takes off each line, in the lines' order."""

    offer: Offer
    shares: tuple[Decimal, ...]

    @property
    def saved(self) -> Decimal:
        return sum(self.shares, ZERO)

    @property
    def frees_shipping(self) -> bool:
        return isinstance(self.offer.rule, FreeShipping)


@dataclass(frozen=True)
class Plan:
    """Offers that are used together, in the order they were applied; none of them saves nothing."""

    applied: tuple[Applied, ...]
    line_count: int

    @cached_property
    def shares(self) -> tuple[Decimal, ...]:
        """What comes off each line, all offers together."""
        return tuple(
            sum((applied.shares[index] for applied in self.applied), ZERO) for index in range(self.line_count)
        )

    @cached_property
    def saved(self) -> Decimal:
        return sum(self.shares, ZERO)

    @property
    def frees_shipping(self) -> bool:
        return any(applied.frees_shipping for applied in self.applied)


class Unmet(StrEnum):
    """Why goods do not get an offer."""

    NOTHING_COVERED = "nothing_covered"
    BELOW_MINIMUM = "below_minimum"
    TOO_FEW = "too_few"


def unmet(offer: Offer, lines: Sequence[GoodsLine]) -> Unmet | None:
    """Why these goods do not get the offer, looked at by itself; None where they do."""
    covered = [line for line in lines if offer.covers(line)]
    if not covered:
        return Unmet.NOTHING_COVERED
    subtotal = sum((line.price for line in covered), ZERO)
    if offer.minimum is not None and subtotal < offer.minimum:
        return Unmet.BELOW_MINIMUM
    if isinstance(offer.rule, Steps) and offer.rule.reached(subtotal) is None:
        return Unmet.BELOW_MINIMUM
    if isinstance(offer.rule, BuyAndGet) and sum(line.quantity for line in covered) <= offer.rule.buy:
        return Unmet.TOO_FEW
    return None


def plans(*, lines: Sequence[GoodsLine], offers: Sequence[Offer], currency: str) -> list[Plan]:
    """Every way the offers may be used: those that combine together, each of the others alone, and none at all."""
    met = sorted((offer for offer in offers if unmet(offer, lines) is None), key=_turn)
    together = [offer for offer in met if not offer.is_exclusive]
    ways = [together, *([offer] for offer in met if offer.is_exclusive), []]
    return [_Application(lines, currency).of(way) for way in ways if way or way is ways[-1]]


def _turn(offer: Offer) -> tuple[int, bool, int]:
    return ORDER.index(type(offer.rule)), offer.with_code, offer.key


class _Application:
    """Offers being applied to lines: what is left of each, and how many of its pieces came free."""

    def __init__(self, lines: Sequence[GoodsLine], currency: str) -> None:
        self.lines = lines
        self.currency = currency
        self.left = [round_money(line.price, currency) for line in lines]
        self.given = [0] * len(lines)
        self.in_turn = sorted(range(len(lines)), key=lambda index: (lines[index].product, lines[index].key))

    def of(self, offers: Sequence[Offer]) -> Plan:
        applied: list[Applied] = []
        for offer in offers:
            shares = self._shares(offer)
            self.left = [left - share for left, share in zip(self.left, shares, strict=True)]
            frees = isinstance(offer.rule, FreeShipping) and not any(each.frees_shipping for each in applied)
            if frees or any(shares):
                applied.append(Applied(offer, tuple(shares)))
        return Plan(tuple(applied), len(self.lines))

    def _shares(self, offer: Offer) -> list[Decimal]:
        covered = [index for index in self.in_turn if offer.covers(self.lines[index])]
        match offer.rule:
            case Percentage() | Amount() as rule:
                return self._spread(rule, covered)
            case Steps() as steps:
                step = steps.reached(sum((self.lines[index].price for index in covered), ZERO))
                return self._spread(step.takes, covered) if step else self._nothing()
            case BuyAndGet() as rule:
                return self._pieces(rule, covered)
            case FreeShipping():
                return self._nothing()

    def _nothing(self) -> list[Decimal]:
        return [ZERO] * len(self.lines)

    def _spread(self, rule: Percentage | Amount, covered: Sequence[int]) -> list[Decimal]:
        """Work out the whole, round it once, share it out in proportion to what is left of the lines."""
        left = [self.left[index] for index in covered]
        match rule:
            case Percentage(percent):
                whole = sum(left, ZERO) * min(percent, HUNDRED) / HUNDRED
            case Amount(amount):
                whole = amount
        shares = self._nothing()
        spread_out = spread(round_money(whole, self.currency), left, self.currency)
        for index, share in zip(covered, spread_out, strict=True):
            shares[index] = share
        return shares

    def _pieces(self, rule: BuyAndGet, covered: Sequence[int]) -> list[Decimal]:
        """The cheapest pieces come free; a piece that another offer gave is neither bought nor given again."""
        to_count = {index: self.lines[index].quantity - self.given[index] for index in covered}
        sets, rest = divmod(sum(to_count.values()), rule.buy + rule.get)
        free = sets * rule.get + max(0, rest - rule.buy)
        shares = self._nothing()
        for index in sorted(covered, key=lambda index: self.lines[index].unit_price):
            pieces = min(free, to_count[index])
            free -= pieces
            self.given[index] += pieces
            worth = self.lines[index].unit_price * pieces * min(rule.percent, HUNDRED) / HUNDRED
            shares[index] = min(round_money(worth, self.currency), self.left[index])
        return shares
