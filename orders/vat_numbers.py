"""VAT numbers of businesses in the EU, checked by form and check digits alone: nobody is asked over the network."""

from __future__ import annotations

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from orders.exceptions import VatNumberNotValid

LONGEST = 20
# Prefixes that are not the country's ISO code. Northern Ireland's XI is in the EU for goods alone, and no country.
COUNTRIES = {"EL": "GR"}
EU = frozenset(code.upper() for code in vat.MEMBER_STATES) - {"XI"}
"""The countries whose businesses have such numbers, ISO 3166-1 alpha-2."""


def checked(number: str) -> str:
    """The number as it is written down, in capitals and without spaces; "" for an empty one.

    Raises VatNumberNotValid.
    """
    typed = number.replace("\x00", "").strip()
    if not typed:
        return ""
    try:
        compact: str = vat.validate(typed[: 3 * LONGEST])
    except ValidationError as error:
        raise VatNumberNotValid(typed) from error
    if len(compact) > LONGEST or compact[:2] == "XI":
        raise VatNumberNotValid(typed)
    return f"EL{compact[2:]}" if compact[:2] == "GR" else compact


def country_of(number: str) -> str:
    """The country of a checked number, ISO 3166-1 alpha-2."""
    return COUNTRIES.get(number[:2], number[:2])


def is_reverse_charge(number: str, *, seller: str, destination: str) -> bool:
    """Whether the buyer owes the VAT: a business sent goods to its own country from another one of the EU.

    Countries are ISO 3166-1 alpha-2; `number` is checked, or "". Source: articles 138 and 196 of Directive
    2006/112/EC (docs/adr/0010-reverse-charge.md).
    """
    return (
        bool(number)
        and seller in EU
        and destination in EU
        and seller != destination
        and country_of(number) == destination
    )
