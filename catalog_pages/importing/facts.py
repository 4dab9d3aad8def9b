"""What kind of attribute a file's values make: decided over the whole file, before the first product is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from catalog_pages.importing.values import line
from catalog_pages.models import Attribute
from catalog_pages.slugs import slug_for

LONGEST_CHOICE = 80
LONGEST_TEXT = 400
MOST_SEEN = 20_000
"""Values that a scout remembers to have seen, if they are short: most are said of many products."""
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
_YES_OR_NO = frozenset({"yes", "no"})


class KindScout:
    """Sees every value of every attribute once, and tells the narrowest kind that fits them all.

    Yes and No throughout: a yes-or-no. Single numbers throughout: a number. Anything long: text. Else a choice.
    """

    def __init__(self) -> None:
        self._fits: dict[str, set[Attribute.Kind]] = {}
        self._seen: set[tuple[str, tuple[str, ...]]] = set()

    def see(self, code: str, values: Iterable[str]) -> None:
        several = tuple(values)
        if (code, several) in self._seen:
            return
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        if sum(map(len, several)) <= LONGEST_CHOICE:
            self._seen.add((code, several))
        kinds = self._fits.setdefault(
            code, {Attribute.Kind.BOOLEAN, Attribute.Kind.NUMBER, Attribute.Kind.CHOICE}
        )
        if len(several) > 1:
            kinds -= {Attribute.Kind.BOOLEAN, Attribute.Kind.NUMBER}
        for value in several:
            if value.lower() not in _YES_OR_NO:
                kinds.discard(Attribute.Kind.BOOLEAN)
            if not _NUMBER.fullmatch(value):
                kinds.discard(Attribute.Kind.NUMBER)
            if len(value) > LONGEST_CHOICE:
                kinds.discard(Attribute.Kind.CHOICE)

    def kind(self, code: str) -> Attribute.Kind:
        fits = self._fits.get(code, set())
        for kind in (Attribute.Kind.BOOLEAN, Attribute.Kind.NUMBER, Attribute.Kind.CHOICE):
            if kind in fits:
                return kind
        return Attribute.Kind.TEXT


@lru_cache(maxsize=10_000)
def attribute_code(name: str) -> str:
    """The code of an attribute that a file calls `name`: "Size" is size, "eco_collection" stays."""
    return slug_for(name)[:60]


def humanised(code: str) -> str:
    """A name for people: "eco_collection" is "Eco collection"."""
    return code.replace("_", " ").replace("-", " ").strip().capitalize()[:120]


def cleaned(values: Iterable[str]) -> tuple[str, ...]:
    """The values, white space made single, empty ones left out, each once."""
    return tuple(dict.fromkeys(text for value in values if (text := line(value))))
