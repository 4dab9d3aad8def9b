"""Arrays that only grow, and rows of unequal length in one array."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


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

    __slots__ = ("starts", "values")

    def __init__(self, starts: Array, values: Array) -> None:
        self.starts = starts
        self.values = values

    def __len__(self) -> int:
        return len(self.starts) - 1

    def positions(self, rows: Array) -> tuple[Array, Array]:
        """Where in `values` the values of these rows stand, one row after the other; and the rows' lengths."""
        if len(rows) * 4 > len(self) and bool((rows[1:] > rows[:-1]).all()):
            # Of many rows in order it takes a third of the time to mark what is theirs.
            every = np.diff(self.starts)
            is_theirs = np.zeros(len(self), dtype=np.bool_)
            is_theirs[rows] = True
            return np.flatnonzero(np.repeat(is_theirs, every)), every[rows]
        begin = self.starts[rows]
        lengths = self.starts[rows + 1] - begin
        before = np.cumsum(lengths) - lengths
        return np.arange(lengths.sum(), dtype=np.int64) + np.repeat(begin - before, lengths), lengths

    def of(self, rows: Array) -> tuple[Array, Array]:
        """The values of these rows, one row after the other; and the rows' lengths."""
        if len(rows) == len(self) and len(rows) and rows[0] == 0 and rows[-1] == len(rows) - 1:
            return self.values, np.diff(self.starts)
        where, lengths = self.positions(rows)
        return self.values[where], lengths


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
