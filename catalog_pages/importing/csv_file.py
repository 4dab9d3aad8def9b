"""Rows of a CSV file, one at a time, whatever is in it."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from catalog_pages.importing.exceptions import ImportStopped
from catalog_pages.importing.records import Refusal

LONGEST_CELL = 1_000_000
"""Characters. An unclosed quotation mark swallows rows no further than this."""

DELIMITERS = ",;\t"
_UNDECODABLE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_AMISS = re.compile(f"\0|{_UNDECODABLE.pattern}|{_CONTROL.pattern}")
"""Any of what no cell may hold: looked for in the whole row at once, for hardly a row has it."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Row(NamedTuple):
    """The cells of a row, where among them each column stands, and the line it begins at (the header is line 1)."""

    line: int
    cells: Sequence[str]
    places: Mapping[str, int]
    """The same for every row of a file."""

    def get(self, column: str) -> str:
        """The cell without surrounding space; empty where there is no such column."""
        place = self.places.get(column)
        return "" if place is None else self.cells[place].strip()


class CsvFile:
    """A CSV file with a header. Each call of `rows` reads it anew from the start, holding one row at a time."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
            with path.open("rb") as file:
                start = file.read(4)
        except OSError as error:
            raise ImportStopped(_("%(path)s cannot be read: %(reason)s.") % _reason(path, error)) from error
        self.encoding = encoding or next(
            (name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), "utf-8"
        )
        try:
            codecs.lookup(self.encoding)
        except LookupError as error:
            raise ImportStopped(_("There is no encoding named %s.") % self.encoding) from error
        self.position = 0
        csv.field_size_limit(LONGEST_CELL)
        self.header, self.delimiter = self._read_header()
        self._places = {column: place for place, column in enumerate(self.header)}

    @property
    def progress(self) -> float:
        """How far the running pass has come, 0 to 1."""
        return min(self.position / self.size, 1.0) if self.size else 1.0

    def rows(self) -> Iterator[Row | Refusal]:
        """Each row below the header, or why it cannot be read. Empty rows are passed over."""
        with self.path.open("rb") as raw:
            reader = csv.reader(self._text(raw), delimiter=self.delimiter)
            next(reader, None)
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except (csv.Error, UnicodeError) as error:
                    yield Refusal(line, "", _unreadable(error))
                    if isinstance(error, UnicodeError):
                        return  # a broken multi-byte encoding has no next row to go on with
                    continue
                self.position = raw.tell()
                whole = "".join(cells)
                if whole and not whole.isspace():
                    yield self._row(line, cells, whole)

    def _row(self, line: int, cells: list[str], whole: str) -> Row | Refusal:
        width = len(self.header)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        if len(cells) != width:
            reason = _(
                "It has %(cells)d cells where the header has %(columns)d columns: "
                "a quotation mark or a comma is amiss."
            )
            return Refusal(line, self._sku(cells), reason % {"cells": len(cells), "columns": width})
        if not _AMISS.search(whole):
            return Row(line, cells, self._places)
        for column, cell in zip(self.header, cells, strict=True):
            if "\0" in cell:
                return Refusal(line, self._sku(cells), _("A NUL character stands in the column %s.") % column)
            if _UNDECODABLE.search(cell):
                reason = _(
                    "The column %(column)s is not %(encoding)s. Name the file's encoding with --encoding."
                )
                return Refusal(
                    line, self._sku(cells), reason % {"column": column, "encoding": self.encoding.upper()}
                )
        return Row(line, [_CONTROL.sub("", cell) for cell in cells], self._places)

    def _sku(self, cells: list[str]) -> str:
        """The SKU of a row that cannot be read otherwise, as far as it can be told."""
        for column, cell in zip(self.header, cells, strict=False):
            if column.lower() == "sku":
                return _CONTROL.sub("", _UNDECODABLE.sub("?", cell)).replace("\0", "").strip()[:80]
        return ""

    def _read_header(self) -> tuple[list[str], str]:
        """The columns, by the delimiter that gives most of them."""
        found: tuple[list[str], str] = ([], ",")
        for delimiter in DELIMITERS:
            with self.path.open("rb") as raw:
                try:
                    cells = next(csv.reader(self._text(raw), delimiter=delimiter), [])
                except (csv.Error, UnicodeError) as error:
                    raise ImportStopped(_("The header cannot be read: %s") % _unreadable(error)) from error
            if len(cells) > len(found[0]):
                found = ([cell.strip() for cell in cells], delimiter)
        header, delimiter = found
        if not any(header):
            raise ImportStopped(_("%s is empty: there is no header.") % self.path.name)
        twice = sorted({column for column in header if column and header.count(column) > 1})
        if twice:
            raise ImportStopped(_("The header names a column twice: %s.") % ", ".join(twice))
        return header, delimiter

    def _text(self, raw: BinaryIO) -> TextIOWrapper:
        errors = "surrogateescape" if self.encoding.startswith("utf-8") else "strict"
        return TextIOWrapper(raw, encoding=self.encoding, errors=errors, newline="")


def _unreadable(error: Exception) -> str:
    if "field limit" in str(error):
        return _("A cell is longer than %d characters: is a quotation mark not closed?") % LONGEST_CELL
    return _("It cannot be read: %s.") % error


def _reason(path: Path, error: OSError) -> dict[str, str]:
    return {"path": str(path), "reason": error.strerror or str(error)}
