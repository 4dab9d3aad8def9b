"""Cards with their envelopes, and gift tags to print and cut."""

import math

import numpy as np
from PIL import Image, ImageDraw

from demo.drawing.boxes import Eye, ground_shadow, table, warp
from demo.drawing.canvas import Canvas, Size
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.surfaces import lay_sheet, shadow, tooth, wall, wood


def envelope(palette: Palette, width: int, lining: Image.Image) -> Image.Image:
    """The back of an envelope, flap open enough to show its lining."""
    height = round(width * 0.71)
    tone = mix(palette.second, palette.paper, 0.3)
    canvas = Canvas((width, height), tone)
    shade, light = mix(tone, palette.ink, 0.16), mix(tone, (255, 255, 255), 0.16)
    canvas.polygon([(0, 0), (0, height), (width * 0.5, height * 0.56)], light)
    canvas.polygon([(width, 0), (width, height), (width * 0.5, height * 0.56)], mix(tone, palette.ink, 0.05))
    canvas.polygon([(0, height), (width * 0.5, height * 0.47), (width, height)], tone)
    canvas.line([(0, height), (width * 0.5, height * 0.47), (width, height)], width * 0.003, shade)
    result = tooth(canvas.finish(), 0.3)
    mask = Canvas((width, height), 0)
    mask.polygon([(width * 0.02, 0), (width * 0.98, 0), (width * 0.5, height * 0.5)], 255)
    flap = mask.finish()
    shadow(result, flap, offset=(0, width * 0.01), blur=width * 0.02, dark=0.4)
    result.paste(lining.resize((width, height), Image.Resampling.LANCZOS), (0, 0), flap)
    rim = Canvas((width, height), 0)
    rim.line([(width * 0.02, 0), (width * 0.5, height * 0.5), (width * 0.98, 0)], width * 0.022, 255)
    result.paste(light, (0, 0, width, height), rim.finish())
    return result


