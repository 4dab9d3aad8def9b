"""How much a word says of a document: BM25F, by documented weights (docs/adr/0016).

Each field counts a word by its weight and by how long the field is beside the average one of the catalogue; what
the fields count together is bent so that a word said five times says little more than once. The rarity of a word
(its idf) belongs to the question and is not in here.

Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), section 3.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalog_pages.columns.ragged import Array

SATURATION = 1.2
"""k1: the weight at which a word says half of all it can."""
FULL = 10_000
"""What an impact of 1 is stored as."""


@dataclass(frozen=True)
class Field:
    """`weight` of one mention; `by_length` (b) 0: however long, 1: in proportion to its length.

    A field shorter than `shortest` of the average counts as that long, so that a copy of two words is no jackpot.
    """

    weight: float
    by_length: float = 0.0
    shortest: float = 0.0


FIELDS: Mapping[str, Field] = {
    "name": Field(1.5, by_length=0.75),
    "brand": Field(1.0),
    "codes": Field(0.5),
    "categories": Field(1.0),
    "attributes": Field(0.05, by_length=0.5),
    "copy": Field(2.0, by_length=0.9, shortest=0.3),
}
BY_LENGTH = ("name", "attributes", "copy")
"""The fields whose length is kept."""


@dataclass(frozen=True)
class Averages:
    """The average lengths of the fields in words, never 0."""

    name: float = 1.0
    attributes: float = 1.0
    copy: float = 1.0


def weights(
    words: Mapping[str, Sequence[str]], lengths: Mapping[str, int], averages: Averages
) -> dict[str, float]:
    """How much weight each stem has in the document. `words` are the stems of each field, as often as it says them."""
    said: dict[str, float] = {}
    for name, stems in words.items():
        field = FIELDS[name]
        factor = field.weight
        if field.by_length:
            relative = max(lengths[name] / getattr(averages, name), field.shortest)
            factor /= 1 - field.by_length + field.by_length * relative
        for stem in stems:
            said[stem] = said.get(stem, 0.0) + factor
    return said


def impacts(weights: Sequence[float]) -> Array:
    """How much stems of these weights say of their documents, 1 to FULL."""
    given = np.array(weights, dtype=np.float64)
    return np.maximum(np.rint(FULL * given / (SATURATION + given)), 1).astype(np.int16)


def rarity(documents: int, among: int) -> float:
    """The idf of a word that `documents` of `among` have, above 0."""
    among = max(among, documents)
    return math.log1p((among - documents + 0.5) / (documents + 0.5))
