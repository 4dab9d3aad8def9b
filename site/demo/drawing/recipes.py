"""For every kind of goods, the pictures it gets: what each shows, in words and in paint."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from PIL import Image

from demo.drawing import paper_recipes, rooms, stilllife, textile
from demo.drawing.art import GROUNDS, Art, ClothArt, PotArt, PrintArt
from demo.drawing.botanical import draw as draw_plant
from demo.drawing.palettes import PALETTES, mix
from demo.drawing.shots import OAK_TABLE, WALNUT_TABLE, Shot, draw_design, listed, scene_size, sheet
from demo.drawing.stilllife import Piece


def shots(name: str, art: Art, *, scale: float = 1.0) -> list[Shot]:
    """The pictures of a product, foremost first."""
    if isinstance(art, PrintArt):
        return list(_print(name, art, scale))
    if isinstance(art, PotArt):
        return list(_pot(name, art, scale))
    if isinstance(art, ClothArt):
        return list(_cloth(name, art, scale))
    makers = {
        "notebook": paper_recipes.book,
        "zine": paper_recipes.book,
        "card": paper_recipes.card,
        "wrap": paper_recipes.wrap,
        "tags": paper_recipes.tags,
    }
    return list(makers[art.form](name, art, scale))


def _print(name: str, art: PrintArt, scale: float) -> Iterator[Shot]:
    paper = cache(lambda: sheet(art, scale))
    palette = PALETTES[art.palette]
    size = scene_size(scale)
    where = f"in {'an oak' if art.room.frame == 'oak' else 'a ' + art.room.frame} frame on a plastered wall"
    if art.room.pieces:
        where += f", above a sideboard with {listed([piece.vessel for piece in art.room.pieces])}"
    elif art.room.light == "leaves":
        where += ", in the shade of leaves"
    yield Shot(
        "flat",
        f"{name}, a print of {art.subject}, unframed on cotton paper.",
        lambda: rooms.flat(paper(), size, GROUNDS[art.ground], art.seed),
    )
    yield Shot("framed", f"{name} {where}.", lambda: rooms.framed(paper(), size, art.room, art.seed, palette))
    yield Shot(
        "detail",
        f"A close look at {name}: {art.subject}.",
        lambda: rooms.close(paper(), scene_size(scale, 1), art.focus),
    )


def _pot(name: str, art: PotArt, scale: float) -> Iterator[Shot]:
    size, ground = scene_size(scale), GROUNDS[art.ground]
    first, seed = art.glazes[0], art.glazes[0].seed
    handled = "mug" in art.vessel or art.vessel == "jug"
    x = 0.45 if handled else 0.5
    yield Shot(
        "alone",
        f"{name}: {art.subject}.",
        lambda: stilllife.alone(size, Piece(art.vessel, first, x, art.scale), ground, art.tilt),
    )
    if len(art.glazes) > 1:
        other = art.glazes[1]
        yield Shot(
            "other-glaze",
            f"{name} in another of its glazes.",
            lambda: stilllife.alone(size, Piece(art.vessel, other, x, art.scale), ground, art.tilt),
        )
    wooden = OAK_TABLE if seed % 2 else WALNUT_TABLE
    yield Shot(
        "together",
        f"{name} on a wooden table{_company(art)}.",
        lambda: stilllife.together(
            size,
            _group(art),
            mix(ground, (240, 234, 224), 0.35),
            wooden,
            seed,
            max(0.24, art.tilt * 0.75),
        ),
    )
    lip = Piece(art.vessel, first, 0.44, art.scale * 1.9)
    yield Shot(
        "detail",
        f"The rim of {name} close to, where the glaze thins over the clay.",
        lambda: stilllife.near(scene_size(scale, 1.5), lip, ground),
    )


def _company(art: PotArt) -> str:
    words = [f"with {listed([vessel for vessel, _ in art.company])}"] if art.company else []
    if len(art.glazes) > 1:
        words.insert(0, "in two glazes" if not art.company else "in two glazes,")
    if art.plant:
        words.append("holding cut stems" if not words else "and cut stems")
    return " " + " ".join(words) if words else ""


def _group(art: PotArt) -> tuple[Piece, ...]:
    """Furthest first: the company at the back, then the second glaze, then the first."""
    pieces = []
    scale = art.scale * (0.72 if len(art.glazes) > 1 else 0.84 if art.company else 0.95)
    for index, (vessel, glaze) in enumerate(art.company):
        pieces.append(Piece(vessel, glaze, (0.74, 0.22)[index % 2], scale * 0.96, y=(0.695, 0.72)[index % 2]))
    if len(art.glazes) > 1:
        pieces.append(
            Piece(art.vessel, art.glazes[1], 0.68 if not art.company else 0.28, scale, y=0.755, turn=0.3)
        )
    pieces.append(
        Piece(art.vessel, art.glazes[0], 0.36 if not art.company else 0.5, scale, y=0.845, plant=art.plant)
    )
    return tuple(pieces)


def _cloth(name: str, art: ClothArt, scale: float) -> Iterator[Shot]:
    size, ground, seed = scene_size(scale), GROUNDS[art.ground], art.design.seed
    base = art.cloth or textile.CANVAS
    picture = cache(lambda: _printed(art, scale))
    if art.form == "tote":
        yield Shot(
            "hung",
            f"{name}, a canvas bag printed with {art.subject}, hanging from a wooden peg.",
            lambda: textile.tote(picture(), size, ground, seed, base=base),
        )
        word, tone = art.other or ("the same cloth, against a darker wall", base)
        plaster = ground if art.other else mix(ground, PALETTES[art.design.palette].ink, 0.45)
        yield Shot(
            "colour",
            f"{name} in {word}.",
            lambda: textile.tote(picture(), size, plaster, seed + 1, base=tone),
        )
    else:
        yield Shot(
            "hung",
            f"{name}, a linen towel printed with {art.subject}, over a wooden rail.",
            lambda: textile.towel_hung(picture(), size, ground, seed, base=base),
        )
        yield Shot(
            "folded",
            f"{name} folded, from above.",
            lambda: textile.towel_folded(picture(), size, ground, seed, base=base),
        )
    yield Shot(
        "detail",
        f"The cloth of {name} close to, thread by thread.",
        lambda: textile.near(_cropped(picture()), scene_size(scale, 1), base, seed),
    )


def _printed(art: ClothArt, scale: float) -> Image.Image:
    """What is printed on the cloth, on white."""
    width, height = round(1560 * scale), round(2500 * scale)
    if not art.plant:
        return draw_design(art.design, (width, height), cloth=True)
    palette = replace(PALETTES[art.design.palette], paper=(255, 255, 255))
    return draw_plant((width, round(width * 1.1)), palette, art.design.seed, plant=art.plant)


def _cropped(picture: Image.Image) -> Image.Image:
    """The half of a print that a close look takes in."""
    width, top = picture.width, picture.height * 0.14
    return picture.crop((round(width * 0.22), round(top), round(width * 0.72), round(top + width * 0.625)))
