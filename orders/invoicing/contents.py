"""What an invoice or a credit note says, as it is frozen in `Invoice.content`: plain JSON, amounts as strings.

Whoever draws it reads nothing else, so nothing that changes later (prices, names, the shop's address, the customer
who leaves) changes it. What must be on an invoice: Directive 2006/112/EC, articles 226 and 219a.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.conf import settings
from django.utils import timezone, translation

from catalog_pages.models import ShopSettings
from catalog_pages.money import ZERO, round_money
from orders.models import Item, Order, OrderAddress, RefundLine
from orders.shipping import NO_DELIVERY


class Seller(TypedDict):
    """Who issues it. `address` is its postal address, a line each."""

    name: str
    address: list[str]
    vat_number: str
    email: str
    phone: str
    footer: str


class Buyer(TypedDict):
    """Who pays; `address` with the name and the country. Empty where the customer had left before it was issued."""

    address: list[str]
    vat_number: str


class Line(TypedDict):
    """Amounts in the order's price basis; `total` is before the order's discount. `tax_rate` is a fraction.

    In a credit note, pieces that are given back: `total` is after the discount, and `unit_price` is empty.
    """

    sku: str
    name: str
    quantity: int
    unit_price: str
    tax_rate: str
    total: str


class Sums(TypedDict):
    """Goods, discount and delivery in the order's price basis; `net`, `tax` and `total` (gross) are what is owed."""

    subtotal: str
    discount: str
    shipping: str
    net: str
    tax: str
    total: str


class VatLine(TypedDict):
    """What is taxed at one rate, after discount. In a credit note: what is given back at this rate."""

    rate: str
    net: str
    tax: str
    gross: str


class Payment(TypedDict):
    """`paid_on` is None where it is paid on delivery."""

    method: str
    paid_on: str | None
    on_delivery: bool


class Reference(TypedDict):
    """The invoice that a credit note corrects."""

    number: str
    issued_on: str


class Content(TypedDict):
    """All of it. Dates are ISO, in the shop's time zone; `language` is the one it is written in."""

    language: str
    currency: str
    prices_include_tax: bool
    seller: Seller
    buyer: Buyer
    delivery: list[str]
    order_number: str
    ordered_on: str
    supplied_on: str | None
    lines: list[Line]
    sums: Sums
    shipping_name: str
    voucher_code: str
    vat: list[VatLine]
    payment: Payment
    reverse_charge: bool
    corrects: Reference | None
    reason: str


@dataclass(frozen=True, slots=True)
class VatGroup:
    """What is taxed at one rate (a fraction). Gross is net and tax."""

    rate: Decimal
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    def written(self) -> VatLine:
        return {
            "rate": str(self.rate),
            "net": str(self.net),
            "tax": str(self.tax),
            "gross": str(self.gross),
        }

    @classmethod
    def read(cls, line: VatLine) -> VatGroup:
        return cls(rate=Decimal(line["rate"]), net=Decimal(line["net"]), tax=Decimal(line["tax"]))


def vat_groups(order: Order) -> list[VatGroup]:
    """Lines and delivery by VAT rate, lowest first; they sum to the order. Reads `order.items`."""
    net: dict[Decimal, Decimal] = {}
    gross: dict[Decimal, Decimal] = {}

    def add(rate: Decimal, of_net: Decimal, of_gross: Decimal) -> None:
        rate = rate.normalize()
        net[rate] = net.get(rate, ZERO) + of_net
        gross[rate] = gross.get(rate, ZERO) + of_gross

    for item in order.items.all():
        add(item.tax_rate or ZERO, item.line_total_net or ZERO, item.line_total_gross or ZERO)
    add(order.shipping_tax_rate, order.shipping_net, order.shipping_gross)
    return [
        VatGroup(
            rate=rate,
            net=round_money(net[rate], order.currency),
            tax=round_money(gross[rate] - net[rate], order.currency),
        )
        for rate in sorted(gross)
        if gross[rate] or not order.total
    ]


