"""What was measured, as a table for people, and the file that keeps such tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.benchmarks.measuring import Figures
from tests.benchmarks.server import ROOT

HISTORY = ROOT / "docs" / "benchmarks.md"
COLUMNS = {"a second": "per_second", "p50 ms": "p50_ms", "p95 ms": "p95_ms", "bare answers": "bare_answers"}


def table_of(sizes: Mapping[str, Figures]) -> str:
    """One table in Markdown: a row for everything measured, some columns for each shop, named by its size.

    With several shops the last column is how many times as long the last took as the first, by the median.
    """
    names = list(dict.fromkeys(name for figures in sizes.values() for name in figures if name != "W6"))
    head = [""] + [
        f"{size}: {column}" if not at else column for size in sizes for at, column in enumerate(COLUMNS)
    ]
    if len(sizes) > 1:
        head.append("p50, last over first")
    rows = [head, ["---"] * len(head)]
    for name in names:
        of_each = [figures.get(name, {}) for figures in sizes.values()]
        row = [name]
        for found in of_each:
            if "resident" in found:
                row += [f"{found['resident']} MB", "", "", f"its share {found['share']} MB"]
            else:
                row += [_written(found.get(key)) for key in COLUMNS.values()]
        if len(sizes) > 1:
            first, last = of_each[0].get("p50_ms"), of_each[-1].get("p50_ms")
            row.append(f"{last / first:.2f}" if first and last else "")
        rows.append(row)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def keep(table: str, sizes: Mapping[str, Figures], note: str, path: Path = HISTORY) -> None:
    """Write the table on top of the history, under the day and with what the note says of it."""
    sold = "; ".join(
        f"{figures['W6']['sold']} at {size}" for size, figures in sizes.items() if "W6" in figures
    )
    section = f"## {date.today():%Y-%m-%d}\n\n{note}\n\n{table}\n\nW6 sold of 20 pieces: {sold}.\n\n"
    text = path.read_text()
    at = text.index("## ")
    path.write_text(text[:at] + section + text[at:])


def _written(figure: float | None) -> str:
    if not figure:
        return ""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:g}"
