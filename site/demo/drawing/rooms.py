"""Prints as they are sold and as they will live: flat on a table, framed on a wall, close to."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.botanical import silhouette
from demo.drawing.canvas import Size
from demo.drawing.frames import FRAMES, OAK, hang
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.plants import PLANTS
from demo.drawing.stilllife import Piece, place
from demo.drawing.surfaces import shadow, tooth, veil, wall, wood

WALLS: dict[str, Colour] = {
    "lime": (237, 232, 222),
    "plaster": (226, 214, 199),
    "sage": (200, 204, 186),
    "sky": (206, 214, 214),
    "blush": (226, 204, 190),
    "straw": (229, 214, 178),
    "slate": (112, 122, 122),
}


@dataclass(frozen=True, slots=True)
class Room:
    """How a print hangs: the wall, the frame, what stands under it, and the light."""

    wall: str = "lime"
    frame: str = "oak"
    light: str = "window"  # or "leaves", or "plain"
    pieces: tuple[Piece, ...] = ()
    table: Colour | None = None


def flat(sheet: Image.Image, size: Size, ground: Colour, seed: int) -> Image.Image:
    """The sheet lying on a plain ground, seen from above, its edges just lifting."""
    scene = wall(size, ground, seed)
    height = round(size[1] * 0.82)
    width = round(height * sheet.width / sheet.height)
    if width > size[0] * 0.78:
        width = round(size[0] * 0.78)
        height = round(width * sheet.height / sheet.width)
    left, top = (size[0] - width) // 2, round((size[1] - height) * 0.49)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rectangle((left, top, left + width, top + height), fill=255)
    unit = size[0] / 2400
    shadow(scene, mask, offset=(26 * unit, 44 * unit), blur=60 * unit, dark=0.26)
    shadow(scene, mask, offset=(7 * unit, 11 * unit), blur=12 * unit, dark=0.3)
    paper = tooth(sheet.resize((width, height), Image.Resampling.LANCZOS), 0.22)
    scene.paste(paper, (left, top))
    return scene


def close(sheet: Image.Image, size: Size, focus: tuple[float, float]) -> Image.Image:
    """A part of the sheet at full size, with the tooth of the paper."""
    width, height = min(size[0], sheet.width), min(size[1], sheet.height)
    left = round((sheet.width - width) * focus[0])
    top = round((sheet.height - height) * focus[1])
    part = sheet.crop((left, top, left + width, top + height))
    if part.size != size:
        part = part.resize(size, Image.Resampling.LANCZOS)
    return tooth(part, 0.5)


def framed(sheet: Image.Image, size: Size, room: Room, seed: int, palette: Palette) -> Image.Image:
    """The print in its frame on a wall, with the day falling in from the left."""
    scene = wall(size, WALLS[room.wall], seed)
    unit = size[0] / 2400
    let_in(scene, room.light, seed)
    width = round((1330 if room.pieces else 1480) * unit)
    height = round(width * sheet.height / sheet.width)
    left = (size[0] - width) // 2
    top = round((225 if room.pieces else 0) * unit) or (size[1] - height) // 2 - round(40 * unit)
    hang(scene, sheet, (left, top, width, height), FRAMES[room.frame], seed)
    if room.pieces:
        sideboard(scene, room.pieces, room.table or OAK, seed, palette=palette)
    return scene


def let_in(scene: Image.Image, light: str, seed: int) -> None:
    """Brighten the wall where the sun comes through a window, or through leaves."""
    if light == "plain":
        return
    small = 6
    width, height = scene.width // small, scene.height // small
    mask = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(mask)
    if light == "window":
        shift = (seed % 7) / 7 * 0.2
        for column in range(2):
            for row in range(3):
                x, y = 0.04 + shift + column * 0.3, 0.02 + row * 0.27
                corners = [(x, y), (x + 0.26, y + 0.1), (x + 0.26, y + 0.345), (x, y + 0.245)]
                pen.polygon([(a * width, b * height) for a, b in corners], fill=255)
        soft = mask.filter(ImageFilter.GaussianBlur(width * 0.017))
        veil(scene, (255, 247, 230), soft.point(lambda v: int(v * 0.3)))
        return
    rng = np.random.default_rng(seed)
    leaves = silhouette((width, height), PLANTS["willow"](rng), (width * 0.98, height * 0.98), width / 760)
    more = silhouette((width, height), PLANTS["eucalyptus"](rng), (width * -0.02, height * 0.66), width / 900)
    shade = ImageChops.lighter(
        leaves.filter(ImageFilter.GaussianBlur(width * 0.011)),
        more.filter(ImageFilter.GaussianBlur(width * 0.016)),
    )
    veil(scene, (84, 72, 62), shade.point(lambda v: int(v * 0.17)))


def sideboard(
    scene: Image.Image,
    pieces: tuple[Piece, ...],
    colour: Colour,
    seed: int,
    *,
    top: float = 0.862,
    palette: Palette | None = None,
) -> None:
    """A sideboard across the foot of the picture, from ``top`` (of its height), and what stands on it."""
    width, height = scene.size
    unit = height / 3000
    line = round(top * height)
    deep = round(54 * unit)
    band = Image.new("L", scene.size, 0)
    ImageDraw.Draw(band).rectangle((0, line, width, height), fill=255)
    shadow(scene, band, offset=(0, -12 * unit), blur=46 * unit, dark=0.2)
    scene.paste(wood((width, deep), mix(colour, (255, 248, 236), 0.22), seed + 3), (0, line))
    front = wood((width, height - line - deep), mix(colour, (40, 26, 16), 0.13), seed + 4)
    scene.paste(front, (0, line + deep))
    pen = ImageDraw.Draw(scene)
    edge = mix(colour, (255, 250, 240), 0.45)
    pen.line((0, line + deep, width, line + deep), fill=edge, width=max(1, round(5 * unit)))
    gap = mix(colour, (20, 12, 8), 0.55)
    for x in (0.335, 0.665):
        pen.line(
            (x * width, line + deep + 46 * unit, x * width, height), fill=gap, width=max(1, round(6 * unit))
        )
    lip = max(2, round(40 * unit))
    under = Image.new("L", (width, lip * 3), 0)
    ImageDraw.Draw(under).rectangle((0, 0, width, lip), fill=70)
    under = under.filter(ImageFilter.GaussianBlur(lip / 2))
    scene.paste((30, 18, 10), (0, line + deep + 2, width, line + deep + 2 + lip * 3), under)
    for piece in pieces:
        place(scene, piece, ground=line + deep * 0.62, tilt=0.09, palette=palette, wall=True)
