"""Cells become values. Each function takes the cell's text and the column's name, and raises BadValue."""

from __future__ import annotations

import html
import re
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import nh3
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog_pages.importing.exceptions import BadValue
from catalog_pages.stock import MOST_PIECES

GRAMS = {
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "kg": Decimal(1000),
    "g": Decimal(1),
    "oz": Decimal("28.349523125"),
}
"""Grams in a unit of weight. Source: the international avoirdupois pound, 0.45359237 kg."""

HEAVIEST = 2_000_000_000
_NUMBER = re.compile(r"[0-9]{1,11}(\.[0-9]{1,12})?|\.[0-9]{1,12}")
_DAY_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
_TIME_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%y, %I:%M %p", "%m/%d/%Y %H:%M")
_BARCODE = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_YES = frozenset({"1", "yes", "true", "y", "on"})
_NO = frozenset({"", "0", "no", "false", "n", "off"})


def amount(text: str, column: str) -> Decimal:
    """An amount of money, in the file's own decimals: 0 or more."""
    cleaned = text.strip()
    if not cleaned:
        raise BadValue(_("There is no price (%s is empty).") % column)
    if cleaned.startswith("-"):
        raise BadValue(_("%(column)s is negative: %(text)s.") % {"column": column, "text": shown(cleaned)})
    if not _NUMBER.fullmatch(cleaned):
        reason = _("%(column)s is not an amount such as 12.50: %(text)s.")
        raise BadValue(reason % {"column": column, "text": shown(cleaned)})
    return Decimal(cleaned)


def grams(text: str, column: str, unit: str) -> int:
    """A weight given in `unit` (a key of GRAMS), in whole grams; 0 where the cell is empty."""
    cleaned = text.strip()
    if not cleaned:
        return 0
    if not _NUMBER.fullmatch(cleaned):
        reason = _("%(column)s is not a weight such as 0.5: %(text)s.")
        raise BadValue(reason % {"column": column, "text": shown(cleaned)})
    weight = int((Decimal(cleaned) * GRAMS[unit]).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if weight > HEAVIEST:
        raise BadValue(
            _("%(column)s is heavier than anything: %(text)s.") % {"column": column, "text": shown(cleaned)}
        )
    return weight


def pieces(text: str, column: str) -> int:
    """A stock level in whole pieces; what is below zero (sold before it came) is 0."""
    cleaned = text.strip()
    if not re.fullmatch(r"-?[0-9]{1,12}(\.0*)?", cleaned):
        reason = _("%(column)s is not a whole number of pieces: %(text)s.")
        raise BadValue(reason % {"column": column, "text": shown(cleaned)})
    level = max(int(Decimal(cleaned)), 0)
    if level > MOST_PIECES:
        raise BadValue(
            _("%(column)s is more than a shelf holds: %(text)s.") % {"column": column, "text": shown(cleaned)}
        )
    return level


def moment(text: str, column: str, *, end: bool = False) -> datetime | None:
    """A date or a time in the shop's time zone; None where the cell is empty.

    A date without a time begins at midnight; as the `end` of something it includes that whole day.
    """
    cleaned = text.strip()
    if not cleaned:
        return None
    try:
        for pattern in _DAY_FORMATS:
            day = _parsed(cleaned, pattern)
            if day is not None:
                midnight = datetime.combine(day.date() + timedelta(days=1 if end else 0), time.min)
                return timezone.make_aware(midnight)
        found = next((when for pattern in _TIME_FORMATS if (when := _parsed(cleaned, pattern))), None)
        found = found or datetime.fromisoformat(cleaned)
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError) as error:
        reason = _("%(column)s is not a date such as 2026-03-31: %(text)s.")
        raise BadValue(reason % {"column": column, "text": shown(cleaned)}) from error


def yes(text: str, column: str) -> bool:
    """Yes or no, in the ways files write them; empty is no."""
    cleaned = text.strip().lower()
    if cleaned in _YES:
        return True
    if cleaned in _NO:
        return False
    raise BadValue(_("%(column)s is neither yes nor no: %(text)s.") % {"column": column, "text": shown(text)})


def name(text: str, column: str, longest: int) -> str:
    """A line of text, not empty; white space made single."""
    cleaned = line(text)
    if not cleaned:
        raise BadValue(_("There is no name (%s is empty).") % column)
    if len(cleaned) > longest:
        reason = _("%(column)s is longer than %(longest)d characters: %(text)s.")
        raise BadValue(reason % {"column": column, "longest": longest, "text": shown(cleaned)})
    return cleaned


def sku(text: str, column: str) -> str:
    """A SKU: 80 characters at most."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise BadValue(_("There is no SKU (%s is empty).") % column)
    if len(cleaned) > 80:
        raise BadValue(_("The SKU is longer than 80 characters: %s.") % shown(cleaned))
    return cleaned


def barcode(text: str) -> str:
    """An EAN, UPC or GTIN of 8, 12, 13 or 14 digits; empty when it is none."""
    cleaned = re.sub(r"[\s-]", "", text)
    return cleaned if _BARCODE.fullmatch(cleaned) else ""


def line(text: str) -> str:
    """Text with white space made single. What looks like a tag is text: "Monitor <24 inch>" stays."""
    return " ".join(text.split())


def decoded(text: str) -> str:
    """As `line`, with entities resolved, which shops on the web write into names: "Hats &amp; caps"."""
    return line(html.unescape(text))


def plain(text: str) -> str:
    """The words of a piece of HTML: without tags and entities, white space made single."""
    without_tags = nh3.clean(text, tags=set()) if "<" in text else text
    return " ".join(html.unescape(without_tags).split())


def shown(text: str) -> str:
    """What a message quotes of a cell."""
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"


@lru_cache(maxsize=1_000)
def _parsed(text: str, pattern: str) -> datetime | None:
    """Sales begin and end on few days, and to read one takes as long as all else in a row."""
    try:
        return datetime.strptime(text, pattern)
    except ValueError:
        return None
