"""What staff are told when an order cannot be moved: what is so, and what to do about it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages.exceptions import StockConflict
from catalog_pages.models import StockItem
from catalog_pages.money import format_money, round_money, smallest_unit
from orders.exceptions import (
    IllegalTransition,
    NoPiecesChosen,
    OrderError,
    PaymentFailed,
    PaymentMethodNotAvailable,
    PaymentUnanswered,
    PiecesNotThere,
    RefundNotPossible,
    ReturnIsClosed,
    StaffOnly,
)
from orders.models import Order

REFUSALS = (OrderError, StockConflict)
"""All that a move raises when it may not be."""


def in_words(error: Exception, order: Order) -> str:
    """A sentence or two for staff, in the active language; HTML where it is safe to be that.

    Raises TypeError for what is no refusal. One query more for a StockConflict.
    """
    match error:
        case IllegalTransition():
            return _(
                "%(number)s is “%(status)s”, so this is not possible. Nothing was changed: its page shows what has "
                "happened, and by whom."
            ) % {"number": order.number, "status": order.get_status_display()}
        case StockConflict():
            return _short_of(order)
        case RefundNotPossible(asked=asked, refundable=refundable):
            if asked != round_money(asked, order.currency):
                decimals = -int(smallest_unit(order.currency).as_tuple().exponent)
                return ngettext(
                    "%(currency)s has %(decimals)d decimal.",
                    "%(currency)s has %(decimals)d decimals.",
                    decimals,
                ) % {"currency": order.currency, "decimals": decimals}
            return _("Enter more than nothing and at most %(left)s, which is what is left to pay back.") % {
                "left": format_money(refundable, order.currency)
            }
        case PiecesNotThere(sku=sku, asked=asked, left=left):
            return _(
                "%(asked)d of %(sku)s are asked for, but only %(left)d are left. Nothing was changed: somebody may "
                "have been faster."
            ) % {"asked": asked, "sku": sku, "left": left}
        case NoPiecesChosen():
            return _("Choose at least one piece.")
        case ReturnIsClosed(goods_return=goods_return):
            return _("This return is “%(status)s” already. Nothing was changed.") % {
                "status": goods_return.get_status_display()
            }
        case PaymentUnanswered():
            return _(
                "The payment provider did not answer, so nobody knows yet whether it was done. It is asked again by "
                "itself until it says so; the timeline will tell. Do not do it a second time."
            )
        case PaymentFailed(public_message=said):
            return _(
                "The payment provider did not do it: %(said)s No money was moved, and the timeline says so. Try "
                "again in a few minutes, or look in the provider's own pages before you do."
            ) % {"said": said or _("it did not answer.")}
        case PaymentMethodNotAvailable(code=code):
            return _(
                "The shop no longer knows the payment method “%(code)s” of %(number)s, so it cannot be moved on. "
                "Nothing was changed: ask whoever runs the shop to switch the method on again."
            ) % {"code": code, "number": order.number}
        case StaffOnly():
            return _("Only staff may do this. Nothing was changed.")
        case _:
            raise TypeError(f"{type(error).__name__} is no refusal of a move")


def _short_of(order: Order) -> str:
    """Which pieces of the order are not on the shelf yet, each with a way to its stock."""
    quantities = {
        item.variant_id: item.quantity_left
        for item in order.items.still_to_be_sent()
        if item.variant_id is not None
    }
    items = StockItem.objects.filter(variant__in=quantities).select_related("variant")
    short = [item for item in items if item.on_hand < quantities[item.variant_id]]
    if not short:
        return _(
            "The stock ledger holds less for %(number)s than the order asks for. Nothing was changed: look at the "
            "ledger of its goods, and tell whoever runs the shop."
        ) % {"number": order.number}
    return format_html(
        "{} {} {}",
        _("Nothing was changed, because these are not on the shelf yet:"),
        format_html_join("; ", "{}", ((_needed(item, quantities[item.variant_id]),) for item in short)),
        _("Receive them first, or count again; or send what is there."),
    )


def _needed(item: StockItem, quantity: int) -> SafeString:
    return format_html(
        '<a href="{}">{}</a> ({})',
        reverse("admin:catalog_pages_stockitem_change", args=[item.pk]),
        item.variant.sku,
        _("%(quantity)d to be sent, %(on_hand)d there") % {"quantity": quantity, "on_hand": item.on_hand},
    )
