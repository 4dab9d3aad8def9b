"""Flow fields: lines that follow an invisible current and never touch.

The field is read on a coarse grid of plain lists, and collisions on a small mask that each stroke
is stamped into, so that tens of thousands of steps stay quick without a compiled extension.
"""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from demo.drawing.canvas import Canvas, Points, Size, outline
from demo.drawing.noise import fractal
from demo.drawing.palettes import Colour, Palette

CELL = 4  # units of the thousand-wide working plane to one cell of the field


@dataclass(slots=True)
class Current:
    """The angle of the field over a plane 1000 units wide."""

    height: int
    angles: list[list[float]]

    def at(self, x: float, y: float) -> float:
        return self.angles[int(y) // CELL + 12][int(x) // CELL + 12]


def current(size: Size, *, seed: int, cells: float, turn: float, heading: float) -> Current:
    """A smooth field around ``heading`` (radians), straying up to about ``turn`` radians."""
    height = round(1000 * size[1] / size[0])
    field = fractal(1000 // CELL + 24, height // CELL + 24, cells=cells, seed=seed, octaves=2)
    return Current(height, (heading + field * turn).tolist())


class Room:
    """What is still free on the sheet."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.image = Image.new("L", (1000, height), 0)
        self.pen = ImageDraw.Draw(self.image)
        self.taken = self.image.load()

    def only_disc(self, x: float, y: float, radius: float) -> None:
        """Close everything but a disc."""
        self.pen.rectangle((0, 0, 1000, self.height), fill=255)
        self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)

    def free(self, x: float, y: float) -> bool:
        inside = 0 <= x < 1000 and 0 <= y < self.height
        return inside and self.taken is not None and self.taken[int(x), int(y)] == 0

    def take(self, path: Points, width: float) -> None:
        self.pen.polygon(outline(path, width).ravel().tolist(), fill=255)
        self.pen.line(path.ravel().tolist(), fill=255, width=max(1, round(width)))


def trace(field: Current, room: Room, start: tuple[float, float], *, width: float, steps: int) -> Points:
    """Follow the current from ``start`` until something is in the way (step: 2 units)."""
    x, y = start
    half = width / 2
    path = []
    for _ in range(steps):
        angle = field.at(min(max(x, 0), 999), min(max(y, 0), field.height - 1))
        across_x, across_y = -math.sin(angle) * half, math.cos(angle) * half
        if not (
            room.free(x, y)
            and room.free(x + across_x, y + across_y)
            and room.free(x - across_x, y - across_y)
        ):
            break
        path.append((x, y))
        x += math.cos(angle) * 2
        y += math.sin(angle) * 2
    return np.array(path)


def draw(
    size: Size,
    palette: Palette,
    seed: int,
    *,
    style: str = "lines",
    cells: float = 2.0,
    turn: float = 2.2,
    heading: float = 0.3,
) -> Image.Image:
    """``lines``: hair-fine and even; ``bands``: broad and coloured; ``orb``: fine, in a disc."""
    field = current(size, seed=seed, cells=cells, turn=turn, heading=heading)
    if style == "bands":
        return _bands(size, palette, seed, field)
    room = Room(field.height)
    if style == "orb":
        room.only_disc(500, field.height / 2, 430)
    return _lines(size, palette, seed, field, room)


def _lines(size: Size, palette: Palette, seed: int, field: Current, room: Room) -> Image.Image:
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    unit = size[0] / 1000
    tint = fractal(250, field.height // 4 + 1, cells=2, seed=seed + 7, octaves=2)
    for index in range(5200):
        x, y = rng.uniform(0, 1000), rng.uniform(0, field.height)
        if not room.free(x, y):
            continue
        ahead = trace(field, room, (x, y), width=2, steps=420)
        if len(ahead) < (60 if index < 2600 else 14):
            continue
        room.take(ahead, 9.4)
        mood = tint[int(y) // 4, int(x) // 4] + rng.normal(0, 0.08)
        tone = palette.accent if mood > 0.62 else palette.first if mood < -0.3 else palette.ink
        along = np.linspace(0, 1, len(ahead))
        swell = np.sin(along * math.pi) ** 0.45
        canvas.stroke(ahead * unit, (0.7 + swell * rng.uniform(2.2, 5.4)) * unit, tone)
    return canvas.finish()


def _bands(size: Size, palette: Palette, seed: int, field: Current) -> Image.Image:
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    room = Room(field.height)
    unit = size[0] / 1000
    inks: list[Colour] = [palette.ink, palette.first, palette.second, palette.accent]
    region = fractal(250, field.height // 4 + 1, cells=1.6, seed=seed + 3, octaves=1)
    # Broad bands first: what is left between them is filled with ever finer ones.
    for width, tries, shortest in ((46, 160, 70), (26, 420, 50), (14, 900, 30), (7, 1500, 16)):
        for _ in range(tries):
            x, y = rng.uniform(0, 1000), rng.uniform(0, field.height)
            if not room.free(x, y):
                continue
            path = trace(field, room, (x, y), width=width + 4, steps=int(rng.integers(60, 360)))
            if len(path) < shortest:
                continue
            room.take(path, width + 7)
            lean = region[int(y) // 4, int(x) // 4]
            weights = np.array([0.26, 0.34 + lean * 0.3, 0.3 - lean * 0.25, 0.12])
            weights = np.clip(weights, 0.03, None)
            tone = inks[rng.choice(4, p=weights / weights.sum())]
            canvas.stroke(path * unit, width * unit, tone)
    return canvas.finish()
