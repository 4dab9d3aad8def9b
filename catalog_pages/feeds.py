"""The goods for Google Merchant Center, as an RSS 2.0 feed that is streamed: no shop is too large for it.

Source of names and formats: the product data specification, https://support.google.com/merchants/answer/7052112
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.cache import cache_control
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.availability import Availability, State
from catalog_pages.listing.cards import page_url
from catalog_pages.models import Category, GalleryImage, ShopSettings, Variant
from catalog_pages.money import round_money
from catalog_pages.shown import products_on

BATCH = 200
LONGEST_TITLE = 150
LONGEST_DESCRIPTION = 5_000
MOST_PICTURES = 11
AVAILABILITY = {
    State.IN_STOCK: "in_stock",
    State.LOW: "in_stock",
    State.BACKORDER: "backorder",
    State.SOLD_OUT: "out_of_stock",
}
OPTIONS = {"color": "color", "colour": "color", "size": "size", "material": "material", "pattern": "pattern"}
"""Options that Google has a word for, by their codes here."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache_control(public=True, max_age=600)
def google_merchant(request: HttpRequest) -> StreamingHttpResponse:
    """One item a variant that is shown and on sale. Eight queries for each BATCH of products."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return StreamingHttpResponse(_feed(request, site), content_type="application/xml; charset=utf-8")


def _feed(request: HttpRequest, site: Site) -> Iterator[str]:
    shop = ShopSettings.for_site(site)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    yield _tag("title", shop.name) + _tag("link", request.build_absolute_uri("/"))
    yield _tag("description", shop.tagline or shop.name)
    categories = _category_paths()
    for product, pictures in _products(site):
        address = request.build_absolute_uri(page_url(product.page_path, site))
        about = _of_product(product, categories[product.category_id])
        shown = _of_pictures([request.build_absolute_uri(picture) for picture in pictures])
        variants = list(product.variants.all())
        for variant in variants:
            variant.product = product
            several = [_tag("g:item_group_id", str(product.pk))] if len(variants) > 1 else []
            item = [*_of_variant(variant, address, shop.currency), *several, *about, *shown]
            yield f"<item>{''.join(item)}</item>\n"
    yield "</channel>\n</rss>\n"


def _products(site: Site) -> Iterator[tuple[Any, list[str]]]:
    """Each product the site shows, with the addresses of its pictures; ordered by key, read on from the last one."""
    last = 0
    while True:
        products = products_on(site).filter(pk__gt=last).order_by("pk").select_related("brand")
        batch: list[Any] = list(products[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        variants = Variant.objects.filter(is_active=True).select_related("stock").order_by("position", "pk")
        prefetch_related_objects(
            batch,
            Prefetch("variants", variants),
            "variants__options__attribute",
            "variants__options__choice",
        )
        pictures = _pictures(product.page_id for product in batch)
        yield from ((product, pictures.get(product.page_id, [])) for product in batch)


def _pictures(pages: Iterable[int]) -> dict[int, list[str]]:
    """The addresses of each page's pictures, uncropped, as far as they are scaled. Two queries."""
    gallery = (
        GalleryImage.objects.filter(page__in=list(pages)).select_related("image").order_by("sort_order", "pk")
    )
    renditions.prefetch((picture.image for picture in gallery), "share")
    found: dict[int, list[str]] = {}
    for picture in gallery:
        for rendition in picture.image.prefetched_renditions:
            found.setdefault(picture.page_id, []).append(rendition.url)
    return found


def _of_product(product: Any, category: str) -> list[str]:
    description = _words(product.description) or product.name
    return [
        _tag("g:description", description[:LONGEST_DESCRIPTION]),
        _tag("g:product_type", category),
        _tag("g:condition", "new"),
        *([_tag("g:brand", product.brand.name)] if product.brand else []),
    ]


def _of_pictures(addresses: list[str]) -> list[str]:
    names = ["g:image_link", *["g:additional_image_link"] * (MOST_PICTURES - 1)]
    return [_tag(name, address) for name, address in zip(names, addresses, strict=False)]


def _of_variant(variant: Variant, address: str, currency: str) -> list[str]:
    options = {OPTIONS.get(option.attribute.code): option.choice.name for option in variant.options.all()}
    has_code = _is_gtin(variant.barcode)
    return [
        _tag("g:id", variant.sku),
        _tag("g:title", variant.full_name[:LONGEST_TITLE]),
        _tag("g:link", f"{address}?{urlencode({'sku': variant.sku})}"),
        _tag("g:availability", AVAILABILITY[Availability.of(variant).state]),
        *_prices(variant, currency),
        *([_tag("g:gtin", variant.barcode)] if has_code else []),
        *([] if has_code or variant.product.brand else [_tag("g:identifier_exists", "no")]),
        *([_tag("g:mpn", variant.sku)] if variant.product.brand and not has_code else []),
        *(_tag(f"g:{name}", choice) for name, choice in options.items() if name),
        *([_tag("g:shipping_weight", f"{variant.weight_grams} g")] if variant.weight_grams else []),
    ]


def _prices(variant: Variant, currency: str) -> list[str]:
    """The ordinary price; the sale's too, with its days where both are known, while it has not ended."""
    tags = [_tag("g:price", f"{round_money(variant.price, currency)} {currency}")]
    starts, ends = variant.sale_starts_at, variant.sale_ends_at
    if variant.sale_price is None:
        return tags
    is_to_come = bool(starts and ends and ends > timezone.now())
    if variant.is_on_sale() or is_to_come:
        tags.append(_tag("g:sale_price", f"{round_money(variant.sale_price, currency)} {currency}"))
    if starts and ends and is_to_come:
        tags.append(_tag("g:sale_price_effective_date", f"{_moment(starts)}/{_moment(ends)}"))
    return tags


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M%z")


def _is_gtin(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it. Source: GS1 General Specifications, 7.9."""
    if len(digits) not in (8, 12, 13, 14) or not digits.isdigit():
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _category_paths() -> dict[int, str]:
    paths: dict[int, str] = {}
    for category in Category.objects.order_by("tree_id", "lft"):
        above = paths.get(category.parent_id, "")
        paths[category.pk] = f"{above} > {category.name}" if above else category.name
    return paths


def _words(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(_NOT_XML.sub('', text))}</{name}>"
