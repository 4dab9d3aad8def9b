# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Prints that begin as a rule: flow fields, moire, Truchet tiles and harmonographs."""

from decimal import Decimal

from demo.catalogue import rooms
from demo.catalogue.making import framed_sizes, paper_sizes, print_sizes
from demo.catalogue.shape import Product, Value
from demo.drawing.art import PrintArt

COTTON = (
    "Pigment inks on 300 g/m² cotton rag, mould-made, with a white margin",
    "Numbered and signed in pencil below the image",
    "Sent flat (A4, A3) or rolled in a tube (50 × 70 cm)",
)


def facts(
    mood: str, edition: int, technique: str = "Pigment print", weight: int = 300
) -> tuple[tuple[str, Value], ...]:
    return (
        ("technique", technique),
        ("material", "Cotton rag"),
        ("mood", mood),
        ("paper-weight", Decimal(weight)),
        ("edition", Decimal(edition)),
        ("signed", True),
    )


FLOW = (
    Product(
        key="slow-water",
        name="Slow Water",
        category="flow-fields",
        brand="long-acre",
        description=(
            "Some two thousand lines follow one slow current from edge to edge. None of them touches another; "
            "where the water turns, they lean together and part again."
        ),
        story=(
            "The drawing starts from a field of angles, as a weather map does. A line is set down at random and "
            "follows the angles until it would come too close to a line already there. Then the next one starts. "
            "The rust-red lines mark where the field turns most sharply.",
            "Ines drew forty of these before this one. She kept it for the quiet at the lower left.",
        ),
        details=COTTON,
        variants=framed_sizes("PP-FLOW-01", (24, 6, 18, 4, 9, 2)),
        art=PrintArt(
            "flow",
            "harbour",
            3,
            "fine lines in ink, sea blue and rust that part and meet like water",
            room=rooms.WILLOW,
            ground="stone",
        ),
        attributes=facts("Blue", 120, "Pen plotter"),
        also=("gifts",),
    ),
    Product(
        key="wind-over-barley",
        name="Wind over Barley",
        category="flow-fields",
        brand="long-acre",
        description=(
            "A field seen from above at the moment a gust crosses it. The lines are the colour of straw in July, "
            "with green where the crop is late."
        ),
        story=(
            "A wide field of small turns gives the long, combed look of standing corn. We print it on the warmest "
            "paper we have and let the ink sink in a little.",
        ),
        details=COTTON,
        variants=print_sizes("PP-FLOW-02", (15, 11, 3)),
        art=PrintArt(
            "flow",
            "barley",
            17,
            "long combed lines in brown and straw, like a barley field in wind",
            (("cells", 1.3), ("turn", 1.5), ("heading", -0.5)),
            rooms.EUCALYPTUS,
            "straw",
            (0.55, 0.3),
        ),
        attributes=facts("Ochre", 120, "Pen plotter"),
    ),
    Product(
        key="eddy",
        name="Eddy",
        category="flow-fields",
        brand="long-acre",
        description=(
            "A round pool in the middle of the sheet, and in it everything moves. Hang it where the light changes: "
            "the fine lines answer to it."
        ),
        story=(
            "The same rule as in Slow Water, but the current is only allowed inside a circle. Lines that reach the "
            "bank simply stop. The edge is not drawn anywhere, and you see it all the same.",
        ),
        details=COTTON,
        variants=paper_sizes("PP-FLOW-03", (12, 5, 8, 0, 4, 1)),
        art=PrintArt(
            "flow",
            "indigo",
            8,
            "a disc of fine lines in indigo and gold that swirl and stop at its edge",
            (("style", "orb"), ("turn", 3.0)),
            rooms.LEAVES_LIME,
            "sky",
            (0.3, 0.35),
        ),
        attributes=facts("Blue", 80, "Pen plotter"),
    ),
    Product(
        key="procession",
        name="Procession",
        category="flow-fields",
        brand="long-acre",
        description=(
            "Broad bands in plum, ember and gold, all going the same way at their own pace. The boldest sheet of the "
            "series, and the one children point at."
        ),
        story=(
            "Here the widest strokes are laid first and what is left between them is filled with ever narrower ones. "
            "It takes the press four colours and an afternoon.",
        ),
        details=COTTON,
        variants=print_sizes("PP-FLOW-04", (21, 14, 7), less="9.00"),
        art=PrintArt(
            "flow",
            "ember",
            5,
            "broad curved bands in plum, ember red and gold",
            (("style", "bands"),),
            rooms.JAR,
            "blush",
            (0.2, 0.5),
        ),
        attributes=facts("Red", 150, "Screen print"),
    ),
)

