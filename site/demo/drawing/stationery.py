"""Notebooks and booklets photographed: lying, in a pile, open."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.binding import PAGE, Volume, block, face, ruled
from demo.drawing.boxes import Box, Eye, ground_shadow, lay_box, table, warp
from demo.drawing.canvas import Size
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.surfaces import shadow, tooth, veil, wall, wood


def lying(book: Volume, palette: Palette, size: Size, ground: Colour, seed: int) -> Image.Image:
    """One volume from above, its pages just visible at the right and the foot."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    width = round(min(1480 * unit, 2180 * unit * book.width / book.height))
    board = face(book, palette, width)
    left, top = (size[0] - width) // 2 - round(10 * unit), (size[1] - board.height) // 2 - round(10 * unit)
    edge = round(book.thick * 13 * unit)
    whole = Image.new("L", size, 0)
    radius = 9 * unit
    ImageDraw.Draw(whole).rounded_rectangle(
        (left, top, left + width + edge, top + board.height + edge), radius, fill=255
    )
    shadow(scene, whole, offset=(46 * unit, 62 * unit), blur=74 * unit, dark=0.42)
    shadow(scene, whole, offset=(10 * unit, 14 * unit), blur=16 * unit, dark=0.45)
    for step in range(edge, 0, -1):
        # Pages, then the lower board, stepping out from under the upper one.
        board_edge = step > edge - 3
        tone = (
            mix(palette.ink, (90, 80, 70), 0.4)
            if board_edge
            else mix(PAGE, (150, 138, 118), 0.1 + 0.5 * ((step * 7) % 3) / 3)
        )
        inset = 0 if board_edge else round(5 * unit)
        ImageDraw.Draw(scene).rounded_rectangle(
            (
                left + step - inset,
                top + step - inset,
                left + width + step - inset,
                top + board.height + step - inset,
            ),
            radius,
            fill=tone,
        )
    mask = Image.new("L", board.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width, board.height), radius, fill=255)
    gleam = Image.new("L", board.size, 0)
    ImageDraw.Draw(gleam).line((0, 2, width, 2), fill=90, width=round(4 * unit))
    board.paste((255, 255, 255), (0, 0, *board.size), gleam.filter(ImageFilter.GaussianBlur(2 * unit)))
    scene.paste(board, (left, top), mask)
    return scene


def stack(
    books: list[Volume], palette: Palette, size: Size, ground: Colour, seed: int, *, wooden: bool = True
) -> Image.Image:
    """Volumes piled on a table, each laid down a little askew, a pencil on the top one."""
    rng = np.random.default_rng(seed)
    eye = Eye(size, (-7.0, -44.0, 40.0), (0.3, 0.2, 1.0), zoom=min(size[0], size[1] * 1.1) * 2.15)
    board = wood((2400, 2000), ground, seed, boards=14) if wooden else None
    scene = table(size, ground, board, eye, seed)
    turns = [0.1 + rng.uniform(-0.1, 0.1) + (0.26 if index % 2 else 0.0) for index in range(len(books))]
    boxes, base = [], 0.0
    for book, turn in zip(books, turns, strict=True):
        boxes.append(
            Box(
                rng.uniform(-0.3, 0.3),
                rng.uniform(-0.3, 0.3),
                book.width,
                book.height,
                book.thick,
                turn,
                base,
            )
        )
        base += book.thick
    ground_shadow(scene, eye, [(box.corners(0.0), box.base + box.height) for box in boxes])
    for index, (box, book) in enumerate(zip(boxes, books, strict=True)):
        if index:
            _fall(scene, eye, box)
        lay_box(
            scene,
            eye,
            box,
            top=face(book, palette, 1500 if index == len(books) - 1 else 500),
            front=block(book, end=True),
            side=block(book, end=False),
            lights=(1.0, 0.9, 0.86),
        )
    _laid_pencil(scene, eye, boxes[-1], palette)
    return scene


