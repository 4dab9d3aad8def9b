"""How a shop looks: a ground, an accent and type of its own choosing, as custom properties over css/tokens.css.

Whatever is chosen can be read: grounds are curated, an accent is held to WCAG 2.2's contrast (SC 1.4.3) on each of
them, and its shade for dark screens is worked out. No font is downloaded: each choice is a stack of what systems have.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from catalog_pages.models import ShopSettings

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
READABLE = 4.5
WHITE, INK = "#ffffff", "#171613"


class Ground(models.TextChoices):
    PAPER = "paper", gettext_lazy("Paper: warm white")
    CHALK = "chalk", gettext_lazy("Chalk: neutral white")
    MIST = "mist", gettext_lazy("Mist: cool white")
    CLAY = "clay", gettext_lazy("Clay: rosy white")


class HeadingFont(models.TextChoices):
    OLD_STYLE = "old_style", gettext_lazy("Old style serif")
    TRANSITIONAL = "transitional", gettext_lazy("Bookish serif")
    SANS = "sans", gettext_lazy("Plain sans")
    GEOMETRIC = "geometric", gettext_lazy("Geometric sans")


class TextFont(models.TextChoices):
    SYSTEM = "system", gettext_lazy("The system's own")
    HUMANIST = "humanist", gettext_lazy("Humanist sans")
    SERIF = "serif", gettext_lazy("Serif")


Pair = tuple[str, str]
"""For light screens, and for dark ones."""

GROUNDS: Mapping[str, Mapping[str, Pair]] = {
    Ground.PAPER: {
        "paper": ("#faf8f4", "#171613"),
        "raised": ("#ffffff", "#211f1b"),
        "well": ("#f1ece2", "#24221d"),
        "line": ("#ddd7ca", "#3a362f"),
    },
    Ground.CHALK: {
        "paper": ("#fafafa", "#161616"),
        "raised": ("#ffffff", "#202020"),
        "well": ("#efefef", "#232323"),
        "line": ("#dadada", "#383838"),
    },
    Ground.MIST: {
        "paper": ("#f6f8fa", "#14171a"),
        "raised": ("#ffffff", "#1d2125"),
        "well": ("#e9eef2", "#20252a"),
        "line": ("#d2dae1", "#343b42"),
    },
    Ground.CLAY: {
        "paper": ("#fbf6f3", "#191413"),
        "raised": ("#ffffff", "#231d1b"),
        "well": ("#f4e9e4", "#271f1d"),
        "line": ("#e2d2ca", "#3e3330"),
    },
}
HEADING_FONTS: Mapping[str, str] = {
    HeadingFont.TRANSITIONAL: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, serif',
    HeadingFont.SANS: "system-ui, sans-serif",
    HeadingFont.GEOMETRIC: 'Avenir, "Avenir Next", Montserrat, Corbel, "URW Gothic", sans-serif',
}
TEXT_FONTS: Mapping[str, str] = {
    TextFont.HUMANIST: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    TextFont.SERIF: '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, serif',
}


@dataclass(frozen=True)
class Theme:
    """The properties that differ from the house's own, and a name of them for addresses that never change."""

    css: str
    paper: Pair

    @property
    def digest(self) -> str:
        return hashlib.blake2b(self.css.encode(), digest_size=6).hexdigest() if self.css else ""


def theme_of(shop: ShopSettings) -> Theme:
    """Empty where the shop looks as the house does. No query."""
    properties: dict[str, str] = {}
    if shop.ground != Ground.PAPER:
        properties |= {name: _either(pair) for name, pair in GROUNDS[shop.ground].items()}
    if shop.accent:
        properties |= {name: _either(pair) for name, pair in accent_pairs(shop.accent, shop.ground).items()}
    if shop.heading_font in HEADING_FONTS:
        properties["serif"] = HEADING_FONTS[shop.heading_font]
    if shop.text_font in TEXT_FONTS:
        properties["sans"] = TEXT_FONTS[shop.text_font]
    lines = "".join(f"  --{name}: {value};\n" for name, value in properties.items())
    return Theme(f":root {{\n{lines}}}\n" if lines else "", GROUNDS[shop.ground]["paper"])


def accent_pairs(accent: str, ground: str) -> dict[str, Pair]:
    """The accent, its focus ring, what is written on it, and its wash, for light and dark screens."""
    dark = _readable(accent, ground, screen=1)
    washes = tuple(_wash(colour, ground, screen) for screen, colour in enumerate((accent, dark)))
    return {
        "accent": (accent, dark),
        "focus": (accent, dark),
        "on-accent": (_written_on(accent), _written_on(dark)),
        "wash-accent": (washes[0], washes[1]),
    }


def check_accent(accent: str, ground: str) -> None:
    """Raises ValidationError for what is no colour, or cannot be read on the ground; it names one that can."""
    if not COLOUR.match(accent):
        raise ValidationError(_("Write a colour as # and six digits, such as #a84a22."), code="invalid")
    if not _is_readable(accent, ground, screen=0):
        words = _("This is too light to be read. %(colour)s is near and can be.")
        raise ValidationError(words % {"colour": _readable(accent, ground, screen=0)}, code="contrast")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _is_readable(colour: str, ground: str, *, screen: int) -> bool:
    """On the three grounds of that screen (0 light, 1 dark), and on its own wash."""
    grounds = [GROUNDS[ground][name][screen] for name in ("paper", "raised", "well")]
    return all(contrast(colour, each) >= READABLE for each in [*grounds, _wash(colour, ground, screen)])


def _readable(colour: str, ground: str, *, screen: int) -> str:
    """The nearest shade that can be read: darker on a light screen, lighter on a dark one."""
    towards = "#000000" if screen == 0 else WHITE
    return next(
        shade
        for step in range(51)
        if _is_readable(shade := _mixed(colour, towards, step / 50), ground, screen=screen)
    )


def _wash(colour: str, ground: str, screen: int) -> str:
    return _mixed(GROUNDS[ground]["paper"][screen], colour, 0.1)


def _written_on(colour: str) -> str:
    return max((WHITE, INK), key=lambda each: contrast(each, colour))


def _either(pair: Pair) -> str:
    return f"light-dark({pair[0]}, {pair[1]})"


def _mixed(one: str, other: str, share: float) -> str:
    """`share` of the other in the one, 0 to 1."""
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
