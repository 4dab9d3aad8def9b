"""Money as the API writes it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog_pages.money import round_money


def money(amount: Decimal, currency: str) -> dict[str, str]:
    """`amount` of `currency`, rounded to what can be paid: {"amount": "12.00", "currency": "EUR"}."""
    return {"amount": str(round_money(amount, currency)), "currency": currency}


AMOUNT_SCHEMA = {
    "type": "string",
    "pattern": r"^-?\d{1,11}(\.\d{1,3})?$",
    "description": "In the currency's major unit.",
    "example": "12.00",
}
MONEY_SCHEMA = {
    "type": "object",
    "properties": {
        "amount": AMOUNT_SCHEMA,
        "currency": {"type": "string", "minLength": 3, "maxLength": 3, "example": "EUR"},
    },
    "required": ["amount", "currency"],
}


@extend_schema_field(MONEY_SCHEMA)
class MoneyField(serializers.Field[Decimal, Decimal, dict[str, str], object]):
    """An amount of the currency that the serializer's context names."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"read_only": True, **kwargs})  # type: ignore[arg-type]

    def to_representation(self, value: Decimal) -> dict[str, str]:
        return money(value, self.context["currency"])


@extend_schema_field({"oneOf": [AMOUNT_SCHEMA, MONEY_SCHEMA]})
class MoneyInputField(serializers.DecimalField):
    """An amount as a decimal string, or money as the API writes it, in the currency the context names."""

    default_error_messages = {"wrong_currency": _("This shop's currency is {currency}.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=3, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, dict):
            if data.get("currency") != self.context["currency"]:
                self.fail("wrong_currency", currency=self.context["currency"])
            data = data.get("amount")
        return super().to_internal_value(data)
