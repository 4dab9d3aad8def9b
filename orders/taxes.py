"""What VAT applies where: the rates of a destination on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from catalog_pages.money import ZERO
from catalog_pages.page_cache.frame import frame
from orders.models import TaxRate


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is sent: an ISO 3166-1 alpha-2 country and, where it matters, a region as addresses have it."""

    country: str
    region: str = ""


@dataclass(frozen=True)
class TaxRates(Mapping[int, Decimal]):
    """The rate of each tax class at one destination, as a fraction; 0 for a class that is not taxed there.

    `shipping` is the rate of the default tax class, by which shipping is taxed.
    """

    by_class: Mapping[int, Decimal] = field(default_factory=dict)
    shipping: Decimal = ZERO

    def __getitem__(self, tax_class_id: int) -> Decimal:
        return self.by_class.get(tax_class_id, ZERO)

    def __iter__(self) -> Iterator[int]:
        return iter(self.by_class)

    def __len__(self) -> int:
        return len(self.by_class)


def rates_for(country: str, region: str = "", on: date | None = None) -> TaxRates:
    """The rates in force at a destination on a day (today, when None). One query, or none where they are kept.

    A rate of the region goes before one of the whole country; of several, the one that started last counts.
    """
    day = on or timezone.localdate()
    return frame.kept(
        ("tax rates", country, region, day), lambda: _read_rates(country, region, day), is_written_here=False
    )


def _read_rates(country: str, region: str, on: date) -> TaxRates:
    by_class: dict[int, Decimal] = {}
    shipping = ZERO
    found = (
        TaxRate.objects.in_force(country, on, region=region)
        .in_rising_precedence()
        .values_list("tax_class_id", "rate", "tax_class__is_default")
    )
    for tax_class_id, rate, is_default in found:
        by_class[tax_class_id] = rate
        if is_default:
            shipping = rate
    return TaxRates(by_class=by_class, shipping=shipping)
