# ruff: noqa: E501 - a paragraph of copy, or a record, stays on one line
"""Mugs, cups, bowls, jugs and vases from two potteries."""

from decimal import Decimal

from demo.catalogue.making import choices, single
from demo.catalogue.shape import Product, Value
from demo.drawing.art import PotArt
from demo.drawing.coats import BLUSH, CELADON, CHALK, INK, MOSS, OATMEAL, OCHRE, SLATE, TENMOKU, TERRACOTTA
from demo.drawing.glazes import Glaze

STONEWARE = (
    "Stoneware, thrown by hand, fired to 1,280 °C",
    "Each is a little its own: sizes vary by a few millimetres, speckles by more",
)
PORCELAIN = (
    "Porcelain on a dark stoneware foot, fired to 1,260 °C",
    "Food-safe, lead-free glazes, mixed at the pottery",
)


def _facts(
    height: str, diameter: str, *, ml: int | None = None, wash: bool = True, material: str = "Stoneware"
) -> tuple[tuple[str, Value], ...]:
    held: tuple[tuple[str, Value], ...] = (("capacity", Decimal(ml)),) if ml else ()
    return (
        ("technique", "Wheel-thrown"),
        ("material", material),
        ("height", Decimal(height)),
        ("diameter", Decimal(diameter)),
        *held,
        ("dishwasher-safe", wash),
        ("microwave-safe", wash),
    )


DRINKING = (
    Product(
        key="dipped-mug",
        name="Dipped Mug",
        category="mugs",
        brand="hollow-lane",
        description=(
            "Round in the belly, narrow at the lip, dipped at a slant into a second glaze. It keeps tea warm for a "
            "chapter and a half."
        ),
        story=(
            "The slant is not measured. Tomasz holds the mug by its foot and lowers it as far as his knuckles; that is "
            "the line.",
        ),
        details=(*STONEWARE, "Holds 320 ml; the handle takes three fingers"),
        variants=choices(
            "PP-MUG-01",
            "glaze",
            (("Moss", "MOS", "29.00", 18), ("Ink", "INK", "29.00", 11), ("Terracotta", "TER", "29.00", 2)),
            weight=390,
        ),
        art=PotArt(
            "round mug",
            (Glaze("dipped", OATMEAL, MOSS, seed=3), Glaze("dipped", OATMEAL, INK, seed=4)),
            "a round speckled mug, cream above and moss green below a slanting line",
            58,
            "linen",
        ),
        attributes=_facts("8.4", "9.8", ml=320),
        also=("gifts",),
    ),
    Product(
        key="brushed-mug",
        name="Brushed Mug",
        category="mugs",
        brand="hollow-lane",
        description="Straight sides, a broad handle and five rings laid on with one brush while the wheel turns. The brush is older than the apprentice.",
        story=("Blue cobalt on a chalk-white glaze, after the jugs Tomasz's grandmother kept milk in.",),
        details=(*STONEWARE, "Holds 380 ml; the handle takes four fingers"),
        variants=choices(
            "PP-MUG-02", "glaze", (("Ink", "INK", "27.00", 24), ("Tenmoku", "TEN", "27.00", 7)), weight=410
        ),
        art=PotArt(
            "straight mug",
            (Glaze("bands", CHALK, INK, seed=5), Glaze("bands", CHALK, TENMOKU, seed=6)),
            "a straight white mug with brushed rings in cobalt blue",
            58,
            "sky",
        ),
        attributes=_facts("9.2", "8.5", ml=380),
    ),
    Product(
        key="high-tide-mug",
        name="High Tide Mug",
        category="mugs",
        brand="salt-kiln",
        description="A tall mug with a pale glaze poured over a dark one, left to run where it likes and stopped by the fire.",
        story=(
            "How far it runs is up to the kiln that day. The ones that run too far are the potter's breakfast mugs.",
        ),
        details=(*PORCELAIN, "Holds 400 ml"),
        variants=single("PP-MUG-03", "34.00", weight=430, stock=1),
        art=PotArt(
            "tall mug",
            (Glaze("runs", INK, OATMEAL, seed=7),),
            "a tall mug, dark blue with a pale glaze running down from the rim",
            50,
            "stone",
            company=(("bud vase", Glaze("plain", CHALK, OATMEAL, seed=3)),),
        ),
        attributes=_facts("11", "8.3", ml=400, material="Porcelain"),
    ),
    Product(
        key="dot-espresso-cup",
        name="Dot Espresso Cup",
        category="cups",
        brand="salt-kiln",
        description="Dots set with a fingertip, row upon row, around a cup for two gulps of something strong.",
        story=("There are 154 dots on each. Marit has never counted; a customer did.",),
        details=(*PORCELAIN, "Holds 90 ml; no handle, and it stays cool at the rim"),
        variants=choices(
            "PP-CUP-01",
            "glaze",
            (("Terracotta", "TER", "18.00", 33), ("Slate", "SLA", "18.00", 14), ("Chalk", "CHA", "18.00", 0)),
            weight=140,
        ),
        art=PotArt(
            "espresso cup",
            (Glaze("dots", TERRACOTTA, CHALK, seed=3), Glaze("dots", SLATE, CHALK, seed=4)),
            "a small terracotta cup without a handle, covered in white dots",
            84,
            "blush",
        ),
        attributes=_facts("6", "6.6", ml=90, material="Porcelain"),
        also=("gifts",),
    ),
    Product(
        key="picket-tumbler",
        name="Picket Tumbler",
        category="cups",
        brand="hollow-lane",
        description="Upright strokes around a plain tumbler, for water at night and wine at supper. It stacks, up to four, if you are calm.",
        story=(
            "The strokes are pulled from foot to lip in one breath; you can see where the next breath began.",
        ),
        details=(*STONEWARE, "Holds 300 ml"),
        variants=choices(
            "PP-CUP-02",
            "glaze",
            (("Tenmoku", "TEN", "22.00", 20), ("Moss", "MOS", "22.00", 9)),
            weight=260,
            sale="17.00",
        ),
        art=PotArt(
            "tumbler",
            (Glaze("stripes", CHALK, TENMOKU, seed=6), Glaze("stripes", OATMEAL, MOSS, seed=9)),
            "a white tumbler with upright dark brush strokes",
            62,
            "sage",
        ),
        attributes=_facts("9.5", "7.9", ml=300),
    ),
)

