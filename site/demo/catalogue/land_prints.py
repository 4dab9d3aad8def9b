# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Prints of land, sky and plants."""

from demo.catalogue import rooms
from demo.catalogue.line_prints import COTTON, facts
from demo.catalogue.making import framed_sizes, paper_sizes, print_sizes
from demo.catalogue.shape import Product
from demo.drawing.art import PrintArt

MAPS = (
    Product(
        key="tarn",
        name="Tarn",
        category="contour-maps",
        brand="pipit-press",
        description=(
            "A walking map of hills that do not exist, at 1:25,000, with three tarns to swim in. The lines stand ten "
            "metres apart, every fifth one bold."
        ),
        story=(
            "Everyone who sees it first looks for the way up. There is a good one from the east.",
            "The land is made of smoothed chance in five sizes, from valley to boulder. The contours are cut from it "
            "exactly, as a surveyor would.",
        ),
        details=COTTON,
        variants=framed_sizes("PP-CONT-01", (22, 5, 16, 2, 7, 1)),
        art=PrintArt(
            "contours",
            "lichen",
            4,
            "contour lines of invented hills with three moss-green tarns",
            room=rooms.GRASSES,
            ground="sage",
            focus=(0.75, 0.12),
        ),
        attributes=facts("Green", 200),
        also=("gifts",),
    ),
    Product(
        key="skerries",
        name="Skerries",
        category="contour-maps",
        brand="pipit-press",
        description=(
            "A sea chart for a coast nobody has sailed. Six blues for six depths, and the islands left the colour of "
            "the paper."
        ),
        story=("The soundings are drawn as lines, not figures. We wanted it to be possible to get lost.",),
        details=COTTON,
        variants=print_sizes("PP-CONT-02", (18, 12, 4)),
        art=PrintArt(
            "contours",
            "fjord",
            14,
            "a chart of pale islands in a sea of six blues",
            (("style", "skerry"),),
            rooms.LEAVES_LIME,
            "sky",
            (0.6, 0.6),
        ),
        attributes=facts("Blue", 200),
    ),
    Product(
        key="paper-hills",
        name="Paper Hills",
        category="contour-maps",
        brand="pipit-press",
        description=(
            "Nine sheets of coloured paper, each cut away further than the last, lit from the left and photographed. "
            "Only there is no paper: it is a print, and flat."
        ),
        story=("People put a finger on it. We hang one framed without glass in the shop for that reason.",),
        details=COTTON,
        variants=print_sizes("PP-CONT-03", (10, 8, 3), less="10.00"),
        art=PrintArt(
            "contours",
            "dusk",
            6,
            "hills of layered cut paper from violet through orange to cream",
            (("style", "cut"),),
            rooms.JUG,
            "blush",
            (0.7, 0.4),
        ),
        attributes=facts("Violet", 150),
    ),
)

DUSK = (
    Product(
        key="last-light",
        name="Last Light",
        category="dusk",
        brand="pipit-press",
        description=(
            "Seven ridges, each a shade nearer to night, and a sun that will be gone before you have put the kettle "
            "on. Shaded in grain, as lithographers do."
        ),
        story=(
            "Up close there is no gradient anywhere, only dots: some nine hundred thousand on the largest sheet. Step "
            "back two metres and they become air.",
        ),
        details=COTTON,
        variants=paper_sizes("PP-DUSK-01", (17, 6, 14, 4, 5, 2)),
        art=PrintArt(
            "strata",
            "dusk",
            3,
            "seven hill ridges at dusk in violet and apricot under a low sun",
            (("sun", (0.62, 0.27, 0.1)),),
            rooms.WILLOW,
            "blush",
            (0.7, 0.3),
            0.07,
        ),
        attributes=facts("Violet", 180),
        also=("gifts",),
    ),
    Product(
        key="blue-hour",
        name="Blue Hour",
        category="dusk",
        brand="pipit-press",
        description=(
            "Peaks behind peaks in the blue that comes when the sun is four to six degrees below the horizon. The moon "
            "is up already."
        ),
        story=("Printed in five blues and a grey, dark to light, each left to dry for a day.",),
        details=COTTON,
        variants=print_sizes("PP-DUSK-02", (12, 10, 6)),
        art=PrintArt(
            "strata",
            "fjord",
            5,
            "steep blue peaks in haze under a pale moon",
            (("style", "peaks"), ("sun", (0.34, 0.24, 0.075))),
            rooms.NIGHT,
            "sky",
            (0.5, 0.5),
            0.07,
        ),
        attributes=facts("Blue", 180),
    ),
    Product(
        key="salt-marsh",
        name="Salt Marsh, Evening",
        category="dusk",
        brand="pipit-press",
        description="Flat land, still water, reeds. The sun lays a path across it and does not ask you to follow.",
        story=(
            "From a week at the edge of the Wash, in October. The pipits were there too: you can hear them, though "
            "not see them, and so they are not in the picture.",
        ),
        details=COTTON,
        variants=print_sizes("PP-DUSK-03", (7, 2, 1)),
        art=PrintArt(
            "strata",
            "ember",
            6,
            "a red evening over flat water with reeds and the sun's glitter",
            (("style", "marsh"), ("layers", 5), ("sun", (0.6, 0.3, 0.105))),
            rooms.JAR,
            "clay",
            (0.1, 0.95),
            0.07,
        ),
        attributes=facts("Red", 180),
    ),
)

