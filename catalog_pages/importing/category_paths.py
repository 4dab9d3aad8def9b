"""Paths of categories, as files write them."""

from __future__ import annotations

from collections.abc import Iterable

from catalog_pages.importing.values import line

Path = tuple[str, ...]
"""Names from the top of the tree."""


def path_of(names: Iterable[str]) -> Path:
    """The names, white space made single, empty ones left out."""
    return tuple(cleaned[:160] for name in names if (cleaned := line(name)))


def main_first(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Each path once: the first of the deepest, which says most about the product, then the others in their order."""
    several = list(dict.fromkeys(path for path in paths if path))
    if not several:
        return ()
    main = max(several, key=len)
    return (main, *(path for path in several if path != main))
