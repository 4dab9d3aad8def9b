"""A choice among all countries whose options are written once for each language, not once for each form."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_countries import countries

Pairs = tuple[tuple[str, str], ...]
"""ISO codes and names, in the order of a language."""


def named_countries(allowed: Container[str] | None = None) -> Pairs:
    """All countries, or those of them that are `allowed`, named and ordered in the language of now."""
    pairs = _named(get_language())
    return pairs if allowed is None else tuple(pair for pair in pairs if pair[0] in allowed)


@lru_cache(maxsize=64)
def _named(language: str | None) -> Pairs:
    return tuple((code, str(name)) for code, name in countries)


class CountryChoices(BaseChoiceIterator):
    """Taken as they are: two hundred and fifty pairs need no second look for each form."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


class CountrySelect(forms.Select):
    """Django's select, for `CountryChoices`; it makes no template for each option."""

    template_name = "account/widgets/country_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        pairs = cast(CountryChoices, self.choices).pairs
        context["widget"]["options"] = _selected(_options(pairs), *context["widget"]["value"])
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        return []


@lru_cache(maxsize=64)
def _options(pairs: Pairs) -> SafeString:
    return format_html_join("\n", '<option value="{}">{}</option>', pairs)


def _selected(options: SafeString, code: str) -> SafeString:
    """The options with this one chosen; without one of them browsers choose the first."""
    value = f'value="{escape(code)}"'
    return mark_safe(options.replace(f"{value}>", f"{value} selected>", 1))  # noqa: S308 - all of it is escaped
