# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Categories in three levels, the typed attributes, the makers, and the colours of choices."""

from demo.catalogue.shape import Attribute, Brand, Category
from demo.drawing import coats

CATEGORIES: tuple[Category, ...] = (
    Category("prints", "Prints", None, "Drawn by rule and chance, printed slowly on cotton paper. Each drawing has its own number, and no two editions share one.", "prints"),
    Category("line-and-number", "Line & number", "prints", "Pictures that begin as a rule: a current, a pair of pendulums, a tile that may be turned.", "pendulum"),
    Category("flow-fields", "Flow fields", "line-and-number", "Lines that follow a current nobody sees, and never touch."),
    Category("moire", "Moiré", "line-and-number", "Two plates of even lines. What moves is only in your eye."),
    Category("truchet", "Truchet tiles", "line-and-number", "One square, four ways to turn it, and a labyrinth."),
    Category("harmonographs", "Harmonographs", "line-and-number", "What a pen draws between pendulums as they come to rest."),
    Category("land-and-sky", "Land & sky", "prints", "Places to look at for a long time: some invented, some over our heads.", "dusk"),
    Category("contour-maps", "Contour maps", "land-and-sky", "Maps of hills and waters that are not there."),
    Category("dusk", "Strata at dusk", "land-and-sky", "Ridge behind ridge, in the last quarter of an hour of light."),
    Category("star-charts", "Star charts", "land-and-sky", "The bright stars where the catalogues have them, ready for a clear night."),
    Category("herbarium", "Herbarium", "prints", "Plants grown from a few lines of grammar, then pressed.", "meadow"),
    Category("sun-prints", "Sun prints", "herbarium", "Pale on Prussian blue, after Anna Atkins."),
    Category("plates", "Plates", "herbarium", "In colour on paper, as a field guide would have them."),
    Category("paper", "Paper", None, "Things to write in, to write on and to wrap. Made in small runs from sheets we print ourselves.", "paper"),
    Category("books-to-fill", "Books to fill", "paper", "Sewn, so that they lie open. The rest is up to you.", "sheets"),
    Category("notebooks", "Notebooks", "books-to-fill", "Quarter cloth, patterned boards, 160 pages that take a fountain pen."),
    Category("booklets", "Booklets", "books-to-fill", "Small editions to read, sewn with one thread."),
    Category("post", "Post", "paper", "For everything that should not be an e-mail."),
    Category("cards", "Cards", "post", "Folded cards, blank inside, with lined envelopes."),
    Category("printables", "Printables", "post", "Files to print at home, as often as you like."),
    Category("wrapping", "Wrapping", "paper", "Sheets good enough to keep.", "parcels"),
    Category("wrapping-sheets", "Sheets & rolls", "wrapping", "Uncoated, 50 × 70 cm, ready to be folded into something."),
    Category("pottery", "Pottery", None, "Thrown by two potters we know well, glazed with what they dig and grind themselves.", "pottery"),
    Category("for-drinking", "For drinking", "pottery", "Cups that sit in the hand before they sit on the shelf."),
    Category("mugs", "Mugs", "for-drinking", "With a handle that takes three fingers, or four."),
    Category("cups", "Cups & tumblers", "for-drinking", "Without a handle, for coffee, water or wine."),
    Category("for-the-table", "For the table", "pottery", "Bowls, plates and jugs for every day, made to be chipped one day and kept anyway.", "table"),
    Category("bowls", "Bowls & plates", "for-the-table", "From breakfast to noodles."),
    Category("jugs-and-jars", "Jugs & jars", "for-the-table", "For milk, for water, for wooden spoons."),
    Category("for-flowers", "For flowers", "pottery", "Vessels that look finished when empty."),
    Category("vases", "Vases", "for-flowers", "From one stem to an armful."),
    Category("planters", "Planters", "for-flowers", "With a hole in the foot, as a plant would wish."),
    Category("cloth", "Cloth", None, "Our patterns on cotton canvas and linen, printed with water-based ink.", "cloth"),
    Category("to-carry", "To carry", "cloth", "Bags that hold a week of vegetables."),
    Category("totes", "Tote bags", "to-carry", "Heavy canvas, long handles, one drawing."),
    Category("for-the-kitchen", "For the kitchen", "cloth", "Linen that gets better with every wash."),
    Category("tea-towels", "Tea towels", "for-the-kitchen", "Pure linen, 50 × 70 cm, with a loop."),
    Category("gifts", "Gifts", None, "Chosen by us, wrapped on request, mostly under forty euros.", "parcels"),
    Category("sale", "Sale", None, "The last of a run, at less than it was. When they are gone they are gone."),
)  # fmt: skip

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("size", "Size", "choice"),
    Attribute("paper", "Paper", "choice"),
    Attribute("framing", "Framing", "choice"),
    Attribute("glaze", "Glaze", "choice"),
    Attribute("colour", "Colour", "choice"),
    Attribute("ruling", "Ruling", "choice"),
    Attribute("pack", "Pack", "choice"),
    Attribute("technique", "Technique", "choice"),
    Attribute("material", "Material", "choice"),
    Attribute("mood", "Main colour", "choice"),
    Attribute("paper-weight", "Paper weight", "number", "g/m²"),
    Attribute("edition", "Edition of", "number", is_facet=False),
    Attribute("pages", "Pages", "number"),
    Attribute("height", "Height", "number", "cm"),
    Attribute("diameter", "Diameter", "number", "cm", is_facet=False),
    Attribute("capacity", "Capacity", "number", "ml"),
    Attribute("signed", "Signed", "boolean"),
    Attribute("dishwasher-safe", "Dishwasher safe", "boolean"),
    Attribute("microwave-safe", "Microwave safe", "boolean", is_facet=False),
    Attribute("format", "Format", "text", is_facet=False),
)

