"""What things stand on and hang before: plaster, paper, wood and cloth, and the grain of film."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from demo.drawing.canvas import Size, mask_image
from demo.drawing.noise import Field, enlarge, fractal, smooth
from demo.drawing.palettes import Colour, mix


def lit(size: Size, colour: Colour, light: Field) -> Image.Image:
    """A colour under an uneven light (a small field around 1), enlarged to the size."""
    small = np.clip(np.array(colour, dtype=np.float32) * light[..., None], 0, 255)
    return Image.fromarray((small + 0.5).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


def daylight(size: Size, *, fall: float = 0.16, seed: int = 0) -> Field:
    """A window at the upper left: brightest there, falling off by ``fall`` to the far corner."""
    width, height = max(2, size[0] // 16), max(2, size[1] // 16)
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    away = np.hypot(x - 0.22, (y - 0.16) * 1.1)
    uneven = fractal(width, height, cells=2, seed=seed + 31, octaves=3)
    return (1.03 - fall * away**1.4 + 0.008 * uneven).astype(np.float32)


def wall(size: Size, colour: Colour, seed: int) -> Image.Image:
    """A plastered wall in soft daylight."""
    return lit(size, colour, daylight(size, seed=seed))


def sweep(size: Size, colour: Colour, horizon: float) -> Image.Image:
    """A paper sweep as photographers hang it: wall and floor in one, a touch darker at the bend."""
    light = daylight(size, fall=0.13)
    y = np.linspace(0, 1, light.shape[0], dtype=np.float32)[:, None]
    floor = np.clip((y - horizon) / 0.16, 0, 1)
    bend = np.exp(-(((y - horizon - 0.02) / 0.08) ** 2)) * 0.035
    return lit(size, colour, light * (0.975 + 0.05 * floor * (2 - floor) - bend))


def wood(size: Size, colour: Colour, seed: int, *, boards: int = 0) -> Image.Image:
    """Wood with its grain lying level; ``boards`` cuts it into planks with a dark joint."""
    width, height = size
    narrow = max(24, width // 24)
    tall = max(16, height // 2)
    figure = fractal(narrow, tall, cells=3, seed=seed, octaves=3, gain=0.5)
    slope = np.linspace(0, 7.0 * tall / max(narrow * 6, 1), tall, dtype=np.float32)[:, None]
    rings = np.sin((figure * 2.2 + slope) * 9)
    fibre = np.random.default_rng(seed).normal(0, 1, (tall, narrow // 3 + 2)).astype(np.float32)
    fibre = enlarge(fibre, narrow, tall)
    tone = 1 + 0.035 * rings + 0.028 * fibre + 0.04 * smooth(narrow, tall, cells=2, seed=seed + 3)
    if boards:
        rng = np.random.default_rng(seed + 9)
        edges = np.linspace(0, tall, boards + 1).astype(int)
        for top, bottom in pairwise(edges):
            tone[top:bottom] *= rng.uniform(0.94, 1.05)
            tone[max(bottom - 1, 0) : bottom] *= 0.72
    dark = mix(colour, (70, 42, 22), 0.55)
    share = np.clip((1.04 - tone) * 3.2, 0, 1)[..., None]
    rgb = np.array(colour, dtype=np.float32) * (1 - share) + np.array(dark, dtype=np.float32) * share
    return Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)


def weave(size: Size, colour: Colour, seed: int, *, thread: float = 7.0) -> Image.Image:
    """Plain-woven cloth, ``thread`` pixels from one thread to the next, with its slubs."""
    return ImageChops.multiply(Image.new("RGB", size, colour), cloth_light(size, seed, thread=thread))


def cloth_light(size: Size, seed: int, *, thread: float = 7.0) -> Image.Image:
    """The light and dark of a weave, to multiply over a print."""
    width, height = size
    x = np.arange(width, dtype=np.float32)[None, :] / thread
    y = np.arange(height, dtype=np.float32)[:, None] / thread
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    over = ((column + row) % 2).astype(bool)
    hump_x = 1 - (2 * (x - column) - 1) ** 2
    hump_y = 1 - (2 * (y - row) - 1) ** 2
    rng = np.random.default_rng(seed)
    warp = rng.normal(0, 0.012, column.max() + 1).astype(np.float32)[column]
    weft = rng.normal(0, 0.015, row.max() + 1).astype(np.float32)[row]
    tone = 0.86 + 0.12 * np.where(over, hump_x, hump_y) + np.where(over, warp, weft)
    slub = smooth(width // 4 + 1, height // 4 + 1, cells=width / thread / 16, seed=seed + 2)
    tone += 0.018 * enlarge(slub, width, height)
    return mask_image(np.clip(tone, 0, 1).astype(np.float32)).convert("RGB")


@lru_cache(maxsize=4)
def _speckle(size: Size, seed: int, coarse: bool) -> Image.Image:
    rng = np.random.default_rng(seed)
    grain = rng.normal(128, 26, (size[1], size[0])).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(grain)
    return image.filter(ImageFilter.GaussianBlur(1.1)) if coarse else image


def tooth(image: Image.Image, strength: float = 0.5, *, seed: int = 5) -> Image.Image:
    """The tooth of cotton paper: a fine relief lit from the upper left."""
    grain = _speckle(image.size, seed, True)
    relief = ImageChops.add(grain, ImageChops.invert(ImageChops.offset(grain, 2, 2)), 2, 0)
    bumps = relief.point(lambda v: int(128 + (v - 128) * strength * 2.4))
    return ImageChops.add(image, bumps.convert("RGB"), 1, -128)


def film(image: Image.Image, amount: float = 0.055) -> Image.Image:
    """A breath of grain over a finished picture: it keeps soft gradients from banding."""
    noise = _speckle(image.size, 77, False).point(lambda v: int(128 + (v - 128) * amount + 0.5))
    return ImageChops.add(image, noise.convert("RGB"), 1, -128)


def veil(scene: Image.Image, tone: Colour, mask: Image.Image) -> None:
    """Tint the scene by a mask of any smaller size that stands for all of it, only where it is not empty."""
    box = mask.getbbox()
    if box is None:
        return
    across, down = mask.width / scene.width, mask.height / scene.height
    left, top = int(box[0] / across), int(box[1] / down)
    right = min(scene.width, int(box[2] / across) + 2)
    bottom = min(scene.height, int(box[3] / down) + 2)
    part = (left * across, top * down, min(right * across, mask.width), min(bottom * down, mask.height))
    large = mask.resize((right - left, bottom - top), Image.Resampling.BICUBIC, box=part)
    scene.paste(tone, (left, top, right, bottom), large)


def moved(mask: Image.Image, across: int, down: int) -> Image.Image:
    """The mask shifted, with nothing coming in from the other side."""
    result = Image.new("L", mask.size, 0)
    result.paste(mask, (across, down))
    return result


def shadow(
    sheet: Image.Image,
    mask: Image.Image,
    *,
    offset: tuple[float, float],
    blur: float,
    dark: float,
    tone: Colour = (58, 44, 34),
) -> None:
    """Throw the shadow of ``mask`` (as large as the sheet) onto the sheet, in place."""
    small = 6 if blur > 8 else 2
    thrown = moved(mask.reduce(small), round(offset[0] / small), round(offset[1] / small))
    soft = thrown.filter(ImageFilter.GaussianBlur(blur / small))
    veil(sheet, tone, soft.point(lambda v: int(v * dark)))


def lay_sheet(
    scene: Image.Image, sheet: Image.Image, middle: tuple[float, float], angle: float, *, lift: float = 1.0
) -> None:
    """Lay a sheet on the scene around ``middle``, turned by ``angle`` degrees, ``lift`` times a sheet's shadow."""
    unit = scene.width / 2400
    turned = sheet.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    at = (round(middle[0] - turned.width / 2), round(middle[1] - turned.height / 2))
    mask = Image.new("L", scene.size, 0)
    mask.paste(turned.getchannel("A"), at)
    shadow(scene, mask, offset=(22 * unit * lift, 32 * unit * lift), blur=44 * unit * lift, dark=0.34)
    shadow(scene, mask, offset=(5 * unit, 8 * unit), blur=9 * unit, dark=0.34)
    scene.paste(turned, at, turned)
