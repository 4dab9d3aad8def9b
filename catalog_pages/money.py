"""Money: the one rounding function, the number of decimals of each currency, and how an amount is written.

Amounts are `Decimal` in the currency's major unit (12.50 is twelve euros fifty), never float.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale

ZERO = Decimal(0)


@lru_cache(maxsize=256)
def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of `currency` (ISO 4217) that can be paid: 0.01 for EUR, 1 for JPY, 0.001 for KWD.

    Source: the CLDR's currency data, by way of Babel.
    """
    return Decimal(1).scaleb(-get_currency_precision(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round to what can be paid in `currency`, halves away from zero. The only rounding of money in the house."""
    return amount.quantize(smallest_unit(currency), rounding=ROUND_HALF_UP)


def format_money(amount: Decimal, currency: str) -> str:
    """Write an amount for a person, in the active language: 12.5 EUR is "€12.50" in English."""
    return _written(round_money(amount, currency), currency, to_locale(get_language() or "en"))


@lru_cache(maxsize=4096)
def _written(amount: Decimal, currency: str, locale: str) -> str:
    """Kept, for Babel takes longer to write an amount than a page to show it, and shops have few prices."""
    return format_currency(amount, currency, locale=locale)
