"""Tote bags and tea towels: printed cloth that hangs, folds and catches the light."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.canvas import Canvas, Points, Size, mask_image
from demo.drawing.noise import Field, enlarge, fractal
from demo.drawing.palettes import Colour, mix
from demo.drawing.surfaces import cloth_light, shadow, wall, wood

CANVAS: Colour = (250, 244, 230)
INDIGO: Colour = (48, 58, 84)


def _folds(width: int, height: int, seed: int, *, depth: float, hang: float) -> Field:
    """Light over cloth that hangs: long soft folds, more of them toward the foot."""
    small = (max(8, width // 12), max(8, height // 12))
    across = fractal(small[0], 8, cells=3.2, seed=seed, octaves=3)[:1]
    drift = fractal(*small, cells=2.0, seed=seed + 5, octaves=2)
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    relief = across * (0.35 + hang * y) + drift * 0.05
    slope = np.gradient(relief, axis=1) * small[0]
    light = 1 - depth * np.clip(slope * 0.16, -1, 1) - depth * 0.5
    return enlarge(np.clip(light, 0.4, 1.0).astype(np.float32), width, height)


def cloth(
    size: Size,
    base: Colour,
    print_: Image.Image | None,
    box: tuple[int, int] | None,
    seed: int,
    *,
    depth: float = 0.1,
    hang: float = 0.7,
    thread: float = 5.0,
) -> Image.Image:
    """A piece of woven cloth with a print sunk into it at ``box``, under its folds."""
    piece = Image.new("RGB", size, base)
    if print_ and box:
        under = piece.crop((*box, box[0] + print_.width, box[1] + print_.height))
        piece.paste(ImageChops.multiply(under, print_), box)
    piece = ImageChops.multiply(piece, cloth_light(size, seed, thread=thread))
    folds = mask_image(_folds(*size, seed, depth=depth, hang=hang)).convert("RGB")
    return ImageChops.multiply(piece, folds)


def _bag(width: int, height: int) -> Points:
    """The outline of a bag: sides that belly a little, a hem that sags."""
    t = np.linspace(0, 1, 30)
    top = np.stack([t * width, height * 0.006 * np.sin(np.pi * t)], axis=1)
    right = np.stack([width + width * 0.016 * np.sin(np.pi * t), t * height], axis=1)
    foot = np.stack([(1 - t) * width, height + height * 0.012 * np.sin(np.pi * t)], axis=1)
    left = np.stack([-width * 0.014 * np.sin(np.pi * t), (1 - t) * height], axis=1)
    return np.concatenate([top, right, foot, left])


def tote(
    print_: Image.Image, size: Size, backdrop: Colour, seed: int, *, base: Colour = CANVAS, peg: bool = True
) -> Image.Image:
    """A tote hanging by both handles from a peg (or lying flat) with its print."""
    scene = wall(size, backdrop, seed)
    unit = size[0] / 2400
    width, height = round(1560 * unit), round(1700 * unit)
    left, top = (size[0] - width) // 2, round(1090 * unit)
    pad = round(60 * unit)
    _handles(scene, left, top, width, unit, base, peg=peg, back=True, seed=seed)
    goal = round(width * 0.94)
    art = print_.resize((goal, round(goal * print_.height / print_.width)), Image.Resampling.LANCZOS)
    art = art.crop((0, 0, goal, min(art.height, round(height * 0.86))))
    spot = (pad + (width - goal) // 2, pad + round(height * 0.09))
    piece = cloth((width + 2 * pad, height + 2 * pad), base, art, spot, seed, depth=0.15, hang=0.6)
    mask = Canvas(piece.size, 0)
    mask.polygon(_bag(width, height) + pad, 255)
    body = mask.finish()
    hem = Canvas(piece.size, 0)
    for drop in (0.052, 0.058):
        t = np.linspace(0, 1, 30)
        path = np.stack([pad + t * width, pad + height * (drop + 0.006 * np.sin(np.pi * t))], axis=1)
        hem.line(path, 2.4 * unit, 80)
    piece.paste(mix(base, (60, 44, 30), 0.6), (0, 0, *piece.size), hem.finish())
    whole = Image.new("L", size, 0)
    whole.paste(body, (left - pad, top - pad))
    shadow(scene, whole, offset=(52 * unit, 56 * unit), blur=70 * unit, dark=0.36)
    shadow(scene, whole, offset=(12 * unit, 14 * unit), blur=18 * unit, dark=0.3)
    scene.paste(_rounded(piece, body, unit), (left - pad, top - pad), body)
    _handles(scene, left, top, width, unit, base, peg=peg, back=False, seed=seed)
    return scene


def _rounded(piece: Image.Image, body: Image.Image, unit: float) -> Image.Image:
    """Darken toward the seams, where the cloth turns away."""
    soft = (
        body.reduce(6).filter(ImageFilter.GaussianBlur(5 * unit)).resize(body.size, Image.Resampling.BICUBIC)
    )
    light = soft.point(lambda v: max(150, min(255, int(255 - (255 - v) * 0.45))))
    return ImageChops.multiply(piece, light.convert("RGB"))


def _handles(
    scene: Image.Image,
    left: int,
    top: int,
    width: int,
    unit: float,
    base: Colour,
    *,
    peg: bool,
    back: bool,
    seed: int,
) -> None:
    """Two straps meeting over the peg; the back one is drawn first and in shade."""
    strap = 74 * unit
    summit = np.array([left + width / 2, 250 * unit])
    t = np.linspace(0, 1, 60)
    ends = (left + width * 0.27, left + width * 0.73)
    canvas = Canvas(scene.size, 0, oversample=1)
    side = 18 * unit if back else 0.0
    for end, way in zip(ends, (-1, 1), strict=True):
        x = summit[0] + way * (34 * unit + side) + (end - summit[0] - way * 34 * unit) * t**0.9
        y = summit[1] + side + (top + 96 * unit - summit[1]) * t
        if back:
            y = summit[1] + side + (top + 10 * unit - summit[1]) * t
        canvas.stroke(np.stack([x, y], axis=1), strap, 255)
    over = np.linspace(np.pi, 2 * np.pi, 30)
    arch = summit + np.stack([np.cos(over) * (34 * unit + side), np.sin(over) * 30 * unit + side], axis=1)
    canvas.stroke(arch, strap, 255)
    mask = canvas.image
    shadow(scene, mask, offset=(40 * unit, 44 * unit), blur=46 * unit, dark=0.26)
    shadow(scene, mask, offset=(6 * unit, 8 * unit), blur=10 * unit, dark=0.3)
    tone = mix(base, (40, 30, 20), 0.2 if back else 0.04)
    tape = ImageChops.multiply(
        Image.new("RGB", scene.size, tone), cloth_light((600, 750), seed + 3, thread=5.0).resize(scene.size)
    )
    scene.paste(tape, (0, 0), mask)
    if back:
        return
    stitch = Canvas(scene.size, 0, oversample=1)
    for end in ends:
        low, high, half = top + 90 * unit, top + 20 * unit, strap * 0.36
        box = [
            (end - half, high),
            (end + half, high),
            (end + half, low),
            (end - half, low),
            (end - half, high),
            (end + half, low),
        ]
        stitch.line(box, 3 * unit, 150)
        stitch.line([box[1], box[3]], 3 * unit, 150)
    scene.paste(mix(base, (90, 60, 40), 0.7), (0, 0, *scene.size), stitch.image)
    if peg:
        _peg(scene, (float(summit[0]), float(summit[1] - 36 * unit)), unit)


def _peg(scene: Image.Image, at: tuple[float, float], unit: float) -> None:
    """A turned wooden peg, end on."""
    mask = Image.new("L", scene.size, 0)
    radius = 62 * unit
    ImageDraw.Draw(mask).ellipse((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), fill=255)
    shadow(scene, mask, offset=(22 * unit, 34 * unit), blur=26 * unit, dark=0.5)
    grain = wood((round(radius * 2), round(radius * 2)), (196, 152, 104), 5)
    y, x = np.mgrid[-1 : 1 : grain.height * 1j, -1 : 1 : grain.width * 1j]
    light = np.clip(1.02 - 0.26 * (x * 0.7 + y * 0.9) - 0.3 * np.clip(np.hypot(x, y) - 0.78, 0, 1) * 2, 0, 1)
    knob = ImageChops.multiply(grain, mask_image(light.astype(np.float32)).convert("RGB"))
    corner = (round(at[0] - radius), round(at[1] - radius))
    scene.paste(knob, corner, mask.crop((*corner, corner[0] + knob.width, corner[1] + knob.height)))


def towel_folded(
    print_: Image.Image, size: Size, ground: Colour, seed: int, *, base: Colour = CANVAS
) -> Image.Image:
    """A tea towel folded in three, from above."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    width, height = round(1500 * unit), round(2240 * unit)
    art = print_.resize((width, round(width * print_.height / print_.width)), Image.Resampling.LANCZOS)
    art = art.crop((0, 0, width, min(height, art.height)))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    for index in range(3, -1, -1):
        # The layers under the fold step out at the right, each with its own soft edge.
        x, y = left + round(index * 11 * unit), top + round(index * 7 * unit)
        piece = cloth((width, height), base, art, (0, 0), seed + index, depth=0.05, hang=0.0, thread=4.5)
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).rounded_rectangle((x, y, x + width, y + height), 16 * unit, fill=255)
        shadow(
            scene,
            mask,
            offset=(30 * unit, 40 * unit) if index == 3 else (7 * unit, 8 * unit),
            blur=(50 if index == 3 else 9) * unit,
            dark=0.36,
        )
        cut = mask.crop((x, y, x + width, y + height))
        scene.paste(_rounded(piece, cut, unit), (x, y), cut)
    return scene


