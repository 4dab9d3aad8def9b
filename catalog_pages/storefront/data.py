"""What search engines and other programs read of a page: addresses, and linked data after schema.org."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator

from catalog_pages.availability import Availability, State
from catalog_pages.money import round_money
from catalog_pages.renditions import renditions

if TYPE_CHECKING:
    from catalog_pages.models import Product, Variant
    from catalog_pages.navigation import Link

AVAILABILITY = {
    State.IN_STOCK: "https://schema.org/InStock",
    State.LOW: "https://schema.org/LimitedAvailability",
    State.BACKORDER: "https://schema.org/BackOrder",
    State.SOLD_OUT: "https://schema.org/OutOfStock",
}


def as_absolute(request: HttpRequest, url: str) -> str:
    """The address with scheme and host; media on another host stay as they are."""
    return request.build_absolute_uri(url)


def share_url(image: Any, request: HttpRequest) -> str:
    """The absolute address of the picture that links shared elsewhere show; empty when there is none."""
    found = renditions(image, "share")
    return as_absolute(request, found[-1].url) if found else ""


def breadcrumb_list(trail: Iterable[Link], request: HttpRequest) -> dict[str, Any]:
    """schema.org/BreadcrumbList of the way from the front page to here."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step["title"],
                "item": as_absolute(request, step["url"]),
            }
            for position, step in enumerate(trail, start=1)
        ],
    }


def product_data(
    product: Product, variants: list[Variant], *, url: str, pictures: list[str], currency: str
) -> dict[str, Any]:
    """schema.org/Product with an Offer for each variant. `url` and `pictures` are absolute."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": plain(product.description, 400),
        "url": url,
        "image": pictures,
        "category": product.category.name,
        "offers": [_offer(variant, url=url, currency=currency) for variant in variants],
    }
    if product.brand is not None:
        data["brand"] = {"@type": "Brand", "name": product.brand.name}
    if len(variants) == 1:
        data["sku"] = variants[0].sku
    return {key: value for key, value in data.items() if value}


def plain(html: str, length: int) -> str:
    """The words of a description, for where no markup may stand."""
    return Truncator(" ".join(strip_tags(html).split())).chars(length)


def _offer(variant: Variant, *, url: str, currency: str) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "sku": variant.sku,
        "name": variant.label,
        "url": url,
        "price": str(round_money(Decimal(variant.price_at()), currency)),
        "priceCurrency": currency,
        "availability": AVAILABILITY[Availability.of(variant).state],
        "gtin": variant.barcode,
    }
    return {key: value for key, value in offer.items() if value}
