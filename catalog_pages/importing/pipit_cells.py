"""How Pipit's own file writes several values, and formulas that are none, into one cell.

`|`, `;`, `=` and `>` stand between values; a backslash before one of them makes it part of a value. A cell that a
spreadsheet would run as a formula begins with an apostrophe, which is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\|;=>])")
_TOKEN = re.compile(r"\\.|.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def split(text: str, separator: str) -> list[str]:
    """The parts between unescaped separators, still escaped within, space around them taken off."""
    if "\\" not in text:
        return [part.strip() for part in text.split(separator)]
    parts = [""]
    for token in _TOKEN.findall(text):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return [part.strip() for part in parts]


def unescaped(text: str) -> str:
    """A value as it is meant."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def escaped(text: str) -> str:
    """A value as a cell holds it among others."""
    return _SPECIAL.sub(r"\\\1", text)


def joined(values: Iterable[str], separator: str) -> str:
    return f" {separator} ".join(escaped(value) for value in values)


def armoured(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """A cell as it was before `armoured`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
