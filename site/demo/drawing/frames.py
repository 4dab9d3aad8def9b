"""The sheet with its margin and pencil marks, and the frame it hangs in."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.canvas import Canvas, Size
from demo.drawing.palettes import Colour, mix
from demo.drawing.surfaces import shadow, wood

OAK: Colour = (196, 158, 112)
WALNUT: Colour = (104, 72, 50)
BLACK: Colour = (42, 40, 38)
WHITE: Colour = (238, 234, 226)
FRAMES: dict[str, Colour] = {"oak": OAK, "walnut": WALNUT, "black": BLACK, "white": WHITE}


def mount(art: Image.Image, paper: Colour, *, margin: float, mark: bool, seed: int) -> Image.Image:
    """The sheet: the print with its white margin, numbered and signed in pencil below."""
    edge = round(art.width * margin)
    foot = round(edge * (1.25 if mark else 1.0))
    right, low = art.width - 1, art.height - 1
    corners = [art.getpixel(spot) for spot in ((0, 0), (right, 0), (0, low), (right, low))]
    # A drawing on bare paper has no edge of its own; one that fills its field gets a whiter margin.
    bare = sum(corner == paper for corner in corners) >= 3
    tone = paper if bare else mix(paper, (252, 250, 245), 0.5)
    sheet = Image.new("RGB", (art.width + 2 * edge, art.height + edge + foot), tone)
    sheet.paste(art, (edge, edge))
    if mark:
        _pencil(sheet, (edge, edge + art.height + round(edge * 0.26)), art.width, seed)
    return sheet


def _pencil(sheet: Image.Image, at: tuple[int, int], width: int, seed: int) -> None:
    """An edition number at the left and a signature at the right, in a quick hand."""
    rng = np.random.default_rng(seed + 400)
    unit = width / 1000
    layer = Canvas((width, round(60 * unit)), 0)
    t = np.linspace(0, 1, 90)
    loops = (
        np.sin(t * rng.uniform(34, 42) + 1)
        * (14 - 8 * t)
        * (0.5 + 0.5 * np.sin(t * 9 + rng.uniform(0, 6)) ** 2)
    )
    pen = np.stack([872 + t * 112 + np.cos(t * 38) * 4, 24 + loops - 7 * t], axis=1)
    layer.line(pen * unit, 1.5 * unit, 150)
    tail = np.stack([905 + t * 82, 39 - 9 * t**2], axis=1)
    layer.line(tail * unit, 1.2 * unit, 120)
    for index in range(5):
        start = np.array([6 + index * 9.0, 24 + rng.normal(0, 1.4)])
        curve = np.stack([np.sin(t * 5 + rng.uniform(0, 6)) * 3.0, (t - 0.5) * 17], axis=1)
        if index == 2:
            curve = np.stack([(0.5 - t) * 7, (t - 0.5) * 21], axis=1)
        layer.line((start + curve) * unit, 1.4 * unit, 140)
    sheet.paste((88, 84, 80), (at[0], at[1], at[0] + width, at[1] + layer.size[1]), layer.finish())


def hang(
    scene: Image.Image, sheet: Image.Image, box: tuple[int, int, int, int], colour: Colour, seed: int
) -> None:
    """Hang a framed sheet on the scene; the box is the frame's outer edge (x, y, width, height)."""
    left, top, width, height = box
    bar = max(6, round(width * 0.034))
    unit = width / 1330
    mask = Image.new("L", scene.size, 0)
    ImageDraw.Draw(mask).rectangle((left, top, left + width, top + height), fill=255)
    shadow(scene, mask, offset=(46 * unit, 74 * unit), blur=82 * unit, dark=0.34)
    shadow(scene, mask, offset=(14 * unit, 24 * unit), blur=22 * unit, dark=0.34)
    shadow(scene, mask, offset=(2 * unit, 5 * unit), blur=5 * unit, dark=0.4)
    inner = (width - 2 * bar, height - 2 * bar)
    paper = sheet.resize(inner, Image.Resampling.LANCZOS)
    paper = ImageChops.multiply(paper, _rebate(inner, unit))
    scene.paste(_mitred(width, height, bar, colour, seed), (left, top))
    scene.paste(paper, (left + bar, top + bar))


def _rebate(size: Size, unit: float) -> Image.Image:
    """The shade the frame throws inward on the paper: from above and from the left."""
    small = 4
    width, height = size[0] // small, size[1] // small
    light = Image.new("L", (width, height), 178)
    deep = max(1, round(15 * unit / small))
    ImageDraw.Draw(light).rectangle((deep, deep, width - 2, height - 2), fill=255)
    soft = light.filter(ImageFilter.GaussianBlur(9 * unit / small))
    return soft.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def _mitred(width: int, height: int, bar: int, colour: Colour, seed: int) -> Image.Image:
    """Four bars of one wood, cut at 45 degrees, each catching the light its own way."""
    frame = Image.new("RGB", (width, height), colour)
    plain = sum(colour) > 640 or sum(colour) < 160
    sides = (
        (((0, 0), (width, 0), (width - bar, bar), (bar, bar)), 1.07, False),
        (((0, height), (width, height), (width - bar, height - bar), (bar, height - bar)), 0.9, False),
        (((0, 0), (bar, bar), (bar, height - bar), (0, height)), 1.0, True),
        (((width, 0), (width - bar, bar), (width - bar, height - bar), (width, height)), 0.94, True),
    )
    for index, (corners, light, upright) in enumerate(sides):
        long = height if upright else width
        tone = (
            mix(colour, (255, 255, 255), (light - 1) * 1.2)
            if light > 1
            else mix(colour, (0, 0, 0), (1 - light) * 1.1)
        )
        strip = Image.new("RGB", (long, bar), tone) if plain else wood((long, bar), tone, seed + index)
        profile = np.interp(
            np.arange(bar) / bar, [0, 0.08, 0.16, 0.8, 0.92, 1], [0.86, 1.06, 1.0, 0.985, 0.9, 0.74]
        )
        ridge = Image.fromarray((np.clip(profile, 0, 1)[:, None] * np.ones((1, long)) * 255).astype(np.uint8))
        strip = ImageChops.multiply(strip, ridge.convert("RGB"))
        if index == 1:
            strip = strip.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        if upright:
            strip = strip.transpose(Image.Transpose.ROTATE_90 if index == 2 else Image.Transpose.ROTATE_270)
        at = ((0, 0), (0, height - bar), (0, 0), (width - bar, 0))[index]
        mask = Image.new("L", (width, height), 0)
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        layer = Image.new("RGB", (width, height))
        layer.paste(strip, at)
        frame.paste(layer, (0, 0), mask)
    pen = ImageDraw.Draw(frame)
    seam = mix(colour, (0, 0, 0), 0.34)
    for x, y, dx, dy in ((0, 0, 1, 1), (width, 0, -1, 1), (0, height, 1, -1), (width, height, -1, -1)):
        pen.line((x, y, x + dx * bar, y + dy * bar), fill=seam, width=2)
    return frame
