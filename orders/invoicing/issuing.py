"""Issuing invoices and credit notes: in the transaction that makes them due, last of all its writes.

Nothing is drawn here: the number's row is held until the transaction ends, and every other buyer waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from catalog_pages.models import ShopSettings
from catalog_pages.money import ZERO, round_money
from orders.exceptions import RefundNotPossible
from orders.invoicing.contents import (
    Content,
    VatGroup,
    credit_note_content,
    day,
    invoice_content,
    refunded_lines,
    vat_groups,
)
from orders.invoicing.numbering import next_number
from orders.models import Invoice, Order, RefundLine
from orders.moves import is_paid_on_delivery
from orders.totals import spread


def issue_invoice(*, order: Order) -> Invoice:
    """The order's invoice: issued now, or the one it has. The order's row must be held. About eight queries."""
    return issue_first_invoice(order=order) or order.invoices.get(kind=Invoice.Kind.INVOICE)


def issue_first_invoice(*, order: Order) -> Invoice | None:
    """The order's invoice, issued now; None where it has one already. The order's row must be held."""
    with transaction.atomic():
        if order.invoices.filter(kind=Invoice.Kind.INVOICE).exists():
            return None
        shop = ShopSettings.default()
        content = invoice_content(order=order, shop=shop, on_delivery=is_paid_on_delivery(order))
        return _write(order, shop, content, vat_groups(order))


def issue_credit_note(
    *, order: Order, amount: Decimal, reason: str = "", lines: Sequence[RefundLine] = ()
) -> Invoice:
    """Write down that `amount` (gross, the order's currency) of the order's invoice is given back, and why.

    With `lines`, which make the amount and know their `item`, it lists them at their rates of VAT; where an earlier
    refund by amount left less at a rate, what is missing is taken from the others. Without, the VAT follows the
    rates of the invoice, in proportion to what earlier credit notes left of each. The credit notes of an order
    refunded in full sum to its invoice, rate by rate. Issues the invoice where there is none yet. Raises
    RefundNotPossible for more than is left. The order's row must be held.
    """
    with transaction.atomic():
        invoice = issue_invoice(order=order)
        original: Content = invoice.content
        left = left_to_credit(invoice)
        refundable = sum((group.gross for group in left), ZERO)
        if not ZERO < amount <= refundable or amount != round_money(amount, order.currency):
            raise RefundNotPossible(amount, refundable)
        groups = groups_of(amount, lines_by_rate(order, lines), left, order.currency)
        shop = ShopSettings.default()
        content = credit_note_content(
            invoice=original,
            reference={"number": invoice.number, "issued_on": day(invoice.issued_at)},
            shop=shop,
            groups=groups,
            reason=reason,
            lines=refunded_lines(order, lines),
        )
        note = _write(order, shop, content, groups, corrects=invoice)
        RefundLine.objects.filter(pk__in=[line.pk for line in lines]).update(credit_note=note)
        return note


def left_to_credit(invoice: Invoice) -> list[VatGroup]:
    """What of an invoice no credit note has given back yet, rate by rate. One query."""
    left = {group.rate: group for group in map(VatGroup.read, invoice.content["vat"])}
    for content in invoice.credit_notes.values_list("content", flat=True):
        for given in map(VatGroup.read, content["vat"]):
            group = left[given.rate]
            left[given.rate] = VatGroup(group.rate, group.net - given.net, group.tax - given.tax)
    return list(left.values())


def split(amount: Decimal, left: Sequence[VatGroup], currency: str) -> list[VatGroup]:
    """`amount`, at most the sum of `left`, over its rates to the smallest unit: pure, nothing lost or invented."""
    shares = spread(amount, [group.gross for group in left], currency)
    split_up = []
    for group, share in zip(left, shares, strict=True):
        if share:
            tax = round_money(share * group.tax / group.gross, currency)
            split_up.append(VatGroup(rate=group.rate, net=share - tax, tax=tax))
    return split_up


def lines_by_rate(order: Order, lines: Sequence[RefundLine]) -> list[VatGroup]:
    """What refunded lines give back at each rate."""
    by_rate: dict[Decimal, VatGroup] = {}
    for line in lines:
        rate = line.item.tax_rate if line.item else order.shipping_tax_rate
        _add(by_rate, VatGroup(rate=(rate or ZERO).normalize(), net=line.net, tax=line.tax))
    return list(by_rate.values())


def groups_of(
    amount: Decimal, asked: Sequence[VatGroup], left: Sequence[VatGroup], currency: str
) -> list[VatGroup]:
    """`amount`, at most the sum of `left`, over its rates: first as `asked`, then in proportion. Pure.

    At no rate more than is left of it, net, VAT and both: so that nothing goes below zero, and all of it comes to
    all that was left.
    """
    remaining = {group.rate: group for group in left}
    given: dict[Decimal, VatGroup] = {}
    for wanted in asked:
        there = remaining.get(wanted.rate)
        if there is None:
            continue
        gross = min(wanted.gross, there.gross)
        if not gross:
            continue
        tax = wanted.tax
        if gross < wanted.gross:
            tax = round_money(gross * there.tax / there.gross, currency)
        tax = min(max(tax, gross - there.net, ZERO), gross, there.tax)
        share = VatGroup(rate=wanted.rate, net=gross - tax, tax=tax)
        _add(given, share)
        remaining[wanted.rate] = VatGroup(there.rate, there.net - share.net, there.tax - share.tax)
    rest = amount - sum((share.gross for share in given.values()), ZERO)
    if rest > 0:
        for share in split(rest, list(remaining.values()), currency):
            _add(given, share)
    return [given[group.rate] for group in left if group.rate in given]


def _add(groups: dict[Decimal, VatGroup], more: VatGroup) -> None:
    before = groups.get(more.rate, VatGroup(more.rate, ZERO, ZERO))
    groups[more.rate] = VatGroup(more.rate, before.net + more.net, before.tax + more.tax)


def _write(
    order: Order,
    shop: ShopSettings,
    content: Content,
    groups: Sequence[VatGroup],
    *,
    corrects: Invoice | None = None,
) -> Invoice:
    net = sum((group.net for group in groups), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    taken = next_number(site=shop.site, prefix=shop.invoice_prefix)
    invoice = Invoice(
        site=shop.site,
        year=taken.year,
        sequence=taken.sequence,
        number=taken.number,
        kind=Invoice.Kind.CREDIT_NOTE if corrects else Invoice.Kind.INVOICE,
        order=order,
        corrects=corrects,
        issued_at=taken.issued_at,
        currency=order.currency,
        total_net=net,
        tax_total=tax,
        total=net + tax,
        content=content,
    )
    invoice.save()
    return invoice