BRANDS: tuple[Brand, ...] = (
    Brand(
        "pipit-press",
        "Pipit Press",
        "Our own press room: four people, two presses and a plotter with a name.",
    ),
    Brand("long-acre", "Long Acre Studio", "Ines Falk draws with code and checks every sheet by eye."),
    Brand(
        "hollow-lane",
        "Hollow Lane Pottery",
        "Tomasz Wren throws stoneware and fires it twice, the second time for eleven hours.",
    ),
    Brand(
        "salt-kiln", "Salt Kiln", "Marit Aune works porcelain and dark clay by a cold sea, one kiln a month."
    ),
    Brand("linden-bindery", "Linden Bindery", "Three binders, a sewing frame and a board shear from 1921."),
    Brand(
        "mill-weft", "Mill & Weft", "Linen and canvas, woven narrow and printed by hand on a ten-metre table."
    ),
)

SWATCHES: dict[tuple[str, str], tuple[int, int, int]] = {
    ("glaze", "Chalk"): coats.CHALK,
    ("glaze", "Oatmeal"): coats.OATMEAL,
    ("glaze", "Celadon"): coats.CELADON,
    ("glaze", "Ink"): coats.INK,
    ("glaze", "Tenmoku"): coats.TENMOKU,
    ("glaze", "Ochre"): coats.OCHRE,
    ("glaze", "Moss"): coats.MOSS,
    ("glaze", "Blush"): coats.BLUSH,
    ("glaze", "Slate"): coats.SLATE,
    ("glaze", "Terracotta"): coats.TERRACOTTA,
    ("colour", "Natural"): (236, 228, 210),
    ("colour", "Dusk blue"): (150, 168, 186),
    ("mood", "Blue"): (47, 74, 134),
    ("mood", "Green"): (76, 100, 68),
    ("mood", "Red"): (147, 48, 47),
    ("mood", "Ochre"): (185, 130, 45),
    ("mood", "Violet"): (107, 74, 110),
    ("mood", "Black"): (34, 38, 43),
    ("mood", "White"): (244, 240, 230),
}
"""The colour shown beside a choice, by attribute code and choice name."""
