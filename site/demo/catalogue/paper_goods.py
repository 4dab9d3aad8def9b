# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Notebooks, booklets, cards, wrapping and a file to print at home."""

from decimal import Decimal

from demo.catalogue.making import choices, single
from demo.catalogue.shape import Product, Variant
from demo.drawing.art import Design, PaperArt, PrintArt

SEWN = (
    "A5 (14.8 × 21 cm), 160 pages of 100 g/m² ivory wove that takes a fountain pen",
    "Sewn in ten sections, so that it lies open at any page",
    "Quarter cloth over boards, with a pasted label",
)
RULINGS = (("Plain", "P", "24.00"), ("Ruled", "R", "24.00"), ("Dot grid", "D", "24.00"))
BOUND = (
    ("technique", "Hand-bound"),
    ("material", "Paper and cloth"),
    ("paper-weight", Decimal(100)),
    ("pages", Decimal(160)),
    ("format", "A5"),
)


def _rulings(prefix: str, stock: tuple[int, int, int], *, sale: str | None = None) -> tuple[Variant, ...]:
    rows = [(*row, level) for row, level in zip(RULINGS, stock, strict=True)]
    return choices(prefix, "ruling", rows, weight=340, sale=sale)


NOTEBOOKS = (
    Product(
        key="seigaiha-notebook",
        name="Seigaiha Notebook",
        category="notebooks",
        brand="linden-bindery",
        description=(
            "Overlapping waves in two blues, with a gold one here and there. The pattern is some fourteen hundred years "
            "old and still looks like tomorrow."
        ),
        story=(
            "The name means blue sea waves. Ours are drawn scale by scale, and chance decides where the sun falls.",
        ),
        details=SEWN,
        variants=_rulings("PP-NOTE-01", (32, 18, 3)),
        art=PaperArt(
            "notebook",
            Design("scallops", "indigo", 3),
            "overlapping blue waves with a few in gold",
            (Design("marble", "ember", 5), Design("check", "barley", 2)),
            "Notes",
            "linen",
        ),
        attributes=(*BOUND, ("mood", "Blue")),
        also=("gifts",),
    ),
    Product(
        key="marbled-notebook",
        name="Marbled Notebook",
        category="notebooks",
        brand="linden-bindery",
        description=(
            "Boards covered in marbled paper: ink floated on a bath, combed once, and lifted. Inside, nothing, and "
            "plenty of it."
        ),
        story=(
            "Marbling was a guild secret for two centuries and then, for one, the inside of every good book. We think "
            "it deserves the outside.",
        ),
        details=SEWN,
        variants=_rulings("PP-NOTE-02", (14, 6, 22)),
        art=PaperArt(
            "notebook",
            Design("marble", "madder", 8, 80),
            "marbled swirls in red, rose, slate and cream",
            (Design("bricks", "tide", 4), Design("dots", "slate", 3)),
            "Journal",
            "blush",
        ),
        attributes=(*BOUND, ("mood", "Red")),
    ),
    Product(
        key="shingle-notebook",
        name="Shingle Notebook",
        category="notebooks",
        brand="linden-bindery",
        description="Pebbles of every size, none touching. It began as a photograph of a beach and was counted stone by stone.",
        story=("A good book for lists. It has the patience.",),
        details=SEWN,
        variants=_rulings("PP-NOTE-03", (27, 2, 12), sale="18.00"),
        art=PaperArt(
            "notebook",
            Design("pebbles", "harbour", 2, 74),
            "pebbles in slate blue, sand, ink and rust",
            (Design("stripes", "clay", 3), Design("asters", "porcelain", 2)),
            "Lists",
            "stone",
        ),
        attributes=(*BOUND, ("mood", "Blue")),
    ),
    Product(
        key="hemp-leaf-sketchbook",
        name="Hemp Leaf Sketchbook",
        category="notebooks",
        brand="linden-bindery",
        description=(
            "The star lattice the Japanese call asanoha, in white on porcelain blue. Larger, squarer, with heavy paper "
            "for pencil and wash."
        ),
        story=(
            "It was sewn into children's clothes, so that they would grow as straight as hemp. Sketches do too.",
        ),
        details=(
            "21 × 25 cm, 96 pages of 170 g/m² cartridge",
            "Sewn in eight sections; lies flat",
            "Quarter cloth over boards, with a pasted label",
        ),
        variants=single("PP-NOTE-04", "32.00", weight=610, stock=16),
        art=PaperArt(
            "notebook",
            Design("asters", "porcelain", 3, 64),
            "a lattice of white six-pointed stars on blue",
            (Design("pebbles", "harbour", 2), Design("scallops", "ochre", 3)),
            "Sketches",
            "sky",
            (21.0, 25.0, 1.4),
        ),
        attributes=(
            *BOUND[:2],
            ("paper-weight", Decimal(170)),
            ("pages", Decimal(96)),
            ("format", "21 × 25 cm"),
            ("mood", "Blue"),
        ),
    ),
)

