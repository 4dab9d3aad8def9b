"""Curated palettes of five: paper, ink, and three working colours.

They are chosen by eye, not computed: every product names one of them, so that a room hung with
any four prints of the shop still holds together.
"""

from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]


def colour(hex_code: str) -> Colour:
    """Read ``#rrggbb``."""
    code = hex_code.removeprefix("#")
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(a: Colour, b: Colour, amount: float) -> Colour:
    """Return the colour ``amount`` (0 to 1) of the way from ``a`` to ``b``."""
    red, green, blue = (round(x + (y - x) * amount) for x, y in zip(a, b, strict=True))
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours that belong together."""

    name: str
    paper: Colour
    ink: Colour
    first: Colour
    second: Colour
    accent: Colour

    @property
    def colours(self) -> tuple[Colour, Colour, Colour, Colour, Colour]:
        return self.paper, self.ink, self.first, self.second, self.accent

    @property
    def working(self) -> tuple[Colour, Colour, Colour, Colour]:
        """The four colours that go on the paper, darkest first."""
        return self.ink, self.first, self.second, self.accent


def _palette(name: str, codes: str) -> Palette:
    paper, ink, first, second, accent = (colour(code) for code in codes.split())
    return Palette(name, paper, ink, first, second, accent)


PALETTES: dict[str, Palette] = {
    name: _palette(name, codes)
    for name, codes in {
        "harbour": "#f4efe4 #1f2d3a #3f6b82 #cfae7c #b5532f",
        "lichen": "#f3f0e3 #2b2f26 #7d8a5b #cdbd7b #a9603f",
        "dusk": "#f7ece0 #2a2338 #6b4a6e #d07a5c #f0c08a",
        "kiln": "#f5eee3 #2c1f1a #8f3b22 #d28148 #6d7d7a",
        "slate": "#f2f0ea #22262b #5b6872 #a9b3b6 #c7643b",
        "heather": "#f4eeea #2e2733 #7a6286 #bda3b6 #c98b4e",
        "moss": "#f1efe2 #20291f #4c6444 #9aa672 #d6b35c",
        "indigo": "#f3efe6 #141d38 #2f4a86 #8aa4c8 #d9a441",
        "madder": "#f6ede3 #30191b #93302f #d88768 #39545c",
        "ochre": "#f7f0df #2d2519 #b9822d #e0b862 #4f6a62",
        "tide": "#eef0ea #16323a #2f7477 #8fbcb0 #e2a06f",
        "clay": "#f5ebe0 #3a2a22 #b46a4a #dba98a #7f8f86",
        "frost": "#f1f3f2 #22303c #6f8fa3 #b9cdd4 #d9775f",
        "barley": "#f8f1e0 #3a2f1c #a98a4b #d9c28a #6c7f4f",
        "cyanotype": "#f0f0e8 #0f2f52 #1f5687 #7fa9c6 #dfe7e4",
        "ember": "#f7ece2 #231a22 #5a2a3c #c8503a #eda65a",
        "fjord": "#eef1f0 #0f2430 #23506a #6d97a8 #c9d6cf",
        "orchard": "#f6f0e1 #27301f #6a8043 #c24b33 #eac46a",
        "porcelain": "#f6f4ee #1d2b4f #34539b #9db2d6 #c9b99a",
        "bracken": "#f4ede0 #2f2118 #7a4a26 #b98243 #56684a",
        "rosehip": "#f8ede6 #351d24 #a83a4a #e3a09a #55706a",
        "poppy": "#f7f0e4 #2b2a22 #5c7747 #a9b386 #c23f2b",
        "graphite": "#f3f1ec #1e1d1b #55524c #a7a297 #b04a2a",
    }.items()
}
