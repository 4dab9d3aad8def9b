# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Tote bags and tea towels."""

from decimal import Decimal

from demo.catalogue.making import choices, single
from demo.catalogue.shape import Product
from demo.drawing.art import ClothArt, Design

CANVAS = (
    "Cotton canvas of 340 g/m², 38 × 42 cm, handles of 68 cm to go over a coat",
    "Printed by hand with water-based ink",
    "Wash at 30 °C, inside out; do not tumble",
)
LINEN = (
    "Pure linen, 50 × 70 cm, with a loop at the corner",
    "Printed by hand with water-based ink",
    "Wash at 60 °C; it softens every time",
)
BAG = (("technique", "Screen print"), ("material", "Cotton canvas"), ("height", Decimal(42)))
TOWEL = (("technique", "Screen print"), ("material", "Linen"), ("height", Decimal(70)))
DUSK_BLUE = (192, 206, 220)

CLOTH_GOODS = (
    Product(
        key="parsley-tote",
        name="Parsley Tote",
        category="totes",
        brand="mill-weft",
        description="Cow parsley at full height on heavy canvas. It carries six wine bottles or one cat, and both have been tried.",
        story=(
            "The print is pulled in three colours with the bag already sewn, which Mill & Weft say they will never agree to again.",
        ),
        details=CANVAS,
        variants=choices(
            "PP-TOTE-01",
            "colour",
            (("Natural", "NAT", "26.00", 34), ("Dusk blue", "BLU", "26.00", 12)),
            weight=290,
        ),
        art=ClothArt(
            "tote",
            Design("sprigs", "moss", 2),
            "tall cow parsley in green and ochre",
            plant="parsley",
            ground="sage",
            other=("dusk blue", DUSK_BLUE),
        ),
        attributes=(*BAG, ("mood", "Green")),
        also=("gifts",),
    ),
    Product(
        key="fern-tote",
        name="Fern Tote",
        category="totes",
        brand="mill-weft",
        description="One fern frond in two greens, printed a little off centre, because that is how it lay.",
        story=("From the same drawing as our sun print, with the leaflets counted again: there are 1,140.",),
        details=CANVAS,
        variants=choices(
            "PP-TOTE-02",
            "colour",
            (("Natural", "NAT", "26.00", 3), ("Dusk blue", "BLU", "26.00", 0)),
            weight=290,
        ),
        art=ClothArt(
            "tote",
            Design("sprigs", "moss", 3),
            "a single fern frond in greens",
            plant="fern",
            ground="linen",
            other=("dusk blue", DUSK_BLUE),
        ),
        attributes=(*BAG, ("mood", "Green")),
    ),
    Product(
        key="poppy-tote",
        name="Poppy Tote",
        category="totes",
        brand="mill-weft",
        description="Poppies in flower, bud and seed on blue-grey canvas. Bright enough to find at the bottom of a wardrobe.",
        story=("The grey-blue is woven, not dyed after: warp white, weft indigo.",),
        details=CANVAS,
        variants=single("PP-TOTE-03", "28.00", weight=290, stock=19, sale="21.00"),
        art=ClothArt(
            "tote",
            Design("sprigs", "poppy", 6),
            "red poppies in flower, bud and seed",
            plant="poppy",
            ground="blush",
            cloth=(214, 220, 226),
        ),
        attributes=(*BAG, ("mood", "Red")),
    ),
    Product(
        key="seigaiha-tea-towel",
        name="Seigaiha Tea Towel",
        category="tea-towels",
        brand="mill-weft",
        description="Blue waves on linen. It dries glasses without leaving a thread, from the third wash on.",
        story=("New linen is stiff and a little cross. Give it a fortnight.",),
        details=LINEN,
        variants=single("PP-TOWL-01", "19.00", weight=120, stock=42),
        art=ClothArt(
            "towel",
            Design("scallops", "indigo", 3, 70),
            "overlapping blue waves with a few in gold",
            ground="stone",
        ),
        attributes=(*TOWEL, ("mood", "Blue")),
        also=("gifts",),
    ),
    Product(
        key="deckchair-tea-towel",
        name="Deckchair Tea Towel",
        category="tea-towels",
        brand="mill-weft",
        description="Stripes in brick, sand and sage, ruled by a steady hand and no ruler.",
        story=("Hang it where the sun comes in. It fades well.",),
        details=LINEN,
        variants=single("PP-TOWL-02", "19.00", weight=120, stock=27),
        art=ClothArt(
            "towel",
            Design("stripes", "clay", 2, 62),
            "upright stripes in brick, sand and sage",
            ground="straw",
        ),
        attributes=(*TOWEL, ("mood", "Red")),
    ),
    Product(
        key="sprig-tea-towel",
        name="Sprig Tea Towel",
        category="tea-towels",
        brand="mill-weft",
        description="Our small twigs again, at home on linen. Two greens and a yellow berry.",
        story=("Sold out twice last spring; we have since bought more linen.",),
        details=LINEN,
        variants=single("PP-TOWL-03", "19.00", weight=120, stock=0),
        art=ClothArt(
            "towel", Design("sprigs", "moss", 3, 84), "small green twigs with yellow berries", ground="sage"
        ),
        attributes=(*TOWEL, ("mood", "Green")),
    ),
)
