"""One window, one reflector, a pale table: the light of all still lifes, and its development."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from demo.drawing.noise import Field
from demo.drawing.vessels import Vessel

Vectors: TypeAlias = NDArray[np.float32]

KEY = np.array([-0.56, 0.62, 0.55], dtype=np.float32)  # the window: left, above, in front
FILL = np.array([0.85, 0.25, 0.45], dtype=np.float32)


def shine(
    vessel: Vessel, normal: Vectors, height: Field, inside: NDArray[np.bool_],
    gloss: Field, albedo: Vectors, tilt: float,
) -> Vectors:  # fmt: skip
    key = KEY / np.linalg.norm(KEY)
    fill = FILL / np.linalg.norm(FILL)
    # A window is broad: its light wraps a little past the edge of the form.
    direct = np.clip((normal @ key + 0.17) / 1.17, 0, 1) ** 1.1
    second = np.clip((normal @ fill + 0.5) / 1.5, 0, 1)
    up = normal[:, 1] * 0.5 + 0.5
    share = np.clip(height / vessel.height, 0, 1)
    table = np.clip(-normal[:, 1] * 0.5 + 0.35, 0, 1) * np.clip(1 - height / (vessel.widest * 1.6), 0, 1)
    open_to_sky = np.where(
        inside,
        0.34 + 0.66 * np.clip(share, 0, 1) ** 1.3,
        0.62 + 0.38 * np.clip(height / (vessel.widest * 0.8), 0, 1),
    )
    warm, cool = _tint(1.0, 0.965, 0.91), _tint(0.86, 0.93, 1.0)
    paper = _tint(1.0, 0.93, 0.84)
    direct = np.where(inside, direct * (0.35 + 0.65 * share), direct)
    lit = (
        direct[:, None] * warm * 0.92
        + (second * open_to_sky)[:, None] * cool * 0.16
        + (up * open_to_sky)[:, None] * cool * 0.24
        + table[:, None] * paper * 0.16
    )
    colour = albedo * lit
    eye = np.array([0.0, math.sin(tilt), math.cos(tilt)], dtype=np.float32)
    facing = np.clip(normal @ eye, 0, 1)
    mirror = normal * (2 * facing)[:, None] - eye
    fresnel = 0.055 + 0.5 * (1 - facing) ** 5
    sheen = _window(mirror) * 4.6 + np.clip(mirror[:, 1] * 0.5 + 0.4, 0, 1) * 0.3
    hidden = np.where(inside, 0.25 + 0.5 * share, 1.0)
    colour += (sheen * fresnel * gloss * hidden)[:, None] * _tint(1.0, 0.985, 0.96)
    # Satin: a broad bloom around the same window.
    half = key + eye
    half = half / np.linalg.norm(half)
    bloom = np.clip(normal @ half, 0, 1) ** 18 * 0.085 * (0.35 + gloss) * hidden
    colour += bloom[:, None]
    return colour.astype(np.float32)


def _tint(red: float, green: float, blue: float) -> Field:
    return np.array([red, green, blue], dtype=np.float32)


def _window(mirror: Vectors) -> Field:
    """How much of the window's pane a mirrored ray sees: two lights with a bar between."""
    angle = np.arctan2(-mirror[:, 0], mirror[:, 2] + 1e-4)
    lift = np.arcsin(np.clip(mirror[:, 1], -1, 1))
    pane = np.zeros(len(mirror), dtype=np.float32)
    for centre in (0.78, 1.16):
        across = np.clip((0.16 - np.abs(angle - centre)) / 0.05, 0, 1)
        down = np.clip((0.4 - np.abs(lift - 0.62)) / 0.1, 0, 1)
        pane = np.maximum(pane, across * down)
    return pane


def develop(colour: Vectors) -> NDArray[np.uint8]:
    """Linear light to sRGB, with a soft shoulder so that no highlight burns out flat."""
    return DEVELOPER[(np.clip(colour, 0, 2) * np.float32(2047.5)).astype(np.uint16)]


def _developer() -> NDArray[np.uint8]:
    """The curve of `develop` for 4096 steps of light from 0 to 2."""
    light = np.arange(4096) / 2047.5
    rolled = np.where(light > 0.72, 0.72 + (1 - np.exp(-(light - 0.72) / 0.28)) * 0.28, light)
    return (rolled ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)


DEVELOPER = _developer()
