"""Plants on a sheet: as a coloured plate, on a solid ground, or as a sun print."""

import numpy as np
from PIL import Image, ImageFilter

from demo.drawing.canvas import Canvas, Points, Size, lay
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.plants import PLANTS, Plant


def press(canvas: Canvas, plant: Plant, foot: tuple[float, float], scale: float, tones: list[Colour]) -> None:
    """Draw the plant standing on ``foot``; ``tones`` for the five kinds of part."""
    base = np.array(foot)
    for part in plant:
        points = base + part.points * scale
        if part.widths is None:
            canvas.polygon(points, tones[part.tone])
        else:
            canvas.stroke(points, np.maximum(part.widths * scale, 0.6), tones[part.tone])


def silhouette(size: Size, plant: Plant, foot: tuple[float, float], scale: float) -> Image.Image:
    """The plant as a mask."""
    canvas = Canvas(size, 0)
    base = np.array(foot)
    for part in plant:
        points = base + part.points * scale
        if part.widths is None:
            canvas.polygon(points, 255)
        else:
            canvas.stroke(points, np.maximum(part.widths * scale, 0.6), 255)
    return canvas.finish()


def draw(
    size: Size, palette: Palette, seed: int, *, plant: str = "fern", style: str = "plate"
) -> Image.Image:
    """``plate``: in colour on paper; ``sunprint``: pale on deep blue; ``panel``: on a colour."""
    rng = np.random.default_rng(seed)
    width, height = size
    grown = PLANTS[plant](rng)
    low, high = _extent(grown)
    scale = min(width * 0.8 / (high[0] - low[0]), height * 0.84 / (high[1] - low[1]))
    middle = (low + high) / 2
    foot = (width / 2 - middle[0] * scale, height / 2 - middle[1] * scale)
    if style == "sunprint":
        return _sunprint(size, palette, grown, foot, scale)
    paper = palette.paper if style == "plate" else palette.first
    canvas = Canvas(size, paper)
    if style == "plate":
        pale = mix(palette.first, palette.second, 0.55)
        flower = mix(palette.accent, palette.paper, 0.22)
        tones = [palette.ink, palette.first, pale, palette.accent, flower]
    else:
        pale = mix(palette.paper, palette.second, 0.4)
        tones = [palette.paper, palette.paper, pale, palette.accent, palette.accent]
    press(canvas, grown, foot, scale, tones)
    return canvas.finish()


def _extent(plant: Plant) -> tuple[Points, Points]:
    every = np.concatenate([part.points for part in plant])
    return every.min(axis=0), every.max(axis=0)


def _sunprint(
    size: Size, palette: Palette, plant: Plant, foot: tuple[float, float], scale: float
) -> Image.Image:
    """A cyanotype: light creeps under what does not lie flat, so a soft ghost under a sharp one."""
    sharp = silhouette(size, plant, foot, scale)
    wide = size[0] / 1000
    ghost = sharp.reduce(4).filter(ImageFilter.GaussianBlur(3.2 * wide)).resize(size)
    sheet = Image.new("RGB", size, mix(palette.ink, palette.first, 0.35))
    veil = ghost.point(lambda v: int(v * 0.55))
    body = sharp.filter(ImageFilter.GaussianBlur(0.9 * wide)).point(lambda v: int(v * 0.86))
    return lay(sheet, [(veil, palette.first), (body, palette.accent)])
