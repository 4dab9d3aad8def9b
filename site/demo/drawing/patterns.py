"""Repeats for paper and cloth. Each fills any size; ``unit`` is a centimetre in pixels."""

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PIL import Image

from demo.drawing.canvas import Canvas, Points, Size, lay, mask_image
from demo.drawing.motifs import pipit, sprig, turned
from demo.drawing.noise import fractal, step
from demo.drawing.palettes import Palette, mix

Pattern: TypeAlias = Callable[[Size, Palette, int, float], Image.Image]


def fill(name: str, size: Size, palette: Palette, *, seed: int, unit: float) -> Image.Image:
    """Draw the named repeat over the whole size."""
    return PATTERNS[name](size, palette, seed, unit)


def _blob(rng: np.random.Generator, radius: float, corners: int = 9, rough: float = 0.16) -> Points:
    turn = np.linspace(0, math.tau, 40, endpoint=False)
    wave = np.ones(40)
    for order in range(2, corners // 2):
        wave += rng.normal(0, rough / order) * np.cos(order * turn + rng.uniform(0, 6))
    squeeze = rng.uniform(0.7, 1.0)
    return np.stack([np.cos(turn) * wave, np.sin(turn) * wave * squeeze], axis=1) * radius


def pebbles(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Shingle: stones of all sizes that never touch."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    placed: list[tuple[float, float, float]] = []
    grid: dict[tuple[int, int], list[int]] = {}
    cell = 2.2 * unit
    for radius, tries in ((0.95, 500), (0.6, 1400), (0.36, 3200), (0.17, 5200)):
        amount = int(tries * size[0] * size[1] / (unit * unit) / 620)
        for x, y in rng.uniform((-unit, -unit), (size[0] + unit, size[1] + unit), (amount, 2)):
            r = radius * unit * rng.uniform(0.8, 1.2)
            key = (int(x // cell), int(y // cell))
            near = [i for a in (-1, 0, 1) for b in (-1, 0, 1) for i in grid.get((key[0] + a, key[1] + b), ())]
            if any(
                math.hypot(x - placed[i][0], y - placed[i][1]) < r * 1.12 + placed[i][2] * 1.12 for i in near
            ):
                continue
            grid.setdefault(key, []).append(len(placed))
            placed.append((x, y, r))
            tone = palette.working[rng.choice(4, p=[0.24, 0.34, 0.28, 0.14])]
            canvas.polygon(turned(_blob(rng, r), rng.uniform(0, 6)) + np.array([x, y]), tone)
    return canvas.finish()


def sprigs(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Small twigs in a half-drop repeat, every other one the other way up."""
    canvas = Canvas(size, palette.paper)
    pitch = 3.1 * unit
    for column in range(-1, int(size[0] / pitch) + 2):
        for row in range(-1, int(size[1] / pitch) + 2):
            x, y = column * pitch, (row + 0.5 * (column % 2)) * pitch
            angle = 0.5 if column % 2 else -0.5 + math.pi * (row % 2)
            sprig(canvas, palette, np.array([x, y]), angle, unit, accent=(column + row) % 3 == 0)
    return canvas.finish()


def scallops(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Overlapping arcs, the old wave pattern, in three inks by turns."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    pitch = 2.4 * unit
    for row in range(-1, int(size[1] / (pitch * 0.5)) + 3):
        for column in range(-1, int(size[0] / pitch) + 2):
            x, y = (column + 0.5 * (row % 2)) * pitch, row * pitch * 0.5
            tone = palette.working[int(rng.choice(4, p=[0.34, 0.4, 0.2, 0.06]))]
            for index, share in enumerate((1.0, 0.86, 0.64, 0.5, 0.28)):
                canvas.disc(x, y, pitch / 2 * share, palette.paper if index % 2 else tone)
    return canvas.finish()


def stripes(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Stripes drawn by a steady hand: their edges breathe."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    x = 0.0
    rhythm = [
        (0.55, palette.first),
        (0.12, palette.ink),
        (0.9, palette.second),
        (0.12, palette.ink),
        (0.3, palette.accent),
    ]
    index = 0
    y = np.linspace(-10, size[1] + 10, 60)
    while x < size[0] + unit:
        wide, tone = rhythm[index % len(rhythm)]
        sway = np.cumsum(rng.normal(0, 0.006, 60)) * unit
        path = np.stack([x + wide * unit / 2 + sway, y], axis=1)
        canvas.stroke(path, wide * unit * (1 + rng.normal(0, 0.03, 60)), tone)
        x += (wide + 0.42) * unit
        index += 1
    return canvas.finish()


def dots(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """A grid of dots that swell and fade as if something moved behind the paper."""
    canvas = Canvas(size, palette.paper)
    pitch = 0.92 * unit
    columns, rows = int(size[0] / pitch) + 2, int(size[1] / pitch) + 2
    swell = fractal(max(columns, 8), max(rows, 8), cells=2.4, seed=seed, octaves=2)
    for row in range(rows):
        for column in range(columns):
            share = float(np.clip(0.26 + 0.2 * swell[row, column], 0.05, 0.47))
            tone = palette.accent if share > 0.43 else palette.first if (share > 0.3) else palette.ink
            canvas.disc((column + 0.5 * (row % 2)) * pitch, row * pitch, share * pitch, tone)
    return canvas.finish()


def check(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """A tattersall check, woven rather than printed: the colours cross."""
    width, height = size
    sheet = Image.new("RGB", size, palette.paper)
    plates = []
    for period, wide, offset, tone, share in (
        (3.2, 1.2, 0.0, palette.second, 0.55),
        (3.2, 0.22, 1.6, palette.first, 0.85),
        (6.4, 0.12, 2.3, palette.accent, 0.9),
    ):
        for horizontal in (False, True):
            length = height if horizontal else width
            place = (np.arange(length, dtype=np.float32) / unit - offset) % period
            band = np.clip((wide / 2 - np.abs(place - wide / 2)) * unit + 0.5, 0, 1) * share
            field = np.broadcast_to(band[:, None] if horizontal else band[None, :], (height, width))
            plates.append((mask_image(field.astype(np.float32)), tone))
    return lay(sheet, plates)


def marble(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Marbled on a bath of size: inks floated, combed and lifted."""
    width, height = size[0] // 2, size[1] // 2
    scale = width / unit
    one = fractal(width, height, cells=max(2, scale / 4.6), seed=seed, octaves=3)
    other = fractal(width, height, cells=max(2, scale / 4.6), seed=seed + 50, octaves=3)
    x = np.arange(width, dtype=np.float32)[None, :] / unit
    y = np.arange(height, dtype=np.float32)[:, None] / unit
    comb = 0.5 * np.sin(x * 4.6 + one * 1.4)
    value = (y * 1.25 + one * 2.3 + comb + 0.8 * np.sin(x * 0.9 + other * 2.2)) * 1.2
    band = (value % 5.0).astype(np.float32)
    vein = fractal(width, height, cells=max(4, scale), seed=seed + 90, octaves=2) * 0.08
    rgb = np.empty((height, width, 3), dtype=np.float32)
    rgb[:] = palette.paper
    edges = (0.0, 0.7, 1.15, 2.1, 2.4, 3.5, 4.2)
    tones = (
        palette.first,
        palette.paper,
        palette.ink,
        palette.accent,
        palette.second,
        palette.first,
        palette.paper,
    )
    for edge, tone in zip(edges, tones, strict=True):
        share = step(band + vein, edge - 0.014, edge + 0.014)[..., None]
        rgb += (np.array(tone, dtype=np.float32) - rgb) * share
    return Image.fromarray(rgb.astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)


def bricks(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Herringbone in brush strokes."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    wide = 1.5 * unit
    rise = 0.62 * unit
    for column in range(-1, int(size[0] / wide) + 2):
        lean = 1 if column % 2 else -1
        for row in range(-4, int(size[1] / rise) + 4):
            x, y = column * wide, row * rise
            tone = palette.working[int(rng.choice(4, p=[0.32, 0.38, 0.22, 0.08]))]
            ends = np.array(
                [[x + 0.1 * unit, y + lean * 0.55 * unit], [x + wide - 0.1 * unit, y - lean * 0.55 * unit]]
            )
            ends += rng.normal(0, 0.02 * unit, (2, 2))
            path = ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, 8)[:, None]
            canvas.stroke(
                path, unit * np.array([0.2, 0.28, 0.3, 0.3, 0.3, 0.29, 0.27, 0.18]), tone, round_ends=True
            )
    return canvas.finish()


def birds(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """Pipits on the wing and pipits on a stalk, tossed."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    pitch = 4.0 * unit
    for row in range(-1, int(size[1] / (pitch * 0.72)) + 2):
        for column in range(-1, int(size[0] / pitch) + 2):
            at = np.array([(column + 0.5 * (row % 2)) * pitch, row * pitch * 0.72])
            kind = (column * 2 + row * 3) % 5
            body = palette.accent if kind == 0 else palette.first if kind % 2 else palette.ink
            pipit(
                canvas,
                at,
                unit * 1.05,
                body,
                palette,
                lean=rng.normal(0, 0.12),
                flip=bool((row + column) % 2),
            )
            seeds = at + np.array([pitch * 0.5, pitch * 0.1])
            for index in range(3):
                spot = seeds + turned(np.array([[0.0, (index - 1) * 0.34 * unit]]), 0.5)[0]
                canvas.disc(spot[0], spot[1], 0.085 * unit, palette.second)
    return canvas.finish()


def asters(size: Size, palette: Palette, seed: int, unit: float) -> Image.Image:
    """The hemp-leaf lattice: six-pointed stars ruled in a single fine line."""
    canvas = Canvas(size, palette.first)
    side = 2.0 * unit
    high = side * math.sqrt(3) / 2
    thin = 0.09 * unit
    for row in range(-1, int(size[1] / high) + 2):
        for column in range(-1, int(size[0] / side) + 2):
            x, y = (column + 0.5 * (row % 2)) * side, row * high
            up = np.array([[x, y + high], [x + side, y + high], [x + side / 2, y]])
            down = np.array([[x + side / 2, y], [x + side * 1.5, y], [x + side, y + high]])
            for corners in (up, down):
                middle = corners.mean(axis=0)
                for corner, following in zip(corners, np.roll(corners, -1, axis=0), strict=True):
                    canvas.line([corner, following], thin, palette.paper)
                    canvas.line([corner, middle], thin, palette.paper)
            if (row * 2 + column) % 9 == 0:
                canvas.polygon(up, mix(palette.first, palette.accent, 0.8))
                for corner in up:
                    canvas.line([corner, up.mean(axis=0)], thin, palette.paper)
                canvas.line([*up, up[0]], thin, palette.paper)
    return canvas.finish()


PATTERNS: dict[str, Pattern] = {
    "pebbles": pebbles,
    "sprigs": sprigs,
    "scallops": scallops,
    "stripes": stripes,
    "dots": dots,
    "check": check,
    "marble": marble,
    "bricks": bricks,
    "birds": birds,
    "asters": asters,
}
