"""What the checkout's page shows: the priced cart, what is offered, the forms, filled with what was typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.forms import Form
from django.http import HttpRequest, QueryDict
from django_countries import countries

from catalog_pages.models import ShopSettings
from customers.address_rules import ADDRESS_PARTS, is_country
from customers.forms.address import AddressForm
from customers.models import Address, AddressFields
from orders import carts, vat_numbers
from orders.carts import Destination
from orders.exceptions import VatNumberNotValid
from orders.forms.checkout import BILLING, SHIPPING, CheckoutForm, ContactForm, address_part, remembered
from orders.models import Cart
from orders.payments import payment_methods
from orders.pricing import with_shipping
from orders.shipping import ShippingQuote

if TYPE_CHECKING:
    from customers.models import Customer

LARGEST_BOOK = 12


class CheckoutPage:
    """One rendering of the checkout. Made by `begun`, `drafted` or `submitted`; makes no change itself."""

    contact: ContactForm
    form: CheckoutForm
    shipping: AddressForm
    billing: AddressForm

    def __init__(
        self, request: HttpRequest, cart: Cart, draft: Mapping[str, str], *, is_submitted: bool = False
    ) -> None:
        self.request = request
        self.shop = ShopSettings.for_request(request)
        self.customer: Customer | None = request.user if request.user.is_authenticated else None
        self.cart = cart
        self.draft = dict(draft)
        self.notice = ""
        # Whether an address has ordered before, a first-order promotion would tell whoever merely typed it.
        self.buyers_email = self.draft.get("email", "") if is_submitted else ""
        country = self.draft.get(f"{SHIPPING}-country", "").upper()
        self.country = country if is_country(country) else str(self.shop.country)
        self.draft[f"{SHIPPING}-country"] = self.country
        self.payment_methods = payment_methods(self.shop)
        self.reprice()

    @classmethod
    def begun(cls, request: HttpRequest, cart: Cart) -> CheckoutPage:
        """As somebody finds it who comes from the cart: filled with what they typed before, or from their account."""
        draft = {**_from_account(request), **remembered(request)}
        return cls.drafted(request, cart, draft)

    @classmethod
    def drafted(cls, request: HttpRequest, cart: Cart, draft: Mapping[str, str]) -> CheckoutPage:
        """With what was typed so far in the fields, and nothing said about it yet."""
        page = cls(request, cart, draft)
        page._fill(None)
        return page

    @classmethod
    def submitted(cls, request: HttpRequest, cart: Cart, draft: Mapping[str, str]) -> CheckoutPage:
        """With everything typed put to the test."""
        page = cls(request, cart, draft, is_submitted=True)
        page._fill(request.POST)
        return page

    def reprice(self) -> None:
        """Price the cart as it is now, for the country and the way of delivery chosen."""
        destination = Destination(self.country, self.draft.get(f"{SHIPPING}-region", ""))
        vat_number = self._vat_number()
        view = carts.view(
            cart=self.cart,
            destination=destination,
            email=self.buyers_email,
            vat_number=vat_number,
            shop=self.shop,
        )
        self.shipping_methods = view.shipping_methods() if view.lines else []
        chosen = _chosen(self.draft.get("shipping_method", ""), self.shipping_methods)
        self.view = with_shipping(view=view, quote=chosen) if chosen else view
        self.shown_for = "|".join(
            (self.country, destination.region, chosen.code if chosen else "", vat_number)
        )

    def _vat_number(self) -> str:
        """What was typed if it is one; what is wrong with it, the form says."""
        try:
            return vat_numbers.checked(self.draft.get("vat_number", ""))
        except VatNumberNotValid:
            return ""

    def is_valid(self) -> bool:
        """Whether every field that counts is filled as it should be. All are looked at, so that all errors show."""
        invalid = [form for form in self.forms() if not form.is_valid()]
        return not invalid

    def forms(self) -> list[Form]:
        """The forms that count, in the order the page has them."""
        billing = [] if self.billing_is_same else [self.billing]
        return [self.contact, self.shipping, *billing, self.form]

    def choice_moved_the_total(self) -> bool:
        """Whether the shopper chose something after the total was shown that makes it another one."""
        shown_for = self.form.cleaned_data["shown_for"]
        expected = self.form.cleaned_data["expected_total"]
        return expected is None or (shown_for != self.shown_for and expected != self.view.totals.total)

    def context(self) -> dict[str, object]:
        return {
            "page": self,
            "cart": self.view,
            "contact": self.contact,
            "form": self.form,
            "shipping": self.shipping,
            "billing": self.billing,
            "forms": self.forms(),
            "shipping_methods": self.shipping_methods,
            "payment_methods": self.payment_methods,
            "problems": [line for line in self.view.lines if not line.is_orderable],
            "key": new_key(),
            "book": self.book(),
        }

    def book(self) -> list[Address]:
        """The customer's addresses to choose from; none for a guest. At most one query."""
        return list(self.customer.addresses.all()[:LARGEST_BOOK]) if self.customer else []

    def _fill(self, data: QueryDict | None) -> None:
        self.contact = ContactForm(data, initial=self.draft)
        self.form = CheckoutForm(
            data,
            initial={**self.draft, "billing_same": self.billing_is_same},
            shipping_methods=self.shipping_methods,
            payment_methods=self.payment_methods,
        )
        self.shipping = AddressForm(data, prefix=SHIPPING, initial=address_part(self.draft, SHIPPING))
        billing = {"country": self.country, **address_part(self.draft, BILLING)}
        if (
            self.billing_is_same
        ):  # the fields stand by, out of sight, and follow the delivery address's country
            billing["country"] = self.country
        self.billing = AddressForm(None if self.billing_is_same else data, prefix=BILLING, initial=billing)

    @property
    def payment_method(self) -> str:
        """The code of the way of paying chosen, else of the first one offered."""
        codes = [method.code for method in self.payment_methods]
        chosen = self.draft.get("payment_method", "")
        return chosen if chosen in codes else (codes[0] if codes else "")

    @property
    def has_no_delivery(self) -> bool:
        """Whether there is no way to send this cart to that country."""
        return self.view.shipping is None

    @property
    def country_name(self) -> str:
        return str(countries.name(self.country))

    @property
    def billing_is_same(self) -> bool:
        return bool(self.draft.get("billing_same", "on"))


def new_key() -> str:
    """An idempotency key: one for each time the page is shown."""
    return uuid.uuid4().hex


def _chosen(code: str, quotes: list[ShippingQuote]) -> ShippingQuote | None:
    """The way of delivery asked for, else the first one offered, if any is."""
    return next((quote for quote in quotes if quote.code == code), quotes[0] if quotes else None)


def _from_account(request: HttpRequest) -> dict[str, str]:
    """What a customer's account knows: the e-mail address and the first address of the book. One query."""
    if not request.user.is_authenticated:
        return {}
    draft = {"email": request.user.email}
    address = request.user.addresses.first()
    return {**draft, **draft_of(address, SHIPPING)} if address else draft


def draft_of(address: AddressFields, kind: str) -> dict[str, str]:
    """An address of the book, or of an order, as the fields of the form."""
    return {f"{kind}-{part}": str(getattr(address, part)) for part in ADDRESS_PARTS}