BOOKLETS = (
    Product(
        key="a-field-guide-to-lines",
        name="A Field Guide to Lines",
        category="booklets",
        brand="pipit-press",
        description=(
            "Forty-eight pages on how to meet a line: the contour, the current, the crease, the crack in the glaze. With "
            "twenty-two drawings and room in the margin."
        ),
        story=(
            "Written over three winters by Ines Falk, for people who say that they cannot draw. The last page is left "
            "to the reader.",
        ),
        details=(
            "A5, 48 pages on 120 g/m² recycled offset",
            "Sewn with one thread, cover on 250 g/m² board",
            "English; second, corrected printing",
        ),
        variants=single("PP-BOOK-01", "14.00", weight=110, stock=44),
        art=PaperArt(
            "zine",
            Design("bricks", "harbour", 3),
            "fine lines that part and meet like water",
            (Design("stripes", "slate", 4), Design("dots", "graphite", 2)),
            "A Field Guide to Lines",
            "stone",
            (14.8, 21.0, 0.5),
            PrintArt("flow", "harbour", 31, "flow lines"),
        ),
        attributes=(
            ("technique", "Hand-bound"),
            ("paper-weight", Decimal(120)),
            ("pages", Decimal(48)),
            ("format", "A5"),
        ),
        tax_class="books",
        also=("gifts",),
    ),
    Product(
        key="notes-on-clay",
        name="Notes on Clay",
        category="booklets",
        brand="pipit-press",
        description=(
            "What Tomasz Wren tells those who come to his pottery to learn, taken down by one of them. On wedging, on "
            "waiting, and on opening the kiln too early."
        ),
        story=(
            "The recipes for the chalk and celadon glazes are on page 39. He says that they will not work for you, and why.",
        ),
        details=(
            "A5, 64 pages on 120 g/m² recycled offset",
            "Sewn with one thread, cover on 250 g/m² board",
            "English",
        ),
        variants=single("PP-BOOK-02", "16.00", weight=140, stock=3),
        art=PaperArt(
            "zine",
            Design("scallops", "clay", 3),
            "hills of layered cut paper in clay colours",
            (Design("pebbles", "clay", 4), Design("check", "bracken", 2)),
            "Notes on Clay",
            "clay",
            (14.8, 21.0, 0.6),
            PrintArt("contours", "clay", 9, "cut paper", (("style", "cut"),)),
        ),
        attributes=(
            ("technique", "Hand-bound"),
            ("paper-weight", Decimal(120)),
            ("pages", Decimal(64)),
            ("format", "A5"),
        ),
        tax_class="books",
    ),
)

CARD_PACKS = (("One card", "1", "4.50"), ("Box of six", "6", "22.00"))
CARD_DETAILS = (
    "10.5 × 14.8 cm folded, on 300 g/m² uncoated board, blank inside",
    "With an envelope of 120 g/m² laid paper, lined by hand",
)
CARD_FACTS = (
    ("technique", "Letterpress"),
    ("material", "Paper"),
    ("paper-weight", Decimal(300)),
    ("format", "A6"),
)


def _packs(prefix: str, stock: tuple[int, int]) -> tuple[Variant, ...]:
    rows = [(*row, level) for row, level in zip(CARD_PACKS, stock, strict=True)]
    return choices(prefix, "pack", rows, weight=70)


CARDS = (
    Product(
        key="sprig-card",
        name="Sprig Card",
        category="cards",
        brand="pipit-press",
        description="Small twigs, every other one the other way up. For thanks, for birthdays, for nothing in particular.",
        story=("Printed on the small press, 900 an hour when Anna feeds it and 700 when anybody else does.",),
        details=CARD_DETAILS,
        variants=_packs("PP-CARD-01", (60, 18)),
        art=PaperArt(
            "card",
            Design("sprigs", "moss", 3, 92),
            "small green twigs on cream",
            (Design("dots", "moss", 4, 60), Design("birds", "orchard", 3, 90)),
            ground="sage",
        ),
        attributes=(*CARD_FACTS, ("mood", "Green")),
        also=("gifts",),
    ),
    Product(
        key="evening-card",
        name="Evening Card",
        category="cards",
        brand="pipit-press",
        description="Hills in the last light, for letters that are not easy to write.",
        story=("There are no words on it. You will have better ones.",),
        details=CARD_DETAILS,
        variants=_packs("PP-CARD-02", (38, 2)),
        art=PaperArt(
            "card",
            Design("stripes", "dusk", 3, 90),
            "hill ridges at dusk under a low sun",
            (Design("asters", "heather", 4, 60), Design("scallops", "dusk", 3, 90)),
            ground="dusk",
            art=PrintArt("strata", "dusk", 19, "hills at dusk", (("sun", (0.4, 0.28, 0.12)),)),
        ),
        attributes=(*CARD_FACTS, ("mood", "Violet")),
    ),
    Product(
        key="kilim-card",
        name="Kilim Card",
        category="cards",
        brand="pipit-press",
        description="The tile of our Kilim print, small enough to post, in green, red and gold. No two of a box are laid alike.",
        story=(
            "Chance lays the tiles again for every printing. If you are sent two the same, tell us: it is unlikely enough to frame.",
        ),
        details=CARD_DETAILS,
        variants=_packs("PP-CARD-03", (51, 11)),
        art=PaperArt(
            "card",
            Design("bricks", "orchard", 3, 90),
            "a mirrored pattern of triangles in green, red and gold",
            (Design("check", "orchard", 4, 60), Design("dots", "orchard", 5, 90)),
            ground="straw",
            art=PrintArt("truchet", "orchard", 12, "triangles", (("style", "kilim"), ("across", 6))),
        ),
        attributes=(*CARD_FACTS, ("mood", "Green")),
    ),
)

