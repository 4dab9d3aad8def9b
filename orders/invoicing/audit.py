"""Whether invoices are numbered without a gap, and agree with their orders. No writes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Max, Min

from catalog_pages.money import ZERO
from orders.invoicing.contents import VatGroup
from orders.models import Invoice, InvoiceCounter, Order


def invoice_numbers() -> Iterator[str]:
    """Each shop's numbers of each year run from 1 to the last one given out. Two queries."""
    counted = {
        (site, year): last for site, year, last in InvoiceCounter.objects.values_list("site", "year", "last")
    }
    issued = (
        Invoice.objects.order_by("site", "year")
        .values_list("site", "year")
        .annotate(count=Count("pk"), first=Min("sequence"), last=Max("sequence"))
    )
    for site, year, count, first, last in issued:
        given_out = counted.pop((site, year), 0)
        if (first, count) != (1, last) or last != given_out:
            yield (
                f"Invoices of {year} (site {site}) have a gap: {count} of them, from {first} to {last}; "
                f"{given_out} numbers were given out"
            )
    for (site, year), last in counted.items():
        if last:
            yield f"Invoices of {year} (site {site}) are gone: {last} numbers were given out"


def invoices_of(order: Order) -> Iterator[str]:
    """What is wrong with the invoices of an order. Reads its invoices, payments and shipments."""
    papers = list(order.invoices.all())
    invoices = [paper for paper in papers if not paper.is_credit_note]
    credit_notes = [paper for paper in papers if paper.is_credit_note]
    if not invoices and (order.paid_at is not None or order.shipments.all()):
        yield "is paid or sent, but has no invoice"
    for invoice in invoices:
        written, owed = (
            (invoice.total, invoice.tax_total, invoice.currency),
            (order.total, order.tax_total, order.currency),
        )
        if written != owed:
            yield f"its invoice {invoice.number} says {written}, the order {owed}"
    given_back = sum((note.total for note in credit_notes), ZERO)
    kept = sum((payment.amount_captured - payment.amount_refunded for payment in order.payments.all()), ZERO)
    # Money that came too late, or twice, is on no invoice: paying it back takes nothing off one.
    refunded = max(order.total - kept, ZERO) if order.paid_at is not None else ZERO
    if given_back != refunded:
        yield f"its credit notes say {given_back}, its payments {refunded}"
    if given_back == order.total and credit_notes:
        tax = sum((note.tax_total for note in credit_notes), ZERO)
        if tax != order.tax_total:
            yield f"its credit notes give back {tax} of {order.tax_total} VAT"
    for paper in papers:
        yield from _inside(paper)


def _inside(paper: Invoice) -> Iterator[str]:
    """The frozen content against the row it belongs to."""
    groups = [VatGroup.read(line) for line in paper.content["vat"]]
    sums = paper.content["sums"]
    rows = {
        "net": (paper.total_net, sum((group.net for group in groups), ZERO), Decimal(sums["net"])),
        "VAT": (paper.tax_total, sum((group.tax for group in groups), ZERO), Decimal(sums["tax"])),
        "total": (paper.total, sum((group.gross for group in groups), ZERO), Decimal(sums["total"])),
    }
    for name, (written, by_rate, said) in rows.items():
        if not written == by_rate == said:
            yield f"{paper.number} has {written} as its {name}, {by_rate} by rate, and says {said}"
