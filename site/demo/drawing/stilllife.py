"""Vessels set out on a table: hero shots, groups, and the small company prints keep."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.drawing.botanical import press
from demo.drawing.canvas import Canvas, Size
from demo.drawing.glazes import Glaze
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.plants import PLANTS
from demo.drawing.pottery import Fired, cast, fire
from demo.drawing.surfaces import shadow, sweep, veil, wall, wood
from demo.drawing.vessels import VESSELS


@dataclass(frozen=True, slots=True)
class Piece:
    """A vessel in a scene: ``x`` and ``y`` as fractions of the scene, ``scale`` in thousandths of
    the scene's width a centimetre. ``y`` is left to the scene where there is one shelf."""

    vessel: str
    glaze: Glaze
    x: float
    scale: float
    y: float | None = None
    plant: str | None = None
    turn: float = 0.0


def place(
    scene: Image.Image,
    piece: Piece,
    *,
    ground: float,
    tilt: float,
    palette: Palette | None = None,
    wall: bool = False,
) -> None:
    """Stand a vessel on the scene at ``ground`` (pixels from the top), with shadow and stems."""
    vessel = VESSELS[piece.vessel]
    scale = piece.scale * scene.width / 1000
    foot = (piece.x * scene.width, ground if piece.y is None else piece.y * scene.height)
    clip = (-foot[0], -foot[1], scene.width - foot[0], scene.height - foot[1])
    fired = fire(vessel, piece.glaze, scale=scale, tilt=tilt, turn=piece.turn, clip=clip)
    corner = (round(foot[0] - fired.foot[0]), round(foot[1] - fired.foot[1]))
    sprig = None
    if piece.plant:
        mouth = foot[1] - vessel.height * scale * np.cos(tilt)
        sprig = _stems(scene.size, piece, (foot[0], mouth), scale * vessel.height / 1000 * 1.45, palette)
    if wall:
        body = Image.new("L", scene.size, 0)
        body.paste(fired.image.getchannel("A"), corner)
        if sprig:
            body.paste(255, (0, 0, *scene.size), sprig.getchannel("A"))
        shadow(scene, body, offset=(60 * scale / 25, 10 * scale / 25), blur=34 * scale / 25, dark=0.2)
    veil(scene, (46, 32, 22), cast(scene.size, vessel, fired, foot))
    scene.paste(fired.image, corner, fired.image)
    if sprig:
        _plant(scene, sprig, fired, corner)


def _stems(
    size: Size, piece: Piece, mouth: tuple[float, float], scale: float, palette: Palette | None
) -> Image.Image:
    rng = np.random.default_rng(piece.glaze.seed + 60)
    green: list[Colour] = [(92, 84, 58), (104, 118, 84), (134, 146, 110), (196, 172, 120), (214, 196, 150)]
    if palette and piece.plant in {"poppy", "parsley"}:
        green[3] = mix(palette.accent, (214, 196, 150), 0.35)
        green[4] = mix(green[3], (240, 228, 200), 0.3)
    grown = PLANTS[piece.plant or "willow"](rng)
    # Cut stems: what grows at the foot of the plant stands in the water.
    kept = [part for part in grown if part.widths is not None or part.points[:, 1].mean() < -330]
    colour = Canvas(size, (120, 118, 90), oversample=1)
    mask = Canvas(size, 0, oversample=1)
    sink = (mouth[0], mouth[1] + 190 * scale)
    press(colour, kept, sink, scale, green)
    press(mask, kept, sink, scale, [255] * 5)  # type: ignore[list-item]
    result = colour.image
    result.putalpha(mask.image)
    return result


def _plant(scene: Image.Image, sprig: Image.Image, fired: Fired, corner: tuple[int, int]) -> None:
    """Stems stand inside: whatever falls on the vessel's front wall is behind it."""
    alpha = sprig.getchannel("A")
    alpha.paste(0, corner, fired.front)
    # And nothing shows below the mouth, in front of the table.
    below = round(corner[1] + fired.image.height * 0.4)
    alpha.paste(0, (0, below, scene.width, scene.height))
    scene.paste(sprig.convert("RGB"), (0, 0), alpha)


def alone(size: Size, piece: Piece, ground: Colour, tilt: float = 0.2) -> Image.Image:
    """One vessel on a paper sweep."""
    scene = sweep(size, ground, 0.56)
    place(scene, piece, ground=_centred(size, piece, tilt), tilt=tilt)
    return scene


def _centred(size: Size, piece: Piece, tilt: float) -> float:
    """Where the foot must stand (pixels from the top) for the vessel to sit a little below the middle."""
    vessel = VESSELS[piece.vessel]
    scale = piece.scale * size[0] / 1000
    above = vessel.height * np.cos(tilt) + vessel.knots[-1][1] * np.sin(tilt)
    below = vessel.knots[0][1] * np.sin(tilt)
    return float(size[1] * 0.55 + (above - below) / 2 * scale)


def together(
    size: Size, pieces: tuple[Piece, ...], backdrop: Colour, table: Colour, seed: int, tilt: float = 0.24
) -> Image.Image:
    """A group on a wooden table before a wall, furthest first."""
    scene = wall(size, backdrop, seed)
    width, height = size
    edge = round(height * 0.585)
    board = wood((width, height - edge), table, seed, boards=4)
    fade = Image.fromarray(
        np.repeat(np.linspace(205, 255, height - edge)[:, None], 8, axis=1).astype(np.uint8)
    ).resize((width, height - edge))
    dark = Image.new("RGB", board.size, mix(table, (30, 18, 10), 0.4))
    board = Image.composite(board, dark, fade)
    unit = width / 2400
    band = Image.new("L", size, 0)
    ImageDraw.Draw(band).rectangle((0, edge, width, height), fill=255)
    shadow(scene, band, offset=(0, -10 * unit), blur=50 * unit, dark=0.26)
    soft = Image.new("L", size, 0)
    ImageDraw.Draw(soft).rectangle((0, edge, width, height), fill=255)
    scene.paste(board, (0, edge))
    line = Image.new("L", (width, round(12 * unit)), 90).filter(ImageFilter.GaussianBlur(3 * unit))
    scene.paste((40, 26, 16), (0, edge), line)
    for piece in pieces:
        place(scene, piece, ground=height * 0.8, tilt=tilt)
    return scene


def near(size: Size, piece: Piece, ground: Colour) -> Image.Image:
    """Close to the lip, at the scale where the glaze shows what it did in the fire."""
    scene = sweep(size, ground, 0.9)
    tilt = 0.42
    rise = VESSELS[piece.vessel].height * piece.scale * size[0] / 1000 * float(np.cos(tilt))
    # The rim of a tall vessel belongs in the upper third; a low one may be seen whole.
    place(scene, piece, ground=max(size[1] * 0.36 + rise, _centred(size, piece, tilt)), tilt=tilt)
    return scene
