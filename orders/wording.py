"""What shoppers are told when the domain refuses: one wording for the pages and the API."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages.exceptions import OutOfStock
from catalog_pages.money import format_money
from orders.exceptions import (
    CartIsEmpty,
    EmailNotValid,
    IdempotencyConflict,
    IdempotencyKeyNotValid,
    IllegalTransition,
    LineUnavailable,
    PaymentMethodNotAvailable,
    PricesChanged,
    QuantityOutOfRange,
    ShippingNotAvailable,
    VatNumberNotValid,
    VoucherNotUsable,
)


def in_words(error: Exception, *, currency: str) -> str:
    """A sentence or two for the shopper, in the active language. Raises TypeError for what is no refusal.

    `currency` is the shop's. An OutOfStock reads its variant's product and options.
    """
    match error:
        case OutOfStock(variant=variant, available=available):
            return out_of_stock_text(name=variant.full_name, available=available)
        case PricesChanged(old=old, new=new):
            return _(
                "The total has changed from %(old)s to %(new)s since you saw it. "
                "Nothing has been ordered yet: please look at it again."
            ) % {"old": format_money(old, currency), "new": format_money(new, currency)}
        case LineUnavailable(item=None, name=name, sku=sku):
            return _("%(name)s is no longer sold.") % {"name": name or sku}
        case LineUnavailable(name=name, sku=sku):
            return _("%(name)s is no longer sold. Please remove it from your cart.") % {"name": name or sku}
        case QuantityOutOfRange(maximum=maximum):
            return _("Choose a quantity between 1 and %(maximum)d.") % {"maximum": maximum}
        case CartIsEmpty():
            return _("Your cart is empty.")
        case VoucherNotUsable(reason=reason):
            return str(reason.label)
        case ShippingNotAvailable():
            return _("This delivery method is not offered for your cart and country. Please choose another.")
        case PaymentMethodNotAvailable():
            return _("This way of paying is not offered. Please choose another.")
        case VatNumberNotValid():
            return _("Enter a VAT number of the EU, such as DE136695976, or leave this empty.")
        case EmailNotValid():
            return _("Enter a valid e-mail address.")
        case IdempotencyKeyNotValid():
            return _("An Idempotency-Key has between 1 and 255 characters.")
        case IdempotencyConflict():
            return _("This key has already been used for a different order. Use a new key for a new order.")
        case IllegalTransition():
            return _("This is no longer possible: the order has moved on.")
        case _:
            raise TypeError(f"{type(error).__name__} is no refusal a shopper is told of.")


def out_of_stock_text(*, name: str, available: int) -> str:
    """How many are left of `name`, and what to do about it."""
    if available <= 0:
        return _("%(name)s is sold out.") % {"name": name}
    return ngettext(
        "Only %(available)d of %(name)s is left.", "Only %(available)d of %(name)s are left.", available
    ) % {"available": available, "name": name}
