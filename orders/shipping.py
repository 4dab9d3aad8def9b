"""How a cart can be sent: by the zone its country lies in, at one price, by weight, free from an amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from catalog_pages.money import ZERO
from catalog_pages.page_cache.frame import frame
from orders.models import ShippingMethod
from orders.promotions.basket import BestPrice

NO_DELIVERY = "none"
"""The method of a cart that holds nothing to be sent: downloads, services."""


@dataclass(frozen=True, slots=True)
class ShippingQuote:
    """One way of sending this cart. Prices are in the shop's currency and price basis; days are working days.

    Without VAT in either basis where a business owes it. `price_before` is what it would cost without the offer
    that makes it free; `best` is what the whole cart costs with it, None where it is quoted for no cart.
    """

    code: str
    name: str
    price: Decimal
    days_min: int = 0
    days_max: int = 0
    price_before: Decimal | None = None
    best: BestPrice | None = None


def no_delivery() -> ShippingQuote:
    """The quote of a cart with nothing to send."""
    return ShippingQuote(code=NO_DELIVERY, name=_("No delivery needed"), price=ZERO)


def ways_to(country: str) -> list[ShippingMethod]:
    """The methods offered in a country, in the order staff put them, with what their prices read.

    Two queries, or none where they are kept. A zone that names the country goes before the one for everywhere else.
    """
    if len(country) != 2:  # would match parts of the countries' list
        return []
    return frame.kept(("ways", country), lambda: _read_ways(country), is_written_here=False)


def _read_ways(country: str) -> list[ShippingMethod]:
    methods = list(ShippingMethod.objects.offered_in(country))
    by_weight = [method for method in methods if method.kind == ShippingMethod.Kind.WEIGHT]
    prefetch_related_objects(by_weight, "weight_bands")
    return methods


def quote_of(method: ShippingMethod, price: Decimal) -> ShippingQuote:
    """The method at a price. No query."""
    return ShippingQuote(
        code=method.code,
        name=method.name,
        price=price,
        days_min=method.days_min,
        days_max=method.days_max,
    )


def methods_for(
    *, country: str, subtotal: Decimal, weight_grams: int, requires_shipping: bool = True
) -> list[ShippingQuote]:
    """The ways to send `weight_grams` of goods to a country, at what they cost. At most two queries.

    `subtotal` is of the goods, discounts taken off, in the shop's price basis. A cart that `requires_shipping`
    nothing gets "no delivery needed" alone.
    """
    if not requires_shipping:
        return [no_delivery()]
    prices = (
        (method, method.price_for(subtotal=subtotal, weight_grams=weight_grams))
        for method in ways_to(country)
    )
    return once_each(quote_of(method, price) for method, price in prices if price is not None)


def once_each(quotes: Iterable[ShippingQuote]) -> list[ShippingQuote]:
    """The first of each code: two zones may name a country, and a method of both may be too weak for a parcel."""
    first: dict[str, ShippingQuote] = {}
    for quote in quotes:
        first.setdefault(quote.code, quote)
    return list(first.values())
