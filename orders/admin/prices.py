from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from catalog_pages.admin.figures import check_payable, shop_currency
from catalog_pages.money import round_money


class PricesMixin:
    """Of a form with prices: shows the decimals of the shop's currency and refuses any more.

    Rows that carry `currency` (an annotation) spare a query each.
    """

    prices: tuple[str, ...] = ("price",)
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        self.currency: str = getattr(form.instance, "currency", None) or shop_currency()
        for name in self.prices:
            price = form.initial.get(name)
            if isinstance(price, Decimal) and price == round_money(price, self.currency):
                form.initial[name] = round_money(price, self.currency)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        form: Any = self
        for name in self.prices:
            price = data.get(name)
            if price is not None and self.is_price(name):
                try:
                    check_payable(price, self.currency)
                except forms.ValidationError as error:
                    form.add_error(name, error)
        return data

    def is_price(self, name: str) -> bool:
        """Whether the field holds an amount of money as it was filled in; it may hold something else."""
        return True
