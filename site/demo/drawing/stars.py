"""Star charts: the bright stars where the catalogue has them, the faint ones by chance."""

import math

import numpy as np
from PIL import Image, ImageFilter, ImageFont

from demo.drawing.canvas import Canvas, Points, Size, lay
from demo.drawing.constellations import STARS, chains
from demo.drawing.lettering import letters
from demo.drawing.palettes import Palette, mix

# Where the three charts look: right ascension (hours), declination, and the edge (degrees away).
VIEWS = {"north": (0.0, 90.0, 78.0), "winter": (5.7, 12.0, 44.0), "summer": (19.3, 34.0, 42.0)}


def project(view: tuple[float, float, float], hours: Points, degrees: Points) -> tuple[Points, Points]:
    """Stereographic projection seen from inside the sphere: (points, degrees from the middle).

    Points are in units of the chart's radius, east to the left as it is overhead.
    """
    centre, tilt = math.radians(view[0] * 15), math.radians(view[1])
    angle, lift = np.radians(hours * 15) - centre, np.radians(degrees)
    height = math.sin(tilt) * np.sin(lift) + math.cos(tilt) * np.cos(lift) * np.cos(angle)
    stretch = 1 / (1 + height) / math.tan(math.radians(view[2]) / 2)
    x = -np.cos(lift) * np.sin(angle) * stretch
    y = -(math.cos(tilt) * np.sin(lift) - math.sin(tilt) * np.cos(lift) * np.cos(angle)) * stretch
    return np.stack([x, y], axis=-1), np.degrees(np.arccos(np.clip(height, -1, 1)))


def draw(size: Size, palette: Palette, seed: int, *, view: str = "north") -> Image.Image:
    """A round chart on the palette's ink, with a grid, the Milky Way, figures and names."""
    width, height = size
    sight = VIEWS[view]
    rng = np.random.default_rng(seed)
    unit = width / 1000
    middle = np.array([width / 2, height * 0.475])
    radius = width * 0.445
    sky = mix(palette.ink, palette.first, 0.12)
    pale = mix(palette.paper, palette.second, 0.25)
    canvas = Canvas(size, palette.ink)
    canvas.disc(middle[0], middle[1], radius, sky)
    sheet = _milky_way(canvas.finish(), sight, middle, radius, rng, palette)
    canvas = Canvas(size, 0)
    for points in _grid(sight, middle, radius):
        canvas.line(points, 0.9 * unit, 105)
    lines = canvas.finish()
    canvas = Canvas(size, 0)
    for chain in chains():
        _figure(canvas, chain, sight, middle, radius, unit)
    figures = canvas.finish()
    canvas = Canvas(size, 0)
    _faint(canvas, sight, middle, radius, rng, unit)
    for hours, degrees, magnitude in STARS.values():
        place, away = project(sight, np.array(hours), np.array(degrees))
        if away < sight[2] - 1:
            x, y = middle + place * radius
            canvas.disc(x, y, (1.5 + 1.18 * max(0.0, 4.6 - magnitude)) * unit, 255)
    bright = canvas.finish()
    canvas = Canvas(size, 0)
    canvas.ring(middle[0], middle[1], radius, 2.2 * unit, 255)
    canvas.ring(middle[0], middle[1], radius + 20 * unit, 1.0 * unit, 255)
    for tick in range(144):
        turn = math.tau * tick / 144
        reach = 20 if tick % 6 == 0 else 9
        ends = [middle + np.array([math.cos(turn), math.sin(turn)]) * (radius + r * unit) for r in (0, reach)]
        canvas.line(ends, 1.2 * unit, 255)
    names = _names(canvas.finish(), sight, middle, radius, unit)
    glow = bright.filter(ImageFilter.GaussianBlur(5 * unit)).point(lambda v: int(v * 0.5))
    return lay(
        sheet,
        [
            (lines, palette.second),
            (figures, palette.accent),
            (glow, palette.second),
            (bright, pale),
            (names, pale),
        ],
    )