MOIRE = (
    Product(
        key="three-ponds",
        name="Three Ponds",
        category="moire",
        brand="pipit-press",
        description=(
            "Three sets of circles, three inks, printed one over the other. Where they cross, a fourth figure appears "
            "that no plate carries."
        ),
        story=(
            "Moiré is the printer's old enemy: two fine screens a hair out of line make waves in the picture. We put "
            "them a hair out of line on purpose, by 1.1 degrees, and let the waves be the picture.",
        ),
        details=COTTON,
        variants=print_sizes("PP-MOIR-01", (19, 9, 5)),
        art=PrintArt(
            "moire",
            "madder",
            1,
            "three overlapping discs of fine rings in red, slate and near-black",
            (("style", "rings"),),
            rooms.LEAVES_BLUSH,
            "linen",
            (0.5, 0.42),
        ),
        attributes=facts("Red", 100, "Screen print"),
        also=("gifts",),
    ),
    Product(
        key="corrugation",
        name="Corrugation",
        category="moire",
        brand="pipit-press",
        description=(
            "Two plates of upright rules, one bent a little, one swollen in the middle. From the other side of the "
            "room it breathes."
        ),
        story=(
            "Each plate by itself is dull: 76 lines, ruled and even. Laid over each other they make a relief deep "
            "enough to want to touch.",
        ),
        details=COTTON,
        variants=print_sizes("PP-MOIR-02", (8, 2, 0)),
        art=PrintArt(
            "moire",
            "indigo",
            2,
            "upright lines in blue and ochre that swell into rings by interference",
            (("style", "waves"),),
            rooms.GRASSES,
            "sky",
            (0.4, 0.4),
        ),
        attributes=facts("Blue", 100, "Screen print"),
    ),
    Product(
        key="crossing-rays",
        name="Crossing Rays",
        category="moire",
        brand="pipit-press",
        description=(
            "Rays from three points beyond the disc, crossing inside it. Teal, sand and a dark green that is only the "
            "two of them together."
        ),
        story=(
            "We set the three points with string and pins on the studio wall before the plates were made. The pin "
            "holes are still there.",
        ),
        details=COTTON,
        variants=print_sizes("PP-MOIR-03", (13, 6, 4), less="9.00"),
        art=PrintArt(
            "moire",
            "tide",
            3,
            "a dark disc of crossing rays in teal, sand and green",
            (("style", "fan"),),
            rooms.LIGHT_SKY,
            "sage",
            (0.5, 0.62),
        ),
        attributes=facts("Green", 100, "Screen print"),
    ),
)

