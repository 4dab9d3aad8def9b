"""The wide pictures: for the home page, for the categories, and at the head of the stories."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image

from demo.drawing import binding, contours, flow, frames, rooms, stars, strata, textile
from demo.drawing.art import Design, PrintArt
from demo.drawing.botanical import draw as draw_plant
from demo.drawing.canvas import Size
from demo.drawing.coats import CELADON, CHALK, INK, MOSS, OATMEAL, OCHRE, TENMOKU, TERRACOTTA
from demo.drawing.glazes import Glaze
from demo.drawing.palettes import PALETTES, Colour, mix
from demo.drawing.shots import draw_design, sheet
from demo.drawing.stilllife import Piece, place, together
from demo.drawing.surfaces import lay_sheet, shadow, tooth, wall, wood
from demo.drawing.wrapping import parcels

WIDE, HIGH = 4000, 2400  # at twice the sampling


@dataclass(frozen=True, slots=True)
class Hero:
    """A wide picture: what it shows in words, and how it is drawn at a scale."""

    alt: str
    draw: Callable[[float], Image.Image]


def _size(scale: float) -> Size:
    return round(WIDE * scale), round(HIGH * scale)


def _gallery(
    prints: tuple[tuple[PrintArt, float, float, float, str], ...],
    pieces: tuple[Piece, ...],
    plaster: Colour,
    scale: float,
) -> Image.Image:
    """Prints on one wall: each with the middle and the width of its frame (shares of the width)."""
    size = _size(scale)
    scene = wall(size, plaster, 3)
    rooms.let_in(scene, "window", 4)
    for art, x, y, width, frame in prints:
        paper = sheet(art, scale * 0.45)
        wide = round(width * size[0])
        tall = round(wide * paper.height / paper.width)
        box = (round(x * size[0] - wide / 2), round(y * size[0] - tall / 2), wide, tall)
        frames.hang(scene, paper, box, frames.FRAMES[frame], art.seed)
    if pieces:
        rooms.sideboard(scene, pieces, frames.OAK, 7, top=0.835)
    return scene


def _shelves(
    rows: tuple[tuple[float, tuple[Piece, ...]], ...], plaster: Colour, board: Colour, scale: float
) -> Image.Image:
    """Pots standing on shelves."""
    size = _size(scale)
    scene = wall(size, plaster, 5)
    unit = size[0] / 4000
    for height, pieces in rows:
        top, deep = round(height * size[1]), round(70 * unit)
        band = Image.new("L", size, 0)
        band.paste(255, (0, top, size[0], top + deep))
        shadow(scene, band, offset=(30 * unit, 110 * unit), blur=110 * unit, dark=0.34)
        scene.paste(wood((size[0], deep), board, round(height * 100)), (0, top))
        scene.paste(mix(board, (255, 250, 240), 0.4), (0, top, size[0], top + round(22 * unit)))
        for piece in pieces:
            place(scene, piece, ground=top + 12 * unit, tilt=0.07, wall=True)
    return scene


def _desk(scale: float) -> Image.Image:
    """Paper from above: notebooks, a card, a rolled edge of wrapping, all a little askew."""
    size = _size(scale)
    unit = size[0] / 4000
    scene = wall(size, (226, 216, 200), 2)
    wrapping = draw_design(Design("birds", "tide", 3, 60), (round(1500 * unit), round(2100 * unit)))
    lay_sheet(scene, tooth(wrapping, 0.25), (size[0] * 0.1, size[1] * 0.3), 18)
    for design, x, y, angle in (
        (Design("marble", "porcelain", 4, 80), 0.345, 0.53, -7.0),
        (Design("scallops", "indigo", 3, 84), 0.62, 0.46, 5.0),
        (Design("check", "barley", 3, 80), 0.905, 0.56, -11.0),
    ):
        palette = PALETTES[design.palette]
        cover = draw_design(design, (round(1060 * unit), round(1500 * unit)))
        cloth = mix(palette.first, palette.ink, 0.25)
        book = binding.Volume(cover, cloth, 14.8, 21.0, 1.5, "Notes", True, 0.15)
        face = binding.face(book, palette, round(1060 * unit))
        lay_sheet(scene, face, (x * size[0], y * size[1]), angle, lift=2.0)
    return scene


def _linen(scale: float) -> Image.Image:
    """Printed cloth, folded and laid side by side."""
    size = _size(scale)
    unit = size[0] / 4000
    scene = wall(size, (206, 198, 184), 6)
    for index, (design, x, angle) in enumerate(
        (
            (Design("stripes", "clay", 2, 66), 0.14, -3.0),
            (Design("asters", "porcelain", 3, 60), 0.39, 2.0),
            (Design("sprigs", "moss", 3, 84), 0.64, -1.5),
            (Design("bricks", "madder", 3, 66), 0.89, 3.0),
        )
    ):
        area = (round(960 * unit), round(1720 * unit))
        art = draw_design(design, area, cloth=True)
        piece = textile.cloth(area, textile.CANVAS, art, (0, 0), 4 + index, depth=0.07, hang=0.1)
        lay_sheet(scene, piece, (x * size[0], size[1] * (0.5 + 0.03 * (-1) ** index)), angle, lift=2.2)
    return scene


def _fan(scale: float) -> Image.Image:
    """Blank sheets fanned out, cotton whites among dyed ones."""
    size = _size(scale)
    unit = size[0] / 4000
    scene = wall(size, (198, 184, 166), 9)
    tones = [
        (246, 241, 230), (92, 112, 100), (250, 247, 240), (205, 164, 126), (243, 236, 222), (64, 84, 112),
        (248, 244, 235), (184, 106, 78), (251, 248, 242),
    ]  # fmt: skip
    for index, tone in enumerate(tones):
        page = tooth(Image.new("RGB", (round(1250 * unit), round(1850 * unit)), tone), 0.9)
        lay_sheet(
            scene,
            page,
            (size[0] * (0.16 + index * 0.085), size[1] * (0.66 - index * 0.03)),
            14 - index * 5.5,
            lift=1.6,
        )
    return scene


def _plate(
    artist: Callable[..., Image.Image], palette: str, seed: int, scale: float, **params: object
) -> Image.Image:
    return tooth(artist(_size(scale), PALETTES[palette], seed, **params), 0.3)


def _table(scale: float) -> Image.Image:
    oat = Glaze("dipped", OATMEAL, CELADON, seed=3)
    pieces = (
        Piece("jug", Glaze("runs", INK, OATMEAL, seed=5), 0.2, 17, y=0.7),
        Piece("shoulder vase", Glaze("plain", CELADON, MOSS, seed=7), 0.78, 15, y=0.66, plant="grasses"),
        Piece("noodle bowl", Glaze("scales", CHALK, INK, seed=4), 0.58, 15, y=0.76),
        Piece("round mug", oat, 0.36, 17, y=0.83),
        Piece("plate", Glaze("plain", CHALK, OATMEAL, seed=9), 0.72, 13.5, y=0.93),
    )
    return together(_size(scale), pieces, (226, 217, 202), (190, 152, 110), 4)


def _wall_prints() -> tuple[tuple[PrintArt, float, float, float, str], ...]:
    lines = PrintArt("flow", "harbour", 3, "")
    fern = PrintArt("botanical", "cyanotype", 3, "", (("plant", "fern"), ("style", "sunprint")))
    kilim = PrintArt("truchet", "kiln", 3, "", (("style", "kilim"), ("across", 10)))
    dusk = PrintArt("strata", "dusk", 3, "")
    return (
        (lines, 0.14, 0.29, 0.215, "oak"),
        (fern, 0.385, 0.29, 0.2, "black"),
        (dusk, 0.625, 0.29, 0.2, "walnut"),
        (kilim, 0.865, 0.29, 0.2, "oak"),
    )


def _home_prints() -> tuple[tuple[PrintArt, float, float, float, str], ...]:
    cut = PrintArt("contours", "tide", 9, "", (("style", "cut"),))
    meadow = PrintArt("botanical", "moss", 2, "", (("plant", "parsley"), ("style", "panel")))
    weir = PrintArt("truchet", "harbour", 1, "", (("style", "weir"), ("across", 8)))
    return (
        (cut, 0.5, 0.245, 0.258, "oak"),
        (meadow, 0.25, 0.255, 0.185, "oak"),
        (weir, 0.75, 0.255, 0.185, "black"),
    )


_HOME_POTS = (
    Piece("bottle vase", Glaze("bands", CHALK, INK, seed=4), 0.1, 9.4, plant="willow"),
    Piece("breakfast bowl", Glaze("dipped", OATMEAL, MOSS, seed=3), 0.33, 9.4),
    Piece("moon jar", Glaze("runs", INK, OATMEAL, seed=5), 0.86, 8.2),
    Piece("straight mug", Glaze("stripes", CHALK, TENMOKU, seed=6), 0.62, 9.4),
)

_POTS = (
    Piece("tall vase", Glaze("runs", INK, OATMEAL, seed=5), 0.09, 14.6),
    Piece("serving bowl", Glaze("scales", CHALK, INK, seed=4), 0.285, 13.8),
    Piece("round mug", Glaze("dipped", OATMEAL, MOSS, seed=3), 0.47, 15.5),
    Piece("moon jar", Glaze("plain", CELADON, MOSS, seed=8), 0.635, 13.8),
    Piece("bud vase", Glaze("bands", CHALK, INK, seed=2), 0.78, 15.5, plant="grasses"),
    Piece("jug", Glaze("leaves", OCHRE, TENMOKU, seed=9), 0.895, 14.6),
)


def _bisque(vessel: str, x: float, scale: float, seed: int) -> Piece:
    clay = ((198, 148, 112), (222, 196, 164), TERRACOTTA)[seed % 3]
    return Piece(
        vessel, Glaze("raw", clay, mix(clay, (70, 40, 24), 0.4), gloss=0.04, speckle=0.7, seed=seed), x, scale
    )


_KILN = (
    (0.44, tuple(_bisque(v, x, 11.5, s) for v, x, s in (
        ("tumbler", 0.07, 1), ("tumbler", 0.175, 1), ("jug", 0.32, 2), ("breakfast bowl", 0.5, 0),
        ("breakfast bowl", 0.71, 0), ("bud vase", 0.87, 2)))),
    (0.92, tuple(_bisque(v, x, 11.5, s) for v, x, s in (
        ("moon jar", 0.13, 2), ("straight mug", 0.33, 1), ("straight mug", 0.48, 1), ("noodle bowl", 0.66, 0),
        ("shoulder vase", 0.86, 1)))),
)  # fmt: skip


HEROES: dict[str, Hero] = {
    "home": Hero(
        "Three framed prints over an oak sideboard with a vase of willow, bowls and a dark jar.",
        lambda scale: _gallery(_home_prints(), _HOME_POTS, rooms.WALLS["lime"], scale),
    ),
    "prints": Hero(
        "Four framed prints in a row on a pale wall, with the light of a window across them.",
        lambda scale: _gallery(_wall_prints(), (), rooms.WALLS["plaster"], scale),
    ),
    "paper": Hero("Three patterned notebooks and a sheet of bird wrapping paper, from above.", _desk),
    "pottery": Hero(
        "Vases, bowls, a mug and a jug in a row on a wooden shelf.",
        lambda scale: _shelves(((0.86, _POTS),), rooms.WALLS["sage"], frames.OAK, scale),
    ),
    "cloth": Hero("Four folded linen towels with different prints, side by side.", _linen),
    "pendulum": Hero(
        "Fine lines in ink, sea blue and rust that part and meet like slow water.",
        partial(_plate, flow.draw, "harbour", 21, cells=3.4, turn=2.4),
    ),
    "kiln": Hero(
        "Unglazed pots on two shelves, waiting for the kiln.",
        lambda scale: _shelves(_KILN, rooms.WALLS["blush"], frames.WALNUT, scale),
    ),
    "sheets": Hero("Blank sheets of cotton paper fanned out among dyed ones.", _fan),
    "sky": Hero(
        "Part of a star chart: figures in thin lines on a dark sky, with the Milky Way behind them.",
        lambda scale: _sky(scale),
    ),
    "dusk": Hero(
        "Ridge behind ridge of wooded hills under a low sun, shaded with grain.",
        partial(_plate, strata.draw, "dusk", 12, sun=(0.7, 0.27, 0.06)),
    ),
    "table": Hero("A table laid with a jug, a mug, a bowl, a plate and a vase of grasses.", _table),
    "islands": Hero(
        "A chart of islands and sea depths in blues and cream.",
        partial(_plate, contours.draw, "fjord", 23, style="skerry", cells=3.0),
    ),
    "parcels": Hero(
        "Three wrapped parcels on a wooden table, tied with twine.", lambda scale: _parcels(scale)
    ),
    "meadow": Hero(
        "Cow parsley, a fern and poppies as a sun print, pale on deep blue.",
        lambda scale: _meadow(scale),
    ),
}


def _sky(scale: float) -> Image.Image:
    width, height = _size(scale)
    chart = stars.draw((width, round(width * 1.4)), PALETTES["indigo"], 6, view="winter")
    top = round(width * 0.36)
    return chart.crop((0, top, width, top + height))


def _parcels(scale: float) -> Image.Image:
    large = (round(2400 * scale), round(2400 * scale))
    papers = [
        draw_design(Design(pattern, palette, 3, 56), large)
        for pattern, palette in (("birds", "tide"), ("check", "barley"), ("bricks", "madder"))
    ]
    return parcels(papers, PALETTES["tide"], _size(scale), (226, 216, 200), 2)


def _meadow(scale: float) -> Image.Image:
    width, height = _size(scale)
    part = (round(width / 3), height)
    row = Image.new("RGB", (width, height))
    for index, plant in enumerate(("parsley", "fern", "poppy")):
        one = draw_plant(
            (width - 2 * part[0], height), PALETTES["cyanotype"], 5 + index, plant=plant, style="sunprint"
        )
        row.paste(one, (index * part[0], 0))
    return tooth(row, 0.3)
