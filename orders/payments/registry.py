"""Every provider there is. A new one is a file of its own and a line here."""

from __future__ import annotations

from catalog_pages.models import ShopSettings
from orders.exceptions import PaymentMethodNotAvailable
from orders.payments.base import PaymentMethod, PaymentProvider
from orders.payments.manual import ManualProvider
from orders.payments.stripe_intents import StripeProvider

PROVIDERS: list[PaymentProvider] = [StripeProvider(), ManualProvider()]


def payment_methods(shop: ShopSettings) -> list[PaymentMethod]:
    """How orders can be paid in this shop now, in the order to show them. No query."""
    return [method for provider in PROVIDERS for method in provider.methods(shop)]


def payment_method(shop: ShopSettings, code: str) -> PaymentMethod:
    """The method of this code if the shop offers it now. Raises PaymentMethodNotAvailable."""
    for method in payment_methods(shop):
        if method.code == code:
            return method
    raise PaymentMethodNotAvailable(code)


def method_name(code: str, shop: ShopSettings | None = None) -> str:
    """What a method is called, offered now or not. One query where the shop is not given."""
    offered = payment_methods(shop or ShopSettings.default())
    return next(
        (str(each.name) for each in offered if each.code == code), code.replace("_", " ").capitalize()
    )


def provider_of(code: str) -> PaymentProvider:
    """Who deals with payments by this method, offered now or not. Raises PaymentMethodNotAvailable."""
    for provider in PROVIDERS:
        if code in provider.codes:
            return provider
    raise PaymentMethodNotAvailable(code)


def provider_named(name: str) -> PaymentProvider | None:
    """The provider of this name, None where there is none."""
    return next((provider for provider in PROVIDERS if provider.name == name), None)


def codes_kept_elsewhere() -> list[str]:
    """The codes of all methods whose provider knows by itself what became of a payment."""
    return sorted(code for provider in PROVIDERS if provider.keeps_the_truth for code in provider.codes)
