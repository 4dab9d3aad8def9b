"""What a vessel wears: slips, glazes and drawn patterns, as colour over the turned surface.

A glaze answers, for points given by turn (0 to 1 around) and height (0 to 1 up), the colour in
linear light and how glossy it is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from demo.drawing.noise import Field, fractal, smooth, step
from demo.drawing.palettes import Colour, mix

WIDE, TALL = 1536, 768  # the texture that is wrapped once around


@dataclass(frozen=True, slots=True)
class Glaze:
    """A recipe. ``body`` is the bare clay, ``coat`` the glaze, ``mark`` the drawing's colour."""

    style: str
    coat: Colour
    mark: Colour
    body: Colour = (176, 128, 92)
    gloss: float = 0.55
    speckle: float = 0.5
    seed: int = 1
    inner: Colour | None = None


def linear(colour: Colour) -> Field:
    """sRGB to linear light."""
    return ((np.array(colour, dtype=np.float32) / 255) ** np.float32(2.2)).astype(np.float32)


@lru_cache(maxsize=12)
def wrap(glaze: Glaze) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    """The texture (TALL x WIDE x 3, linear, top row first) and its gloss; in half precision, to be kept."""
    rng = np.random.default_rng(glaze.seed)
    turn = np.linspace(0, 1, WIDE, endpoint=False, dtype=np.float32)[None, :]
    height = np.linspace(1, 0, TALL, dtype=np.float32)[:, None]
    breath = fractal(WIDE, TALL, cells=6, seed=glaze.seed, octaves=4, wrap=True)
    colour = np.empty((TALL, WIDE, 3), dtype=np.float32)
    colour[:] = linear(glaze.coat)
    colour *= (1 + 0.07 * breath)[..., None]
    coverage = STYLES[glaze.style](turn, height, glaze, rng)
    colour += (linear(glaze.mark) - colour) * coverage[..., None]
    gloss = np.full((TALL, WIDE), glaze.gloss, dtype=np.float32)
    if glaze.speckle:
        _speckle(colour, glaze, rng)
    # Bare clay at the foot, where the glaze was wiped off before the firing.
    foot = slice(round(TALL * 0.93), TALL)
    if glaze.style != "raw":
        edge = 0.045 + 0.006 * smooth(WIDE, 4, cells=9, seed=glaze.seed + 5, wrap=True)[:1]
        bare = step(edge - height[foot], -0.004, 0.004)
        sand = 1 + 0.12 * smooth(WIDE, len(bare), cells=300, seed=glaze.seed + 6, wrap=True)
        colour[foot] += (linear(glaze.body) * sand[..., None] - colour[foot]) * bare[..., None]
        gloss[foot] *= 1 - bare
    # Glaze runs thin over the lip and lets the clay's iron through.
    lip = slice(0, round(TALL * 0.06))
    thin = step(height[lip] + 0.012 * breath[lip], 0.972, 0.995) * np.float32(0.75)
    colour[lip] += (linear(mix(glaze.coat, glaze.body, 0.75)) - colour[lip]) * thin[..., None]
    return np.clip(colour, 0, 1).astype(np.float16), gloss.astype(np.float16)


def _speckle(colour: NDArray[np.float32], glaze: Glaze, rng: np.random.Generator) -> None:
    """Iron in the clay, bleeding through as dots of several sizes."""
    dots = np.zeros((TALL, WIDE), dtype=np.float32)
    for size, count in ((1, 5200), (2, 900), (3, 160)):
        rows = rng.integers(0, TALL - size, int(count * glaze.speckle))
        columns = rng.integers(0, WIDE - size, len(rows))
        for down in range(size):
            for across in range(size):
                dots[rows + down, columns + across] = 1.0 if size < 3 or (down, across) != (0, 0) else 0.3
    iron = linear(mix(glaze.body, (40, 26, 18), 0.72))
    colour += (iron - colour) * (dots * 0.62)[..., None]


Coverage = Callable[[Field, Field, Glaze, np.random.Generator], Field]