def card_flat(
    card: Image.Image, lining: Image.Image, palette: Palette, size: Size, ground: Colour, seed: int
) -> Image.Image:
    """A card across its envelope, from above."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    cover = envelope(palette, round(1560 * unit), lining)
    lay_sheet(scene, cover, (size[0] * 0.535, size[1] * 0.655), -7)
    height = round(1660 * unit)
    front = tooth(
        card.resize((round(height * card.width / card.height), height), Image.Resampling.LANCZOS), 0.35
    )
    lay_sheet(scene, front, (size[0] * 0.45, size[1] * 0.43), 3.5, lift=1.4)
    return scene


def card_stand(
    card: Image.Image, other: Image.Image, palette: Palette, size: Size, ground: Colour, seed: int
) -> Image.Image:
    """Two folded cards standing on a table, one behind the other."""
    eye = Eye(size, (-5.0, -46.0, 22.0), (1.1, 0.0, 6.9), zoom=min(size[0], size[1] * 1.1) * 1.95)
    scene = table(size, ground, None, eye, seed)
    _ledge(scene, ground, eye)
    for face, x, y, turn in ((other, 4.8, 8.0, 0.2), (card, -2.4, -2.0, -0.12)):
        _tent(scene, eye, face, x, y, turn, palette)
    return scene


def _ledge(scene: Image.Image, ground: Colour, eye: Eye) -> None:
    """A wooden table below the wall behind."""
    board = wood((1800, 1200), (196, 160, 118), 4, boards=5)
    corners = np.array([[-50, 24, 0], [50, 24, 0], [50, -24, 0], [-50, -24, 0]], dtype=float)
    seen = eye.see(corners)
    line = float(seen[:2, 1].mean())
    unit = scene.width / 2400
    mask = Image.new("L", scene.size, 0)
    ImageDraw.Draw(mask).rectangle((0, line, *scene.size), fill=255)
    shadow(scene, mask, offset=(0, -10 * unit), blur=54 * unit, dark=0.22)
    warp(scene, board, seen)


def _tent(
    scene: Image.Image, eye: Eye, face: Image.Image, x: float, y: float, turn: float, palette: Palette
) -> None:
    wide, tall, splay = 10.5, 14.8, 3.1
    c, s = math.cos(turn), math.sin(turn)

    def at(u: float, v: float, z: float) -> tuple[float, float, float]:
        return x + u * c - v * s, y + u * s + v * c, z

    half = wide / 2
    front = np.array([at(-half, 0, tall), at(half, 0, tall), at(half, -splay, 0), at(-half, -splay, 0)])
    back = np.array([at(half, 0, tall), at(-half, 0, tall), at(-half, splay, 0), at(half, splay, 0)])
    foot = np.array([at(-half, -splay, 0), at(half, -splay, 0), at(half, splay, 0), at(-half, splay, 0)])
    ground_shadow(scene, eye, [(foot, 2.0)], dark=0.5)
    far = np.array(
        [foot[1], foot[2], [*(np.array(at(half, 0, 0))[:2] + np.array([tall * 0.62, tall * 0.2])), 0.0]]
    )
    ground_shadow(scene, eye, [(far, 0.0)], dark=0.32)
    inside = Image.new("RGB", (60, 80), mix(palette.paper, (150, 140, 125), 0.35))
    warp(scene, inside, eye.see(back[[1, 0, 3, 2]]), 0.8)
    warp(scene, face, eye.see(front), 1.0)


def tag_sheet(prints: list[Image.Image], palette: Palette, size: Size) -> Image.Image:
    """A page of eight gift tags to print and cut, with crop marks."""
    canvas = Canvas(size, (252, 250, 245))
    sheet = canvas.finish()
    wide, tall = round(size[0] * 0.36), round(size[1] * 0.19)
    for index in range(8):
        column, row = index % 2, index // 2
        x = round(size[0] * (0.11 + column * 0.42))
        y = round(size[1] * (0.075 + row * 0.222))
        tag = make_tag(prints[index % len(prints)], palette, (wide, tall), index)
        sheet.paste(tag, (x, y))
        pen = ImageDraw.Draw(sheet)
        long = round(size[0] * 0.016)
        for cx, cy, dx, dy in (
            (x, y, -1, -1),
            (x + wide, y, 1, -1),
            (x, y + tall, -1, 1),
            (x + wide, y + tall, 1, 1),
        ):
            pen.line((cx + dx * long * 0.5, cy, cx + dx * long * 1.5, cy), fill=(120, 114, 104), width=2)
            pen.line((cx, cy + dy * long * 0.5, cx, cy + dy * long * 1.5), fill=(120, 114, 104), width=2)
    return sheet


def make_tag(print_: Image.Image, palette: Palette, size: Size, index: int) -> Image.Image:
    """One tag: its pattern, a clear panel to write on, and the ring where the hole goes."""
    wide, tall = size
    scale = max(wide / print_.width, tall / print_.height) * 1.02
    tag = print_.resize(
        (round(print_.width * scale), round(print_.height * scale)), Image.Resampling.LANCZOS
    ).crop((0, 0, wide, tall))
    canvas = Canvas(size, 0)
    canvas.polygon(
        [
            (wide * 0.36, tall * 0.17),
            (wide * 0.93, tall * 0.17),
            (wide * 0.93, tall * 0.83),
            (wide * 0.36, tall * 0.83),
        ],
        255,
    )
    canvas.disc(wide * 0.12, tall * 0.5, tall * 0.15, 255)
    tag.paste(mix(palette.paper, (255, 253, 248), 0.5), (0, 0, wide, tall), canvas.finish())
    lines = Canvas(size, 0)
    for row in (0.46, 0.66):
        lines.line([(wide * 0.42, tall * row), (wide * 0.87, tall * row)], max(1.0, wide * 0.004), 190)
    lines.ring(wide * 0.12, tall * 0.5, tall * 0.07, max(1.5, wide * 0.008), 255)
    tag.paste(palette.ink if index % 2 else palette.first, (0, 0, wide, tall), lines.finish())
    return tag


def tags_cut(
    prints: list[Image.Image], palette: Palette, size: Size, ground: Colour, seed: int
) -> Image.Image:
    """The tags cut out and scattered, ready for string."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    spots = (
        (0.3, 0.2, 12),
        (0.71, 0.27, -14),
        (0.35, 0.47, -6),
        (0.7, 0.56, 10),
        (0.33, 0.77, 16),
        (0.72, 0.83, -8),
    )
    for index, (x, y, angle) in enumerate(spots):
        tag = make_tag(prints[index % len(prints)], palette, (round(960 * unit), round(520 * unit)), index)
        lay_sheet(scene, tooth(tag, 0.3), (x * size[0], y * size[1]), angle)
    return scene