WRAP_PACKS = (("Three sheets", "3", "9.00"), ("Roll of ten", "10", "24.00"))
WRAP_DETAILS = (
    "Sheets of 50 × 70 cm, 90 g/m², uncoated and easy to fold",
    "Recycled fibre, water-based inks; goes in the paper bin",
)
WRAP_FACTS = (
    ("technique", "Offset"),
    ("material", "Paper"),
    ("paper-weight", Decimal(90)),
    ("format", "50 × 70 cm"),
)


def _sheets(prefix: str, stock: tuple[int, int], *, sale: str | None = None) -> tuple[Variant, ...]:
    rows = [(*row, level) for row, level in zip(WRAP_PACKS, stock, strict=True)]
    return choices(prefix, "pack", rows, weight=160, sale=sale)


WRAPPING = (
    Product(
        key="pipits-wrapping",
        name="Pipits Wrapping Paper",
        category="wrapping-sheets",
        brand="pipit-press",
        description="The bird of the house, tossed over the sheet in teal, dark green and apricot. They walk more than they fly, and so do these.",
        story=("The meadow pipit is small, brown and easily overlooked. We took the liberty of colour.",),
        details=WRAP_DETAILS,
        variants=_sheets("PP-WRAP-01", (48, 15)),
        art=PaperArt(
            "wrap",
            Design("birds", "tide", 3, 76),
            "rows of small birds in teal, dark green and apricot",
            (Design("check", "tide", 4), Design("bricks", "tide", 3)),
            ground="linen",
        ),
        attributes=(*WRAP_FACTS, ("mood", "Green")),
        also=("gifts",),
    ),
    Product(
        key="tattersall-wrapping",
        name="Tattersall Wrapping Paper",
        category="wrapping-sheets",
        brand="pipit-press",
        description="A woven check for parcels with square corners. It forgives the folding of people who cannot.",
        story=("Line the check up at one edge only. The eye believes the rest.",),
        details=WRAP_DETAILS,
        variants=_sheets("PP-WRAP-02", (36, 0)),
        art=PaperArt(
            "wrap",
            Design("check", "madder", 3, 64),
            "a woven check in rose, madder red and slate",
            (Design("dots", "madder", 4), Design("stripes", "madder", 3)),
            ground="blush",
        ),
        attributes=(*WRAP_FACTS, ("mood", "Red")),
    ),
    Product(
        key="shoal-wrapping",
        name="Shoal Wrapping Paper",
        category="wrapping-sheets",
        brand="pipit-press",
        description="Brush strokes in herringbone, blue over blue, with a glint of gold. From a distance, a shoal turning.",
        story=(
            "Brushed once at full size on the studio floor, then repeated, with the joins moved to where nobody looks.",
        ),
        details=WRAP_DETAILS,
        variants=_sheets("PP-WRAP-03", (29, 9), sale="7.00")[:1] + _sheets("PP-WRAP-03", (29, 9))[1:],
        art=PaperArt(
            "wrap",
            Design("bricks", "indigo", 5, 70),
            "herringbone brush strokes in blues with a little gold",
            (Design("scallops", "indigo", 4), Design("asters", "porcelain", 3)),
            ground="sky",
        ),
        attributes=(*WRAP_FACTS, ("mood", "Blue")),
    ),
)

PRINTABLES = (
    Product(
        key="printable-gift-tags",
        name="Printable Gift Tags",
        category="printables",
        brand="pipit-press",
        description="Eight tags on a page, with crop marks, as a PDF. Print them on the stiffest paper your printer takes, as many as the year needs.",
        story=("Punch the hole with a knitting needle if you have no punch. We do.",),
        details=(
            "One PDF, A4 and US Letter, 300 dpi, 6 MB",
            "For your own gifts, as often as you like; not for resale",
        ),
        variants=single("PP-FILE-01", "5.00", weight=0, stock=None),
        art=PaperArt(
            "tags",
            Design("sprigs", "orchard", 3, 90),
            "with twigs, checks and birds in green, red and gold",
            (
                Design("check", "orchard", 2, 90),
                Design("birds", "orchard", 3, 90),
                Design("dots", "orchard", 5, 70),
            ),
            ground="sage",
        ),
        attributes=(("technique", "Download"), ("format", "PDF, A4")),
        also=("gifts",),
        is_download=True,
    ),
)

PAPER_GOODS = (*NOTEBOOKS, *BOOKLETS, *CARDS, *WRAPPING, *PRINTABLES)