def towel_hung(
    print_: Image.Image, size: Size, backdrop: Colour, seed: int, *, base: Colour = CANVAS
) -> Image.Image:
    """A tea towel over a wooden rail."""
    scene = wall(size, backdrop, seed)
    unit = size[0] / 2400
    width, height = round(1400 * unit), round(2120 * unit)
    left, top = (size[0] - width) // 2, round(400 * unit)
    art = print_.resize((width, round(width * print_.height / print_.width)), Image.Resampling.LANCZOS)
    art = art.crop((0, 0, width, min(art.height, height)))
    piece = cloth((width, height), base, art, (0, 0), seed, depth=0.22, hang=0.55, thread=4.5)
    t = np.linspace(0, 1, 40)
    wave = 9 * unit * np.sin(t * 9 + seed)
    mask = Canvas((width, height), 0)
    edge = np.concatenate([
        np.stack([t * width, np.zeros(40)], axis=1),
        np.stack([np.full(40, width) - 8 * unit * np.sin(np.pi * t), t * (height - 12 * unit)], axis=1),
        np.stack([(1 - t) * width, np.full(40, height - 14 * unit) + wave], axis=1),
        np.stack([8 * unit * np.sin(np.pi * t), (1 - t) * (height - 12 * unit)], axis=1),
    ])  # fmt: skip
    mask.polygon(edge, 255)
    body = mask.finish()
    rail = Image.new("L", size, 0)
    ImageDraw.Draw(rail).rounded_rectangle(
        (300 * unit, top - 22 * unit, size[0] - 300 * unit, top + 40 * unit), 30 * unit, fill=255
    )
    shadow(scene, rail, offset=(40 * unit, 70 * unit), blur=40 * unit, dark=0.4)
    bar = wood((size[0], round(62 * unit)), (176, 130, 88), seed + 2)
    rows = np.linspace(-1, 1, bar.height)
    light = np.clip(1.0 - 0.42 * np.clip(rows, 0, 1) ** 1.4 - 0.12 * np.clip(-rows - 0.6, 0, 1), 0, 1)
    shade = Image.fromarray((light[:, None] * np.full((1, 4), 255)).astype(np.uint8)).resize(bar.size)
    layer = Image.new("RGB", size)
    layer.paste(ImageChops.multiply(bar, shade.convert("RGB")), (0, round(top - 22 * unit)))
    scene.paste(layer, (0, 0), rail)
    whole = Image.new("L", size, 0)
    whole.paste(body, (left, top - round(26 * unit)))
    shadow(scene, whole, offset=(46 * unit, 60 * unit), blur=64 * unit, dark=0.36)
    shadow(scene, whole, offset=(9 * unit, 10 * unit), blur=14 * unit, dark=0.3)
    bend = Image.new("L", (width, height), 255)
    rows = np.arange(height) / (70 * unit)
    curve = np.clip(0.7 + 0.42 * rows, 0, 1)
    bend = Image.fromarray((curve[:, None] * np.full((1, 4), 255)).astype(np.uint8)).resize((width, height))
    piece = ImageChops.multiply(_rounded(piece, body, unit), bend.convert("RGB"))
    scene.paste(piece, (left, top - round(26 * unit)), body)
    return scene


def near(print_: Image.Image, size: Size, base: Colour, seed: int) -> Image.Image:
    """Cloth and ink close to, thread by thread."""
    scale = max(size[0] / print_.width, size[1] / print_.height)
    art = print_.resize((round(print_.width * scale), round(print_.height * scale)), Image.Resampling.LANCZOS)
    return cloth(size, base, art.crop((0, 0, *size)), (0, 0), seed, depth=0.22, hang=0.1, thread=8.5)
