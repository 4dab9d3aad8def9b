"""Words that may have been meant: those of the catalogue that are spelled nearly alike, the commoner the better.

PostgreSQL finds candidates by their trigrams (pg_trgm); SQLite, which has none, by their first letters and length,
which is enough for a demo shop. Either way Python counts the letters that differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from search.models import Term
from search.text import DIGIT

SHORTEST = 4
"""A word of fewer letters is too near to too many others."""
SHORT = 7
"""Below so many letters one may differ, from there on two."""
CANDIDATES = 40
MOST_ON_SQLITE = 5000
RARE = 0.25
"""How much an edit outweighs: a word ten times as common may be a quarter of an edit further off."""


@dataclass(frozen=True)
class Spelling:
    """A word of the catalogue near to what was typed."""

    word: str
    stem: str
    term: int
    documents: int
    edits: int


def nearest(word: str, stem: str, *, language: str, commoner_than: int = 0) -> Spelling | None:
    """The word most likely meant by one that is typed so; None for no likely one. One query.

    Numbers and codes are never corrected: another number is another thing. `commoner_than` asks for words in more
    documents than so many.
    """
    if len(word) < SHORTEST or DIGIT.search(word):
        return None
    allowed = 1 if len(word) < SHORT else 2
    found = []
    for key, other_stem, other, documents in _candidates(stem, language, commoner_than):
        edits = min(distance(stem, other_stem, allowed), distance(word, other, allowed))
        if 0 < edits <= allowed and not DIGIT.search(other):
            found.append(Spelling(other, other_stem, key, documents, edits))
    return min(
        found,
        key=lambda near: (near.edits - RARE * log10(near.documents) + (near.word[0] != word[0]), near.word),
        default=None,
    )


def distance(one: str, other: str, most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour between two words; `most` + 1 for more.

    The optimal string alignment distance (Damerau 1964).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _candidates(stem: str, language: str, commoner_than: int) -> list[tuple[int, str, str, int]]:
    known = Term.objects.filter(language=language, documents__gt=commoner_than)
    if connection.vendor != "postgresql":
        return list(_by_length(known, stem).values_list("key", "stem", "word", "documents"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, stem, word, documents FROM {Term._meta.db_table} "  # noqa: S608
            "WHERE language = %s AND documents > %s AND stem %% %s "
            "ORDER BY similarity(stem, %s) DESC, documents DESC LIMIT %s",
            [language, commoner_than, stem, stem, CANDIDATES],
        )
        return list(cursor.fetchall())


def _by_length(known: QuerySet[Term], stem: str) -> QuerySet[Term]:
    """Words of about the length that begin with the same letter or end with the same two."""
    alike = Q(stem__startswith=stem[0]) | Q(stem__endswith=stem[-2:])
    long = known.alias(length=Length("stem"))
    near = long.filter(alike, length__gte=len(stem) - 2, length__lte=len(stem) + 2)
    return near.order_by("-documents", "key")[:MOST_ON_SQLITE]