def invoice_content(*, order: Order, shop: ShopSettings, on_delivery: bool) -> Content:
    """The order as its invoice says it. Reads its items, addresses and shipments."""
    # The order's own language where it has one; never that of whoever presses the button.
    language: str = getattr(order, "language", "") or settings.LANGUAGE_CODE
    with translation.override(language):
        return {
            "language": language,
            "currency": order.currency,
            "prices_include_tax": order.prices_include_tax,
            "seller": seller(shop),
            "buyer": {
                "address": postal_address(order.billing_address),
                "vat_number": getattr(order, "vat_number", "") or "",
            },
            "delivery": []
            if order.shipping_method_code == NO_DELIVERY
            else postal_address(order.shipping_address),
            "order_number": order.number,
            "ordered_on": day(order.placed_at),
            "supplied_on": _supplied_on(order),
            "lines": [_line(item, order) for item in order.items.all()],
            "sums": _sums(order),
            "shipping_name": order.shipping_method_name,
            "voucher_code": order.voucher_code,
            "vat": [group.written() for group in vat_groups(order)],
            "payment": {
                "method": order.payment_method_name or order.payment_method,
                "paid_on": day(order.paid_at) if order.paid_at else None,
                "on_delivery": on_delivery,
            },
            "reverse_charge": bool(getattr(order, "reverse_charge", False)),
            "corrects": None,
            "reason": "",
        }


def credit_note_content(
    *,
    invoice: Content,
    reference: Reference,
    shop: ShopSettings,
    groups: Sequence[VatGroup],
    reason: str,
    lines: list[Line] | None = None,
) -> Content:
    """What is given back of `invoice`: the same buyer and order, the amounts of `groups`, for what, and why."""
    net = sum((group.net for group in groups), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    given_back = str(net + tax)
    return {
        **invoice,
        "seller": seller(shop),
        "delivery": [],
        "lines": lines or [],
        "sums": {
            "subtotal": given_back if invoice["prices_include_tax"] else str(net),
            "discount": "0",
            "shipping": "0",
            "net": str(net),
            "tax": str(tax),
            "total": given_back,
        },
        "voucher_code": "",
        "vat": [group.written() for group in groups],
        "payment": {**invoice["payment"], "paid_on": day(timezone.now())},
        "corrects": reference,
        "reason": reason,
    }


def refunded_lines(order: Order, lines: Sequence[RefundLine]) -> list[Line]:
    """What refunded lines say in a credit note. Reads their `item`."""
    return [
        {
            "sku": line.item.sku if line.item else "",
            "name": line.item.name if line.item else order.shipping_method_name,
            "quantity": line.quantity,
            "unit_price": "",
            "tax_rate": str(
                ((line.item.tax_rate if line.item else order.shipping_tax_rate) or ZERO).normalize()
            ),
            "total": _amount(line.gross if order.prices_include_tax else line.net, order),
        }
        for line in lines
    ]


def seller(shop: ShopSettings) -> Seller:
    """The shop as it is now."""
    return {
        "name": shop.name,
        "address": [line.strip() for line in shop.postal_address.splitlines() if line.strip()],
        "vat_number": shop.vat_number,
        "email": shop.contact_email,
        "phone": shop.contact_phone,
        "footer": shop.invoice_footer.strip(),
    }


def day(moment: datetime) -> str:
    """The day of a moment where the shop is, as ISO 8601 has it."""
    return timezone.localtime(moment).date().isoformat()


def postal_address(address: OrderAddress | None) -> list[str]:
    """With the country in words. Empty where there is none, or its person is forgotten."""
    if address is None or not address.full_name:
        return []
    return [*address.lines, str(address.country.name)]


def _supplied_on(order: Order) -> str | None:
    shipped = [shipment.shipped_at for shipment in order.shipments.all()]
    return day(max(shipped)) if shipped else None


def _line(item: Item, order: Order) -> Line:
    gross = order.prices_include_tax
    return {
        "sku": item.sku,
        "name": item.name,
        "quantity": item.quantity,
        "unit_price": _amount((item.unit_price_gross if gross else item.unit_price_net), order),
        "tax_rate": str((item.tax_rate or ZERO).normalize()),
        "total": _amount((item.subtotal_gross if gross else item.subtotal_net), order),
    }


def _amount(amount: Decimal | None, order: Order) -> str:
    return str(round_money(amount or ZERO, order.currency))


def _sums(order: Order) -> Sums:
    return {
        "subtotal": _amount(order.subtotal, order),
        "discount": _amount(order.discount, order),
        "shipping": _amount(order.shipping, order),
        "net": _amount(order.total - order.tax_total, order),
        "tax": _amount(order.tax_total, order),
        "total": _amount(order.total, order),
    }
