"""Where a ray from the eye meets a solid of revolution.

The eye is far away (no perspective) and looks down by ``tilt``. For one row of pixels the ray at
every x meets the same heights at the same depths, so the first meeting with the wall is a look-up
in a running maximum of the profile over depth: one sorted search a row, and no case of belly,
neck or foot needs any care of its own. The hollow is the same with a running minimum.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.drawing.noise import Field
from demo.drawing.vessels import Vessel

DEPTHS = 720  # steps along a ray through the whole vessel


@dataclass(slots=True)
class Hits:
    height: Field
    depth: Field
    x: Field
    outer: NDArray[np.bool_]
    inner: NDArray[np.bool_]


def trace(vessel: Vessel, x: Field, y: Field, tilt: float) -> Hits:
    reach = vessel.widest * 1.02
    depth = np.linspace(reach, -reach, DEPTHS, dtype=np.float32)
    sine, cosine = np.float32(math.sin(tilt)), np.float32(math.cos(tilt))
    heights = (y[:, None] + depth[None, :] * sine) / cosine
    top = np.float32(vessel.height)
    within = (heights >= 0) & (heights <= top)
    fine = np.linspace(0, vessel.height, 1200, dtype=np.float32)
    wall = np.interp(heights, fine, vessel.outside(fine)).astype(np.float32)
    solid = np.where(within, wall * wall - depth * depth, -1.0)
    reached = np.maximum.accumulate(solid, axis=1)
    hole = np.interp(heights, fine, vessel.inside(fine)).astype(np.float32)
    hollow = np.where(within & (hole > 0), hole * hole - depth * depth, -1.0)
    square = x * x
    shape = (len(y), len(x))
    step = depth[1] - depth[0]
    hit_depth, outer = np.zeros(shape, np.float32), np.zeros(shape, bool)
    inner = np.zeros(shape, bool)
    for row in range(len(y)):
        if reached[row, -1] <= 0:
            continue
        found = np.searchsorted(reached[row], square)
        hit = found < DEPTHS
        # The first depth under the rim: a ray that is inside there came in through the mouth.
        first = int(np.argmax(within[row]))
        through = hit & (found == first) & (square < hollow[row, min(first + 1, DEPTHS - 1)])
        found = np.clip(found, 1, DEPTHS - 1)
        at = depth[found] - step * _short(reached[row], found, square)
        if through.any() and not vessel.closed and first + 2 < DEPTHS:
            # It goes on to the far wall of the hollow.
            left_hollow = np.minimum.accumulate(hollow[row, first + 1 :])
            beyond = first + 1 + np.searchsorted(-left_hollow, -square)
            beyond = np.clip(beyond, first + 2, DEPTHS - 1)
            back = depth[beyond] - step * _short(hollow[row], beyond, square)
            at = np.where(through, back, at)
            inner[row] = through
        hit_depth[row] = at
        outer[row] = hit & ~inner[row]
    rise = (y[:, None] + hit_depth * sine) / cosine
    return Hits(rise.astype(np.float32), hit_depth, np.broadcast_to(x, shape), outer, inner)


def _short(profile: Field, found: NDArray[np.intp], square: Field) -> Field:
    """By what share of a step the look-up overshot the surface."""
    here, before = profile[found], profile[found - 1]
    share = (here - square) / np.where(here == before, 1.0, here - before)
    # Where the surface begins at this very step there is nothing to interpolate from.
    return np.where((before > 0) & (here > 0), np.clip(share, 0, 1), 0).astype(np.float32)