def _milky_way(
    sheet: Image.Image, sight: tuple[float, float, float], middle: Points, radius: float,
    rng: np.random.Generator, palette: Palette,
) -> Image.Image:  # fmt: skip
    """A band of dust along the galactic equator, thrown star by star and softened."""
    along = rng.uniform(0, math.tau, 9000)
    off = np.radians(rng.normal(0, 6.5, 9000))
    pole, node = math.radians(27.13), math.radians(192.86)
    lift = np.arcsin(np.sin(off) * math.sin(pole) + np.cos(off) * math.cos(pole) * np.sin(along))
    hours = (node + np.arctan2(np.cos(off) * np.cos(along), np.sin(off) * math.cos(pole)
             - np.cos(off) * math.sin(pole) * np.sin(along))) * 12 / math.pi  # fmt: skip
    place, away = project(sight, hours, np.degrees(lift))
    canvas = Canvas((sheet.width // 4, sheet.height // 4), 0, oversample=1)
    for x, y in (middle + place[away < sight[2]] * radius) / 4:
        canvas.disc(x, y, sheet.width / 4 * 0.011 * rng.uniform(0.3, 1.2), 255)
    soft = canvas.image.filter(ImageFilter.GaussianBlur(sheet.width / 4 * 0.022))
    cloud = soft.resize(sheet.size).point(lambda v: int(v * 0.4))
    inside = Canvas(sheet.size, 0, oversample=1)
    inside.disc(middle[0], middle[1], radius, 255)
    cloud.paste(0, (0, 0, *sheet.size), inside.image.point(lambda v: 255 - v))
    return lay(sheet, [(cloud, mix(palette.first, palette.second, 0.3))])


def _grid(sight: tuple[float, float, float], middle: Points, radius: float) -> list[Points]:
    lines = []
    for hour in range(0, 24, 2):
        degrees = np.linspace(-60, 80, 200)
        lines.append((np.full(200, float(hour)), degrees))
    for degree in range(-40, 90, 20):
        lines.append((np.linspace(0, 24, 500), np.full(500, float(degree))))
    found = []
    for hours, degrees in lines:
        place, away = project(sight, hours, degrees)
        within = away < sight[2]
        # A circle may leave the chart and come back: draw each run by itself.
        for run in np.split(np.arange(len(within)), np.flatnonzero(np.diff(within.astype(int))) + 1):
            if within[run[0]] and len(run) > 2:
                found.append(middle + place[run] * radius)
    return found


def _figure(
    canvas: Canvas,
    chain: list[str],
    sight: tuple[float, float, float],
    middle: Points,
    radius: float,
    unit: float,
) -> None:
    where = np.array([STARS[name][:2] for name in chain])
    place, away = project(sight, where[:, 0], where[:, 1])
    for index in range(len(chain) - 1):
        if max(away[index], away[index + 1]) > sight[2] - 1:
            continue
        start, end = middle + place[index] * radius, middle + place[index + 1] * radius
        length = float(np.hypot(*(end - start)))
        inset = (end - start) / max(length, 1e-6) * min(9 * unit, length / 4)
        canvas.line([start + inset, end - inset], 2.1 * unit, 255)


def _faint(
    canvas: Canvas,
    sight: tuple[float, float, float],
    middle: Points,
    radius: float,
    rng: np.random.Generator,
    unit: float,
) -> None:
    hours = rng.uniform(0, 24, 5200)
    degrees = np.degrees(np.arcsin(rng.uniform(-1, 1, 5200)))
    place, away = project(sight, hours, degrees)
    for x, y in middle + place[away < sight[2] - 0.6] * radius:
        canvas.disc(x, y, (0.55 + rng.exponential(0.42)) * unit, int(rng.integers(120, 230)))


def _names(
    mask: Image.Image, sight: tuple[float, float, float], middle: Points, radius: float, unit: float
) -> Image.Image:
    """The stars brighter than 1.7 by name, and the chart's title under it, in small type."""
    canvas = Canvas(mask.size, 0)
    k = canvas.factor
    small = ImageFont.load_default(size=13.5 * unit * k)
    for name, (hours, degrees, magnitude) in STARS.items():
        place, away = project(sight, np.array(hours), np.array(degrees))
        if magnitude < 1.72 and away < sight[2] - 6:
            x, y = (middle + place * radius + np.array([13 * unit, -7 * unit])) * k
            canvas.pen.text((x, y), name, font=small, fill=210)
    text = {90.0: "THE NORTHERN SKY", 12.0: "THE WINTER SKY", 34.0: "THE SUMMER SKY"}[sight[1]]
    letters(canvas, (middle[0], mask.height * 0.92), text, 17 * unit, gap=6 * unit)
    result = mask.copy()
    result.paste(255, (0, 0, *mask.size), canvas.finish())
    return result
