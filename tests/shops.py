"""A shop that is open, and orders placed in it, in a line each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from wagtail.models import Locale, Page, Site

from catalog_pages.models import ShopSettings, Variant
from catalog_pages.stock import receive
from orders import carts
from orders.checkout import place_order
from orders.models import Cart, Order
from tests.factories import (
    CartFactory,
    ShippingMethodFactory,
    ShippingZoneFactory,
    TaxClassFactory,
    TaxRateFactory,
    VariantFactory,
)

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Byron",
    "line1": "Lindenstr. 12",
    "city": "Berlin",
    "postcode": "10969",
    "country": "DE",
}
BRITISH_ADDRESS = {
    **ADDRESS,
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
}


def open_shop(**settings: Any) -> ShopSettings:
    """Euro, prices with VAT, home in Germany, 19 % there and 20 % in Britain, posts to both for 4.90."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:  # a database flushed by an earlier test, or made without migrations
        Locale.objects.get_or_create(language_code="en-gb")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        site = Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
    ShopSettings.objects.filter(site=site).delete()
    shop = ShopSettings.objects.create(
        site=site, **{"name": "Pipit", "bank_details": "IBAN DE02 1203 0000 0000 2020 51", **settings}
    )
    standard = TaxClassFactory()
    TaxRateFactory(country="DE", tax_class=standard, rate=Decimal("0.19"))
    TaxRateFactory(country="GB", tax_class=standard, rate=Decimal("0.20"))
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["DE", "GB"]))
    return shop


def stocked(on_hand: int = 20, **fields: Any) -> Variant:
    """A variant with so many on the shelf, by way of the ledger."""
    variant = VariantFactory(**fields)
    receive(variant=variant, quantity=on_hand)
    return variant


def filled_cart(*variants: Variant, quantity: int = 1, customer: Any = None) -> Cart:
    """A guest's cart, or the customer's, with so many of each variant."""
    cart = carts.cart_for_customer(customer=customer) if customer else CartFactory()
    for variant in variants:
        carts.add(cart=cart, variant=variant, quantity=quantity)
    return cart


def order_of(cart: Cart, **changes: Any) -> Order:
    """Check the cart out as a German guest who pays by bank transfer, but for `changes`."""
    return place_order(
        **{
            "cart": cart,
            "email": "ada@example.com",
            "shipping_address": ADDRESS,
            "billing_address": None,
            "shipping_method": "standard",
            "payment_method": "bank_transfer",
            "idempotency_key": str(uuid4()),
            **changes,
        }
    )


def placed_order(**changes: Any) -> Order:
    """An order of two pieces at 12.00, from a shelf of 20."""
    customer = changes.get("customer")
    return order_of(filled_cart(stocked(), quantity=2, customer=customer), **changes)
