"""Vessels, fired: the traced form in its glaze and light, its handle, and the shadow it throws."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from demo.drawing.glazes import TALL, WIDE, Glaze, linear, wrap
from demo.drawing.lighting import Vectors, develop, shine
from demo.drawing.noise import Field
from demo.drawing.tracing import Hits, trace
from demo.drawing.vessels import Handle, Vessel

CHUNK = 1 << 16  # points lit at once: what fits the processor's cache
KEY = np.array([-0.56, 0.62, 0.55], dtype=np.float32)  # the window: left, above, in front
FILL = np.array([0.85, 0.25, 0.45], dtype=np.float32)


@dataclass(slots=True)
class Fired:
    """A rendered vessel: its picture with alpha, what of it is the front wall, and where it stands.

    ``foot`` is the pixel of the middle of its base within the picture.
    """

    image: Image.Image
    front: Image.Image
    foot: tuple[float, float]
    scale: float
    tilt: float


@lru_cache(maxsize=6)
def fire(
    vessel: Vessel,
    glaze: Glaze,
    *,
    scale: float,
    tilt: float = 0.22,
    turn: float = 0.0,
    clip: tuple[float, float, float, float] | None = None,
) -> Fired:
    """Render a vessel at ``scale`` pixels a centimetre, ``tilt`` radians from level.

    ``clip`` (left, top, right, bottom in pixels from the foot) leaves out what nobody will see.
    """
    handle = vessel.handle
    left = vessel.widest + 0.4
    right = left + (handle.reach + 0.3 if handle else 0.0)
    high = vessel.height * math.cos(tilt) + vessel.widest * math.sin(tilt) + 0.4
    low = vessel.widest * math.sin(tilt) + 0.5
    if clip:
        left, high = min(left, -clip[0] / scale), min(high, -clip[1] / scale)
        right, low = min(right, clip[2] / scale), min(low, clip[3] / scale)
    width, height = round((left + right) * scale), round((high + low) * scale)
    x = ((np.arange(width) + 0.5) / scale - left).astype(np.float32)
    y = (high - (np.arange(height) + 0.5) / scale).astype(np.float32)
    hits = trace(vessel, x, y, tilt)
    colour, seen = _shade(vessel, glaze, hits, tilt, turn)
    if handle:
        _attach(colour, seen, hits, handle, vessel, glaze, x, y, tilt)
    rgb = develop(colour)
    alpha = (np.clip(seen, 0, 1) * 255).astype(np.uint8)
    image = Image.fromarray(np.dstack([rgb, alpha]))
    front = Image.fromarray((hits.outer * 255).astype(np.uint8))
    return Fired(image, front, (left * scale, high * scale), scale, tilt)


def _shade(vessel: Vessel, glaze: Glaze, hits: Hits, tilt: float, turn: float) -> tuple[Vectors, Field]:
    """Linear colour over the picture, and coverage."""
    seen = hits.outer | hits.inner
    spots = np.flatnonzero(seen)
    height, depth = hits.height.ravel()[spots], hits.depth.ravel()[spots]
    x, inside = hits.x[0][spots % seen.shape[1]], hits.inner.ravel()[spots]
    skin = _Skin(vessel, glaze, turn)
    light = np.empty((len(x), 3), dtype=np.float32)
    for start in range(0, len(light), CHUNK):
        part = slice(start, start + CHUNK)
        normal = skin.normal(x[part], depth[part], height[part], inside[part])
        albedo, gloss = skin.colour(x[part], depth[part], height[part], inside[part])
        light[part] = shine(vessel, normal, height[part], inside[part], gloss, albedo, tilt)
    colour = np.zeros((*seen.shape, 3), dtype=np.float32)
    colour.reshape(-1, 3)[spots] = light
    return colour, seen.astype(np.float32)


class _Skin:
    """The surface of one vessel in one glaze: which way it faces, and its colour, at given points."""

    def __init__(self, vessel: Vessel, glaze: Glaze, turn: float) -> None:
        self.vessel, self.turn = vessel, turn
        fine = np.linspace(0, vessel.height, 1200, dtype=np.float32)
        self.slopes = np.stack(
            [np.gradient(vessel.outside(fine), fine), np.gradient(vessel.inside(fine), fine)]
        )
        self.texture, self.shine = wrap(glaze)
        inner = glaze.inner or glaze.coat
        shallow = vessel.height < vessel.widest * 1.2
        speckle = glaze.speckle if shallow else 0.0
        bare = replace(glaze, style="plain", coat=inner, mark=inner, speckle=speckle)
        self.lining = wrap(bare)[0] if not vessel.closed else self.texture

    def normal(self, x: Field, depth: Field, height: Field, inside: NDArray[np.bool_]) -> Vectors:
        place = np.clip(height / self.vessel.height * 1199, 0, 1198)
        near = place.astype(np.int32)
        share = place - near
        row = inside.astype(np.int32)
        slope = self.slopes[row, near] * (1 - share) + self.slopes[row, near + 1] * share
        radius = np.maximum(np.hypot(x, depth), np.float32(1e-3))
        sign = np.where(inside, np.float32(-1), np.float32(1))
        normal = np.stack([x / radius * sign, -slope * sign, depth / radius * sign], axis=1)
        normal[inside & (height < 1.02)] = (0, 1, 0)
        normal /= np.sqrt(np.einsum("ij,ij->i", normal, normal))[:, None]
        return normal.astype(np.float32)

    def colour(
        self, x: Field, depth: Field, height: Field, inside: NDArray[np.bool_]
    ) -> tuple[Vectors, Field]:
        around = (np.arctan2(x, depth) / np.float32(2 * np.pi) + np.float32(0.5 + self.turn)) % 1.0
        column = (around * WIDE).astype(np.int32) % WIDE
        line = np.clip((1 - height / self.vessel.height) * TALL, 0, TALL - 1).astype(np.int32)
        albedo = self.texture[line, column].astype(np.float32)
        gloss = self.shine[line, column].astype(np.float32)
        keep = inside & (height < self.vessel.height * 0.975)
        if keep.any():
            # The lining is laid flat, like a sheet over the mouth, so that it has no seam.
            across = ((x[keep] / self.vessel.widest + 1) * (TALL / 2.2)).astype(np.int32) % WIDE
            down = TALL // 9 + ((depth[keep] / self.vessel.widest + 1) * (TALL / 2.6)).astype(np.int32)
            albedo[keep] = self.lining[np.clip(down, 0, TALL * 8 // 9), across]
        return albedo, gloss


def _attach(
    colour: Vectors, seen: Field, hits: Hits, handle: Handle, vessel: Vessel, glaze: Glaze,
    x: Field, y: Field, tilt: float,
) -> None:  # fmt: skip
    """Lay the strap of the handle as a run of flattened beads, nearer ones over further ones."""
    t = np.linspace(0, 1, 110)
    ends = vessel.outside(np.array([handle.top, handle.bottom], dtype=np.float32))
    bow = np.sin(np.pi * t) ** 0.62
    along_x = ends[0] + (ends[1] - ends[0]) * t - 0.25 + handle.reach * bow
    along_y = handle.top + (handle.bottom - handle.top) * t + 0.55 * np.sin(np.pi * t) * (1 - t)
    sine, cosine = math.sin(tilt), math.cos(tilt)
    scale = float(1 / (x[1] - x[0]))
    near = np.where(hits.outer, hits.depth * cosine + hits.height * sine, -1e3).astype(np.float32)
    thick = handle.thickness * (1 + 0.35 * (np.abs(t - 0.5) * 2) ** 3)
    coat = linear(glaze.coat)
    tangent = np.stack([np.gradient(along_x), np.gradient(along_y)], axis=1)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal_map = np.zeros((*seen.shape, 3), dtype=np.float32)
    touched = np.zeros(seen.shape, dtype=bool)
    rise = np.zeros(seen.shape, dtype=np.float32)
    for index in range(len(t)):
        cx, cy = float(along_x[index]), float(along_y[index] * cosine)
        size = float(thick[index]) * 1.15
        c0, c1 = (int((cx - size - x[0]) * scale), int((cx + size - x[0]) * scale) + 2)
        r0, r1 = (int((y[0] - cy - size) * scale), int((y[0] - cy + size) * scale) + 2)
        c0, r0 = max(c0, 0), max(r0, 0)
        dx = x[None, c0:c1] - np.float32(cx)
        dy = y[r0:r1, None] - np.float32(cy)
        tx, ty = tangent[index]
        aside = (dx * -ty + dy * tx) / np.float32(thick[index])
        ahead = dx * tx + dy * ty
        inside = (np.abs(aside) < 1) & (np.abs(ahead) < size * 0.35)
        lift = np.sqrt(np.clip(1 - aside * aside, 0, 1))
        depth = lift * np.float32(handle.breadth) + np.float32(along_y[index] * sine)
        window = near[r0:r1, c0:c1]
        over = inside & (depth > window)
        window[over] = depth[over]
        # The strap is broader than thick: its face is flat and only the edges turn away.
        bend = np.sign(aside) * np.abs(aside) ** 2.2
        face = np.stack([bend * -ty, bend * tx, np.sqrt(np.clip(1 - bend * bend, 0.02, 1))], axis=-1)
        normal_map[r0:r1, c0:c1][over] = face[over]
        touched[r0:r1, c0:c1] |= over
        rise[r0:r1, c0:c1][over] = along_y[index]
    if not touched.any():
        return
    normals = normal_map[touched]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    count = len(normals)
    albedo = np.broadcast_to(coat, (count, 3)) * np.float32(0.97)
    height = np.maximum(rise[touched], vessel.widest)
    gloss = np.full(count, glaze.gloss, dtype=np.float32)
    nothing = np.zeros(count, dtype=bool)
    colour[touched] = shine(vessel, normals, height, nothing, gloss, albedo, tilt)
    # The body's own shade lies on the strap where it leaves the wall.
    fade = np.clip((np.broadcast_to(x, seen.shape)[touched] - float(ends.min()) + 0.1) / 1.5, 0, 1)
    colour[touched] *= (0.62 + 0.38 * fade)[:, None]
    seen[touched] = 1.0
    hits.outer[touched] = True


def cast(size: tuple[int, int], vessel: Vessel, fired: Fired, foot: tuple[float, float]) -> Image.Image:
    """The shadow of a vessel standing at ``foot`` on the table: darkness, at a sixth of the size."""
    from_left, reach = 0.62, 0.34  # how far a point one unit up throws its shadow: right, and back
    small = 6
    width, height = size[0] // small, size[1] // small
    scale = fired.scale / small
    cx, cy = foot[0] / small, foot[1] / small
    squash = math.sin(fired.tilt)
    rings = np.linspace(0, vessel.height, 24)
    radii = vessel.outside(rings.astype(np.float32))
    total = np.zeros((height, width), dtype=np.float32)
    rows = (np.arange(height, dtype=np.float32)[:, None] - cy) / scale
    columns = (np.arange(width, dtype=np.float32)[None, :] - cx) / scale
    parts = ((0, 6, 0.5), (0, 13, 1.1), (0, 24, 2.4))
    for first, last, soft in parts:
        layer = np.zeros((height, width), dtype=np.float32)
        for ring, radius in zip(rings[first:last], radii[first:last], strict=True):
            dx = columns - np.float32(ring * from_left)
            dy = (rows + np.float32(ring * reach * squash)) / np.float32(max(squash, 0.05))
            layer = np.maximum(layer, np.clip((radius - np.sqrt(dx * dx + dy * dy)) * 4, 0, 1))
        image = Image.fromarray((layer * 255).astype(np.uint8))
        image = image.filter(ImageFilter.GaussianBlur(soft * scale * 0.36))
        total += np.asarray(image, dtype=np.float32) / 255
    tight = np.sqrt(columns**2 + (rows / max(squash, 0.05)) ** 2)
    contact = np.clip(1 - (tight - radii[2]) / 0.9, 0, 1) ** 2 * (tight < radii[2] + 0.9)
    dark = np.clip(total / 3 * 0.44 + contact * 0.42, 0, 0.85)
    return Image.fromarray((dark * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
