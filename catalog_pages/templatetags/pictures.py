"""Pictures on pages: what is scaled already, and nothing made while somebody waits."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from catalog_pages.renditions import avif_renditions, renditions
from catalog_pages.storefront.picture import picture_markup, preload_markup

register = template.Library()


@register.simple_tag
def picture(
    image: Any, size: str, sizes: str = "100vw", alt: str = "", eager: bool = False, css_class: str = ""
) -> SafeString:
    """The picture in a size of catalog_pages.renditions.SIZES; `sizes`: how wide it is shown, as in HTML."""
    return picture_markup(
        renditions(image, size),
        avif_renditions(image, size),
        sizes=sizes,
        alt=alt,
        eager=bool(eager),
        css_class=css_class,
    )


@register.simple_tag
def widest(image: Any, size: str) -> Any:
    """The widest rendition of a size that is there, or None."""
    found = renditions(image, size)
    return found[-1] if found else None


@register.simple_tag
def preload_picture(image: Any, size: str, sizes: str = "100vw") -> SafeString:
    """A link for the head: the same picture, in the same words, as `picture` with `eager` shows on the page."""
    return preload_markup(renditions(image, size), avif_renditions(image, size), sizes=sizes)
