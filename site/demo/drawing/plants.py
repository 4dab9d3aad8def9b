"""Plants grown by rule: a few lines of grammar for each, and chance for the rest.

A plant is a list of ``Part``s in a plane where the stem begins at the origin, up is negative and
the whole stands about 1000 units tall; `botanical` puts it on a sheet.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from demo.drawing.canvas import Points


@dataclass(frozen=True, slots=True)
class Part:
    """A stem (``widths`` set) or a filled shape; ``tone``: 0 stem, 1 leaf, 2 pale leaf, 3 flower."""

    points: Points
    tone: int
    widths: Points | None = None


Plant: TypeAlias = list[Part]
Grower: TypeAlias = Callable[[np.random.Generator], Plant]


def stem(start: Points, heading: float, reach: float, bend: float, wide: float) -> Part:
    """A stem that leaves at ``heading`` (radians, up is -pi/2) and bends evenly by ``bend``."""
    turns = heading + np.linspace(0, bend, 24)
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=1) * (reach / 23)
    path = start + np.concatenate([np.zeros((1, 2)), np.cumsum(steps[:-1], axis=0)])
    return Part(path, 0, np.linspace(wide, wide * 0.45, 24))


def leaf(base: Points, heading: float, long: float, wide: float, curl: float = 0.0) -> list[Part]:
    """Two halves either side of a midrib, one paler, with the rib left as a gap of light."""
    t = np.linspace(0, 1, 18)
    turn = heading + curl * t
    rib = base + np.cumsum(np.stack([np.cos(turn), np.sin(turn)], axis=1) * (long / 17), axis=0)
    swell = np.sin(np.pi * t**0.8) * wide / 2
    across = np.stack([-np.sin(turn), np.cos(turn)], axis=1)
    gap = across * (wide * 0.018 * np.sin(np.pi * t))[:, None]
    one = np.concatenate([rib + gap, (rib + across * swell[:, None])[::-1]])
    other = np.concatenate([rib - gap, (rib - across * swell[:, None])[::-1]])
    return [Part(one, 1), Part(other, 2)]


def _heading(path: Points, index: int) -> float:
    step = path[min(index + 1, len(path) - 1)] - path[max(index - 1, 0)]
    return math.atan2(step[1], step[0])


def fern(rng: np.random.Generator) -> Plant:
    """One arching frond, twice divided: pinnae along the spine, leaflets along each pinna."""
    spine = stem(np.array([0.0, 0.0]), -math.pi / 2 - 0.22, 1040, 0.5, 8)
    parts: Plant = [spine]
    count = 20
    for index in range(3, count):
        place = index / count
        at, ahead = _along(spine.points, place)
        reach = 330 * math.sin(math.pi * min(0.34 + place * 0.62, 1.0)) ** 1.25
        for side in (-1, 1):
            heading = ahead + side * (1.28 - 0.55 * place) + rng.normal(0, 0.03)
            pinna = stem(at, heading, max(reach, 16), -side * 0.38, 2.6)
            parts.append(pinna)
            leaflets = max(4, int(reach / 14))
            for small in range(1, leaflets):
                share = small / leaflets
                foot, way = _along(pinna.points, share)
                long = 20 * (1 - share) ** 0.6 * min(1.0, reach / 150) + 6
                for turn in (-1, 1):
                    parts += leaf(foot, way + turn * 1.05, long, long * 0.44 + 3, -turn * 0.2)
            parts += leaf(pinna.points[-1], _heading(pinna.points, 22), 9, 4)
    return parts


def _along(path: Points, place: float) -> tuple[Points, float]:
    """The point a share of the way along a stem, and the heading there."""
    index = min(int(place * 23), 22)
    share = place * 23 - index
    return path[index] + (path[index + 1] - path[index]) * share, _heading(path, index)


def parsley(rng: np.random.Generator) -> Plant:
    """Cow parsley: umbels of umbels, and a feathered leaf or two low down."""
    parts: Plant = []
    for lean, tall, rays in ((0.0, 760, 15), (-0.26, 560, 12), (0.3, 620, 12), (0.46, 380, 9)):
        bend = lean * 0.5 + rng.normal(0, 0.05)
        stalk = stem(np.zeros(2), -math.pi / 2 + lean, tall, -bend, 7.5)
        parts.append(stalk)
        top, ahead = stalk.points[-1], _heading(stalk.points, 22)
        for ray in range(rays):
            fan = (ray / (rays - 1) - 0.5) * 2.15
            reach = tall * 0.27 * (1 - 0.16 * abs(fan)) * rng.uniform(0.92, 1.06)
            spoke = stem(top, ahead + fan, reach, -fan * 0.35, 2.6)
            parts.append(spoke)
            tip, outward = spoke.points[-1], _heading(spoke.points, 22)
            for small in range(9):
                spread = (small / 8 - 0.5) * 2.6
                twig = stem(tip, outward + spread, rng.uniform(20, 36), -spread * 0.3, 1.5)
                parts.append(twig)
                parts.append(_blossom(twig.points[-1], rng.uniform(4.2, 7.6), rng))
    for side in (-1, 1):
        parts += _feather(rng, np.array([0.0, -60.0 - 40 * side]), side)
    return parts


def _blossom(at: Points, radius: float, rng: np.random.Generator) -> Part:
    turn = np.linspace(0, 2 * np.pi, 20, endpoint=False) + rng.uniform(0, 1)
    wave = radius * (0.78 + 0.22 * np.cos(turn * 5))
    return Part(at + np.stack([np.cos(turn), np.sin(turn)], axis=1) * wave[:, None], 3)


def _feather(rng: np.random.Generator, base: Points, side: int) -> Plant:
    rib = stem(base, -math.pi / 2 + side * 0.95, 300, side * 0.35, 3)
    parts: Plant = [rib]
    for index in range(5, 23, 2):
        ahead = _heading(rib.points, index)
        for turn in (-1, 1):
            long = 95 * (1 - index / 25) + 14
            twig = stem(rib.points[index], ahead + turn * 0.9, long, -turn * 0.3, 1.6)
            parts.append(twig)
            for knot in range(4, 24, 4):
                for way in (-1, 1):
                    angle = _heading(twig.points, knot) + way * 0.7 + rng.normal(0, 0.1)
                    parts += leaf(twig.points[knot], angle, long * 0.24 + 4, 6)
    return parts


def willow(rng: np.random.Generator) -> Plant:
    """A bough with long narrow leaves, alternate."""
    bough = stem(np.zeros(2), -math.pi / 2 - 0.28, 1020, 0.62, 9)
    parts: Plant = [bough]
    twigs = [bough]
    for index, side in ((6, 1), (11, -1), (15, 1)):
        ahead = _heading(bough.points, index)
        twigs.append(stem(bough.points[index], ahead + side * 0.62, 380, -side * 0.35, 4.5))
    parts += twigs[1:]
    for twig in twigs:
        for index in range(3, 24):
            side = 1 if index % 2 else -1
            ahead = _heading(twig.points, index)
            long = rng.uniform(120, 165) * (1 - 0.35 * index / 24)
            angle = ahead + side * rng.uniform(0.5, 0.72)
            parts += leaf(twig.points[index], angle, long, long * 0.19, -side * 0.3)
    return parts


def eucalyptus(rng: np.random.Generator) -> Plant:
    """Round leaves in facing pairs along two hanging sprays."""
    parts: Plant = []
    for lean, tall in ((-0.42, 760), (0.4, 840), (-0.04, 1000)):
        spray = stem(np.zeros(2), -math.pi / 2 + lean * 0.7, tall, lean * 1.1, 6)
        parts.append(spray)
        for index in range(3 if abs(lean) < 0.1 else 8, 24, 2):
            ahead = _heading(spray.points, index)
            for side in (-1, 1):
                long = 112 * (1 - 0.5 * index / 24) * rng.uniform(0.88, 1.08)
                angle = ahead + side * rng.uniform(0.85, 1.2)
                parts += leaf(spray.points[index], angle, long, long * 0.8)
    return parts


def grasses(rng: np.random.Generator) -> Plant:
    """A tuft: arching blades, and nodding heads of seed above them."""
    parts: Plant = []
    for _ in range(22):
        lean = float(np.clip(rng.normal(0, 0.2), -0.42, 0.42))
        start = np.array([rng.normal(0, 26), 0.0])
        blade = stem(start, -math.pi / 2 + lean, rng.uniform(380, 800), lean * 2.4, 12)
        parts.append(Part(blade.points, 1 if lean > 0 else 2, np.linspace(12, 0.8, 24)))
    for _ in range(9):
        lean = rng.normal(0, 0.15)
        start = np.array([rng.normal(0, 22), 0.0])
        stalk = stem(start, -math.pi / 2 + lean, rng.uniform(760, 980), lean * 2.4 + 0.12, 4)
        parts.append(stalk)
        for index in range(16, 24):
            for side in (-1, 1):
                angle = _heading(stalk.points, index) + side * rng.uniform(0.22, 0.5)
                long = rng.uniform(34, 54)
                seed = leaf(stalk.points[index], angle, long, long * 0.26)
                parts += [Part(half.points, 3) for half in seed]
    return parts


def poppy(rng: np.random.Generator) -> Plant:
    """Poppies: bowls of four petals, buds that hang, and seed heads."""
    parts: Plant = []
    for lean, tall, kind in ((0.1, 930, 0), (-0.3, 760, 0), (0.36, 640, 1), (-0.12, 560, 2), (0.5, 430, 0)):
        stalk = stem(np.zeros(2), -math.pi / 2 + lean, tall, -lean * 0.9 + rng.normal(0, 0.05), 6)
        top, ahead = stalk.points[-1], _heading(stalk.points, 22)
        parts.append(stalk)
        if kind == 0:
            for fan in (-0.95, 0.95, -0.38, 0.38):
                petal = leaf(top, ahead + fan, tall * 0.15 + 40, tall * 0.13 + 60)
                parts += [Part(half.points, 3 if abs(fan) > 0.5 else 4) for half in petal]
            parts.append(_blossom(top - 6, 15, rng))
        elif kind == 1:
            nod = stem(top, ahead, 110, 2.4, 5)
            parts.append(nod)
            parts += leaf(nod.points[-1], _heading(nod.points, 22), 84, 46)
        else:
            parts += leaf(top, ahead, 70, 58)
            crown = stem(top + np.array([-24.0, -66.0]), 0.0, 48, 0.0, 9)
            parts.append(Part(crown.points, 1, np.full(24, 9.0)))
    for side in (-1, 1, -1):
        parts += _feather(rng, np.array([0.0, -30.0]), side)
    return parts


PLANTS: dict[str, Grower] = {
    "fern": fern,
    "parsley": parsley,
    "willow": willow,
    "eucalyptus": eucalyptus,
    "grasses": grasses,
    "poppy": poppy,
}
