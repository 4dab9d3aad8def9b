"""Moire: two or three plates of even lines, printed one over the other, make a third figure."""

import numpy as np
from PIL import Image

from demo.drawing.canvas import Size, hairlines, mask_image, overprint
from demo.drawing.noise import Field
from demo.drawing.palettes import Palette


def _plane(size: Size) -> tuple[Field, Field]:
    """Coordinates with the origin in the middle, in thousandths of the width."""
    width, height = size
    unit = width / 1000
    x = ((np.arange(width) - width / 2) / unit).astype(np.float32)[None, :]
    y = ((np.arange(height) - height / 2) / unit).astype(np.float32)[:, None]
    return x, y


def draw(size: Size, palette: Palette, seed: int, *, style: str = "rings") -> Image.Image:
    """``rings``: three sets of circles; ``waves``: bent rules; ``fan``: rays over rays."""
    painter = {"rings": _rings, "waves": _waves, "fan": _fan}[style]
    unit = size[0] / 1000
    rng = np.random.default_rng(seed)
    x, y = _plane(size)
    fields = painter(x, y, rng)
    inks = (palette.first, palette.accent, palette.ink)
    plates = []
    for (value, period, width, within), ink in zip(fields, inks, strict=False):
        coverage = hairlines(value * np.float32(unit), period=period * unit, width=width * unit)
        plates.append((mask_image(coverage * within), ink))
    return overprint(Image.new("RGB", size, palette.paper), plates)


Layer = tuple[Field, float, float, Field]


def _disc(x: Field, y: Field, centre: tuple[float, float], radius: float) -> tuple[Field, Field]:
    away = np.sqrt((x - np.float32(centre[0])) ** 2 + (y - np.float32(centre[1])) ** 2)
    return away, np.clip(np.float32(radius) - away, 0, 1).astype(np.float32)


def _rings(x: Field, y: Field, rng: np.random.Generator) -> list[Layer]:
    lean = rng.uniform(-20, 20)
    layers = []
    for centre, radius in (
        ((-70.0 + lean, -150.0), 400.0),
        ((75.0 + lean, 20.0), 400.0),
        ((-20.0 + lean, 190.0), 330.0),
    ):
        away, within = _disc(x, y, centre, radius)
        layers.append((away, 12.4, 5.4, within))
    return layers


def _waves(x: Field, y: Field, rng: np.random.Generator) -> list[Layer]:
    phase = rng.uniform(0, 6.28)
    bend = np.sin(y / 150 + phase) * 46 + np.sin(y / 63 + phase * 2) * 14
    swell = np.exp(-((x / 300) ** 2) - ((y + 40) / 360) ** 2) * 118
    edge = 455.0
    within = (np.clip(edge - np.abs(x), 0, 1) * np.clip(edge * 1.38 - np.abs(y), 0, 1)).astype(np.float32)
    first = (x + bend * 0.5 + 0 * y).astype(np.float32)
    second = (x + swell * np.sign(1.0) + bend * 0.1).astype(np.float32)
    return [(first, 12.0, 5.0, within), (second, 12.0, 4.6, within)]


def _fan(x: Field, y: Field, rng: np.random.Generator) -> list[Layer]:
    tilt = rng.uniform(-30, 30)
    layers = []
    for index, (cx, cy) in enumerate(((-190.0, 430.0), (190.0, 430.0), (tilt, -640.0))):
        angle = np.arctan2(x - np.float32(cx), y - np.float32(cy))
        # An angle has no even spacing of its own: measure it along a circle of 400.
        value = (angle * 400).astype(np.float32)
        _, within = _disc(x, y, (0.0, -10.0), 430.0)
        layers.append((value, 400 * 2 * np.pi / (220 if index < 2 else 330), 4.6, within))
    return layers