TABLE = (
    Product(
        key="breakfast-bowl",
        name="Breakfast Bowl",
        category="bowls",
        brand="hollow-lane",
        description="For porridge, for soup, for the last of the pudding. Wide enough for a spoon to stand in and deep enough not to spill on the stairs.",
        story=(
            "The form has not changed for nine years. The foot ring is high, so that it can be carried hot.",
        ),
        details=(*STONEWARE, "15 cm across, 6.6 cm high"),
        variants=choices(
            "PP-BOWL-01",
            "glaze",
            (("Celadon", "CEL", "26.00", 40), ("Chalk", "CHA", "26.00", 28), ("Ochre", "OCH", "26.00", 3)),
            weight=420,
        ),
        art=PotArt(
            "breakfast bowl",
            (Glaze("plain", CELADON, MOSS, seed=7), Glaze("plain", OCHRE, TERRACOTTA, seed=8)),
            "a footed bowl in pale green celadon with a bare clay foot",
            46,
            "linen",
            tilt=0.34,
        ),
        attributes=_facts("6.6", "15.4", ml=650),
        also=("gifts",),
    ),
    Product(
        key="wave-noodle-bowl",
        name="Wave Noodle Bowl",
        category="bowls",
        brand="salt-kiln",
        description="Steep sides, a narrow foot, and scales drawn from the foot upward in cobalt. Holds a proper portion and its broth.",
        story=("It is drawn freehand, about two hours a bowl. Marit listens to the shipping forecast.",),
        details=(*PORCELAIN, "17 cm across, 8.2 cm high"),
        variants=single("PP-BOWL-02", "42.00", weight=560, stock=8),
        art=PotArt(
            "noodle bowl",
            (Glaze("scales", CHALK, (47, 78, 150), seed=4),),
            "a deep white bowl covered in fine blue scales",
            43,
            "sky",
            tilt=0.3,
            company=(("tumbler", Glaze("plain", SLATE, INK, seed=2)),),
        ),
        attributes=_facts("8.2", "16.8", ml=950, material="Porcelain"),
    ),
    Product(
        key="harvest-bowl",
        name="Harvest Bowl",
        category="bowls",
        brand="hollow-lane",
        description="A wide bowl for the middle of the table, with leaves brushed around the outside where the passing hands go.",
        story=("Thrown from three kilos of clay, which is as much as the small wheel will put up with.",),
        details=(*STONEWARE, "26 cm across, 7.2 cm high", "Wash by hand: it will not fit the machine"),
        variants=single("PP-BOWL-03", "68.00", weight=1500, stock=4),
        art=PotArt(
            "serving bowl",
            (Glaze("leaves", OATMEAL, MOSS, seed=5),),
            "a wide cream bowl with green brushed leaves around it",
            29,
            "straw",
            tilt=0.34,
            company=(("jug", Glaze("plain", SLATE, INK, seed=6)),),
        ),
        attributes=_facts("7.2", "26", wash=False),
    ),
    Product(
        key="supper-plate",
        name="Supper Plate",
        category="bowls",
        brand="hollow-lane",
        description="Flat enough to cut on, with a rim that keeps the sauce. The glaze pools at the edge and stays matt in the middle.",
        story=("Sold one by one, since that is how they break.",),
        details=(*STONEWARE, "26 cm across"),
        variants=choices(
            "PP-PLAT-01",
            "glaze",
            (("Chalk", "CHA", "32.00", 36), ("Slate", "SLA", "32.00", 22), ("Blush", "BLU", "32.00", 0)),
            weight=780,
        ),
        art=PotArt(
            "plate",
            (Glaze("plain", CHALK, OATMEAL, seed=9), Glaze("plain", SLATE, INK, seed=10)),
            "a broad white stoneware plate with a low rim",
            29,
            "clay",
            company=(("round mug", Glaze("dipped", OATMEAL, INK, seed=4)),),
            tilt=0.62,
        ),
        attributes=_facts("3.1", "26.4"),
    ),
    Product(
        key="orchard-jug",
        name="Orchard Jug",
        category="jugs-and-jars",
        brand="hollow-lane",
        description="A jug with a belly and a good handle, in ochre with dark leaves. Pours without a drip; we tested that for a week.",
        story=(
            "The handle is pulled from the pot itself, not stuck on. That is why it looks as if it had grown.",
        ),
        details=(*STONEWARE, "Holds 1.2 litres"),
        variants=choices(
            "PP-JUG-01",
            "glaze",
            (("Ochre", "OCH", "58.00", 6), ("Slate", "SLA", "58.00", 3)),
            weight=1100,
            sale="46.00",
        ),
        art=PotArt(
            "jug",
            (Glaze("leaves", OCHRE, TENMOKU, seed=9), Glaze("waves", SLATE, CHALK, seed=2)),
            "an ochre jug with dark brushed leaves and a round handle",
            36,
            "straw",
        ),
        attributes=_facts("18.2", "12", ml=1200),
    ),
    Product(
        key="spoon-jar",
        name="Spoon Jar",
        category="jugs-and-jars",
        brand="hollow-lane",
        description="A heavy cylinder for wooden spoons beside the stove, combed with waves while the slip was wet.",
        story=("It is thick on purpose. An empty one stands its ground when you pull out the whisk.",),
        details=(*STONEWARE, "15.4 cm high, 11.8 cm across"),
        variants=single("PP-JAR-01", "44.00", weight=1250, stock=13),
        art=PotArt(
            "utensil jar",
            (Glaze("waves", CELADON, INK, seed=5),),
            "a pale green cylinder combed with dark blue waves",
            42,
            "sage",
            company=(("espresso cup", Glaze("plain", CHALK, OATMEAL, seed=5)),),
        ),
        attributes=_facts("15.4", "11.8"),
    ),
)

