"""Each language's words in one dictionary.

Django keeps those of every application apart (twenty here) and looks through them all for each word of a page; where
an English has words of its own, each of them has the plain English behind it, which is empty. A page asks for some
fifty words, and most of them are in none.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation.trans_real import TranslationCatalog, translation


def gather() -> None:
    """Gather the words of the shop's languages, whose meaning stays what it was. For processes that serve."""
    for code, _name in settings.LANGUAGES:
        _gather(translation(code))


def _gather(found: Any) -> None:
    gathered: Any = TranslationCatalog()
    gathered._catalogs, gathered._plurals = [], []
    counts: tuple[int, ...] | None = None
    for words, rule in zip(found._catalog._catalogs, found._catalog._plurals, strict=True):
        before, counts = counts, tuple(rule(number) for number in range(200))
        if counts == before:  # neighbours that count alike; whoever stands first has the word
            gathered._catalogs[-1] = {**words, **gathered._catalogs[-1]}
        else:
            gathered._catalogs.append(words)
            gathered._plurals.append(rule)
    found._catalog = gathered
    while found._fallback is not None and _says_nothing(found._fallback):
        found._fallback = found._fallback._fallback


def _says_nothing(fallback: Any) -> bool:
    """Whether there is nothing but the header, under no word."""
    catalog = getattr(fallback, "_catalog", None)
    return catalog is None or not set(catalog.keys()) - {""}
