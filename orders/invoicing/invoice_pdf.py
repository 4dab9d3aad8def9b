"""An invoice or a credit note on paper, drawn from its frozen content alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils import translation
from django.utils.formats import date_format
from django.utils.formats import number_format as localised
from django.utils.translation import gettext as _

from catalog_pages.money import format_money
from orders.invoicing.contents import Content, day
from orders.invoicing.paper import ACCENT, LEFT, QUIET, RIGHT, TOP, WIDTH, Column, Paper
from orders.models import Invoice

HALF = 82.0
FACTS = LEFT + 100


def draw_invoice(invoice: Invoice) -> bytes:
    """The PDF: the same bytes each time, as long as fpdf2 and the fonts stay the same. No query. About 0.2 s."""
    content: Content = invoice.content
    with translation.override(content["language"]):
        title = _("Credit note") if invoice.is_credit_note else _("Invoice")
        paper = Paper(
            title=f"{title} {invoice.number}",
            language=content["language"],
            created=invoice.issued_at,
            seller=content["seller"],
            texts=[*strings_in(invoice.content), format_money(Decimal(0), content["currency"])],
        )
        paper.begin(f"{title} {invoice.number}")
        _draw_head(paper, invoice, content, title)
        if invoice.is_credit_note:
            _draw_what_is_given_back(paper, content)
        else:
            _draw_lines(paper, content)
        _draw_sums(paper, content, is_credit_note=invoice.is_credit_note)
        _draw_vat(paper, content)
        _draw_remarks(paper, content)
        return paper.finish()


def strings_in(content: Any) -> Iterator[str]:
    """Every text in a frozen content, whatever it is nested in."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings_in(value)


def spoken(iso: str) -> str:
    """A day as people write it, in the active language."""
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def _draw_head(paper: Paper, invoice: Invoice, content: Content, title: str) -> None:
    draw_letterhead(paper, title)
    paper.set_y(48)
    whom = _("To") if invoice.is_credit_note else _("Bill to")
    height = draw_address(paper, LEFT, whom, content["buyer"]["address"])
    if content["delivery"] and content["delivery"] != content["buyer"]["address"]:
        paper.down(height + 4)
        height += 4 + draw_address(paper, LEFT, _("Delivered to"), content["delivery"])
        paper.set_y(48)
    facts = draw_facts(paper, list(_facts(invoice, content)))
    paper.set_y(48 + max(height, facts, 38) + 8)


def _facts(invoice: Invoice, content: Content) -> Iterator[tuple[str, str]]:
    yield _("Number"), invoice.number
    yield _("Date"), spoken(day(invoice.issued_at))
    if content["corrects"]:
        yield _("Corrects invoice"), content["corrects"]["number"]
    yield _("Order"), content["order_number"]
    yield _("Ordered on"), spoken(content["ordered_on"])
    if content["supplied_on"]:
        yield _("Sent on"), spoken(content["supplied_on"])
    if content["buyer"]["vat_number"]:
        yield _("Your VAT number"), content["buyer"]["vat_number"]


def _draw_lines(paper: Paper, content: Content) -> None:
    currency = content["currency"]
    price = _("Price with VAT") if content["prices_include_tax"] else _("Price without VAT")
    paper.begin_table(
        [
            Column(_("Item"), 80),
            Column(_("Pieces"), 15, "R"),
            Column(price, 30, "R"),
            Column(_("VAT"), 16, "R"),
            Column(_("Amount"), 29, "R"),
        ]
    )
    for line in content["lines"]:
        paper.row(
            [
                line["name"] or line["sku"],
                localised(line["quantity"], force_grouping=True),
                format_money(Decimal(line["unit_price"]), currency),
                percent(line["tax_rate"]),
                format_money(Decimal(line["total"]), currency),
            ],
            below_first=line["sku"],
        )
    paper.end_table()


def _draw_what_is_given_back(paper: Paper, content: Content) -> None:
    if corrected := content["corrects"]:
        words = _("This corrects our invoice %(number)s of %(date)s: we give back what stands below.")
        paper.paragraph(words % {"number": corrected["number"], "date": spoken(corrected["issued_on"])})
    if content["reason"]:
        paper.down(1.5)
        paper.paragraph(_("Reason: %(reason)s") % {"reason": content["reason"]})
    paper.down(3)
    if not content["lines"]:
        paper.rule()
        return
    amount = _("Amount with VAT") if content["prices_include_tax"] else _("Amount without VAT")
    paper.begin_table(
        [
            Column(_("Item"), 96),
            Column(_("Pieces"), 18, "R"),
            Column(_("VAT"), 20, "R"),
            Column(amount, 36, "R"),
        ]
    )
    for line in content["lines"]:
        paper.row(
            [
                line["name"] or line["sku"],
                localised(line["quantity"], force_grouping=True) if line["sku"] else "",
                percent(line["tax_rate"]),
                format_money(Decimal(line["total"]), content["currency"]),
            ],
            below_first=line["sku"] or _("Delivery"),
        )
    paper.end_table()


def _follows_its_lines(content: Content) -> bool:
    """Whether a credit note gives back at each rate what its lines say; not so after a refund by amount."""
    basis: Literal["gross", "net"] = "gross" if content["prices_include_tax"] else "net"
    by_rate = {Decimal(group["rate"]): Decimal(group[basis]) for group in content["vat"]}
    for line in content["lines"]:
        rate = Decimal(line["tax_rate"])
        by_rate[rate] = by_rate.get(rate, Decimal(0)) - Decimal(line["total"])
    return not any(by_rate.values())


