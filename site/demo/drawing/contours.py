"""Contour maps of land that is not there: lochs, skerries and hills cut from paper."""

import numpy as np
from PIL import Image, ImageFilter

from demo.drawing.canvas import Size, hairlines, lay, mask_image
from demo.drawing.noise import Field, enlarge, fractal
from demo.drawing.palettes import Colour, Palette, mix


def terrain(size: Size, *, seed: int, cells: float, octaves: int = 5, gain: float = 0.42) -> Field:
    """Heights scaled to exactly 0 to 1, worked out small and enlarged."""
    small = (400, round(400 * size[1] / size[0]))
    land = fractal(*small, cells=cells, seed=seed, octaves=octaves, gain=gain)
    land = (land - land.min()) / (land.max() - land.min())
    return enlarge(land.astype(np.float32), *size)


def draw(size: Size, palette: Palette, seed: int, *, style: str = "tarn", cells: float = 2.0) -> Image.Image:
    """``tarn``: a lake among fine lines; ``skerry``: islands and depths; ``cut``: paper layers."""
    painter = {"tarn": _tarn, "skerry": _skerry, "cut": _cut}[style]
    return painter(size, palette, seed, cells)


def _tarn(size: Size, palette: Palette, seed: int, cells: float) -> Image.Image:
    land = terrain(size, seed=seed, cells=cells)
    unit = size[0] / 1000
    shore = 0.3
    water = np.clip((shore - land) * np.float32(225 * unit) + np.float32(0.5), 0, 1)
    fine = hairlines(land - shore, period=0.026, width=1.5 * unit) * (land > shore)
    bold = hairlines(land - shore, period=0.13, width=3.2 * unit) * (land > shore - 0.001)
    depth = hairlines(land - shore, period=0.03, width=1.3 * unit) * (land < shore)
    sheet = Image.new("RGB", size, palette.paper)
    high = np.clip((land - 0.62) * 3, 0, 1) * np.float32(0.55)
    return lay(
        sheet,
        [
            (mask_image(high), palette.second),
            (mask_image(water), palette.first),
            (mask_image(depth), mix(palette.first, palette.paper, 0.5)),
            (mask_image(np.maximum(fine, bold)), palette.ink),
        ],
    )


def _skerry(size: Size, palette: Palette, seed: int, cells: float) -> Image.Image:
    land = terrain(size, seed=seed, cells=cells, gain=0.5)
    slope = _slope(land)
    unit = size[0] / 1000
    shore = 0.58
    sheet = Image.new("RGB", size, mix(palette.ink, palette.first, 0.25))
    plates: list[tuple[Image.Image, Colour]] = []
    for index in range(6):
        level = shore - 0.36 + index * 0.06
        tone = mix(palette.first, palette.second, index / 5)
        plates.append((_above(land, slope, level), tone))
    plates.append((_above(land, slope, shore), palette.paper))
    plates.append((_above(land, slope, shore + 0.13), mix(palette.paper, palette.accent, 0.55)))
    plates.append((_above(land, slope, shore + 0.25), palette.accent))
    sheet = lay(sheet, plates)
    lines = hairlines(land - shore, period=0.02, width=1.2 * unit)
    coast = hairlines(land - shore, period=2.0, width=4.0 * unit)
    return lay(
        sheet,
        [
            (mask_image(lines * (land < shore) * 0.35), palette.paper),
            (mask_image(lines * (land > shore) * 0.75), palette.ink),
            (mask_image(coast), palette.ink),
        ],
    )


def _cut(size: Size, palette: Palette, seed: int, cells: float) -> Image.Image:
    """Nine sheets of coloured paper, each cut away further, with the light from the upper left."""
    land = terrain(size, seed=seed, cells=cells, octaves=3, gain=0.35)
    slope = _slope(land)
    unit = size[0] / 1000
    ramp = [palette.ink, palette.first, palette.second, palette.accent, palette.paper]
    sheet = Image.new("RGB", size, palette.ink)
    for index in range(1, 10):
        place = index / 9 * (len(ramp) - 1)
        lower = min(int(place), len(ramp) - 2)
        tone = mix(ramp[lower], ramp[lower + 1], place - lower)
        mask = _above(land, slope, 0.1 + index * 0.085)
        small = mask.reduce(4)
        near = small.filter(ImageFilter.GaussianBlur(2.0 * unit)).resize(size)
        far = small.filter(ImageFilter.GaussianBlur(6.5 * unit)).resize(size)
        shade = Image.blend(near, far, 0.6).point(lambda v: int(v * 0.42))
        thrown = Image.new("L", size, 0)
        thrown.paste(shade, (round(7 * unit), round(11 * unit)))
        sheet.paste(mix(palette.ink, (0, 0, 0), 0.6), (0, 0, *size), thrown)
        sheet.paste(tone, (0, 0, *size), mask)
    return sheet


def _slope(land: Field) -> Field:
    down, across = np.gradient(land)
    return (np.sqrt(down * down + across * across) + np.float32(1e-6)).astype(np.float32)


def _above(land: Field, slope: Field, level: float) -> Image.Image:
    """Where the land rises over a level, with a smooth edge one pixel wide."""
    return mask_image((land - np.float32(level)) / slope + np.float32(0.5))
