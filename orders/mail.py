"""What is told of an order: to its shopper by mail, to other programs by webhook, both in one call.

Each writes rows of the outbox and of the webhooks, so it belongs in the transaction it tells of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from catalog_pages.models import ShopSettings
from orders import outbox
from orders.announcing.events import order_event
from orders.figures import line_figures, order_figures
from orders.models import Invoice, Item, Order, Shipment
from orders.parcels import PiecesShown, parcels_of, still_to_come
from orders.payments import provider_of
from orders.shipping import NO_DELIVERY


def order_placed(order: Order, *, shop: ShopSettings) -> None:
    """It has reached us, and how to pay for it."""
    instructions = provider_of(order.payment_method).instructions(order, shop)
    _write("order_placed", order, shop, instructions=instructions)


def order_paid(order: Order, *, invoice: Invoice | None) -> None:
    """The money is there, and the invoice where it was issued now."""
    _write("order_paid", order, ShopSettings.default(), invoice=invoice)


def order_shipped(order: Order, *, shipment: Shipment, invoice: Invoice | None) -> None:
    """A parcel has left, what is in it and what is to come, how to follow it; and the invoice where issued now."""
    parcel = next(each for each in parcels_of(order) if each.shipment == shipment)
    to_come = still_to_come(order)
    _write(
        "order_shipped",
        order,
        ShopSettings.default(),
        shipment=shipment,
        invoice=invoice,
        parcel=parcel,
        to_come=to_come,
        is_a_part=bool(to_come) or parcel.number > 1,
    )


def order_delivered(order: Order, *, shipments: Sequence[Shipment], is_all: bool) -> None:
    """These parcels have arrived; with them, when `is_all`, the whole order."""
    arrived = [each for each in parcels_of(order) if each.shipment in shipments]
    _write("order_delivered", order, ShopSettings.default(), arrived=arrived, is_all=is_all)


def order_partly_cancelled(
    order: Order, *, pieces: Mapping[Item, int], reason: str, is_refunded: bool
) -> None:
    """What of an order sent in part will not be sent, why, and that its money comes back where that is so."""
    cancelled = [PiecesShown(item=item, quantity=count) for item, count in pieces.items()]
    _write(
        "order_partly_cancelled",
        order,
        ShopSettings.default(),
        cancelled=cancelled,
        reason=reason,
        is_refunded=is_refunded,
    )


def order_return_announced(order: Order, *, pieces: Mapping[Item, int], shop: ShopSettings) -> None:
    """What the shopper will send back, and where to."""
    back = [PiecesShown(item=item, quantity=count) for item, count in pieces.items()]
    _write("order_return_announced", order, shop, back=back)


def order_cancelled(order: Order, *, reason: str) -> None:
    """It will not be sent, why, and what becomes of the money."""
    _write("order_cancelled", order, ShopSettings.default(), reason=reason)


def order_expired(order: Order) -> None:
    """It was not paid in time; nothing is owed."""
    _write("order_expired", order, ShopSettings.default())


def order_refunded(order: Order, *, amount: Decimal, in_full: bool, credit_note: Invoice | None) -> None:
    """So much was paid back; gross, in the order's currency. With the credit note, where the order was paid.

    It says so where the money had come too late.
    """
    too_late = order.paid_at is None
    _write(
        "order_refunded",
        order,
        ShopSettings.default(),
        amount=amount,
        in_full=in_full,
        invoice=credit_note,
        too_late=too_late,
    )


def order_url(order: Order) -> str:
    """The order's page for whoever holds the link. From BASE_URL, never from a request's Host header."""
    path = reverse("orders:detail", kwargs={"number": order.number})
    return f"{settings.BASE_URL.rstrip('/')}{path}?{urlencode({'token': order.token})}"


def _write(
    template: str,
    order: Order,
    shop: ShopSettings,
    *,
    invoice: Invoice | None = None,
    **more: Any,
) -> None:
    """Render templates/email/<template>.{subject.txt,txt,html} for the shopper; no mail where nobody can be told.

    Other programs are told under the template's name as a topic (order.placed): one query where none wants to know.
    `invoice` goes along: its PDF is drawn when the mail is sent, not in this transaction. A query for the lines,
    one for the addresses, one for discounts where there may be any, unless they are at hand; one for the row.
    """
    topic = template.replace("_", ".", 1)
    order_event(topic=topic, order=order)
    if not order.email:
        return
    context = {
        "order": order,
        "lines": line_figures(order),
        "totals": order_figures(order),
        "shipping_address": order.shipping_address,
        "needs_delivery": order.shipping_method_code != NO_DELIVERY,
        "url": order_url(order),
        "shop": shop,
        "base_url": settings.BASE_URL,
        "invoice": invoice,
        **more,
    }
    subject = " ".join(render_to_string(f"email/{template}.subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=_tidy(render_to_string(f"email/{template}.txt", context)),
        to=[order.email],
        reply_to=[shop.contact_email] if shop.contact_email else None,
        headers={"X-Pipit-Topic": topic},
    )
    mail.attach_alternative(render_to_string(f"email/{template}.html", context), "text/html")
    outbox.write(mail, order=order, invoice=invoice)


def _tidy(text: str) -> str:
    """Without the runs of empty lines that parts left out of a template leave behind."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
