"""Amounts as shoppers read them."""

from decimal import Decimal

from django import template

from catalog_pages.money import format_money

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """`{{ amount|money:currency }}`: 12.5 is "€12.50" in English. Nothing for None.

    `currency` is ISO 4217; an empty one (a context without a shop) shows the bare number rather than fail.
    """
    if amount is None:
        return ""
    return format_money(Decimal(amount), currency) if currency else str(amount)
