"""Books before they are photographed: boards, cloth, labels, edges and pages."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.canvas import Canvas
from demo.drawing.lettering import letters
from demo.drawing.palettes import Colour, Palette, mix
from demo.drawing.surfaces import cloth_light, shadow, tooth

PAGE: Colour = (247, 243, 233)


@dataclass(frozen=True, slots=True)
class Volume:
    """A bound book: its printed cover paper, cloth spine, size in centimetres and lettering."""

    cover: Image.Image
    cloth: Colour
    width: float
    height: float
    thick: float
    title: str = ""
    label: bool = True
    spine: float = 0.16


def face(book: Volume, palette: Palette, width: int) -> Image.Image:
    """The front board, ``width`` pixels across: quarter cloth, patterned paper, a pasted label."""
    height = round(width * book.height / book.width)
    board = tooth(book.cover.resize((width, height), Image.Resampling.LANCZOS), 0.35)
    strip = round(width * book.spine)
    if strip:
        cloth = ImageChops.multiply(
            Image.new("RGB", (strip, height), book.cloth),
            cloth_light((strip, height), 3, thread=max(3.0, width / 260)),
        )
        board.paste(cloth, (0, 0))
        groove = Image.new("L", (width, height), 0)
        pen = ImageDraw.Draw(groove)
        pen.rectangle((strip - 2, 0, strip + round(width * 0.004), height), fill=120)
        pen.rectangle((round(width * 0.045), 0, round(width * 0.062), height), fill=90)
        board.paste(
            (20, 14, 10), (0, 0, width, height), groove.filter(ImageFilter.GaussianBlur(width * 0.004))
        )
    if book.label and book.title:
        _label(board, book.title, palette, strip)
    return board


def _label(board: Image.Image, title: str, palette: Palette, strip: int) -> None:
    """A small paper label, ruled twice, with the title set in letterspaced capitals."""
    width, height = board.size
    wide, tall = round(width * 0.46), round(width * 0.2)
    left, top = strip + (width - strip - wide) // 2, round(height * 0.2)
    canvas = Canvas((wide, tall), mix(palette.paper, (252, 249, 241), 0.6))
    ink = palette.ink
    for inset, thick in ((0.03, 0.008), (0.046, 0.003)):
        i = inset * wide
        canvas.line([(i, i), (wide - i, i), (wide - i, tall - i), (i, tall - i), (i, i)], thick * wide, ink)
    letters(
        canvas,
        (wide / 2, tall * 0.44),
        title.upper(),
        wide * 0.078,
        gap=wide * 0.014,
        tone=ink,
        fit=wide * 0.8,
    )
    letters(canvas, (wide / 2, tall * 0.7), "PIPIT PRESS", wide * 0.042, gap=wide * 0.014, tone=ink)
    patch = Image.new("L", board.size, 0)
    ImageDraw.Draw(patch).rectangle((left, top, left + wide, top + tall), fill=255)
    shadow(board, patch, offset=(width * 0.002, width * 0.003), blur=width * 0.005, dark=0.5)
    board.paste(tooth(canvas.finish(), 0.3), (left, top))


def block(book: Volume, *, end: bool) -> Image.Image:
    """The edge of a book: two boards and the leaves between; at the spine, cloth."""
    width, height = 700, 90
    block = Image.new("RGB", (width, height), PAGE)
    pen = ImageDraw.Draw(block)
    rng = np.random.default_rng(5)
    for y in range(10, height - 10, 2):
        pen.line((0, y, width, y), fill=mix(PAGE, (168, 154, 130), float(rng.uniform(0.1, 0.55))))
    boards = mix(book.cloth, (235, 225, 205), 0.15)
    if book.spine:
        pen.rectangle((0, 0, width, 12), fill=boards)
        pen.rectangle((0, height - 12, width, height), fill=boards)
        if end:
            pen.rectangle((0, 0, 14, height), fill=book.cloth)
        else:
            pen.rectangle((0, 0, width, height), fill=book.cloth)
    return block


def ruled(width: int, height: int, palette: Palette) -> Image.Image:
    """A ruled page."""
    canvas = Canvas((width, height), PAGE)
    tone = mix(PAGE, palette.first, 0.45)
    for row in range(4, 32):
        y = row * height / 34
        canvas.line([(width * 0.08, y), (width * 0.92, y)], width * 0.0016, tone)
    return canvas.finish()
