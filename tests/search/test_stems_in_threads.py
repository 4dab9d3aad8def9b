"""Threads share what is known of words; they do not cut each other's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.text import _stem

WORDS = [
    f"{begin}{end}"
    for begin in ("hop", "relat", "conform", "happ", "goodn")
    for end in ("ing", "ings", "ed", "ational", "ability", "iness", "fulness", "ousli", "izer", "ies")
]


@pytest.fixture
def often() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_a_word_has_one_stem_whoever_else_is_asking(often: None) -> None:
    alone = {word: _stem.__wrapped__(word, "english") for word in WORDS}

    def wrong(turn: int) -> list[tuple[str, str]]:
        mine = WORDS[turn % len(WORDS) :] + WORDS[: turn % len(WORDS)]
        return [(word, each) for word in mine if (each := _stem.__wrapped__(word, "english")) != alone[word]]

    with ThreadPoolExecutor(8) as threads:
        assert [pair for pairs in threads.map(wrong, range(400)) for pair in pairs] == []
