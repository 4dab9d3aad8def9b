"""Breaking text into lines, whatever is in it: in time that grows with its length, not with its square."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable

LONGEST_MEASURED = 300
"""Letters that are measured at once: more than a line holds."""

Measure = Callable[[str], float]


def wrap(text: str, *, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, broken at spaces, and within words that are wider. At least one line."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if len(longer) <= LONGEST_MEASURED and measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while (cut := fitting(word, width=width, measure=measure)) < len(word):
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


def fitting(text: str, *, width: float, measure: Measure) -> int:
    """How many letters of `text` fit into `width`; at least one, and none of their marks left behind if it may be."""
    most = min(len(text), LONGEST_MEASURED)
    if measure(text[:most]) <= width and most == len(text):
        return most
    cut = max(1, bisect_right(range(1, most + 1), width, key=lambda count: measure(text[:count])))
    whole = cut
    while whole > 1 and whole < len(text) and unicodedata.combining(text[whole]):
        whole -= 1
    return whole if whole > 1 else cut
