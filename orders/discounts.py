"""What each offer saves a priced cart, by name and in both bases. No query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog_pages.money import ZERO
from orders.models import Promotion, Voucher
from orders.promotions.basket import Basket, BestPrice
from orders.promotions.offers import Offers
from orders.totals import apportion


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion saves. `amount` comes off the goods, in the shop's basis; delivery it makes free does not.

    `voucher` is None where it needs no code. `shipping_*` are what delivery would have cost, 0 while it is unknown.
    """

    promotion: Promotion
    voucher: Voucher | None
    amount: Decimal
    amount_net: Decimal
    amount_gross: Decimal
    is_free_shipping: bool
    shipping_net: Decimal
    shipping_gross: Decimal

    @property
    def name(self) -> str:
        return self.promotion.name

    @property
    def code(self) -> str:
        return self.voucher.code if self.voucher else ""


def discounts_of(
    *, price: BestPrice, basket: Basket, offers: Offers, shipping_is_known: bool
) -> tuple[Discount, ...]:
    """The discounts of a price, in the order they were applied. Their amounts sum to the totals', in both bases.

    Free delivery that would have cost nothing anyway is none.
    """
    applied = price.plan.applied
    net, gross = [ZERO] * len(applied), [ZERO] * len(applied)
    for index, line in enumerate(price.totals.lines):
        shares = [each.shares[index] for each in applied]
        for sums, whole in ((net, line.discount_net), (gross, line.discount_gross)):
            for position, part in enumerate(apportion(whole, shares, basket.currency)):
                sums[position] += part
    discounts = []
    for each, amount_net, amount_gross in zip(applied, net, gross, strict=True):
        if each.frees_shipping and shipping_is_known and not price.shipping_before:
            continue
        unlocked = offers.of_key(each.offer.key)
        saved = price.shipping_before if each.frees_shipping else ZERO
        shipping_net, shipping_gross = basket.both_bases_of_shipping(saved)
        discounts.append(
            Discount(
                promotion=unlocked.promotion,
                voucher=unlocked.voucher,
                amount=amount_gross if basket.prices_include_tax else amount_net,
                amount_net=amount_net,
                amount_gross=amount_gross,
                is_free_shipping=each.frees_shipping,
                shipping_net=shipping_net,
                shipping_gross=shipping_gross,
            )
        )
    return tuple(discounts)