STARS = (
    Product(
        key="northern-sky",
        name="The Northern Sky",
        category="star-charts",
        brand="long-acre",
        description=(
            "Everything that turns around the Pole Star, with the figures people have drawn there. The bright stars "
            "stand where the catalogues have them; the faint ones are invented, and we say so."
        ),
        story=(
            "One hundred and fifty stars by name and place, a Milky Way of nine thousand specks, and hour lines you can "
            "count. Held overhead with Cassiopeia to the north-east it is right for an autumn evening.",
        ),
        details=COTTON,
        variants=print_sizes("PP-STAR-01", (20, 15, 9), add="4.00"),
        art=PrintArt(
            "stars",
            "fjord",
            6,
            "a round chart of the northern stars and constellations on dark blue-green",
            (("view", "north"),),
            rooms.LIGHT_SKY,
            "sky",
            (0.5, 0.4),
        ),
        attributes=facts("Blue", 250),
        also=("gifts",),
    ),
    Product(
        key="winter-sky",
        name="The Winter Sky",
        category="star-charts",
        brand="long-acre",
        description=(
            "Orion in the middle, the Twins above, Sirius low and bright. For everyone who has stood in a frosty garden "
            "with cold ears and did not want to go in."
        ),
        story=("The sky of January evenings at about fifty degrees north, indigo with figures in gold.",),
        details=COTTON,
        variants=print_sizes("PP-STAR-02", (16, 3, 5), add="4.00"),
        art=PrintArt(
            "stars",
            "indigo",
            6,
            "a round chart of the winter stars around Orion in gold on indigo",
            (("view", "winter"),),
            rooms.EUCALYPTUS,
            "sky",
            (0.5, 0.4),
        ),
        attributes=facts("Blue", 250),
    ),
    Product(
        key="summer-sky",
        name="The Summer Sky",
        category="star-charts",
        brand="long-acre",
        description=(
            "Vega, Deneb and Altair, and the swan flying down the Milky Way between them. Plum and copper, for short "
            "nights."
        ),
        story=("The sky of July at midnight. Lyra is small; look for the parallelogram.",),
        details=COTTON,
        variants=print_sizes("PP-STAR-03", (13, 9, 0), add="4.00"),
        art=PrintArt(
            "stars",
            "heather",
            6,
            "a round chart of the summer stars in copper on dark plum",
            (("view", "summer"),),
            rooms.LEAVES_BLUSH,
            "dusk",
            (0.45, 0.4),
        ),
        attributes=facts("Violet", 250),
    ),
)

SUN = (
    *COTTON[:1],
    "Exposed and washed by hand in batches of six, so that no two blues are the same",
    *COTTON[1:],
)

