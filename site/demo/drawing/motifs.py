"""Small figures that repeats are made of: a sprig, and the bird of the house."""

import math

import numpy as np

from demo.drawing.canvas import Canvas, Points
from demo.drawing.palettes import Colour, Palette, mix


def turned(points: Points, angle: float) -> Points:
    c, s = math.cos(angle), math.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def sprig(canvas: Canvas, palette: Palette, at: Points, angle: float, unit: float, *, accent: bool) -> None:
    t = np.linspace(-1.2, 1.2, 20)
    rib = np.stack([0.1 * np.sin(t * 2), t], axis=1) * unit
    canvas.stroke(turned(rib, angle) + at, 0.055 * unit, palette.ink)
    for index in range(7):
        along = -1.2 + index * 0.36
        side = 1 if index % 2 else -1
        u = np.linspace(0, 1, 16)
        swell = np.sin(np.pi * u**0.8) * 0.17
        long = 0.78 - 0.05 * index
        half = np.stack([u * long, swell], axis=1)
        shape = np.concatenate([half, (half * (1, -1))[::-1]])
        shape = turned(shape, -0.85) * (side, 1) * unit + (0.0, along * -unit)
        tone = palette.first if index % 3 else palette.second
        canvas.polygon(turned(shape, angle) + at, tone)
    tip = turned(np.array([[0.02, -1.42]]) * unit, angle)[0] + at
    canvas.disc(tip[0], tip[1], 0.2 * unit, palette.accent if accent else palette.second)


def pipit(
    canvas: Canvas,
    at: Points,
    unit: float,
    body: Colour,
    palette: Palette,
    *,
    lean: float = 0.0,
    flip: bool = False,
) -> None:
    """The bird of the house: a drop-shaped body, a cocked tail, a folded wing, a bright eye."""
    side = np.array([-1.0, 1.0]) if flip else np.array([1.0, 1.0])

    def put(points: Points) -> Points:
        return turned(points, lean) * side * unit + at

    canvas.polygon(put(PIPIT_BODY), body)
    canvas.polygon(put(PIPIT_WING), mix(body, palette.paper, 0.42))
    eye = put(np.array([[0.78, -0.47]]))[0]
    canvas.disc(eye[0], eye[1], 0.07 * unit, palette.paper)
    for foot in (-0.02, 0.22):
        leg = put(np.array([[foot, 0.42], [foot + 0.05, 0.8]]))
        canvas.stroke(leg, 0.05 * unit, palette.ink)


def _curve(*knots: tuple[float, float]) -> Points:
    """A closed smooth outline through the knots (Catmull-Rom)."""
    points = np.array(knots)
    t = np.linspace(0, 1, 10, endpoint=False)[:, None]
    pieces = []
    for index in range(len(points)):
        a, b, c, d = (points[(index + k - 1) % len(points)] for k in range(4))
        pieces.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    return np.concatenate(pieces)


PIPIT_BODY = _curve(
    (1.3, -0.38), (0.98, -0.52), (0.76, -0.7), (0.46, -0.62), (0.2, -0.3), (-0.4, -0.1), (-1.1, 0.02),
    (-1.62, -0.06), (-1.6, 0.12), (-1.0, 0.3), (-0.4, 0.46), (0.15, 0.5), (0.6, 0.28), (0.86, -0.1), (0.98, -0.36),
)  # fmt: skip
PIPIT_WING = _curve(
    (0.34, -0.18), (0.0, -0.1), (-0.5, 0.06), (-1.12, 0.14), (-0.6, 0.26), (-0.1, 0.3), (0.28, 0.12)
)
