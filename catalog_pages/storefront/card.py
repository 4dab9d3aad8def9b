"""What a card of a product looks like, and a price.

In Python and not in a template, for a page of a list makes dozens of them and a template takes ten times as long.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog_pages.listing import ProductCard
from catalog_pages.storefront.picture import picture_markup
from catalog_pages.templatetags.money import money

SIZES = "(min-width: 62rem) 20rem, (min-width: 40rem) 30vw, 46vw"


def card_markup(card: ProductCard, *, currency: str, level: int, eager: bool) -> SafeString:
    """`level` is that of the heading; with `eager` its first picture is loaded at once, for what is seen first."""
    sold_out = "" if card.in_stock else " product-card--sold-out"
    brand = f'<p class="product-card__brand">{escape(card.brand.name)}</p>' if card.brand else ""
    price = price_markup(card.price, card.price_before, currency=currency, has_range=card.has_price_range)
    note = f'<p class="product-card__note">{escape(card.stock_note)}</p>' if card.stock_note else ""
    return mark_safe(  # noqa: S308 - whatever people wrote is escaped
        f'<article class="product-card{sold_out}">'
        f'<div class="product-card__pictures">{_pictures(card, eager=eager)}</div>'
        f'<div class="product-card__text">{brand}'
        f'<h{level} class="product-card__name"><a href="{escape(card.url)}">{escape(card.name)}</a></h{level}>'
        f'<p class="product-card__price">{price}</p>{note}</div></article>'
    )


def _pictures(card: ProductCard, *, eager: bool) -> str:
    if not card.pictures:
        return f'<span class="product-card__initial" aria-hidden="true">{escape(card.name[:1])}</span>'
    return "".join(
        picture_markup(picture.sizes, picture.avif, sizes=SIZES, eager=eager and number == 0)
        for number, picture in enumerate(card.pictures)
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
    now = escape(money(price, currency))
    if has_range:
        now = f"{escape(pgettext('price', 'from'))} {now}"
    size = " price--large" if large else ""
    if price_before:
        before = escape(money(price_before, currency))
        now = (
            f'<ins><span class="visually-hidden">{escape(_("Now"))}</span> {now}</ins> '
            f'<del><span class="visually-hidden">{escape(_("Before"))}</span> {before}</del>'
        )
    else:
        now = f"<span>{now}</span>"
    return mark_safe(f'<span class="price{size}">{now}</span>')  # noqa: S308 - whatever people wrote is escaped
