"""Harmonographs: what a pen draws between pendulums as they come to rest."""

import numpy as np
from PIL import Image

from demo.drawing.canvas import Canvas, Points, Size, overprint
from demo.drawing.palettes import Palette


def swing(*, slow: float, fast: float, share: float, phase: float, turns: float, damping: float) -> Points:
    """The path of a twin-elliptic harmonograph, within about -1 to 1.

    Two pendulums that each swing in a circle, ``slow`` and ``fast`` times, the second one against
    the first if it is negative and ``share`` as wide.
    """
    time = np.linspace(0, turns * 2 * np.pi, int(turns * 300))
    fade = np.exp(-damping * time)
    across = np.cos(slow * time) + share * np.cos(fast * time + phase)
    down = np.sin(slow * time) + share * np.sin(fast * time + phase)
    return np.stack([across, down], axis=1) * (fade / (1 + share))[:, None]


def draw(
    size: Size,
    palette: Palette,
    seed: int,
    *,
    ratio: tuple[float, float] = (2.0, -3.0),
    share: float = 0.4,
    drift: float = 0.02,
    turns: float = 40,
    tilt: float = 1.17,
    inks: int = 2,
) -> Image.Image:
    """Two pens (or one, or three) on the same swing, a little out of step.

    ``drift``: by how much the ratio is out of true, which turns the figure as it shrinks.
    ``tilt`` makes it taller than wide.
    """
    rng = np.random.default_rng(seed)
    width, height = size
    reach = np.array([width * 0.445, width * 0.445 * tilt])
    middle = np.array([width / 2, height / 2])
    phase = rng.uniform(0.2, 1.4)
    plates = []
    for index in range(inks):
        path = swing(
            slow=ratio[0],
            fast=ratio[1] + drift,
            share=share,
            phase=phase + index * 0.16,
            turns=turns,
            damping=0.36 / turns,
        )
        canvas = Canvas(size, 0)
        canvas.line(middle + path * reach, width / 1000 * 1.5, 240)
        ink = (palette.first, palette.accent, palette.ink)[index]
        plates.append((canvas.finish(), ink))
    return overprint(Image.new("RGB", size, palette.paper), plates)
