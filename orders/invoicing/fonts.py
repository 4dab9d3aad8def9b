"""The fonts of the papers: from packages, so that nothing need be installed on the machine.

FiraGO sets Latin, Cyrillic, Greek, Hebrew, Arabic, Thai, Georgian and Devanagari; Noto Sans the rarer letters of
these, Noto Sans CJK Chinese, Japanese, Korean and symbols. What none of them has is written in Latin letters, so
that a parcel still finds its way.
"""

from __future__ import annotations

import atexit
import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from anyascii import anyascii
from fontTools.ttLib import TTFont
from pymupdf_fonts import fontbuffers

REGULAR, BOLD, LATIN, CJK = "regular", "bold", "latin", "cjk"
FALLBACKS = (LATIN, CJK)
"""Where a letter is looked for that FiraGO has not, in this order."""

# Letters' joiners and direction marks are part of a name; overrides, embeddings and isolates turn the text after
# them around, and a name has no business to.
TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT_INVISIBLE = frozenset("\u200c\u200d\u200e\u200f")

SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""White space at which a line may break."""

_NAMES = {REGULAR: "figo", BOLD: "figbo", LATIN: "notos"}
"""As pymupdf-fonts calls them."""


@cache
def font_file(name: str) -> Path:
    """The file of a font: its package's own, or one written once a process and gone with it.

    fpdf2 reads fonts from files alone.
    """
    if name == CJK:
        packaged = files("noto_cjk_sans_jp_regular").joinpath("NotoSansCJKjp-Regular.otf")
        if isinstance(packaged, Path):
            return packaged
        font = packaged.read_bytes()
    else:
        font = fontbuffers[_NAMES[name]]()
    path = Path(_folder().name) / f"{name}.otf"
    # Two threads may come here at once: neither may read what the other has half written.
    unfinished = path.with_suffix(f".{threading.get_ident()}")
    unfinished.write_bytes(font)
    return unfinished.replace(path)


@cache
def letters_of(name: str) -> frozenset[str]:
    """The characters that a font can draw."""
    with TTFont(font_file(name), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def fallbacks_for(texts: Iterable[str]) -> list[str]:
    """The fonts that these texts need beside FiraGO; none as a rule, since reading the large one takes a moment."""
    missing = set().union(*texts) - letters_of(REGULAR)
    needed = []
    for name in FALLBACKS:
        if missing and (found := missing & letters_of(name)):
            needed.append(name)
            missing -= found
    return needed


def printable(text: str) -> str:
    """The text as it can be drawn: composed, on one line, nothing invisible but what letters need.

    A letter that no font has is written in Latin letters (anyascii).
    """
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return "".join(map(_letter, SPACES.sub(" ", text).strip()))


def _letter(letter: str) -> str:
    if letter == " ":
        return letter
    if letter in TURNS_TEXT_AROUND or (not letter.isprintable() and letter not in KEPT_INVISIBLE):
        # Not printable to Python, but a space to people: what amounts are written with.
        return "\u00a0" if unicodedata.category(letter) == "Zs" else ""
    if letter in letters_of(REGULAR) or any(letter in letters_of(name) for name in FALLBACKS):
        return letter
    return anyascii(letter)


@cache
def _folder() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="pipit-fonts-")
    atexit.register(folder.cleanup)
    return folder
