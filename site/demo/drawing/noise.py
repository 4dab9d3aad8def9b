"""Smooth random fields, the raw stuff of hills, currents and glazes.

All fields are float32 arrays of shape (height, width), reproducible from their seed.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field: TypeAlias = NDArray[np.float32]


def enlarge(field: Field, width: int, height: int) -> Field:
    """Resample a field smoothly to another size."""
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def smooth(width: int, height: int, *, cells: float, seed: int, wrap: bool = False) -> Field:
    """One octave: ``cells`` bumps across the width, about -1 to 1. ``wrap`` tiles sideways."""
    rng = np.random.default_rng(seed)
    across = max(2, round(cells))
    down = max(2, round(cells * height / width)) + 4
    grid = rng.uniform(-1.0, 1.0, (down, across)).astype(np.float32)
    if not wrap:
        pad = rng.uniform(-1.0, 1.0, (down, 4)).astype(np.float32)
        grid = np.concatenate([grid, pad], axis=1)
    else:
        grid = np.concatenate([grid[:, -2:], grid, grid[:, :2]], axis=1)
    # Two cells of margin on each side keep the resampler's edge out of the picture.
    box = (2.0, 2.0, 2.0 + across, 2.0 + (down - 4))
    image = Image.fromarray(grid)
    resized = image.resize((width, height), Image.Resampling.BICUBIC, box=box)
    return np.asarray(resized, dtype=np.float32)


def fractal(
    width: int,
    height: int,
    *,
    cells: float,
    seed: int,
    octaves: int = 4,
    gain: float = 0.5,
    wrap: bool = False,
) -> Field:
    """Several octaves, each twice as fine and ``gain`` as strong, scaled to about -1 to 1."""
    total = np.zeros((height, width), dtype=np.float32)
    strength, weight = 1.0, 0.0
    for octave in range(octaves):
        layer = smooth(width, height, cells=cells * 2**octave, seed=seed + octave * 101, wrap=wrap)
        total += layer * np.float32(strength)
        weight += strength
        strength *= gain
    return total * np.float32(1.5 / weight)


def line(length: int, *, cells: float, seed: int, octaves: int = 4, gain: float = 0.5) -> Field:
    """A one-dimensional fractal, about -1 to 1: the edge of a ridge, the wobble of a hand."""
    rng = np.random.default_rng(seed)
    total = np.zeros(length, dtype=np.float32)
    strength, weight = 1.0, 0.0
    for octave in range(octaves):
        count = max(2, round(cells * 2**octave)) + 4
        knots = rng.uniform(-1.0, 1.0, (1, count)).astype(np.float32)
        image = Image.fromarray(knots)
        row = image.resize((length, 1), Image.Resampling.BICUBIC, box=(2.0, 0.0, count - 2.0, 1.0))
        total += np.asarray(row, dtype=np.float32)[0] * np.float32(strength)
        weight += strength
        strength *= gain
    return total * np.float32(1.5 / weight)


def step(field: Field, low: float, high: float) -> Field:
    """Rise smoothly from 0 at ``low`` to 1 at ``high``."""
    t = np.clip((field - low) / (high - low), 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32)
