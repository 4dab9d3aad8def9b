"""Rows and places, against what plain Python says."""

from __future__ import annotations

import random

import numpy as np
import pytest

from catalog_pages.columns import ragged
from catalog_pages.columns.ragged import GrowingRows, Places, in_order, marked


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ragged, "SOME", 7)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 1.0])
@pytest.mark.usefixtures("few_at_a_time")
def test_rows_read_some_at_a_time_are_all_the_rows(share: float) -> None:
    dice = random.Random(share)
    for _round in range(50):
        kept = [
            [dice.randrange(40) for _ in range(dice.choice((0, 1, 1, 3)))] for _ in range(dice.randint(1, 60))
        ]
        table = GrowingRows(np.int32)
        table.extend(kept)
        rows = table.view()
        wanted = [row for row in range(len(kept)) if dice.random() < share]
        parts = list(rows.some_of(np.array(wanted, dtype=np.int64)))
        values = [value for some, _lengths in parts for value in some.tolist()]
        lengths = [length for _some, lengths in parts for length in lengths.tolist()]
        assert values == [value for row in wanted for value in kept[row]]
        assert lengths == [len(kept[row]) for row in wanted]
        assert rows.highest == max((value for row in kept for value in row), default=0)
        dice.shuffle(wanted)
        values_of, lengths_of = rows.of(np.array(wanted, dtype=np.int64))
        assert values_of.tolist() == [value for row in wanted for value in kept[row]]
        assert lengths_of.tolist() == [len(kept[row]) for row in wanted]


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_places_are_found_in_a_table_and_by_searching(step: int) -> None:
    dice = random.Random(step)
    numbers = sorted(dice.sample(range(5, 5 + 200 * step), 100))
    places = Places(np.array(numbers, dtype=np.int64))
    assert len(places) == 100
    asked = [*numbers, 0, 4, 10**9, *(dice.randrange(5 + 220 * step) for _ in range(200))]
    known = {number: place for place, number in enumerate(numbers)}
    assert places.of(np.array(asked)).tolist() == [known.get(number, -1) for number in asked]


def test_nothing_has_no_places() -> None:
    assert Places(np.empty(0, dtype=np.int64)).of(np.array([1, 2])).tolist() == [-1, -1]


@pytest.mark.parametrize("number", [0, 3, 90])
def test_rows_are_put_in_order_whether_few_or_many(number: int) -> None:
    rows = random.Random(number).sample(range(100), number)
    assert in_order(np.array(rows, dtype=np.int64), 100).tolist() == sorted(rows)
    assert np.flatnonzero(marked(np.array(rows, dtype=np.int64), 100)).tolist() == sorted(rows)
