"""How money and stock are written in lists, and what a typed price must be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages.models import ShopSettings, StockItem
from catalog_pages.money import format_money, round_money, smallest_unit


def shop_currency() -> str:
    """The currency of the default site. One or two queries."""
    return ShopSettings.default().currency


def currency_value() -> Value:
    """The shop's currency as an annotation, read once a list rather than once a row."""
    return Value(shop_currency())


def price_tag(price: Decimal | None, before: Decimal | None, currency: str) -> str | None:
    """A price as a list shows it: None without one, the ordinary price struck beside a sale price."""
    if price is None:
        return None
    if before is None:
        return format_money(price, currency)
    return format_html("{} <del>{}</del>", format_money(price, currency), format_money(before, currency))


def stock_words(stock: StockItem | None) -> str:
    """Levels in words: "12 on hand, 3 reserved, 9 available"."""
    if stock is None:
        return _("not tracked")
    words = _("%(on_hand)d on hand, %(reserved)d reserved, %(available)d available") % {
        "on_hand": stock.on_hand,
        "reserved": stock.reserved,
        "available": stock.available,
    }
    return _("%(levels)s, sold on backorder") % {"levels": words} if stock.backorder else words


def stock_link(stock: StockItem | None) -> str:
    """What can be had, in two words that lead to the stock: for places with little room."""
    if stock is None:
        return _("not tracked")
    words = _("%d available") % stock.available if stock.available else _("sold out")
    url = reverse("admin:catalog_pages_stockitem_change", args=[stock.pk])
    return format_html('<a href="{}" title="{}">{}</a>', url, stock_words(stock), words)


class PriceFormMixin:
    """Of a form with `price` and `sale_price`: shows the decimals of the shop's currency and refuses any more.

    Rows that carry `currency` (an annotation) spare a query each.
    """

    cleaned_data: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = getattr(self.instance, "currency", None) or shop_currency()
        shown: dict[str, Any] = self.initial  # type: ignore[attr-defined]
        for name in ("price", "sale_price"):
            price = shown.get(name)
            if isinstance(price, Decimal) and price == round_money(price, self.currency):
                shown[name] = round_money(price, self.currency)

    def _payable(self, name: str) -> Decimal | None:
        price: Decimal | None = self.cleaned_data[name]
        if price is not None and price.is_finite():
            check_payable(price, self.currency)
        return price

    def clean_price(self) -> Decimal | None:
        return self._payable("price")

    def clean_sale_price(self) -> Decimal | None:
        return self._payable("sale_price")


def check_payable(price: Decimal, currency: str) -> None:
    """Raises ValidationError for a price with more decimals than `currency` has."""
    if round_money(price, currency) != price:
        decimals = -int(smallest_unit(currency).as_tuple().exponent)
        raise forms.ValidationError(
            ngettext(
                "%(currency)s has %(decimals)d decimal.", "%(currency)s has %(decimals)d decimals.", decimals
            )
            % {"currency": currency, "decimals": decimals}
        )
