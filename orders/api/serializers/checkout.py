"""What the checkout offers, and what it takes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_countries import countries
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from customers.api.serializers import AddressSerializer
from orders.api.serializers.money import MoneyField, MoneyInputField

ADDRESS_EXAMPLE = {
    "first_name": "Ada",
    "last_name": "Byron",
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
    "phone": "+442079460000",
}
VAT_NUMBER_HELP = _(
    "Of a business in the EU, with its country's letters. Sent to its country from another one of the EU, the goods "
    "are charged without VAT (reverse charge)."
)


class CheckoutCountrySerializer(serializers.Serializer[object]):
    """The country a parcel would go to."""

    country = serializers.ChoiceField(
        choices=tuple(countries.countries),
        required=False,
        help_text=_("ISO 3166-1 alpha-2; the shop's own country where left out."),
    )
    vat_number = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text=VAT_NUMBER_HELP
    )

    def to_internal_value(self, data: Any) -> Any:
        """Country codes are read whatever their case, as people type them."""
        if isinstance(country := data.get("country"), str):
            data = {**data, "country": country.strip().upper()}
        return super().to_internal_value(data)


class ShippingOptionSerializer(serializers.Serializer[object]):
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    price = MoneyField()
    days_min = serializers.IntegerField(read_only=True, help_text=_("Working days, at least."))
    days_max = serializers.IntegerField(read_only=True, help_text=_("Working days, at most."))


class PaymentOptionSerializer(serializers.Serializer[object]):
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class CheckoutOptionsSerializer(serializers.Serializer[object]):
    """How this cart can be sent and paid for."""

    shipping_methods = ShippingOptionSerializer(many=True, read_only=True)
    payment_methods = PaymentOptionSerializer(many=True, read_only=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A guest in London",
            value={
                "email": "ada@example.com",
                "shipping_address": ADDRESS_EXAMPLE,
                "shipping_method": "standard",
                "payment_method": "bank_transfer",
                "expected_total": "29.00",
            },
        )
    ]
)
class CheckoutSerializer(serializers.Serializer[object]):
    """All that is needed to place the order."""

    email = serializers.EmailField(max_length=254, help_text=_("Where the confirmation goes."))
    shipping_address = AddressSerializer()
    billing_address = AddressSerializer(
        required=False, allow_null=True, help_text=_("The delivery address where left out.")
    )
    shipping_method = serializers.CharField(max_length=60, help_text=_("A code of checkout/options/."))
    payment_method = serializers.CharField(max_length=40, help_text=_("A code of checkout/options/."))
    vat_number = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text=VAT_NUMBER_HELP
    )
    expected_total = MoneyInputField(
        required=False,
        allow_null=True,
        help_text=_(
            "What the shopper was shown. Where it is no longer the total, nothing is placed: prices_changed."
        ),
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
