"""The properties of the made-up goods: ten attributes, of every kind, and which of them which goods have."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = {
    "Chalk": "#f2efe6", "Oat": "#d9cdb4", "Sand": "#c8ae82", "Ochre": "#c58b2a", "Rust": "#a84a22", "Brick": "#8c3b2e",
    "Rose": "#d59a9a", "Plum": "#5d2e46", "Lilac": "#a99bc0", "Indigo": "#2e3a6e", "Sky": "#8fb4cf", "Teal": "#1f6d70",
    "Moss": "#5f6b3a", "Fern": "#3f7a4a", "Slate": "#56616b", "Charcoal": "#33363a", "Black": "#111111",
}  # fmt: skip
CLOTHES_SIZES = ("XS", "S", "M", "L", "XL", "XXL")
SIZES = ("Small", "Medium", "Large", "Extra large")
MATERIALS = {
    "ware": ("Stoneware", "Enamel", "Cast iron", "Stainless steel", "Glass", "Porcelain", "Copper", "Beech"),
    "furniture": ("Oak", "Ash", "Walnut", "Birch", "Rattan", "Powder-coated steel", "Brass", "Terracotta"),
    "cloth": ("Cotton", "Organic cotton", "Linen", "Bamboo", "Wool", "Waffle cotton", "Down"),
    "clothes": ("Merino", "Lambswool", "Cotton", "Linen", "Waxed cotton", "Corduroy", "Denim"),
    "paper": ("Recycled paper", "Cotton paper", "Kraft paper", "Brass", "Cedar", "Leather"),
    "toys": ("Beech", "Maple", "Cotton", "Wool felt", "Recycled card", "Natural rubber"),
    "tools": ("Carbon steel", "Chrome vanadium", "Stainless steel", "Beech", "Hickory", "Aluminium"),
}
STYLES = ("Classic", "Modern", "Country", "Industrial", "Scandinavian", "Mid-century", "Rustic")
ORIGINS = (
    "Portugal", "Germany", "Italy", "United Kingdom", "Denmark", "Sweden", "France", "Poland", "Spain", "Czechia",
    "Japan", "India", "Estonia", "Netherlands",
)  # fmt: skip
WITH_ARTICLE = frozenset({"United Kingdom", "Netherlands"})
CARE = (
    "Wash by hand in warm water.", "Wipe with a damp cloth.", "Machine wash at 30 degrees.",
    "Machine wash at 60 degrees.", "Oil once a year.", "Keep dry, away from the sun.", "Do not tumble dry.",
    "Brush off when dry.",
)  # fmt: skip
WARRANTIES = (12, 24, 36, 60, 120)


@dataclass(frozen=True, slots=True)
class Property:
    """An attribute of the made-up shop. Where the shop has one by this code, that one is taken."""

    code: str
    name: str
    kind: str
    unit: str = ""
    choices: tuple[str, ...] = ()


PROPERTIES = (
    Property("colour", "Colour", "choice", choices=tuple(COLOURS)),
    Property("size", "Size", "choice", choices=(*CLOTHES_SIZES, *SIZES)),
    Property(
        "material",
        "Material",
        "choice",
        choices=tuple(dict.fromkeys(m for ms in MATERIALS.values() for m in ms)),
    ),
    Property("style", "Style", "choice", choices=STYLES),
    Property("made-in", "Made in", "choice", choices=ORIGINS),
    Property("width", "Width", "number", "cm"),
    Property("warranty", "Warranty", "number", "months"),
    Property("recycled", "Recycled materials", "boolean"),
    Property("handmade", "Made by hand", "boolean"),
    Property("care", "Care", "text"),
)
OPTIONS = {
    "ware": ("colour",), "furniture": ("colour",), "cloth": ("size",), "clothes": ("size",), "paper": ("colour",),
    "toys": (), "tools": ("size",),
}  # fmt: skip
"""What the variants of each kind of goods differ by; none: there is but one."""
