"""Truchet tiles: a square that can be turned, laid by chance, makes rivers and labyrinths."""

import math

import numpy as np
from PIL import Image

from demo.drawing.canvas import Canvas, Points, Size
from demo.drawing.palettes import Colour, Palette, mix


def draw(size: Size, palette: Palette, seed: int, *, style: str = "weir", across: int = 8) -> Image.Image:
    """``weir``: bundles of arcs; ``maze``: tiles within tiles; ``kilim``: woven triangles."""
    painter = {"weir": _weir, "maze": _maze, "kilim": _kilim}[style]
    return painter(size, palette, seed, across)


def _arc(x: float, y: float, radius: float, start: float) -> Points:
    """A quarter circle from ``start`` (in quarter turns)."""
    turn = (start + np.linspace(-0.012, 1.012, 40)) * math.pi / 2
    return np.stack([x + np.cos(turn) * radius, y + np.sin(turn) * radius], axis=1)


def _weir(size: Size, palette: Palette, seed: int, across: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    tile = size[0] / across
    lines = 6
    gap = tile / lines
    rows = math.ceil(size[1] / tile)
    for row in range(rows):
        for column in range(across):
            x, y = column * tile, row * tile
            flip = rng.uniform() < 0.5
            # The two corners that carry arcs; the second bundle is laid over the first.
            corners = ((x, y, 0.0), (x + tile, y + tile, 2.0))
            if flip:
                corners = ((x + tile, y, 1.0), (x, y + tile, 3.0))
            if rng.uniform() < 0.5:
                corners = (corners[1], corners[0])
            box = ((x, y), (x + tile, y), (x + tile, y + tile), (x, y + tile))
            canvas.polygon(box, palette.paper)
            for order, (cx, cy, start) in enumerate(corners):
                if order:
                    outer = _arc(cx, cy, tile, start)
                    canvas.polygon(np.concatenate([outer, [[cx, cy]]]), palette.paper)
                for index in range(lines):
                    radius = (index + 0.5) * gap
                    tone = palette.ink
                    if index in (2, 3):
                        tone = palette.first
                    canvas.stroke(_arc(cx, cy, radius, start), gap * 0.5, tone)
    # A few closed eyes, where chance left a full circle's corner, in the accent.
    for _ in range(across + 3):
        column, row = int(rng.integers(1, across)), int(rng.integers(1, rows))
        canvas.disc(column * tile, row * tile, gap * 0.72, palette.accent)
    return canvas.finish()


def _wing(canvas: Canvas, x: float, y: float, tile: float, kind: int, tones: list[Colour]) -> None:
    """One winged tile: blobs reach over its edge so that sizes may meet (after C. Carlson)."""
    back, fore = tones
    third = tile / 3
    middle = tile / 2
    box = ((x, y), (x + tile, y), (x + tile, y + tile), (x, y + tile))
    canvas.polygon(box, fore)
    for cx, cy in box:
        canvas.disc(cx, cy, third, back)
    edges = ((x + middle, y), (x + tile, y + middle), (x + middle, y + tile), (x, y + middle))
    for cx, cy in edges:
        canvas.disc(cx, cy, third / 2, fore)
    canvas.polygon(box, back)
    if kind < 2:
        corners = ((x, y, 0.0), (x + tile, y + tile, 2.0))
        if kind:
            corners = ((x + tile, y, 1.0), (x, y + tile, 3.0))
        for cx, cy, start in corners:
            canvas.stroke(_arc(cx, cy, middle, start), third, fore)
    elif kind == 2:
        canvas.stroke([(x, y + middle), (x + tile, y + middle)], third, fore)
        canvas.stroke([(x + middle, y), (x + middle, y + tile)], third, fore)
    elif kind == 3:
        canvas.disc(x + middle, y + middle, third / 2 * 1.35, fore)
    for cx, cy in edges:
        canvas.disc(cx, cy, third / 2, fore)
    for cx, cy in box:
        canvas.disc(cx, cy, third, back)


def _maze(size: Size, palette: Palette, seed: int, across: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    tile = size[0] / across
    levels: list[list[tuple[float, float, float]]] = [[], [], []]
    for row in range(math.ceil(size[1] / tile)):
        for column in range(across):
            _divide(rng, levels, column * tile, row * tile, tile, 0)
    tones = [palette.ink, palette.paper]
    for depth, tiles in enumerate(levels):
        # Each level swaps figure and ground, which is what lets the sizes join.
        pair = tones if depth % 2 == 0 else tones[::-1]
        for x, y, side in tiles:
            kind = int(rng.choice([0, 0, 0, 1, 1, 1, 2, 3]))
            _wing(canvas, x, y, side, kind, list(pair))
    for x, y, side in levels[1]:
        if rng.uniform() < 0.07:
            canvas.disc(x + side / 2, y + side / 2, side * 0.14, palette.accent)
    return canvas.finish()


def _divide(
    rng: np.random.Generator,
    levels: list[list[tuple[float, float, float]]],
    x: float,
    y: float,
    side: float,
    depth: int,
) -> None:
    if depth < 2 and rng.uniform() < (0.5, 0.34)[depth]:
        half = side / 2
        for dx, dy in ((0.0, 0.0), (half, 0.0), (0.0, half), (half, half)):
            _divide(rng, levels, x + dx, y + dy, half, depth + 1)
    else:
        levels[depth].append((x, y, side))


def _kilim(size: Size, palette: Palette, seed: int, across: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, palette.paper)
    tile = size[0] / across
    rows = math.floor(size[1] / tile)
    top = (size[1] - rows * tile) / 2
    half, middle = (across + 1) // 2, (rows + 1) // 2
    turns = rng.integers(0, 4, (middle, half))
    inks = [palette.ink, palette.first, palette.accent, palette.second]
    tones = rng.choice(4, size=(middle, half), p=[0.3, 0.32, 0.14, 0.24])
    pale = mix(palette.paper, palette.second, 0.22)
    canvas.polygon([(0, 0), (size[0], 0), size, (0, size[1])], palette.paper)
    for row in range(rows):
        for column in range(across):
            mirror_x, mirror_y = column >= across / 2, row >= rows / 2
            at_x = across - 1 - column if mirror_x else column
            at_y = rows - 1 - row if mirror_y else row
            x, y = column * tile, top + row * tile
            box = [(x, y), (x + tile, y), (x + tile, y + tile), (x, y + tile)]
            if mirror_x:
                box = [box[1], box[0], box[3], box[2]]
            if mirror_y:
                box = [box[3], box[2], box[1], box[0]]
            turn = int(turns[at_y, at_x])
            canvas.polygon(box, pale if (at_x + at_y) % 2 else palette.paper)
            corners = [box[turn], box[(turn + 1) % 4], box[(turn + 2) % 4]]
            canvas.polygon(corners, inks[int(tones[at_y, at_x])])
            if (at_x * 3 + at_y * 5) % 7 == 0:
                centre = np.mean(np.array(corners), axis=0)
                small = centre + (np.array(corners) - centre) * 0.42
                canvas.polygon(small, palette.paper)
    return canvas.finish()
