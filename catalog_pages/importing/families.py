"""Gathers the rows of one product, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog_pages.importing.csv_file import Row


class Families:
    """Holds the rows of a product until all that the first pass counted have come; then lets them go.

    In a file that keeps a product's rows together, no more than one product is held at a time.
    """

    def __init__(self, expected: Mapping[str, int]) -> None:
        """`expected`: how many rows each family has; a family that is not named has one."""
        self._expected = expected
        self._waiting: dict[str, list[Row]] = {}

    def add(self, family: str, row: Row) -> list[Row] | None:
        """The family's rows in the order of the file once this is the last of them, else None."""
        rows = self._waiting.setdefault(family, [])
        rows.append(row)
        if len(rows) < self._expected.get(family, 1):
            return None
        return self._waiting.pop(family)

    def rest(self) -> Iterator[list[Row]]:
        """The families of which rows never came (they could not be read)."""
        while self._waiting:
            yield self._waiting.pop(next(iter(self._waiting)))
