"""What the catalogue says of a picture: which art, which palette, which seed, and how to show it."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from demo.drawing.glazes import Glaze
from demo.drawing.palettes import Colour
from demo.drawing.rooms import Room

Ground: TypeAlias = Literal["linen", "stone", "sage", "sky", "blush", "straw", "clay", "dusk"]

GROUNDS: dict[Ground, Colour] = {
    "linen": (231, 223, 209),
    "stone": (214, 208, 198),
    "sage": (200, 204, 186),
    "sky": (202, 211, 212),
    "blush": (226, 205, 191),
    "straw": (228, 214, 178),
    "clay": (205, 174, 150),
    "dusk": (174, 170, 178),
}


PLAIN = Room()


@dataclass(frozen=True, slots=True)
class PrintArt:
    """A print. ``subject`` is what one sees, as the middle of a sentence, for alt texts."""

    artist: str
    palette: str
    seed: int
    subject: str
    params: tuple[tuple[str, Any], ...] = ()
    room: Room = PLAIN
    ground: Ground = "linen"
    focus: tuple[float, float] = (0.4, 0.4)
    margin: float = 0.085


@dataclass(frozen=True, slots=True)
class Design:
    """A repeat in a palette; ``unit``: how large, in thousandths of the width a centimetre."""

    pattern: str
    palette: str
    seed: int = 1
    unit: float = 68.0


@dataclass(frozen=True, slots=True)
class PaperArt:
    """Something made of printed paper. ``others`` keep it company in the second picture."""

    form: Literal["notebook", "zine", "card", "wrap", "tags"]
    design: Design
    subject: str
    others: tuple[Design, ...] = ()
    title: str = "Notes"
    ground: Ground = "linen"
    size: tuple[float, float, float] = (14.8, 21.0, 1.5)
    art: PrintArt | None = None


@dataclass(frozen=True, slots=True)
class PotArt:
    """A vessel in each of its glazes, the first one foremost."""

    vessel: str
    glazes: tuple[Glaze, ...]
    subject: str
    scale: float
    ground: Ground = "linen"
    plant: str | None = None
    company: tuple[tuple[str, Glaze], ...] = ()
    tilt: float = 0.2


@dataclass(frozen=True, slots=True)
class ClothArt:
    """Printed cloth: a repeat all over, or a plant printed once. ``other``: a second colour of cloth."""

    form: Literal["tote", "towel"]
    design: Design
    subject: str
    plant: str | None = None
    ground: Ground = "linen"
    cloth: Colour | None = None
    other: tuple[str, Colour] | None = None


Art: TypeAlias = PrintArt | PaperArt | PotArt | ClothArt
