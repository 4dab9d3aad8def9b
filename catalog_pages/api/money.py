"""Money as the API writes it."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog_pages.money import round_money

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


def money(amount: Decimal, currency: str) -> dict[str, str]:
    """`amount` of `currency`, rounded to what can be paid: {"amount": "12.00", "currency": "EUR"}."""
    return {"amount": str(round_money(amount, currency)), "currency": currency}


@extend_schema_field(MONEY_SCHEMA)
class MoneyField(serializers.Field[Decimal, Decimal, dict[str, str], object]):
    """An amount of the currency that the serializer's context names."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"read_only": True, **kwargs})  # type: ignore[arg-type]

    def to_representation(self, value: Decimal) -> dict[str, str]:
        return money(value, self.context["currency"])
