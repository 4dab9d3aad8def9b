"""Order numbers in addresses."""

from django.urls import register_converter


class OrderNumberConverter:
    """Eight letters and digits; what people misread among them, OrderQuerySet.with_number puts right."""

    regex = "[0-9A-Za-z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OrderNumberConverter, "order_number")
