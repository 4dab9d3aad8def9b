"""Lists that are kept packed come back as they were, and take less than half of the memory where a word is common."""

from __future__ import annotations

import numpy as np
import pytest

from search.packing import MOST_LEVELS, TYPICAL, Packed, Postings
from search.scoring import FULL

PLAIN = 6
"""Bytes of a posting as the database gives it."""


def some(documents: list[int] | np.ndarray, impacts: list[int] | np.ndarray) -> Postings:
    return Postings(np.array(documents, dtype=np.int32), np.array(impacts, dtype=np.int16))


@pytest.mark.parametrize(
    "documents",
    [[], [1], [2**31 - 1], [7, 8, 9], [1, 256], [1, 257], [1, 65_536], [1, 65_537], [1, 2, 2**31 - 1]],
    ids=str,
)
def test_documents_come_back_however_far_apart_they_are(documents: list[int]) -> None:
    found = Packed.of(some(documents, [FULL] * len(documents))).postings()
    assert found.documents.tolist() == documents
    assert (found.documents.dtype, found.impacts.dtype) == (np.int32, np.int16)
    assert found.impacts.tolist() == [FULL] * len(documents)


@pytest.mark.parametrize("levels", [1, MOST_LEVELS, MOST_LEVELS + 1, FULL])
def test_impacts_come_back_however_many_there_are(levels: int) -> None:
    dice = np.random.default_rng(levels)
    impacts = np.concatenate((np.arange(1, levels + 1), dice.integers(1, levels + 1, 500)))
    found = Packed.of(some(np.arange(len(impacts)), impacts)).postings()
    assert found.impacts.tolist() == impacts.tolist()


def test_a_common_word_takes_about_what_is_reckoned_with() -> None:
    dice = np.random.default_rng(1)
    documents = np.flatnonzero(dice.random(100_000) < 0.1)
    few = Packed.of(some(documents, dice.integers(1, 200, len(documents))))
    many = Packed.of(some(documents, dice.integers(1, FULL, len(documents))))
    assert few.size < len(documents) * TYPICAL < many.size < len(documents) * PLAIN * 0.6
