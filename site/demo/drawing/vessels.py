"""The shapes thrown on the wheel: profiles of revolution, their walls, lids and handles.

Measures are in centimetres: height up from the table, radius out from the axis.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from demo.drawing.noise import Field

Curve: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Handle:
    """A pulled handle at the right: where it leaves and joins the wall, its reach and strap."""

    top: float
    bottom: float
    reach: float
    thickness: float = 0.5
    breadth: float = 0.85


@dataclass(frozen=True, slots=True)
class Vessel:
    """A form: knots (height, radius) from the foot to the lip, joined by a smooth curve."""

    name: str
    knots: tuple[tuple[float, float], ...]
    wall: float = 0.42
    handle: Handle | None = None
    closed: bool = False

    @property
    def height(self) -> float:
        return self.knots[-1][0]

    @property
    def widest(self) -> float:
        return max(radius for _, radius in self.knots)

    def outside(self, heights: Field) -> Field:
        """Outer radius at each height; the foot and the lip are rounded over."""
        radius = self._turned(heights)
        if not self.closed:
            # The lip: half the wall's thickness rounded in at the very top.
            half = self.wall / 2
            over = np.clip((heights - (self.height - half)) / half, 0, 1)
            radius -= half * (1 - np.sqrt(1 - np.minimum(over, 0.999) ** 2))
        under = np.clip(1 - heights / 0.28, 0, 1)
        radius -= 0.22 * (1 - np.sqrt(1 - np.minimum(under, 0.999) ** 2))
        return radius.astype(np.float32)

    def _turned(self, heights: Field) -> Curve:
        """The bare profile, smoothed as a wet sponge does: a kink would show in the light."""
        fine = np.linspace(-0.12, 1.12, 1241) * self.height
        knots = np.array(self.knots)
        inner = _spline(knots[:, 0], knots[:, 1], np.clip(fine, 0, self.height))
        ends = knots[[0, -1], 1] + _end_slopes(knots) * (fine[:, None] - [0.0, self.height])
        profile = np.where(fine < 0, ends[:, 0], np.where(fine > self.height, ends[:, 1], inner))
        offset = np.arange(-40, 41)
        kernel = np.exp(-((offset / 17.0) ** 2))
        eased = np.convolve(np.pad(profile, 40, mode="edge"), kernel / kernel.sum(), mode="valid")
        return np.asarray(np.interp(heights, fine, eased if not self.closed else profile))

    def inside(self, heights: Field) -> Field:
        """Inner radius at each height, negative below the floor of the vessel."""
        radius = self._turned(heights) - self.wall
        half = self.wall / 2
        over = np.clip((heights - (self.height - half)) / half, 0, 1)
        radius += half * (1 - np.sqrt(1 - np.minimum(over, 0.999) ** 2))
        floor = 0.9
        depth = np.clip((heights - floor) / 1.1, 0, 1)
        radius = np.where(heights < floor, -1.0, radius * np.sqrt(1 - (1 - depth) ** 2))
        return radius.astype(np.float32)


def _end_slopes(knots: Curve) -> Curve:
    first = (knots[1, 1] - knots[0, 1]) / (knots[1, 0] - knots[0, 0])
    last = (knots[-1, 1] - knots[-2, 1]) / (knots[-1, 0] - knots[-2, 0])
    return np.array([first, last])


def _spline(x: Curve, y: Curve, at: Curve) -> Curve:
    """A Hermite curve through the knots, slopes limited so that it never overshoots."""
    step = np.diff(x)
    slope = np.diff(y) / step
    tangent = np.zeros_like(y)
    for index in range(1, len(y) - 1):
        before, after = slope[index - 1], slope[index]
        if before * after > 0:
            tangent[index] = 2 * before * after / (before + after)
    tangent[0], tangent[-1] = slope[0], slope[-1]
    place = np.clip(np.searchsorted(x, at) - 1, 0, len(step) - 1)
    h = step[place]
    t = np.clip((at - x[place]) / h, 0, 1)
    one, other = y[place], y[place + 1]
    return np.asarray(
        one * (2 * t**3 - 3 * t**2 + 1)
        + other * (3 * t**2 - 2 * t**3)
        + tangent[place] * h * (t**3 - 2 * t**2 + t)
        + tangent[place + 1] * h * (t**3 - t**2)
    )


def _mug(name: str, knots: tuple[tuple[float, float], ...], handle: Handle) -> Vessel:
    return Vessel(name, knots, wall=0.38, handle=handle)


VESSELS: dict[str, Vessel] = {
    vessel.name: vessel
    for vessel in (
        _mug("straight mug", ((0, 3.9), (0.5, 4.15), (5, 4.25), (9.2, 4.2)), Handle(7.6, 2.4, 3.1)),
        _mug("round mug", ((0, 3.0), (0.6, 3.5), (3.2, 4.9), (6.4, 4.7), (8.4, 4.15)), Handle(7.2, 2.6, 2.7)),
        _mug("tall mug", ((0, 3.3), (1.2, 3.8), (6, 3.9), (11, 4.15)), Handle(9.4, 4.0, 2.9)),
        Vessel("espresso cup", ((0, 2.3), (0.5, 2.6), (3, 3.15), (6.0, 3.3)), wall=0.32),
        Vessel("tumbler", ((0, 2.9), (0.6, 3.2), (5, 3.6), (9.5, 3.95)), wall=0.34),
        Vessel("breakfast bowl", ((0, 3.2), (0.9, 3.3), (1.3, 4.0), (3.2, 6.3), (6.6, 7.7)), wall=0.42),
        Vessel("serving bowl", ((0, 5.0), (1.0, 5.1), (1.5, 6.4), (3.6, 10.2), (7.2, 13.0)), wall=0.55),
        Vessel("noodle bowl", ((0, 3.4), (1.2, 3.3), (1.7, 4.4), (4.2, 7.2), (8.2, 8.4)), wall=0.45),
        Vessel("plate", ((0, 6.6), (0.7, 6.7), (1.0, 8.6), (1.35, 10.4), (2.0, 12.2), (3.1, 13.2)), wall=0.5),
        Vessel(
            "bud vase",
            ((0, 2.6), (0.7, 3.2), (3.6, 4.6), (7, 3.0), (9.6, 1.25), (12, 1.15), (13.4, 1.6)),
            wall=0.3,
        ),
        Vessel(
            "bottle vase",
            ((0, 4.0), (0.8, 4.7), (7, 6.2), (12.5, 5.0), (16.5, 2.1), (21, 1.7), (24, 2.5)),
            wall=0.36,
        ),
        Vessel(
            "moon jar",
            (
                (0, 4.4),
                (0.8, 5.0),
                (5.5, 9.6),
                (9.6, 10.6),
                (14.5, 9.0),
                (18.4, 5.0),
                (19.4, 4.7),
                (20.6, 4.9),
            ),
            wall=0.5,
        ),
        Vessel(
            "tall vase",
            ((0, 4.6), (0.8, 5.0), (8, 6.0), (17, 7.0), (22.5, 6.0), (25.0, 4.4), (26.5, 4.8)),
            wall=0.45,
        ),
        Vessel(
            "shoulder vase",
            ((0, 3.8), (0.8, 4.2), (7, 6.2), (12.4, 7.8), (15.2, 6.6), (16.6, 3.6), (18.0, 3.2), (19.0, 3.9)),
            wall=0.42,
        ),
        Vessel("planter", ((0, 5.6), (0.6, 6.0), (7, 7.2), (12.6, 8.0)), wall=0.6),
        Vessel("utensil jar", ((0, 5.4), (0.6, 5.8), (8, 6.0), (14.6, 5.7), (15.4, 5.9)), wall=0.5),
        Vessel(
            "jug",
            ((0, 4.0), (0.8, 4.6), (6, 6.0), (11, 4.8), (15, 3.7), (18.2, 4.5)),
            wall=0.42,
            handle=Handle(15.6, 6.0, 3.8, 0.62, 1.0),
        ),
        Vessel("pebble", ((0, 1.6), (0.4, 2.4), (1.4, 3.0), (2.4, 2.2), (2.8, 0.0)), closed=True),
    )
}
