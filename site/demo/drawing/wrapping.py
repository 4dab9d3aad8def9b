"""Sheets of wrapping, rolls of it, and parcels tied with twine."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.boxes import Box, Eye, ground_shadow, lay_box, table
from demo.drawing.canvas import Canvas, Points, Size
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.surfaces import lay_sheet, moved, shadow, tooth, wall, wood


def sheet_folded(paper: Image.Image, palette: Palette, size: Size, ground: Colour, seed: int) -> Image.Image:
    """A sheet of wrapping from above with one corner turned back."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    width, height = round(1780 * unit), round(2420 * unit)
    sheet = tooth(paper.resize((width, height), Image.Resampling.LANCZOS), 0.25)
    bend = round(430 * unit)
    body = Canvas((width, height), 0)
    body.polygon([(0, 0), (width, 0), (width, height - bend), (width - bend, height), (0, height)], 255)
    result = sheet.convert("RGBA")
    result.putalpha(body.finish())
    flap = Canvas((width, height), 0)
    corner = [(width, height - bend), (width - bend, height), (width - bend * 0.93, height - bend * 0.9)]
    flap.polygon(corner, 255)
    mask = flap.finish()
    over = Image.new("L", (width, height), 0)
    over.paste(mask, (0, 0))
    base = result.convert("RGB")
    shadow(base, over, offset=(-20 * unit, -12 * unit), blur=34 * unit, dark=0.5)
    tone = mix(palette.paper, (255, 255, 255), 0.3)
    ramp = np.linspace(0.86, 1.04, 64)[None, :] * np.ones((64, 1))
    back = (
        Image.fromarray(np.clip(np.array(tone) * ramp[..., None], 0, 255).astype(np.uint8))
        .resize((bend, bend))
        .rotate(-45, fillcolor=tone)
    )
    layer = Image.new("RGB", (width, height), tone)
    layer.paste(back, (width - bend, height - bend))
    base.paste(layer, (0, 0), mask)
    alpha = ImageChops.lighter(body.finish(), mask)
    base.putalpha(alpha)
    lay_sheet(scene, base, (size[0] * 0.5, size[1] * 0.5), 0.0)
    return scene


def parcels(
    papers: list[Image.Image], palette: Palette, size: Size, ground: Colour, seed: int
) -> Image.Image:
    """Wrapped boxes on a table, tied with twine."""
    eye = Eye(size, (-15.0, -54.0, 38.0), (0.6, 1.6, 4.0), zoom=min(size[0], size[1] * 1.1) * 1.95)
    board = wood((2400, 2000), (201, 168, 128), seed, boards=14)
    scene = table(size, ground, board, eye, seed)
    boxes = [
        (Box(6.6, 9.5, 13, 13, 9.5, -0.3), 1, papers[1]),
        (Box(-3.2, -2.0, 20, 14, 5.6, 0.18), 0, papers[0]),
        (Box(-3.6, -1.6, 9.5, 9.5, 4.6, 0.42, 5.6), 2, papers[2]),
    ]
    ground_shadow(scene, eye, [(box.corners(0.0), box.base + box.height) for box, _, _ in boxes])
    for box, index, paper in boxes:
        per = paper.width / 24.0
        top = _cut(paper, box.width, box.depth, per)
        front = _cut(paper, box.width, box.height, per)
        side = _cut(paper, box.depth, box.height, per)
        string = mix(palette.accent, (236, 226, 206), 0.25) if index != 1 else (222, 208, 180)
        for part, along in ((top, True), (front, False), (side, False)):
            _tie(part, string, per, along=along)
        lay_box(scene, eye, box, top=top, front=front, side=side, lights=(1.0, 0.84, 0.66))
        _bow(scene, eye, box, string)
    return scene


def _cut(paper: Image.Image, wide: float, tall: float, per: float) -> Image.Image:
    return paper.crop((0, 0, min(paper.width, round(wide * per)), min(paper.height, round(tall * per))))


