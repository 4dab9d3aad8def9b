"""Parts of pages that are rendered once and kept, or made in Python for there are so many of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from html import escape

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog_pages.listing import Facet, ProductCard
from catalog_pages.page_cache.frame import frame
from catalog_pages.storefront.card import card_markup, price_markup

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, name: str, varies: list[FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.varies = varies
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None:  # an error page, for which nobody may ask the database
            return self.nodelist.render(context)
        varies = tuple(each.resolve(context) for each in self.varies)
        key = ("part", self.name, get_language(), request.get_host(), *varies)
        return frame.kept(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "menu" path %}...{% endkept %}`: rendered once for each value it varies by, until the frame changes.

    Only for what hangs on the journal's key `all`, and shows nothing of the visitor. It is kept for each language and
    host anyway. Let it vary by few values: each is kept.
    """
    _tag, name, *varies = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), [parser.compile_filter(each) for each in varies], nodelist)


@register.simple_tag
def product_card(card: ProductCard, currency: str, level: int | None = None) -> SafeString:
    """The card, made once for as long as it is kept. `level` of its heading is 3 where none is given."""
    return _card(card, get_language(), currency, level or 3, eager=False)


@register.simple_tag
def product_cards(
    cards: Sequence[ProductCard], currency: str, level: int | None = None, eager: int | None = None
) -> SafeString:
    """An item for each card, as `product_card` makes it. The pictures of the first `eager` load at once."""
    language, first = get_language(), eager or 0
    made = (
        _card(card, language, currency, level or 3, eager=place < first) for place, card in enumerate(cards)
    )
    return mark_safe("".join([f"<li>{card}</li>" for card in made]))  # noqa: S308 - cards are safe


def _card(card: ProductCard, language: str | None, currency: str, level: int, *, eager: bool) -> SafeString:
    key = (language, currency, level, eager)
    found = card.rendered.get(key)
    if found is None:
        found = card_markup(card, currency=currency, level=level, eager=eager)
        card.rendered[key] = found
    return found


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of components/icon.html, hidden from screen readers: say the word beside it."""
    return render_to_string("components/icon.html", {"name": name})


@register.simple_tag
def price(
    amount: Decimal | None, before: Decimal | None, has_range: bool, currency: str, large: bool
) -> SafeString:
    """What components/price.html shows, with the very markup that cards have."""
    return price_markup(
        amount, before or None, currency=currency, has_range=bool(has_range), large=bool(large)
    )


@register.simple_tag
def facet_ticks(facet: Facet) -> SafeString:
    """A tick for each choice of a facet. Here and not in a template, for a list of goods has hundreds of them."""
    code = escape(facet.code)
    ticks = []
    for number, each in enumerate(facet.choices, start=1):
        name, checked = f"facet-{code}-{number}", " checked" if each.selected else ""
        ticks.append(
            f'<li class="tick"><input type="checkbox" id="{name}" name="{code}" value="{escape(each.value)}"{checked}>'
            f'<label for="{name}">{escape(str(each.label))}</label><span class="tick__count">{each.count}</span></li>'
        )
    return mark_safe("".join(ticks))  # noqa: S308 - whatever people wrote is escaped