def _plain(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """A single glaze, pooling darker toward the foot."""
    pool = fractal(WIDE, TALL, cells=5, seed=glaze.seed + 2, octaves=3, wrap=True)
    return (step(0.36 - height + pool * 0.07, 0.0, 0.4) * 0.5).astype(np.float32)


def _dipped(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Dipped at a slant in a second glaze, with the soft edge a dip leaves."""
    wave = smooth(WIDE, 4, cells=5, seed=glaze.seed + 2, wrap=True)[:1]
    line = 0.52 + 0.09 * np.sin(turn * 2 * np.pi + 0.6) + 0.018 * wave
    return step(line - height, -0.006, 0.006)


def _runs(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """A thick glaze poured from the lip that has run in tongues."""
    slow = smooth(WIDE, 4, cells=8, seed=glaze.seed + 1, wrap=True)[:1]
    fast = smooth(WIDE, 4, cells=30, seed=glaze.seed + 2, wrap=True)[:1]
    line = 0.62 - 0.14 * slow - 0.17 * np.clip(fast, 0, 1) ** 1.5
    body = step(height - line, -0.012, 0.012)
    return (body * (0.82 + 0.18 * step(height - line, 0.0, 0.12))).astype(np.float32)


def _bands(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Brushed rings, laid on the turning wheel: each begins and fades like a brush."""
    out = np.zeros((TALL, WIDE), dtype=np.float32)
    drag = 0.5 + 0.5 * fractal(WIDE, TALL, cells=10, seed=glaze.seed, octaves=2, wrap=True)
    hair = smooth(4, TALL, cells=3, seed=glaze.seed + 4)[:, :1] * 0.5 + rng.uniform(-0.5, 0.5, (TALL, 1))
    for centre, half in ((0.83, 0.035), (0.72, 0.012), (0.62, 0.022), (0.3, 0.05), (0.2, 0.012)):
        wobble = 0.004 * np.sin(turn * 2 * np.pi + centre * 40)
        body = step(half - np.abs(height - centre - wobble), -0.004, 0.006)
        out = np.maximum(out, body * np.clip(0.72 + 0.35 * drag + 0.12 * hair, 0, 1))
    return out.astype(np.float32)


def _stripes(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Upright strokes of a loaded brush, each a little its own."""
    out = np.zeros((TALL, WIDE), dtype=np.float32)
    room = round(WIDE / 26 / 2)
    for index in range(26):
        sway = 0.003 * np.sin(height * 5 + rng.uniform(0, 6)) + rng.normal(0, 0.0016)
        half = 0.0078 * (0.75 + 0.35 * np.sin(height * 2.6 + rng.uniform(0, 2)))
        middle = round((index + 0.5) / 26 * WIDE)
        columns = slice(middle - room, middle + room)
        away = np.abs(turn[:, columns] - (index + 0.5) / 26 - sway)
        ends = step(height, 0.1 + rng.uniform(0, 0.03), 0.13) * step(
            0.9 + rng.uniform(0, 0.02) - height, 0, 0.02
        )
        out[:, columns] = step((half - away).astype(np.float32), -0.0009, 0.0009) * ends
    return (out * 0.92).astype(np.float32)


def _dots(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Fingertip dots in staggered rows."""
    rows, columns = 7, 22
    place = (height - 0.14) / 0.76 * rows
    row = np.floor(place)
    shift = (turn * columns + 0.5 * (row % 2) + 0.04 * np.sin(row * 9)) % 1.0 - 0.5
    size = 0.27 + 0.05 * np.sin(np.floor(turn * columns + 0.5 * (row % 2)) * 7.3 + row * 3.1)
    away = np.hypot(shift, (place % 1.0 - 0.5) * 1.05)
    within = (row >= 0) & (row < rows)
    return (step(size - away, -0.03, 0.03) * within * 0.93).astype(np.float32)


def _waves(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Combed waves, many teeth at once through wet slip."""
    swell = 0.035 * np.sin(turn * 2 * np.pi * 7) + 0.012 * np.sin(turn * 2 * np.pi * 3 + 1)
    place = (height + swell) * 26
    tooth = np.abs(place % 1.0 - 0.5)
    within = step(height, 0.17, 0.18) * step(0.86 - height, 0.0, 0.01)
    return (step(0.2 - tooth, -0.05, 0.05) * within * 0.9).astype(np.float32)


def _scales(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Overlapping arcs, three lines to each, stamped from the foot upward."""
    columns, rows = 14, 9
    out = np.zeros((TALL, WIDE), dtype=np.float32)
    covered = np.zeros((TALL, WIDE), dtype=bool)
    for row in range(-1, rows + 1):
        centre = 0.08 + row * 0.84 / rows
        shift = (turn * columns + 0.5 * (row % 2)) % 1.0 - 0.5
        away = np.hypot(shift, (height - centre) * rows / 0.84 * 0.5) / 0.5
        inside = (away < 1.0) & ~covered
        rings = np.minimum(np.minimum(np.abs(away - 0.93), np.abs(away - 0.62)), np.abs(away - 0.31))
        out = np.where(inside, step(0.062 - rings, -0.02, 0.02), out)
        covered |= inside
    return (out * step(height, 0.07, 0.08) * step(0.93 - height, 0, 0.01) * 0.92).astype(np.float32)


def _leaves(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Sprigs brushed around the belly."""
    out = np.zeros((TALL, WIDE), dtype=np.float32)
    for index in range(9):
        centre = (index + 0.5) / 9
        across = (turn - centre + 0.5) % 1.0 - 0.5
        bend = 0.012 * np.sin((height - 0.2) * 5 + index)
        rib = step(0.0022 - np.abs(across - bend), -0.001, 0.001)
        rib = rib * step(height, 0.14, 0.16) * step(0.84 - height, 0, 0.02)
        out = np.maximum(out, rib)
        for leaf in range(9):
            up = 0.24 + leaf * 0.07
            side = 1 if leaf % 2 else -1
            u = (across - bend) * 9 * side
            v = (height - up) * 5.2 - u * 1.15
            body = 1 - (v / 0.17) ** 2 - ((u - 0.2) / 0.2) ** 2
            out = np.maximum(out, step(body.astype(np.float32), -0.08, 0.08))
    return (out * 0.92).astype(np.float32)


def _raw(turn: Field, height: Field, glaze: Glaze, rng: np.random.Generator) -> Field:
    """Unglazed: the throwing lines are the ornament."""
    rings = np.sin(height * 190 + 2 * np.sin(turn * 2 * np.pi)) * 0.5 + 0.5
    return np.broadcast_to(rings * 0.14, (TALL, WIDE)).astype(np.float32)


STYLES: dict[str, Coverage] = {
    "plain": _plain,
    "dipped": _dipped,
    "runs": _runs,
    "bands": _bands,
    "stripes": _stripes,
    "dots": _dots,
    "waves": _waves,
    "scales": _scales,
    "leaves": _leaves,
    "raw": _raw,
}
