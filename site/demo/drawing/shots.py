"""What all recipes share: a shot, its size, and the art that goes into it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from demo.drawing import botanical, contours, flow, harmonograph, moire, stars, strata, truchet
from demo.drawing.art import Design, PrintArt
from demo.drawing.canvas import Size
from demo.drawing.frames import mount
from demo.drawing.palettes import PALETTES
from demo.drawing.patterns import fill

WIDTH, HEIGHT = 1200, 1500  # of a finished picture, in pixels
SAMPLING = 2
OAK_TABLE, WALNUT_TABLE = (197, 160, 116), (142, 104, 76)


ARTISTS: dict[str, Callable[..., Image.Image]] = {
    "botanical": botanical.draw,
    "contours": contours.draw,
    "flow": flow.draw,
    "harmonograph": harmonograph.draw,
    "moire": moire.draw,
    "stars": stars.draw,
    "strata": strata.draw,
    "truchet": truchet.draw,
}
"""Who draws what a `PrintArt` asks for: each takes size, palette, seed and its own parameters."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take: ``draw`` gives it at ``SAMPLING`` times its size, or at its size."""

    role: str
    alt: str
    draw: Callable[[], Image.Image]


def scene_size(scale: float, sampling: float = SAMPLING) -> Size:
    return round(WIDTH * sampling * scale), round(HEIGHT * sampling * scale)


def draw_print(art: PrintArt, scale: float, *, width: int = 2160, ratio: float = 1.4) -> Image.Image:
    """The print itself, without its margin."""
    size = (round(width * scale), round(width * ratio * scale))
    return ARTISTS[art.artist](size, PALETTES[art.palette], art.seed, **dict(art.params))


def draw_design(design: Design, size: Size, *, cloth: bool = False) -> Image.Image:
    """The repeat over a size; on cloth the paper's colour is left out."""
    palette = PALETTES[design.palette]
    if cloth:
        palette = replace(palette, paper=(255, 255, 255))
    return fill(design.pattern, size, palette, seed=design.seed, unit=design.unit * size[0] / 1000)


def sheet(art: PrintArt, scale: float) -> Image.Image:
    """The print on its paper, with its margin and the pencil marks."""
    palette = PALETTES[art.palette]
    return mount(draw_print(art, scale), palette.paper, margin=art.margin, mark=True, seed=art.seed)


def listed(names: list[str]) -> str:
    named = [f"{'an' if name[0] in 'aeiou' else 'a'} {name}" for name in names]
    return " and ".join(named)