PLANTS = (
    Product(
        key="male-fern",
        name="Male Fern",
        category="sun-prints",
        brand="pipit-press",
        description=(
            "One frond, twice divided, laid on sensitised paper in the sun for eleven minutes. What was shade stays "
            "white."
        ),
        story=(
            "Anna Atkins made the first book of photographs this way in 1843, of seaweeds. Ours are grown by a rule of "
            "four lines, which is very nearly how a fern does it.",
        ),
        details=SUN,
        variants=print_sizes("PP-HERB-01", (14, 9, 3), add="6.00"),
        art=PrintArt(
            "botanical",
            "cyanotype",
            3,
            "a pale fern frond on Prussian blue",
            (("plant", "fern"), ("style", "sunprint")),
            rooms.LEAVES_SAGE,
            "stone",
            (0.5, 0.5),
        ),
        attributes=facts("Blue", 90, "Cyanotype"),
        also=("gifts",),
    ),
    Product(
        key="cow-parsley",
        name="Cow Parsley",
        category="sun-prints",
        brand="pipit-press",
        description=(
            "Umbels of umbels on blue. The commonest plant of the verge, and there is no finer architecture in the "
            "parish."
        ),
        story=("Four stems, gathered in the first week of May before the mower came.",),
        details=SUN,
        variants=print_sizes("PP-HERB-02", (10, 1, 4), add="6.00"),
        art=PrintArt(
            "botanical",
            "cyanotype",
            2,
            "pale heads of cow parsley on Prussian blue",
            (("plant", "parsley"), ("style", "sunprint")),
            rooms.WILLOW,
            "linen",
            (0.5, 0.12),
        ),
        attributes=facts("Blue", 90, "Cyanotype"),
    ),
    Product(
        key="field-poppies",
        name="Field Poppies",
        category="plates",
        brand="pipit-press",
        description=(
            "In flower, in bud and in seed on one plate, as the old field guides had it. The red took us nine trials."
        ),
        story=(
            "A poppy petal is crumpled when it opens and never quite gets over it. We left the creases in.",
        ),
        details=COTTON,
        variants=print_sizes("PP-HERB-03", (18, 13, 5)),
        art=PrintArt(
            "botanical",
            "poppy",
            6,
            "red poppies in flower, bud and seed on cream paper",
            (("plant", "poppy"),),
            rooms.GRASSES,
            "linen",
            (0.4, 0.1),
        ),
        attributes=facts("Red", 200, "Screen print"),
    ),
    Product(
        key="white-willow",
        name="White Willow",
        category="plates",
        brand="pipit-press",
        description="A bough with its leaves alternate, each with a dark half and a pale one, as the wind shows them.",
        story=("Two greens and a brown. The midribs are not printed: they are paper.",),
        details=COTTON,
        variants=print_sizes("PP-HERB-04", (9, 6, 2)),
        art=PrintArt(
            "botanical",
            "lichen",
            3,
            "a willow bough with long two-toned green leaves",
            (("plant", "willow"),),
            rooms.JUG,
            "sage",
            (0.5, 0.35),
        ),
        attributes=facts("Green", 200, "Screen print"),
    ),
    Product(
        key="blue-gum",
        name="Blue Gum",
        category="plates",
        brand="pipit-press",
        description="Eucalyptus in its young leaf: round, in pairs, and the colour of the sea before rain.",
        story=("Drawn from a branch that dried in the studio window and kept its colour for two years.",),
        details=COTTON,
        variants=print_sizes("PP-HERB-05", (11, 5, 3), less="8.00"),
        art=PrintArt(
            "botanical",
            "tide",
            4,
            "three sprays of eucalyptus with round teal leaves",
            (("plant", "eucalyptus"),),
            rooms.LIGHT_SKY,
            "linen",
            (0.5, 0.35),
        ),
        attributes=facts("Green", 200, "Screen print"),
    ),
    Product(
        key="hedge-parsley",
        name="Hedge Parsley at Noon",
        category="plates",
        brand="pipit-press",
        description=(
            "White umbels on a full field of moss green, with pollen in ochre. The same plant as the blue one, in better "
            "weather."
        ),
        story=("A solid colour of this size is hard to print evenly. We print it twice.",),
        details=COTTON,
        variants=print_sizes("PP-HERB-06", (15, 12, 6)),
        art=PrintArt(
            "botanical",
            "moss",
            2,
            "white and ochre umbels on a moss-green ground",
            (("plant", "parsley"), ("style", "panel")),
            rooms.EUCALYPTUS,
            "straw",
            (0.5, 0.12),
        ),
        attributes=facts("Green", 200, "Screen print"),
    ),
)

LAND_PRINTS = (*MAPS, *DUSK, *STARS, *PLANTS)