def _tie(part: Image.Image, string: Colour, per: float, *, along: bool) -> None:
    thick = max(2, round(per * 0.22))
    pen = ImageDraw.Draw(part)
    dark = mix(string, (60, 40, 24), 0.45)
    lines = [((part.width / 2, 0.0), (part.width / 2, float(part.height)))]
    if along:
        lines.append(((0.0, part.height / 2), (float(part.width), part.height / 2)))
    for start, end in lines:
        shade = [(x + thick * 0.5, y + thick * 0.5) for x, y in (start, end)]
        pen.line([*shade[0], *shade[1]], fill=mix(string, (40, 26, 14), 0.7), width=thick)
        pen.line([*start, *end], fill=string, width=thick)
        length = int(max(abs(end[0] - start[0]), abs(end[1] - start[1])))
        for step in range(0, length, max(3, thick)):
            x, y = (start[0], step) if start[0] == end[0] else (step, start[1])
            pen.line((x - thick / 2, y, x + thick / 2, y + thick / 2), fill=dark, width=max(1, thick // 4))


def _bow(scene: Image.Image, eye: Eye, box: Box, string: Colour) -> None:
    """Two loops and two loose ends, lying on the lid."""
    z = box.base + box.height
    t = np.linspace(0, 1, 50)
    canvas = Canvas((scene.width, scene.height), 0, oversample=1)
    unit = scene.width / 2400
    for way in (-1, 1):
        loop = np.stack(
            [way * 3.0 * np.sin(np.pi * t) * (0.6 + 0.4 * t), 1.3 * np.sin(2 * np.pi * t) - way * 0.2], axis=1
        )
        tail = np.stack([way * (0.2 + 1.5 * t), -2.7 * t + 0.35 * np.sin(5 * t + way)], axis=1)
        for path, rise in ((loop, 0.8 * np.sin(np.pi * t)), (tail, 0.12 + 0 * t)):
            flat: Points = path + np.array([box.x, box.y])
            seen = eye.see(np.column_stack([flat, z + 0.1 + rise]))
            canvas.stroke(seen, 15 * unit, 255, round_ends=True)
    knot = eye.see(np.array([[box.x, box.y, z + 0.2]]))[0]
    canvas.disc(knot[0], knot[1], 17 * unit, 255)
    shadow(scene, canvas.image, offset=(12 * unit, 10 * unit), blur=10 * unit, dark=0.55)
    scene.paste(mix(string, (60, 40, 24), 0.35), (0, 0, *scene.size), canvas.image)
    thinner = canvas.image.filter(ImageFilter.MinFilter(5))
    scene.paste(string, (0, 0, *scene.size), moved(thinner, -2, -3))


def rolls(papers: list[Image.Image], size: Size, ground: Colour, seed: int) -> Image.Image:
    """Rolls side by side from above, slanting across the picture."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    long, wide = round(2250 * unit), round(330 * unit)
    x = (np.arange(wide) + 0.5) / wide * 2 - 1
    normal = np.sqrt(1 - x * x)
    light = np.clip(0.34 + 0.72 * np.clip(normal * 0.75 - x * 0.62, 0, 1), 0, 1)
    light = np.clip(light + 0.12 * np.exp(-(((x + 0.42) / 0.16) ** 2)), 0, 1.0)
    across = np.arcsin(x) / np.pi + 0.5
    for index, paper in enumerate(papers):
        column = (across * (paper.width * 0.45)).astype(int)
        texture = np.asarray(paper.crop((0, 0, max(round(paper.width * 0.46), 2), paper.height)))
        tube = Image.fromarray(texture[:, np.clip(column, 0, texture.shape[1] - 1)]).resize(
            (wide, long), Image.Resampling.LANCZOS
        )
        shade = Image.fromarray((light[None, :] * np.full((2, 1), 255)).astype(np.uint8)).resize((wide, long))
        tube = ImageChops.multiply(tube, shade.convert("RGB"))
        band = round(150 * unit)
        sleeve = ImageChops.multiply(
            Image.new("RGB", (wide, band), (236, 229, 214)), shade.convert("RGB").crop((0, 0, wide, band))
        )
        tube.paste(sleeve, (0, round(long * (0.4 + 0.05 * (index % 2)))))
        offset = (index - (len(papers) - 1) / 2) * wide * 1.32
        lay_sheet(
            scene, tube, (size[0] / 2 + offset, size[1] / 2 + offset * 0.12), -12 + index * 1.3, lift=2.4
        )
    return scene