def _fall(scene: Image.Image, eye: Eye, box: Box) -> None:
    """The thin shade a volume throws on the one below it."""
    low = box.corners(0.0) + np.array([0.35, -0.12, 0.0])
    mask = Image.new("L", (scene.width // 4, scene.height // 4), 0)
    ImageDraw.Draw(mask).polygon((eye.see(low) / 4).ravel().tolist(), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(scene.width / 2400 * 3))
    veil(scene, (30, 22, 16), soft.point(lambda v: int(v * 0.5)))


def _laid_pencil(scene: Image.Image, eye: Eye, box: Box, palette: Palette) -> None:
    """A hexagonal pencil across the top board."""
    top = box.base + box.height + 0.05
    rod = Image.new("RGB", (600, 24), palette.accent)
    pen = ImageDraw.Draw(rod)
    pen.rectangle((0, 0, 600, 7), fill=mix(palette.accent, (255, 255, 255), 0.32))
    pen.rectangle((0, 17, 600, 24), fill=mix(palette.accent, (0, 0, 0), 0.3))
    pen.rectangle((520, 0, 600, 24), fill=(222, 188, 142))
    pen.rectangle((0, 0, 12, 24), fill=mix(palette.accent, (0, 0, 0), 0.45))
    start, end = np.array([-2.6, -6.2]), np.array([4.6, 5.4])
    ahead = (end - start) / np.linalg.norm(end - start)
    aside = np.array([-ahead[1], ahead[0]]) * 0.34
    corners = np.array([start + aside, end + aside, end - aside, start - aside])
    tip = np.array(
        [end + aside, end + ahead * 1.25 + aside * 0.1, end + ahead * 1.25 - aside * 0.1, end - aside]
    )
    ground = np.column_stack([corners + np.array([0.3, -0.16]), np.full(4, top)])
    mask = Image.new("L", (scene.width // 4, scene.height // 4), 0)
    ImageDraw.Draw(mask).polygon((eye.see(ground) / 4).ravel().tolist(), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(scene.width / 2400 * 4)).point(lambda v: int(v * 0.45))
    veil(scene, (30, 22, 16), soft)
    cone = rod.crop((540, 0, 600, 24))
    ImageDraw.Draw(cone).rectangle((44, 0, 60, 24), fill=(54, 50, 48))
    warp(scene, rod.crop((0, 0, 520, 24)), eye.see(np.column_stack([corners, np.full(4, top + 0.3)])))
    warp(scene, cone, eye.see(np.column_stack([tip, np.full(4, top + 0.3)])))


def opened(
    book: Volume,
    palette: Palette,
    size: Size,
    ground: Colour,
    seed: int,
    left: Image.Image,
) -> Image.Image:
    """The volume open at a spread, from above; without pictures, endpaper and a ruled page."""
    scene = wall(size, ground, seed)
    unit = size[0] / 2400
    page_w = round(1400 * unit)
    page_h = round(page_w * book.height / book.width)
    x, y = round(size[0] * 0.33), (size[1] - page_h) // 2
    cover = Image.new("L", size, 0)
    pad = round(14 * unit)
    ImageDraw.Draw(cover).rounded_rectangle(
        (x - page_w - pad, y - pad, x + page_w + pad, y + page_h + pad), 6 * unit, fill=255
    )
    shadow(scene, cover, offset=(36 * unit, 54 * unit), blur=70 * unit, dark=0.42)
    shadow(scene, cover, offset=(8 * unit, 12 * unit), blur=14 * unit, dark=0.45)
    scene.paste(mix(book.cloth, (0, 0, 0), 0.1), (0, 0, *size), cover)
    for step in range(7, 0, -1):
        tone = mix(PAGE, (160, 146, 122), 0.12 + 0.3 * (step % 2))
        d = round(step * 2 * unit)
        ImageDraw.Draw(scene).rectangle(
            (
                x - page_w - d + round(6 * unit),
                y + d // 2,
                x + page_w + d - round(6 * unit),
                y + page_h + d // 2,
            ),
            fill=tone,
        )
    pages = Image.new("RGB", (2 * page_w, page_h), PAGE)
    pages.paste(
        left.resize((page_w, page_h), Image.Resampling.LANCZOS),
        (0, 0),
    )
    pages.paste(
        ruled(page_w, page_h, palette),
        (page_w, 0),
    )
    pages = tooth(pages, 0.25)
    place = np.abs(np.arange(2 * page_w) - page_w) / page_w
    fold = 1 - 0.42 * np.exp(-place / 0.028) - 0.12 * np.exp(-place / 0.16)
    light = np.where(
        np.arange(2 * page_w) < page_w, fold * (0.97 + 0.03 * place), np.minimum(fold * 1.04, 1.0)
    )
    shade = Image.fromarray((np.clip(light, 0, 1)[None, :] * np.full((4, 1), 255)).astype(np.uint8)).resize(
        pages.size
    )
    scene.paste(ImageChops.multiply(pages, shade.convert("RGB")), (x - page_w, y))
    return scene
