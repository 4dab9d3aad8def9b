"""What rows of lists have in common: the way to the order they belong to, and moments in few letters."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orders.models import Order


def order_link(order: Order | None) -> str | None:
    """The order's number, leading to its page; None without an order."""
    if order is None:
        return None
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:orders_order_change", args=[order.pk]), order.number
    )


def short_moment(moment: datetime) -> str:
    """A day and a time, in the shop's time zone."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def breakable(address: str) -> SafeString:
    """An e-mail address that breaks at its @ where there is little room."""
    name, at, host = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, host)
