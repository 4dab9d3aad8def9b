"""Reading a query string that anybody may have typed: nothing in it can fail, all of it may be nonsense."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

MOST_VALUES = 40
LONGEST_TEXT = 200
LARGEST_NUMBER = Decimal(10) ** 11
CODE = re.compile(r"[-a-zA-Z0-9_]{1,220}")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\s]+")
FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False}


class QueryReader:
    """Reads parameters one by one; what makes no sense is left out and noted in `errors` by parameter."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.errors: dict[str, str] = {}

    def refuse(self, name: str, message: str) -> None:
        self.errors.setdefault(name, message)

    def text(self, name: str) -> str:
        """Words, with control characters and runs of space made single spaces, at most LONGEST_TEXT long."""
        return CONTROL_CHARACTERS.sub(" ", self.query.get(name, ""))[:LONGEST_TEXT].strip()

    def values(self, name: str) -> list[str]:
        """The parameter's values that are not empty, each once, at most MOST_VALUES of them."""
        found = list(dict.fromkeys(value.strip() for value in self.query.getlist(name) if value.strip()))
        if len(found) > MOST_VALUES:
            self.refuse(name, _("Too many values."))
        return found[:MOST_VALUES]

    def codes(self, name: str) -> list[str]:
        """The parameter's values that could be slugs."""
        found = self.values(name)
        codes = [value for value in found if CODE.fullmatch(value)]
        if len(codes) < len(found):
            self.refuse(name, _("This is not a code."))
        return codes

    def number(self, name: str) -> Decimal | None:
        """A plain number of a sane size, None when there is none."""
        value = self.query.get(name, "").strip()
        if not value:
            return None
        number = parse_number(value)
        if number is None:
            self.refuse(name, _("This is not a number."))
        return number

    def price(self, name: str) -> Decimal | None:
        """A number that is not negative."""
        number = self.number(name)
        if number is not None and number < 0:
            self.refuse(name, _("A price is not negative."))
            return None
        return number

    def flag(self, name: str) -> bool | None:
        """Yes, no, or None when not asked."""
        value = self.query.get(name, "").strip().lower()
        if not value:
            return None
        if value not in FLAGS:
            self.refuse(name, _("Use 1 or 0."))
        return FLAGS.get(value)


def parse_number(value: str) -> Decimal | None:
    """A finite number below 10**11 either way, or None. A comma will do for the point."""
    if len(value) > 24:
        return None
    try:
        number = Decimal(value.replace(",", ".")).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < LARGEST_NUMBER else None


def parse_page(value: str | None) -> int:
    """The page asked for, 1 for nonsense. `list_products` brings it within what there is."""
    if value and value.isascii() and value.isdigit():
        return int(value[:9])
    return 1
