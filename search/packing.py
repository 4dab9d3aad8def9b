"""Lists of postings in less than half of the memory, for those that are kept (search.keeping).

Documents are in order, so the gaps between them say the same and are small where a word is common. What a word says
of its documents are a few hundred numbers at most, as fields are of some dozen lengths: their places among these do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalog_pages.columns.ragged import Array

TYPICAL = 2.5
"""Bytes that a posting of a common word takes, about: one for its gap, one or two for its impact."""
MOST_LEVELS = 256
"""Impacts that a byte tells apart."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a word, in order, and what it says of each."""

    documents: Array
    impacts: Array

    def __len__(self) -> int:
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Packed:
    """Postings by the gap before each document, after the `first`; `levels` are the impacts that occur, if few do."""

    first: int
    gaps: Array
    impacts: Array
    levels: Array | None

    @classmethod
    def of(cls, postings: Postings) -> Packed:
        gaps = np.diff(postings.documents, prepend=postings.documents[:1])
        levels, places = np.unique(postings.impacts, return_inverse=True)
        are_few = len(levels) <= MOST_LEVELS
        return cls(
            first=int(postings.documents[0]) if len(postings) else 0,
            gaps=gaps.astype(np.min_scalar_type(gaps.max(initial=0))),
            impacts=places.astype(np.uint8) if are_few else postings.impacts,
            levels=levels if are_few else None,
        )

    def postings(self) -> Postings:
        """What was packed: documents of 32 bits, impacts of 16."""
        documents = np.cumsum(self.gaps, dtype=np.int32)
        documents += self.first
        return Postings(documents, self.impacts if self.levels is None else self.levels[self.impacts])

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(each.nbytes for each in (self.gaps, self.impacts, self.levels) if each is not None)
