"""Flat and boxy things in perspective: books in a stack, parcels, cards that stand.

Space is in centimetres: x to the right, y away from the eye, z up; the table is z = 0.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from demo.drawing.canvas import Size
from demo.drawing.palettes import Colour
from demo.drawing.surfaces import veil, wall

Space = NDArray[np.float64]
SUN = np.array([0.55, -0.12])  # how far a point one unit up throws its shadow over the table


@dataclass(frozen=True, slots=True)
class Eye:
    """A camera at ``place`` looking at ``target``; ``zoom`` in pixels a unit of slope."""

    size: Size
    place: tuple[float, float, float]
    target: tuple[float, float, float] = (0.0, 0.0, 2.0)
    zoom: float = 3000.0

    def see(self, points: Space) -> Space:
        """Points in space to pixels."""
        eye = np.array(self.place)
        ahead = np.array(self.target) - eye
        ahead = ahead / np.linalg.norm(ahead)
        right = np.cross(ahead, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        up = np.cross(right, ahead)
        offset = np.asarray(points, dtype=np.float64) - eye
        deep = offset @ ahead
        x = self.size[0] / 2 + offset @ right / deep * self.zoom
        y = self.size[1] / 2 - offset @ up / deep * self.zoom
        return np.stack([x, y], axis=-1)


def warp(scene: Image.Image, texture: Image.Image, corners: Space, light: float = 1.0) -> None:
    """Paint a texture onto the quadrilateral (pixels: top left, top right, bottom right, bottom left)."""
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, scene.size)
    width, height = (int(v) for v in high - low)
    if width < 2 or height < 2:
        return
    local = corners - low
    longest = max(np.hypot(*(local[1] - local[0])), np.hypot(*(local[2] - local[3])))
    tallest = max(np.hypot(*(local[3] - local[0])), np.hypot(*(local[2] - local[1])))
    fit = (max(2, round(float(longest))), max(2, round(float(tallest))))
    if texture.width > fit[0] or texture.height > fit[1]:
        texture = texture.resize(
            (min(texture.width, fit[0]), min(texture.height, fit[1])), Image.Resampling.LANCZOS
        )
    # The transform leaves black beyond the texture: repeat its edge a little way out.
    pad = 3
    across, down = texture.width + pad, texture.height + pad
    spread = np.pad(np.asarray(texture.convert("RGB")), ((pad, pad), (pad, pad), (0, 0)), mode="edge")
    texture = Image.fromarray(spread)
    source = np.array([[pad, pad], [across, pad], [across, down], [pad, down]])
    rows, goal = [], []
    for (x, y), (u, v) in zip(local, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        goal += [u, v]
    coefficients = np.linalg.solve(np.array(rows, dtype=np.float64), np.array(goal, dtype=np.float64))
    face = texture.transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients.tolist(), Image.Resampling.BILINEAR
    )
    if light != 1.0:
        face = face.point(lambda v: min(255, int(v * light)))
    mask = Image.new("L", (width * 2, height * 2), 0)
    ImageDraw.Draw(mask).polygon((local * 2).ravel().tolist(), fill=255)
    scene.paste(face, (int(low[0]), int(low[1])), mask.reduce(2))


@dataclass(frozen=True, slots=True)
class Box:
    """A box lying on the table or on others: its middle, its size, its turn, and how high it lies."""

    x: float
    y: float
    width: float
    depth: float
    height: float
    turn: float = 0.0
    base: float = 0.0

    def corners(self, z: float) -> Space:
        """Back left, back right, front right, front left, at a height over its base."""
        half = np.array([[-1, 1], [1, 1], [1, -1], [-1, -1]]) * (self.width / 2, self.depth / 2)
        c, s = math.cos(self.turn), math.sin(self.turn)
        flat = half @ np.array([[c, s], [-s, c]]) + (self.x, self.y)
        return np.column_stack([flat, np.full(4, self.base + z)])


def ground_shadow(
    scene: Image.Image, eye: Eye, shapes: list[tuple[Space, float]], *, dark: float = 0.5
) -> None:
    """Shadows on the table: each shape is an outline and the height it floats at."""
    small = 6
    size = (scene.width // small, scene.height // small)
    far, near = Image.new("L", size, 0), Image.new("L", size, 0)
    for outline, top in shapes:
        for level in np.linspace(0, top, 8):
            moved = outline[:, :2] + SUN * level
            flat = eye.see(np.column_stack([moved, np.zeros(len(moved))])) / small
            pen = ImageDraw.Draw(far if level > 0 else near)
            pen.polygon(flat.ravel().tolist(), fill=255)
    unit = scene.width / 2400
    soft = far.filter(ImageFilter.GaussianBlur(34 * unit / small)).point(lambda v: int(v * dark * 0.62))
    tight = near.filter(ImageFilter.GaussianBlur(12 * unit / small)).point(lambda v: int(v * dark))
    tone = (52, 38, 28)
    veil(scene, tone, soft)
    veil(scene, tone, tight)


def lay_box(
    scene: Image.Image, eye: Eye, box: Box, *, top: Image.Image, front: Image.Image, side: Image.Image,
    lights: tuple[float, float, float] = (1.0, 0.84, 0.7),
) -> None:  # fmt: skip
    """Draw a box: its top, and whichever of its uprights face the eye."""
    low, high = box.corners(0.0), box.corners(box.height)
    faces = []
    for index in range(4):
        following = (index + 1) % 4
        edge = high[following] - high[index]
        outward = np.array([-edge[1], edge[0]])
        middle = (high[index] + high[following]) / 2
        toward = np.array(eye.place[:2]) - middle[:2]
        if outward @ toward > 0:
            corners = np.array([high[following], high[index], low[index], low[following]])
            corners = corners[[1, 0, 3, 2]] if index in (0, 1, 2, 3) else corners
            normal = outward / np.linalg.norm(outward)
            shade = lights[1] + (lights[2] - lights[1]) * max(0.0, float(normal @ np.array([0.9, 0.1])))
            faces.append((float(np.linalg.norm(middle[:2] - np.array(eye.place[:2]))), index, corners, shade))
    for _, index, corners, shade in sorted(faces, key=lambda face: -face[0]):
        quad = eye.see(corners)
        if quad[1, 0] < quad[0, 0]:
            quad = quad[[1, 0, 3, 2]]
        warp(scene, front if index % 2 == 0 else side, quad, shade)
    warp(scene, top, eye.see(high), lights[0])


def table(size: Size, colour: Colour, texture: Image.Image | None, eye: Eye, seed: int) -> Image.Image:
    """The table to its horizon, in colour or with a texture that recedes."""
    scene = wall(size, colour, seed)
    if texture:
        reach = 60.0
        front = eye.place[1] * 0.52
        corners = np.array([[-reach, reach, 0], [reach, reach, 0], [reach, front, 0], [-reach, front, 0]])
        warp(scene, texture, eye.see(corners))
    return scene
