"""Drawing with ink: strokes, shapes and overprinting on an oversampled sheet.

Measures are in pixels of the finished sheet; the canvas draws larger and reduces at the end, which
is what makes Pillow's hard edges soft.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from demo.drawing.noise import Field
from demo.drawing.palettes import Colour

Points: TypeAlias = NDArray[np.float64]
Size: TypeAlias = tuple[int, int]
Tone: TypeAlias = Colour | int


class Canvas:
    """A sheet to draw on. ``tone`` is a colour, or 0 to 255 for a one-channel mask."""

    def __init__(self, size: Size, tone: Tone, *, oversample: int = 2) -> None:
        self.size = size
        self.factor = oversample
        mode = "L" if isinstance(tone, int) else "RGB"
        large = (size[0] * oversample, size[1] * oversample)
        self.image = Image.new(mode, large, tone)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points: ArrayLike, tone: Tone) -> None:
        scaled = np.asarray(points, dtype=np.float64) * self.factor
        if len(scaled) > 2:
            self.pen.polygon(scaled.ravel().tolist(), fill=tone)

    def polygons(self, shapes: Iterable[ArrayLike], tone: Tone) -> None:
        for shape in shapes:
            self.polygon(shape, tone)

    def line(self, points: ArrayLike, width: float, tone: Tone) -> None:
        """A line of even width, joined round; for thin lines."""
        scaled = np.asarray(points, dtype=np.float64) * self.factor
        pixels = max(1, round(width * self.factor))
        joint = "curve" if pixels > 5 else None
        self.pen.line(scaled.ravel().tolist(), fill=tone, width=pixels, joint=joint)

    def disc(self, x: float, y: float, radius: float, tone: Tone) -> None:
        k = self.factor
        box = ((x - radius) * k, (y - radius) * k, (x + radius) * k, (y + radius) * k)
        self.pen.ellipse(box, fill=tone)

    def ring(self, x: float, y: float, radius: float, width: float, tone: Tone) -> None:
        k, outer = self.factor, radius + width / 2
        box = ((x - outer) * k, (y - outer) * k, (x + outer) * k, (y + outer) * k)
        self.pen.ellipse(box, outline=tone, width=max(1, round(width * k)))

    def stroke(self, points: ArrayLike, widths: ArrayLike, tone: Tone, *, round_ends: bool = False) -> None:
        """A stroke whose width (one number, or one a point) may swell and taper."""
        path = np.asarray(points, dtype=np.float64)
        if len(path) < 2:
            return
        self.polygon(outline(path, widths), tone)
        if round_ends:
            thickness = np.broadcast_to(np.asarray(widths, dtype=np.float64), (len(path),))
            for end in (0, -1):
                self.disc(path[end, 0], path[end, 1], thickness[end] / 2, tone)

    def finish(self) -> Image.Image:
        """The sheet at its own size."""
        return self.image.reduce(self.factor) if self.factor > 1 else self.image


def outline(points: Points, widths: ArrayLike) -> Points:
    """The closed outline of a stroke along ``points``."""
    tangent = np.gradient(points, axis=0)
    length = np.hypot(tangent[:, 0], tangent[:, 1])
    length[length == 0] = 1.0
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) / length[:, None]
    half = np.broadcast_to(np.asarray(widths, dtype=np.float64) / 2, (len(points),))[:, None]
    return np.concatenate([points + normal * half, (points - normal * half)[::-1]])


def mask_image(coverage: Field) -> Image.Image:
    """A 0-to-1 field as a one-channel image."""
    return Image.fromarray((np.clip(coverage, 0.0, 1.0) * 255 + 0.5).astype(np.uint8))


def overprint(paper: Image.Image, plates: Sequence[tuple[Image.Image, Colour]]) -> Image.Image:
    """Print each plate (a mask) in its ink over the paper; inks darken where they overlap."""
    channels = list(paper.split())
    for mask, ink in plates:
        coverage = np.asarray(mask, dtype=np.uint16)
        for index, value in enumerate(ink):
            # 255 - coverage * (1 - ink): what the plate lets through, in one table look-up.
            table = (255 - np.arange(256) * (255 - value) / 255 + 0.5).astype(np.uint16)
            under = np.asarray(channels[index], dtype=np.uint16)
            channels[index] = Image.fromarray(((under * table[coverage] + 127) // 255).astype(np.uint8))
    return Image.merge("RGB", channels)


def lay(paper: Image.Image, plates: Sequence[tuple[Image.Image, Colour]]) -> Image.Image:
    """Lay each plate opaquely over the paper."""
    result = paper.copy()
    for mask, ink in plates:
        result.paste(ink, (0, 0, *result.size), mask)
    return result


def hairlines(value: Field, *, period: float, width: float) -> Field:
    """Coverage (0 to 1) of even lines where ``value`` crosses multiples of ``period``.

    The width is in pixels whatever the slope: the distance to a line is the value's distance over
    its gradient, which also makes the edges smooth without oversampling.
    """
    down, across = np.gradient(value)
    slope = np.sqrt(down * down + across * across) + np.float32(1e-6)
    away = np.abs((value / period + 0.5) % 1.0 - 0.5) * period
    return np.clip(width / 2 + 0.5 - away / slope, 0.0, 1.0).astype(np.float32)