def _draw_sums(paper: Paper, content: Content, *, is_credit_note: bool) -> None:
    """Down the right side, kept together with the total."""
    rows = list(_sums(content, is_credit_note=is_credit_note))
    paper.room(len(rows) * 5.6 + 20)
    paper.down(3)
    for label, amount in rows:
        paper.write_at(LEFT + 75, label, width=WIDTH - 75 - 44, align="R", colour=QUIET, fit=True)
        paper.write_at(RIGHT - 42, amount, width=42, align="R", fit=True)
        paper.down(5.6)
    paper.down(0.6)
    paper.rule(colour=ACCENT, thickness=0.5, x=LEFT + 100)
    paper.down(2)
    total = _("Total given back") if is_credit_note else _("Total with VAT")
    amount = format_money(Decimal(content["sums"]["total"]), content["currency"])
    paper.write_at(LEFT + 75, total, width=WIDTH - 75 - 44, size=11, bold=True, align="R", fit=True)
    paper.write_at(RIGHT - 42, amount, width=42, size=11, bold=True, align="R", fit=True)
    paper.down(13)


def _sums(content: Content, *, is_credit_note: bool) -> Iterator[tuple[str, str]]:
    sums, currency = content["sums"], content["currency"]

    def amount(name: str) -> str:
        return format_money(Decimal(sums[name]), currency)  # type: ignore[literal-required]

    if not is_credit_note:
        yield _("Goods"), amount("subtotal")
        if Decimal(sums["discount"]):
            code = content["voucher_code"]
            label = _("Discount (%(code)s)") % {"code": code} if code else _("Discount")
            yield label, f"\N{MINUS SIGN}{amount('discount')}"
        yield _("Delivery: %(method)s") % {"method": content["shipping_name"]}, amount("shipping")
    if is_credit_note or not content["prices_include_tax"]:
        yield _("Without VAT"), amount("net")
        yield _("VAT"), amount("tax")


def _draw_vat(paper: Paper, content: Content) -> None:
    """What was taxed at which rate: what the law wants, so that the buyer can deduct it."""
    currency = content["currency"]
    paper.room(8 + 7.5 * len(content["vat"]))
    paper.begin_table(
        [
            Column(_("VAT in it"), 66),
            Column(_("Without VAT"), 34, "R"),
            Column(_("VAT"), 34, "R"),
            Column(_("With VAT"), 36, "R"),
        ]
    )
    for group in content["vat"]:
        paper.row(
            [
                percent(group["rate"]),
                format_money(Decimal(group["net"]), currency),
                format_money(Decimal(group["tax"]), currency),
                format_money(Decimal(group["gross"]), currency),
            ]
        )
    paper.end_table()


def _draw_remarks(paper: Paper, content: Content) -> None:
    paper.down(7)
    for remark in _remarks(content):
        paper.paragraph(remark)
        paper.down(1.5)


def _remarks(content: Content) -> Iterator[str]:
    payment, currency = content["payment"], content["currency"]
    total = format_money(Decimal(content["sums"]["total"]), currency)
    words: dict[str, object] = {"amount": total, "method": payment["method"]}
    if payment["paid_on"]:
        words["date"] = spoken(payment["paid_on"])
    if content["corrects"]:
        yield _("%(amount)s paid back on %(date)s. You had paid by: %(method)s.") % words
        if content["lines"] and not _follows_its_lines(content):
            yield _(
                "A part of these goods was given back before, so the VAT follows what was left of the invoice."
            )
    elif payment["paid_on"]:
        yield _("%(amount)s paid on %(date)s by: %(method)s. Nothing is owed.") % words
    elif payment["on_delivery"]:
        yield _("%(amount)s to be paid when the parcel arrives (%(method)s).") % words
    else:
        yield _("%(amount)s to be paid by: %(method)s.") % words
    if content["reverse_charge"]:
        yield _("Reverse charge: the VAT is owed by the recipient (Directive 2006/112/EC).")


def percent(rate: str) -> str:
    """A rate, a fraction, as people read it: 0.19 is "19 %"."""
    return f"{localised((Decimal(rate) * 100).normalize() + 0)}\u00a0%"


# --- Shared with the packing slip --------------------------------------------------------------------


def draw_letterhead(paper: Paper, title: str) -> None:
    """The shop's name, and what this paper is."""
    paper.set_y(TOP)
    paper.write_at(LEFT, paper.seller["name"], width=HALF, size=17, bold=True, fit=True)
    paper.write_at(FACTS, title, width=RIGHT - FACTS, size=17, align="R", colour=ACCENT, fit=True)
    paper.down(10.5)
    paper.rule()


def draw_address(paper: Paper, x: float, heading: str, lines: list[str]) -> float:
    """An address under its heading; its height. The pen stays."""
    top = paper.get_y()
    height = paper.write_at(x, heading, width=HALF, size=8, colour=QUIET) + 1
    paper.set_y(top + height)
    height += paper.lines_at(x, lines or ["\N{EN DASH}"], width=HALF, size=10.5)
    paper.set_y(top)
    return height


def draw_facts(paper: Paper, facts: list[tuple[str, str]]) -> float:
    """What this is about, a line each, at the right; their height. The pen stays."""
    top = paper.get_y()
    for label, value in facts:
        paper.write_at(FACTS, label, width=32, colour=QUIET, fit=True)
        paper.write_at(FACTS + 33, value, width=RIGHT - FACTS - 33, align="R", fit=True)
        paper.down(5.4)
    height = paper.get_y() - top
    paper.set_y(top)
    return float(height)
