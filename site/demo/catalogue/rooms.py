"""The rooms the prints are photographed in: a few, used again, as a shop would."""

from demo.drawing.coats import CELADON, CHALK, INK, MOSS, OATMEAL, OCHRE, SLATE, TENMOKU, TERRACOTTA
from demo.drawing.frames import WALNUT
from demo.drawing.glazes import Glaze
from demo.drawing.rooms import Room
from demo.drawing.stilllife import Piece

WILLOW = Room(
    "lime",
    "oak",
    "window",
    (
        Piece("bottle vase", Glaze("bands", CHALK, INK, seed=4), 0.17, 15, plant="willow"),
        Piece("breakfast bowl", Glaze("dipped", OATMEAL, MOSS, seed=3), 0.78, 15),
    ),
)
JAR = Room(
    "plaster",
    "walnut",
    "window",
    (
        Piece("moon jar", Glaze("runs", INK, OATMEAL, seed=5), 0.8, 13.5),
        Piece("tumbler", Glaze("stripes", CHALK, TENMOKU, seed=6), 0.2, 15),
    ),
    WALNUT,
)
GRASSES = Room(
    "sky",
    "white",
    "plain",
    (
        Piece("shoulder vase", Glaze("plain", CELADON, MOSS, seed=7), 0.82, 14, plant="grasses"),
        Piece("noodle bowl", Glaze("scales", CHALK, INK, seed=4), 0.2, 14),
    ),
)
EUCALYPTUS = Room(
    "straw",
    "oak",
    "window",
    (
        Piece("tall vase", Glaze("plain", SLATE, INK, seed=8), 0.16, 12.5, plant="eucalyptus"),
        Piece("espresso cup", Glaze("dots", TERRACOTTA, CHALK, seed=3), 0.74, 16),
        Piece("espresso cup", Glaze("plain", CHALK, OATMEAL, seed=5), 0.84, 16),
    ),
)
JUG = Room(
    "blush",
    "black",
    "plain",
    (
        Piece("jug", Glaze("leaves", OCHRE, TENMOKU, seed=9), 0.16, 14),
        Piece("bud vase", Glaze("plain", CHALK, OATMEAL, seed=2), 0.84, 16),
    ),
    WALNUT,
)
LEAVES_SAGE = Room("sage", "oak", "leaves")
LEAVES_LIME = Room("lime", "walnut", "leaves")
LEAVES_BLUSH = Room("blush", "white", "leaves")
LIGHT_SKY = Room("sky", "oak", "window")
NIGHT = Room("slate", "oak", "plain")
