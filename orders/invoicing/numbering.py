"""Invoice numbers without a gap, per shop and year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Site

from orders.models import InvoiceCounter


@dataclass(frozen=True, slots=True)
class InvoiceNumber:
    """A number that is this transaction's own; `number` is what people read, such as PP-2026-000123."""

    year: int
    sequence: int
    number: str
    issued_at: datetime


def next_number(*, site: Site, prefix: str = "") -> InvoiceNumber:
    """Take the next number of this year, in the running transaction. Two queries, three for a year's first.

    The counter's row is held until that transaction ends: another one waits for it, and a rollback gives the
    number back. So take it last, when every other row is locked, and in the transaction that writes the invoice.
    Later numbers have later times. Raises RuntimeError outside of a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number taken outside of the invoice's transaction could leave a gap")
    year = timezone.localdate().year
    sequence = _count(site, year)
    issued_at = timezone.now()
    if timezone.localtime(issued_at).year != year:  # the new year began while we waited for the row
        _uncount(site, year)
        year = timezone.localtime(issued_at).year
        sequence = _count(site, year)
    return InvoiceNumber(
        year=year, sequence=sequence, number=f"{prefix}{year}-{sequence:06d}", issued_at=issued_at
    )


def _count(site: Site, year: int) -> int:
    counter = InvoiceCounter.objects.filter(site=site, year=year)
    if not counter.update(last=F("last") + 1):
        # Of two firsts at once, the second waits here for the first to commit.
        InvoiceCounter.objects.bulk_create([InvoiceCounter(site=site, year=year)], ignore_conflicts=True)
        counter.update(last=F("last") + 1)
    last: int = counter.values_list("last", flat=True).get()
    return last


def _uncount(site: Site, year: int) -> None:
    InvoiceCounter.objects.filter(site=site, year=year).update(last=F("last") - 1)