TILES = (
    Product(
        key="weir",
        name="Weir",
        category="truchet",
        brand="long-acre",
        description=(
            "One square tile with two bundles of arcs, laid eight by eleven, each turned by the toss of a coin. The "
            "lines find their own way down the sheet."
        ),
        story=(
            "Father Sébastien Truchet described such tiles in 1704, after seeing a stack of them at a canal. The rule "
            "is his; the orange floats are ours.",
        ),
        details=COTTON,
        variants=print_sizes("PP-TRUC-01", (26, 17, 8)),
        art=PrintArt(
            "truchet",
            "harbour",
            1,
            "winding bundles of blue and ink lines with a few orange discs",
            (("style", "weir"), ("across", 8)),
            rooms.JUG,
            "stone",
            (0.3, 0.3),
        ),
        attributes=facts("Blue", 150),
        also=("gifts",),
    ),
    Product(
        key="night-labyrinth",
        name="Night Labyrinth",
        category="truchet",
        brand="long-acre",
        description=(
            "Tiles within tiles within tiles. Each time the size halves, light and dark change places, and still "
            "every path goes on."
        ),
        story=(
            "We have tried to solve it. There is no way from the upper left to the lower right, and eleven that nearly "
            "are.",
        ),
        details=COTTON,
        variants=print_sizes("PP-TRUC-02", (14, 3, 6)),
        art=PrintArt(
            "truchet",
            "porcelain",
            2,
            "a labyrinth of rounded cream paths on dark blue in three sizes",
            (("style", "maze"), ("across", 6)),
            rooms.NIGHT,
            "sky",
            (0.7, 0.3),
        ),
        attributes=facts("Blue", 150),
    ),
    Product(
        key="kilim",
        name="Kilim",
        category="truchet",
        brand="long-acre",
        description=(
            "A tile cut corner to corner, mirrored twice, in brick, amber, grey and black. It looks woven, and the "
            "first proof hung for a month in a weaver's kitchen."
        ),
        story=(
            "Chance chooses each tile of one quarter; the mirror does the rest. We turned away some two hundred before "
            "one held still.",
        ),
        details=COTTON,
        variants=framed_sizes("PP-TRUC-03", (16, 5, 12, 3, 6, 0)),
        art=PrintArt(
            "truchet",
            "kiln",
            3,
            "a mirrored pattern of triangles in brick, amber, grey and black",
            (("style", "kilim"), ("across", 10)),
            rooms.WILLOW,
            "clay",
            (0.5, 0.5),
        ),
        attributes=facts("Red", 150),
    ),
)

PENDULUMS = (
    Product(
        key="two-to-three",
        name="Two to Three",
        category="harmonographs",
        brand="long-acre",
        description=(
            "A pen between two pendulums, one swinging twice while the other swings three times: in music, a fifth. "
            "It draws until it comes to rest."
        ),
        story=(
            "A harmonograph is a table with two weights under it, and Victorian parlours were full of them. Ours is "
            "steel, 1.9 metres high, and has to be left alone in the room while it works; a footstep shows.",
        ),
        details=COTTON,
        variants=print_sizes("PP-HARM-01", (11, 7, 2)),
        art=PrintArt(
            "harmonograph",
            "indigo",
            3,
            "a turning five-armed figure of very fine blue and gold lines",
            room=rooms.LIGHT_SKY,
            ground="linen",
            focus=(0.5, 0.45),
        ),
        attributes=facts("Blue", 60, "Pen plotter"),
    ),
    Product(
        key="fourth",
        name="Fourth",
        category="harmonographs",
        brand="long-acre",
        description=(
            "Three to four, both the same way round. The pen closes in on the middle as a shell does, and stops there."
        ),
        story=("Drawn twice, in madder and slate, the second time with the pen set off a fraction later.",),
        details=COTTON,
        variants=print_sizes("PP-HARM-02", (9, 4, 1)),
        art=PrintArt(
            "harmonograph",
            "madder",
            4,
            "a shell-like spiral of fine red and slate lines",
            (("ratio", (3.0, 4.0)), ("share", 0.9), ("drift", 0.01), ("turns", 30.0)),
            rooms.JAR,
            "blush",
            (0.4, 0.5),
        ),
        attributes=facts("Red", 60, "Pen plotter"),
    ),
    Product(
        key="octave",
        name="Octave",
        category="harmonographs",
        brand="long-acre",
        description="One to two, the simplest chord there is. Three inks, three starts, one long breath.",
        story=(
            "The pendulums were released by burning a thread, so that no hand would push them. The singed end is taped "
            "into the studio book beside the first proof.",
        ),
        details=COTTON,
        variants=print_sizes("PP-HARM-03", (0, 0, 0)),
        art=PrintArt(
            "harmonograph",
            "tide",
            11,
            "a turning three-armed figure of fine teal, sand and dark lines",
            (("ratio", (1.0, -2.0)), ("share", 0.35), ("turns", 60.0), ("inks", 3)),
            rooms.LEAVES_SAGE,
            "sage",
            (0.5, 0.5),
        ),
        attributes=facts("Green", 60, "Pen plotter"),
    ),
)

LINE_PRINTS = (*FLOW, *MOIRE, *TILES, *PENDULUMS)
