"""What a card of a product looks like, and a price.

In Python and not in a template, for a page of a list makes dozens of them and a template takes ten times as long.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog_pages.listing import ProductCard
from catalog_pages.storefront.picture import picture_markup
from catalog_pages.templatetags.money import money

SIZES = "(min-width: 62rem) 20rem, (min-width: 40rem) 30vw, 46vw"
EMPTY = SafeString("")


def card_markup(card: ProductCard, *, currency: str, level: int, eager: bool) -> SafeString:
    """`level` is that of the heading; with `eager` its first picture is loaded at once, for what is seen first."""
    return format_html(
        '<article class="product-card{}"><div class="product-card__pictures">{}</div>'
        '<div class="product-card__text">{}<h{} class="product-card__name"><a href="{}">{}</a></h{}>'
        '<p class="product-card__price">{}</p>{}</div></article>',
        "" if card.in_stock else " product-card--sold-out",
        _pictures(card, eager=eager),
        format_html('<p class="product-card__brand">{}</p>', card.brand.name) if card.brand else EMPTY,
        level,
        card.url,
        card.name,
        level,
        price_markup(card.price, card.price_before, currency=currency, has_range=card.has_price_range),
        format_html('<p class="product-card__note">{}</p>', card.stock_note) if card.stock_note else EMPTY,
    )


def _pictures(card: ProductCard, *, eager: bool) -> SafeString:
    if not card.pictures:
        return format_html('<span class="product-card__initial" aria-hidden="true">{}</span>', card.name[:1])
    return format_html_join(
        "",
        "{}",
        (
            (picture_markup(picture.sizes, picture.avif, sizes=SIZES, eager=eager and number == 0),)
            for number, picture in enumerate(card.pictures)
        ),
    )


def price_markup(
    price: Decimal | None,
    price_before: Decimal | None,
    *,
    currency: str,
    has_range: bool,
    large: bool = False,
) -> SafeString:
    """As components/price.html describes it."""
    now = money(price, currency)
    if has_range:
        now = f"{pgettext('price', 'from')} {now}"
    size = " price--large" if large else ""
    if not price_before:
        return format_html('<span class="price{}"><span>{}</span></span>', size, now)
    return format_html(
        '<span class="price{}"><ins><span class="visually-hidden">{}</span> {}</ins> '
        '<del><span class="visually-hidden">{}</span> {}</del></span>',
        size,
        _("Now"),
        now,
        _("Before"),
        money(price_before, currency),
    )
