"""Strata at dusk: ridge behind ridge, each paler with distance, shaded by a stippled grain."""

import numpy as np
from PIL import Image

from demo.drawing.canvas import Canvas, Size, mask_image
from demo.drawing.noise import Field, line, step
from demo.drawing.palettes import Palette, mix


def draw(
    size: Size,
    palette: Palette,
    seed: int,
    *,
    style: str = "hills",
    sun: tuple[float, float, float] = (0.62, 0.3, 0.11),
    layers: int = 7,
) -> Image.Image:
    """``hills``: rounded ridges; ``peaks``: sharp ones; ``marsh``: flat bands of water and reed.

    ``sun``: its place (x, y as fractions of width and height) and radius (of the width).
    """
    width, height = size
    rng = np.random.default_rng(seed)
    grain = rng.random((height // 2 + 1, width // 2 + 1), dtype=np.float32)
    sheet = _sky(size, palette, grain)
    sheet.paste(palette.accent, (0, 0, width, height), _disc(size, sun))
    across = np.arange(width, dtype=np.float32)
    for index in range(layers):
        near = index / max(layers - 1, 1)
        base = height * (0.4 + 0.52 * near**1.15)
        ridge = base + _ridge(style, width, near, seed + index * 17) * height * 0.07 * (0.7 + near)
        tone = _tone(palette, near)
        box_top = max(0, int(ridge.min()) - 2)
        rows = np.arange(box_top, height, dtype=np.float32)[:, None]
        below = rows - ridge[None, :]
        body = mask_image((below + 0.5).astype(np.float32))
        sheet.paste(tone, (0, box_top, width, height), body)
        # Light along the crest, falling off into the valley, in grain rather than gradient.
        reach = height * (0.13 + 0.05 * near)
        glow = np.clip(1.0 - below / reach, 0, 1) ** 2.2 * (below > 0)
        lit = mix(tone, palette.accent if near < 0.6 else palette.second, 0.55)
        speck = _stipple(glow.astype(np.float32) * (0.62 - 0.2 * near), grain, box_top, size)
        sheet.paste(lit, (0, box_top, width, height), speck)
        haze = np.clip(below / (height * 0.24), 0, 1) * np.clip(0.5 - near * 0.5, 0, 1)
        mist = _stipple((haze * 0.8).astype(np.float32), grain[::-1], box_top, size)
        sheet.paste(mix(tone, palette.paper, 0.45), (0, box_top, width, height), mist)
        if style == "hills" and near > 0.65:
            sheet = _trees(sheet, across, ridge, tone, seed + index, near)
    if style == "marsh":
        _glitter(sheet, palette, sun, rng)
        _reeds(sheet, palette, rng)
    return sheet


def _sky(size: Size, palette: Palette, grain: Field) -> Image.Image:
    width, height = size
    sheet = Image.new("RGB", size, mix(palette.paper, palette.accent, 0.25))
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    high = np.broadcast_to(step(0.62 - down, 0.0, 0.75) * 0.85, (height, width))
    sheet.paste(
        mix(palette.second, palette.paper, 0.15), (0, 0, width, height), _stipple(high, grain, 0, size)
    )
    top = np.broadcast_to(step(0.34 - down, 0.0, 0.5) * 0.7, (height, width))
    sheet.paste(palette.first, (0, 0, width, height), _stipple(top, grain[:, ::-1], 0, size))
    return sheet


def _disc(size: Size, sun: tuple[float, float, float]) -> Image.Image:
    canvas = Canvas(size, 0)
    canvas.disc(sun[0] * size[0], sun[1] * size[1], sun[2] * size[0], 255)
    return canvas.finish()


def _tone(palette: Palette, near: float) -> tuple[int, int, int]:
    far = mix(palette.second, palette.paper, 0.35)
    if near < 0.5:
        return mix(far, palette.first, near * 2)
    return mix(palette.first, palette.ink, (near - 0.5) * 2)


def _ridge(style: str, width: int, near: float, seed: int) -> Field:
    if style == "peaks":
        crest = line(width, cells=2.5 + near * 1.5, seed=seed, octaves=7, gain=0.5)
        return (-np.abs(crest) * 2.4 + 0.8).astype(np.float32)
    if style == "marsh":
        flat = line(width, cells=2.0, seed=seed, octaves=3, gain=0.4)
        reeds = line(width, cells=180, seed=seed + 5, octaves=2, gain=0.8)
        return (flat * 0.14 + np.abs(reeds) * -0.22 * near**2).astype(np.float32)
    rolling = line(width, cells=2.0 + near, seed=seed, octaves=6, gain=0.38)
    return rolling


def _stipple(share: Field, grain: Field, top: int, size: Size) -> Image.Image:
    """Dots thrown over a share of the surface, two pixels each, softened once."""
    width, height = size
    coarse = np.ascontiguousarray(np.broadcast_to(share, (height - top, width))[::2, ::2])
    dots = coarse > grain[: coarse.shape[0], : coarse.shape[1]]
    return Image.fromarray(dots.astype(np.uint8) * 255).resize(
        (width, height - top), Image.Resampling.BILINEAR
    )


def _trees(
    sheet: Image.Image, across: Field, ridge: Field, tone: tuple[int, int, int], seed: int, near: float
) -> Image.Image:
    """A thin wood of firs standing on the ridge, in clumps."""
    rng = np.random.default_rng(seed)
    width = len(across)
    canvas = Canvas(sheet.size, 0)
    clump = line(width, cells=5, seed=seed + 3, octaves=2)
    for x in rng.uniform(0, width - 1, 150):
        if clump[int(x)] < 0.22:
            continue
        tall = width * rng.uniform(0.012, 0.034) * (0.5 + near)
        y = float(ridge[int(x)]) + tall * 0.12
        for part in range(4):
            low = y - tall * part * 0.22
            half = tall * (0.2 - part * 0.035)
            canvas.polygon([(x - half, low), (x + half, low), (x, low - tall * 0.42)], 255)
    result = sheet
    result.paste(tone, (0, 0, *sheet.size), canvas.finish())
    return result


def _glitter(
    sheet: Image.Image, palette: Palette, sun: tuple[float, float, float], rng: np.random.Generator
) -> None:
    """The sun on the water: short level dashes, wider and sparser toward the eye."""
    width, height = sheet.size
    canvas = Canvas(sheet.size, 0)
    for _ in range(90):
        depth = rng.uniform(0, 1) ** 1.3
        y = height * (0.415 + 0.3 * depth)
        x = width * (sun[0] + rng.normal(0, sun[2] * (0.35 + 0.75 * depth)))
        half = width * rng.uniform(0.006, 0.03) * (0.5 + depth)
        thick = height * (0.0009 + 0.0016 * depth)
        canvas.stroke([(x - half, y), (x, y), (x + half, y)], [0.2, thick, 0.2], 255)
    sheet.paste(palette.accent, (0, 0, width, height), canvas.finish())


def _reeds(sheet: Image.Image, palette: Palette, rng: np.random.Generator) -> None:
    """Reeds in the foreground, in stands, bent one way by the wind."""
    width, height = sheet.size
    canvas = Canvas(sheet.size, 0)
    along = np.linspace(0, 1, 14)
    for centre, spread, count in ((0.1, 0.09, 70), (0.33, 0.05, 26), (0.88, 0.1, 80)):
        for _ in range(count):
            x = width * (centre + rng.normal(0, spread * 0.5))
            tall = height * rng.uniform(0.1, 0.3) * (1 - 0.3 * abs(rng.normal(0, 0.5)))
            lean = width * rng.uniform(0.005, 0.075)
            path = np.stack([x + lean * along**2.2, height * 1.01 - tall * along], axis=1)
            canvas.stroke(path, width * 0.0032 * (1.05 - along), 255)
            if rng.uniform() < 0.3:
                head = path[-5:-1]
                canvas.stroke(head, width * 0.0075, 255, round_ends=True)
    sheet.paste(palette.ink, (0, 0, width, height), canvas.finish())
