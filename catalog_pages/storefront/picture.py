"""A picture in its sizes, for browsers that read AVIF and for those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

EMPTY = SafeString("")
EAGER = ' loading="eager" fetchpriority="high"'
LAZY = ' loading="lazy" decoding="async"'


class Sized(Protocol):
    """A rendition, or what is kept of one."""

    @property
    def url(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def srcset(sizes: Iterable[Sized]) -> str:
    return ", ".join(f"{each.url} {each.width}w" for each in sizes)


def picture_markup(
    webp: Sequence[Sized],
    avif: Sequence[Sized],
    *,
    sizes: str,
    alt: str = "",
    eager: bool = False,
    css_class: str = "",
) -> SafeString:
    """`webp` and `avif`: narrowest first. `sizes` as in HTML; with `eager` it is loaded at once, being seen first.

    Nothing where there is no `webp`.
    """
    if not webp:
        return EMPTY
    smallest = webp[0]
    several = f' srcset="{escape(srcset(webp))}" sizes="{escape(sizes)}"' if len(webp) > 1 else ""
    named = f' class="{escape(css_class)}"' if css_class else ""
    image = (
        f'<img src="{escape(smallest.url)}"{several} width="{smallest.width}" height="{smallest.height}"'
        f' alt="{conditional_escape(alt)}"{named}{EAGER if eager else LAZY}>'
    )
    if avif:
        source = f'<source type="image/avif" srcset="{escape(srcset(avif))}" sizes="{escape(sizes)}">'
        image = f"<picture>{source}{image}</picture>"
    return mark_safe(image)  # noqa: S308 - whatever people wrote is escaped


def preload_markup(webp: Sequence[Sized], avif: Sequence[Sized], *, sizes: str) -> SafeString:
    """Has the browser fetch the picture that is seen first while it reads the head, in the width it will show."""
    if not webp:
        return EMPTY
    return format_html(
        '<link rel="preload" as="image" type="image/{}" imagesrcset="{}" imagesizes="{}" fetchpriority="high">',
        "avif" if avif else "webp",
        srcset(avif or webp),
        sizes,
    )
