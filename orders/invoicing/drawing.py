"""Draws papers. The libraries for it take 30 MB, so that a process loads them when it first draws one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from django.utils.module_loading import import_string

from orders.models import Invoice, Order, Shipment


def draw_invoice(invoice: Invoice) -> bytes:
    """See `invoice_pdf.draw_invoice`."""
    draw = cast(Callable[..., bytes], import_string("orders.invoicing.invoice_pdf.draw_invoice"))
    return draw(invoice)


def packing_slips(*, orders: Sequence[Order]) -> bytes:
    """See `packing_slip.packing_slips`."""
    draw = cast(Callable[..., bytes], import_string("orders.invoicing.packing_slip.packing_slips"))
    return draw(orders=orders)


def parcel_slip(*, shipment: Shipment) -> bytes:
    """See `packing_slip.parcel_slip`."""
    draw = cast(Callable[..., bytes], import_string("orders.invoicing.packing_slip.parcel_slip"))
    return draw(shipment=shipment)
