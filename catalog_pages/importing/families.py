"""Gathers the rows of one product, wherever in the file they stand, for the readers of all formats."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from catalog_pages.importing.csv_file import CsvFile, Row
from catalog_pages.importing.facts import KindScout
from catalog_pages.importing.records import Notice, Record, Refusal

Family = list[Row]
"""The rows of a product, in the order of the file."""


class FamilyReader(ABC):
    """Goes through the file twice: first to learn how many rows each product has, then to hand them out.

    What a product's rows say is read apart from that (`read`), so that another process may do it.
    """

    def __init__(self, file: CsvFile, *, weight_unit: str = "") -> None:
        """`weight_unit`: lb or kg, where the file's own is not to be believed."""
        self._file = file
        self._unit = weight_unit
        self._lines: dict[str, int] = {}
        """The line of each SKU in capitals that is not passed over; the other two likewise learnt by `_survey`."""
        self._passed_over: set[int] = set()
        """The lines of the rows that are, as `_taken` found them."""
        self._kinds = KindScout()
        self._option_codes: set[str] = set()

    def families(self) -> Iterator[Family | Refusal | Notice]:
        """The products of the file, unread; and what is to be said of the file and of rows that are passed over."""
        families = Families(self._survey())
        yield from self._remarks()
        for row in self._rows():
            if isinstance(row, Refusal):
                yield row
            elif row.line in self._passed_over and (refusal := self._refusal(row)) is not None:
                yield refusal
            elif (family := families.add(self._family(row), row)) is not None:
                yield family
        yield from families.rest()

    def _taken(self) -> Iterator[Row]:
        """The rows that are not passed over, for `_survey`, which notes the line of each SKU as it goes."""
        for row in self._rows():
            if isinstance(row, Refusal):
                continue
            if self._refusal(row) is None:
                yield row
            else:
                self._passed_over.add(row.line)

    @abstractmethod
    def read(self, rows: Family) -> Iterator[Record]:
        """What the rows of one product say, once `families` has gone through the file; changes nothing here."""

    @abstractmethod
    def _survey(self) -> Mapping[str, int]:
        """Learn of the rows `_taken` what takes all of them; how many each family has that has more than one."""

    @abstractmethod
    def _refusal(self, row: Row) -> Refusal | None:
        """Why a row is passed over whatever else the file holds; None when it is not."""

    @abstractmethod
    def _family(self, row: Row) -> str:
        """The product that the row belongs to."""

    def _named_before(self, row: Row, sku: str, key: str) -> Refusal | None:
        """Why a row is passed over whose SKU, `key` in capitals, another one has; None when none has."""
        first = self._lines.get(key)
        if first is None or first == row.line:
            return None
        return Refusal(row.line, sku, _("This SKU was named before, in line %d.") % first)

    def _rows(self) -> Iterator[Row | Refusal]:
        return self._file.rows()

    def _remarks(self) -> Iterator[Notice]:
        """What is to be said of the file as a whole."""
        return iter(())


class Families:
    """Holds the rows of a product until all that the first pass counted have come; then lets them go.

    In a file that keeps a product's rows together, no more than one product is held at a time.
    """

    def __init__(self, expected: Mapping[str, int]) -> None:
        """`expected`: how many rows each family has; a family that is not named has one."""
        self._expected = expected
        self._waiting: dict[str, Family] = {}

    def add(self, family: str, row: Row) -> Family | None:
        """The family's rows in the order of the file once this is the last of them, else None."""
        rows = self._waiting.setdefault(family, [])
        rows.append(row)
        if len(rows) < self._expected.get(family, 1):
            return None
        return self._waiting.pop(family)

    def rest(self) -> Iterator[Family]:
        """The families of which rows never came (they could not be read)."""
        while self._waiting:
            yield self._waiting.pop(next(iter(self._waiting)))
