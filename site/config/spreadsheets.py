"""The files that staff import and export, safe to open in a spreadsheet program.

A cell that begins with = + - @, a tab or a carriage return is a formula to Excel, LibreOffice and Google Sheets,
and may run a command or send the sheet elsewhere (OWASP, "CSV Injection"). An export puts an apostrophe before
such text, which those programs show as text; an import takes it off again, so that a round trip changes nothing.
"""

import re
from typing import Any

from import_export.formats import base_formats
from tablib import Dataset

FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # noqa: RUF001 - the full-width ones are formulas too
DEFUSED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")  # noqa: RUF001
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?\Z")
DELIMITERS = (",", ";", "\t")


def defuse(cell: Any) -> Any:
    """Text that a spreadsheet would run comes back with an apostrophe before it; all else as it is."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.match(cell):
        return f"'{cell}"
    return cell


def restore(cell: Any) -> Any:
    """What `defuse` was given."""
    return cell[1:] if isinstance(cell, str) and DEFUSED.match(cell) else cell


def _each_cell(dataset: Dataset, change: Any) -> Dataset:
    changed = Dataset(headers=dataset.headers, title=dataset.title)
    for row in dataset:
        changed.append([change(cell) for cell in row])
    return changed


class CSV(base_formats.CSV):
    """Comma separated values; semicolons and tabs are understood too, as many spreadsheets write them."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Dataset:
        if isinstance(in_stream, bytes):
            in_stream = in_stream.decode(self.encoding or "utf-8-sig")
        header = in_stream.split("\n", 1)[0]
        delimiter = max(DELIMITERS, key=header.count)
        return _each_cell(super().create_dataset(in_stream, delimiter=delimiter, **kwargs), restore)

    def export_data(self, dataset: Dataset, **kwargs: Any) -> Any:
        return super().export_data(_each_cell(dataset, defuse), **kwargs)


class XLSX(base_formats.XLSX):
    """Excel's own format, of which the first sheet is read."""

    def create_dataset(self, in_stream: Any) -> Dataset:
        """An empty cell is read as empty text, as it is from CSV."""
        dataset = super().create_dataset(in_stream)
        return _each_cell(dataset, lambda cell: "" if cell is None else restore(cell))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> Any:
        return super().export_data(_each_cell(dataset, defuse), **kwargs)