FLOWERS = (
    Product(
        key="bud-vase",
        name="Bud Vase",
        category="vases",
        brand="salt-kiln",
        description="For one stem of anything. The neck is as wide as a pencil, so that even a dandelion stands up straight.",
        story=("Marit throws these at the end of the day from what is left on the bench.",),
        details=(*PORCELAIN, "13.4 cm high"),
        variants=choices(
            "PP-VASE-01",
            "glaze",
            (("Chalk", "CHA", "24.00", 30), ("Blush", "BLU", "24.00", 17), ("Ink", "INK", "24.00", 5)),
            weight=260,
        ),
        art=PotArt(
            "bud vase",
            (Glaze("bands", CHALK, INK, seed=2), Glaze("plain", BLUSH, TERRACOTTA, seed=3)),
            "a small white vase with a narrow neck and blue rings",
            58,
            "blush",
            plant="grasses",
        ),
        attributes=_facts("13.4", "9.2", wash=False, material="Porcelain"),
        also=("gifts",),
    ),
    Product(
        key="bottle-vase",
        name="Bottle Vase",
        category="vases",
        brand="hollow-lane",
        description="A long neck over a full belly, with brushed rings. It was made for willow and does very well with nothing at all.",
        story=("Thrown in two parts and joined at the shoulder. You may look for the seam.",),
        details=(*STONEWARE, "24 cm high"),
        variants=choices(
            "PP-VASE-02", "glaze", (("Ink", "INK", "64.00", 7), ("Moss", "MOS", "64.00", 2)), weight=980
        ),
        art=PotArt(
            "bottle vase",
            (Glaze("bands", CHALK, INK, seed=4), Glaze("bands", OATMEAL, MOSS, seed=5)),
            "a white bottle-shaped vase with a long neck and cobalt rings",
            36,
            "sky",
            plant="willow",
        ),
        attributes=_facts("24", "12.4", wash=False),
    ),
    Product(
        key="moon-jar",
        name="Moon Jar",
        category="vases",
        brand="salt-kiln",
        description="Two bowls joined rim to rim, and so not quite round, as the Koreans who invented it preferred. A pale glaze runs over the dark.",
        story=(
            "One in three survives the firing. We do not take orders for it; we tell you when there is one.",
        ),
        details=(*STONEWARE, "20.6 cm high, 21 cm across"),
        variants=single("PP-VASE-03", "145.00", weight=2300, stock=1),
        art=PotArt(
            "moon jar",
            (Glaze("runs", INK, OATMEAL, seed=5),),
            "a round dark blue jar with a pale glaze running from its shoulder",
            31,
            "stone",
            company=(("bud vase", Glaze("plain", CHALK, OATMEAL, seed=3)),),
        ),
        attributes=_facts("20.6", "21.2", wash=False),
    ),
    Product(
        key="shoulder-vase",
        name="Shoulder Vase",
        category="vases",
        brand="hollow-lane",
        description="Broad shoulders, a short neck, and a celadon that breaks pale over every edge. For branches rather than bunches.",
        story=("The green comes from one per cent of iron and a fire starved of air for the last hour.",),
        details=(*STONEWARE, "19 cm high", "Thrown to order when there is none: allow five weeks"),
        variants=choices(
            "PP-VASE-04",
            "glaze",
            (("Celadon", "CEL", "72.00", 5), ("Tenmoku", "TEN", "72.00", 0)),
            weight=1300,
            to_order=True,
        ),
        art=PotArt(
            "shoulder vase",
            (Glaze("plain", CELADON, MOSS, seed=7), Glaze("plain", TENMOKU, TERRACOTTA, seed=8)),
            "a broad-shouldered vase in pale green celadon",
            38,
            "sage",
            plant="eucalyptus",
        ),
        attributes=_facts("19", "15.6", wash=False),
    ),
    Product(
        key="window-planter",
        name="Window Planter",
        category="planters",
        brand="hollow-lane",
        description="A plain pot with upright strokes, a hole in the foot and a saucer that you will not see. Made for a sill and a geranium.",
        story=("Unglazed inside, so that the roots can breathe.",),
        details=(*STONEWARE, "12.6 cm high, 16 cm across, with a saucer"),
        variants=choices(
            "PP-PLNT-01",
            "glaze",
            (("Terracotta", "TER", "38.00", 12), ("Chalk", "CHA", "38.00", 10)),
            weight=1150,
            sale="30.00",
        ),
        art=PotArt(
            "planter",
            (Glaze("dipped", TERRACOTTA, CHALK, seed=3), Glaze("stripes", CHALK, SLATE, seed=4)),
            "a terracotta flower pot dipped in white",
            38,
            "sky",
        ),
        attributes=_facts("12.6", "16", wash=False),
    ),
)

POTTERY_GOODS = (*DRINKING, *TABLE, *FLOWERS)
