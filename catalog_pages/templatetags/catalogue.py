"""What templates ask of the catalogue: the menu, and pictures in sizes made beforehand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from catalog_pages.navigation import Entry, Link, menu

register = template.Library()

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def catalogue_navigation(context: Context) -> list[Entry]:
    """`{% catalogue_navigation as navigation %}`: a list of {title, url, children: [{title, url}]}. One query.

    Empty without a request, as on the error page.
    """
    request = context.get("request")
    return menu(request).categories if request is not None else []


@register.simple_tag(takes_context=True)
def house_pages(context: Context) -> list[Link]:
    """`{% house_pages as house %}`: a list of {title, url} for the foot of the page. No query after the menu's."""
    request = context.get("request")
    return menu(request).house if request is not None else []


@register.simple_tag
def menu_place(navigation: list[Entry], request: HttpRequest | None) -> str:
    """The path of the request where the menu leads to it, else that of the part of the shop it lies in, else empty."""
    path = request.path if request else ""
    parts = [entry["url"] for entry in navigation]
    if path in parts or any(path == child["url"] for entry in navigation for child in entry["children"]):
        return path
    return next((url for url in parts if url in path), "")


@register.filter
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """Facts after schema.org as a data block. What could end the script early is escaped, as `json_script` does.

    A content security policy does not stop it: a block of data is not a script that runs.
    """
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.filter
def figure(number: Decimal) -> str:
    """A measure as people write it in the active language, without zeros at its end: 12.5000 is 12.5."""
    return format_decimal(number.normalize(), locale=to_locale(get_language() or "en"))
