"""The checkout's forms, and what a shopper has typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from customers.addresses import ADDRESS_PARTS
from orders import vat_numbers
from orders.exceptions import VatNumberNotValid
from orders.payments import PaymentMethod
from orders.shipping import ShippingQuote
from orders.wording import in_words

SESSION_KEY = "checkout"
SHIPPING, BILLING = "shipping", "billing"
# What is kept of a checkout in progress, and how much of each: nothing is trusted, it only fills fields.
KEPT = (
    "email",
    "note",
    "shipping_method",
    "payment_method",
    "billing_same",
    "vat_number",
    *(f"{kind}-{part}" for kind in (SHIPPING, BILLING) for part in ADDRESS_PARTS),
)
LONGEST = 2_000


class ContactForm(forms.Form):
    """Whom to tell."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("For the confirmation and news of your parcel. Nothing else."),
        error_messages={"required": _("E-mail address is needed.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class CheckoutForm(forms.Form):
    """How to send and pay it. The hidden fields say what the shopper was shown when they pressed the button."""

    billing_same = forms.BooleanField(
        label=_("The bill goes to the same address"), required=False, initial=True
    )
    shipping_method = forms.ChoiceField(
        label=_("Delivery"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a way of delivery."),
            "invalid_choice": _("This way of delivery is not offered for your country. Choose another."),
        },
    )
    payment_method = forms.ChoiceField(
        label=_("Payment"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you would like to pay."),
            "invalid_choice": _("This way of paying is not offered. Choose another."),
        },
    )
    note = forms.CharField(
        label=_("Anything we should know?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    vat_number = forms.CharField(
        label=_("VAT number (businesses)"),
        required=False,
        max_length=40,
        help_text=_("With its country's letters, such as DE136695976. Leave it empty if you have none."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    idempotency_key = forms.CharField(max_length=255, widget=forms.HiddenInput)
    expected_total = forms.DecimalField(
        max_digits=14, decimal_places=3, required=False, widget=forms.HiddenInput
    )
    shown_for = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        shipping_methods: Sequence[ShippingQuote],
        payment_methods: Sequence[PaymentMethod],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        offered: dict[str, list[tuple[str, Any]]] = {
            "shipping_method": [(quote.code, quote.name) for quote in shipping_methods],
            "payment_method": [(method.code, method.name) for method in payment_methods],
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_vat_number(self) -> str:
        try:
            return vat_numbers.checked(self.cleaned_data["vat_number"])
        except VatNumberNotValid as refusal:
            raise forms.ValidationError(in_words(refusal, currency=""), code="invalid") from refusal


def posted(request: HttpRequest) -> dict[str, str]:
    """What was typed, in this request; remembered in the session until the order is placed."""
    draft = {name: request.POST[name][:LONGEST] for name in KEPT if name in request.POST}
    draft["billing_same"] = "on" if request.POST.get("billing_same") else ""
    request.session[SESSION_KEY] = draft
    return draft


def begin_with(request: HttpRequest, draft: Mapping[str, str]) -> None:
    """Fill the checkout's fields, which the shopper comes to next, with these."""
    request.session[SESSION_KEY] = {name: draft[name] for name in KEPT if name in draft}


def remembered(request: HttpRequest) -> dict[str, str]:
    """What was typed before, on this device, in a checkout not finished."""
    kept = request.session.get(SESSION_KEY)
    return dict(kept) if isinstance(kept, dict) else {}


def forget(request: HttpRequest) -> None:
    """The order is placed: nothing typed stays in the session."""
    request.session.pop(SESSION_KEY, None)


def address_part(draft: Mapping[str, str], kind: str) -> dict[str, str]:
    """The parts of one of the draft's addresses that were typed."""
    return {part: draft[f"{kind}-{part}"] for part in ADDRESS_PARTS if f"{kind}-{part}" in draft}
