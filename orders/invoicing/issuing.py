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
    vat_groups,
)
from orders.invoicing.numbering import next_number
from orders.models import Invoice, Order
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


def issue_credit_note(*, order: Order, amount: Decimal, reason: str = "") -> Invoice:
    """Write down that `amount` (gross, the order's currency) of the order's invoice is given back, and why.

    The VAT in it follows the rates of the invoice, in proportion to what earlier credit notes left of each; the
    credit notes of an order refunded in full sum to its invoice, rate by rate. Issues the invoice where there is
    none yet. Raises RefundNotPossible for more than is left. The order's row must be held.
    """
    with transaction.atomic():
        invoice = issue_invoice(order=order)
        original: Content = invoice.content
        left = left_to_credit(invoice)
        refundable = sum((group.gross for group in left), ZERO)
        if not ZERO < amount <= refundable or amount != round_money(amount, order.currency):
            raise RefundNotPossible(amount, refundable)
        groups = split(amount, left, order.currency)
        shop = ShopSettings.default()
        content = credit_note_content(
            invoice=original,
            reference={"number": invoice.number, "issued_on": day(invoice.issued_at)},
            shop=shop,
            groups=groups,
            reason=reason,
        )
        return _write(order, shop, content, groups, corrects=invoice)


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
