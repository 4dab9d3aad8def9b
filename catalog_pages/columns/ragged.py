"""Arrays that only grow, rows of unequal length in one array, and where numbers stand in an array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NONE: Array = np.empty(0, dtype=np.int64)
NONE.setflags(write=False)  # everybody has the same
SOME = 8192
"""Rows that are counted together."""
MOST_GAPS = 4
"""Numbers that lie no farther apart than this, in the mean, have a table of their places."""


class Growing:
    """An array that is added to. A view taken of it stays what it was, whatever is added later."""

    def __init__(self, dtype: Any, values: Any = ()) -> None:
        self._buffer = np.array(values, dtype=dtype)
        self._length = len(self._buffer)

    def extend(self, values: Any) -> None:
        added = np.asarray(values, dtype=self._buffer.dtype)
        length = self._length + len(added)
        if length > len(self._buffer):
            buffer = np.empty(length + length // 8 + 64, dtype=self._buffer.dtype)
            buffer[: self._length] = self._buffer[: self._length]
            self._buffer = buffer
        self._buffer[self._length : length] = added
        self._length = length

    def view(self) -> Array:
        return self._buffer[: self._length]

    def __len__(self) -> int:
        return self._length


class GrowingRows:
    """Rows of unequal length, one after the other in one array; fewer than 2**31 values in all."""

    def __init__(self, dtype: Any) -> None:
        self._starts = Growing(np.int32, [0])
        self._values = Growing(dtype)

    def extend(self, rows: Iterable[Iterable[int]]) -> None:
        added = [list(row) for row in rows]
        lengths = np.array([len(row) for row in added], dtype=np.int64)
        self._starts.extend(len(self._values) + np.cumsum(lengths))
        self._values.extend([value for row in added for value in row])

    def view(self) -> Rows:
        return Rows(self._starts.view(), self._values.view())


class Rows:
    """Rows of unequal length: `values[starts[row]:starts[row + 1]]` is one of them."""

    def __init__(self, starts: Array, values: Array) -> None:
        self.starts = starts
        self.values = values

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def highest(self) -> int:
        """The highest of all values, 0 where there is none."""
        return int(self.values.max(initial=0))

    def positions(self, rows: Array) -> tuple[Array, Array]:
        """Where in `values` the values of these rows stand, one row after the other; and the rows' lengths."""
        if are_close(rows):
            begin, are_theirs, lengths = self._stretch(rows)
            return begin + np.flatnonzero(are_theirs), lengths
        return self._scattered(rows)

    def of(self, rows: Array) -> tuple[Array, Array]:
        """The values of these rows, one row after the other; and the rows' lengths."""
        if are_close(rows):
            begin, are_theirs, lengths = self._stretch(rows)
            return self.values[begin : begin + len(are_theirs)][are_theirs], lengths
        where, lengths = self._scattered(rows)
        return self.values[where], lengths

    def _stretch(self, rows: Array) -> tuple[int, Array, Array]:
        """Where the first value of close rows stands; of each from there to the last, whether it is theirs; lengths.

        To mark what is theirs takes a third of the time that looking it up does.
        """
        low, high = int(rows[0]), int(rows[-1]) + 1
        every = np.diff(self.starts[low : high + 1])
        is_theirs = marked(rows - low, high - low)
        return int(self.starts[low]), np.repeat(is_theirs, every), every[is_theirs]

    def _scattered(self, rows: Array) -> tuple[Array, Array]:
        """`positions` of any rows, in any order."""
        begins = self.starts[rows]
        lengths = self.starts[rows + 1] - begins
        before = np.cumsum(lengths, dtype=np.int32) - lengths
        return np.arange(lengths.sum(), dtype=np.int32) + np.repeat(begins - before, lengths), lengths

    def some_of(self, rows: Array, at_a_time: int = 0) -> Iterator[tuple[Array, Array]]:
        """The same for so many of these rows `at_a_time` (SOME at least).

        What is counted of many rows stays in the processor's cache that way, and takes no memory worth naming.
        """
        step = max(SOME, at_a_time)
        for first in range(0, len(rows), step):
            yield self.of(rows[first : first + step])


class Places:
    """Where whole numbers stand in an array that has each once and in order."""

    def __init__(self, ordered: Array) -> None:
        self._ordered = ordered
        self._table: Array | None = None
        if len(ordered):
            self._lowest, highest = int(ordered[0]), int(ordered[-1])
            if highest - self._lowest < MOST_GAPS * len(ordered):
                self._table = np.full(highest - self._lowest + 1, -1, dtype=np.int32)
                self._table[ordered - self._lowest] = np.arange(len(ordered), dtype=np.int32)

    def __len__(self) -> int:
        return len(self._ordered)

    def of(self, numbers: Array) -> Array:
        """The place of each of these, -1 where it is not there."""
        if not len(self._ordered):
            return np.full(len(numbers), -1, dtype=np.int64)
        if self._table is None:
            found = np.minimum(np.searchsorted(self._ordered, numbers), len(self._ordered) - 1)
            found[self._ordered[found] != numbers] = -1
            return found
        where = numbers - self._lowest
        is_within = (where >= 0) & (where < len(self._table))
        if is_within.all():
            return self._table[where].astype(np.int64)
        places = np.full(len(numbers), -1, dtype=np.int64)
        places[is_within] = self._table[where[is_within]]
        return places


def are_close(rows: Array) -> bool:
    """Whether these rows are in order and one of four, or more, from the first to the last."""
    return bool(len(rows) and rows[-1] - rows[0] < 4 * len(rows) and (rows[1:] > rows[:-1]).all())


def in_order(rows: Array, among: int) -> Array:
    """These rows of a table of so many, each of them once, from the first to the last."""
    if len(rows) * 16 < among:
        return np.sort(rows)
    return np.flatnonzero(marked(rows, among))  # a tenth of what sorting takes


def marked(rows: Array, among: int) -> Array:
    """Of each row of a table of so many, whether it is one of these."""
    is_marked = np.zeros(among, dtype=np.bool_)
    is_marked[rows] = True
    return is_marked


def any_of_each(meets: Array, lengths: Array) -> Array:
    """For each row, whether any of its values meets something; `meets` says it of the rows' values in turn."""
    counted = np.concatenate(([0], np.cumsum(meets)))
    ends = np.cumsum(lengths)
    found: Array = counted[ends] > counted[ends - lengths]
    return found


def distinct(numbers: Array) -> Array:
    """Each whole number once, in order. NumPy's `unique` hashes them, which takes many times as long as sorting."""
    return distinct_in_order(np.sort(numbers))


def distinct_in_order(ordered: Array) -> Array:
    """The same of numbers that stand in order already."""
    is_new = np.ones(len(ordered), dtype=np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    found: Array = ordered[is_new]
    return found
