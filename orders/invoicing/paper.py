"""An A4 page of the house: margins, type, a running head, the shop at the foot, page numbers of each paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.bidi import auto_detect_base_direction

from orders.invoicing.contents import Seller
from orders.invoicing.fonts import BOLD, REGULAR, fallbacks_for, font_file, printable
from orders.invoicing.wrapping import LONGEST_MEASURED, fitting, wrap

Align = Literal["L", "R"]
Colour = tuple[int, int, int]

LEFT, TOP, WIDTH = 20.0, 18.0, 170.0
RIGHT = LEFT + WIDTH
LEADING = 1.38
"""The distance of two lines, in sizes of their type."""
POINT = 0.3528
"""In millimetres."""
FOOT_LINES = 6
SMALLEST = 6.0
"""Points: type that has to fit on a line is not made smaller than this."""

# site/static/css/tokens.css, on white.
INK: Colour = (29, 27, 22)
QUIET: Colour = (92, 87, 76)
ACCENT: Colour = (168, 74, 34)
RULE: Colour = (221, 215, 202)
WELL: Colour = (241, 236, 226)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in millimetres, and where its text stands."""

    heading: str
    width: float
    align: Align = "L"


class Paper(FPDF):
    """Draws text from the top down. Texts are made printable here; every length is in millimetres, type in points.

    Open each paper with `begin`; one file may hold many. `created` is the file's date, so that the same content
    makes the same bytes.
    """

    def __init__(
        self, *, title: str, language: str, created: datetime, seller: Seller, texts: Sequence[str]
    ) -> None:
        super().__init__(unit="mm", format="A4")
        self.add_font("body", "", font_file(REGULAR))
        self.add_font("body", "B", font_file(BOLD))
        fallbacks = fallbacks_for([printable(text) for text in texts])
        for name in fallbacks:
            self.add_font(name, "", font_file(name))
        if fallbacks:
            self.set_fallback_fonts(fallbacks, exact_match=False)
        self.set_text_shaping(True)
        self.set_auto_page_break(False)
        self.set_margins(LEFT, TOP, LEFT)
        self.c_margin = 0
        self.set_creation_date(created)
        self.set_title(printable(title))
        self.set_author(printable(seller["name"]))
        self.set_creator("Pipit")
        self.set_lang(language)
        self.seller = seller
        self._running = ""
        self._papers: list[int] = []
        self._table: Sequence[Column] | None = None
        self._foot = self._foot_lines()
        self.bottom = 297 - 12 - len(self._foot) * 3.4 - 6

    # --- Pages -----------------------------------------------------------------------------------

    def begin(self, running: str) -> None:
        """A new paper, on a new page. `running` stands at the head of its further pages."""
        self._running = running
        self.add_page()
        self._papers.append(self.page)
        self.set_y(TOP)

    def room(self, height: float) -> None:
        """A new page unless so much fits on this one; a table's headings come along."""
        if self.get_y() + height <= self.bottom:
            return
        self.add_page()
        self.set_y(TOP)
        self.write_at(LEFT, self.seller["name"], width=80, size=8.5, bold=True, fit=True)
        self.write_at(LEFT + 80, self._running, width=WIDTH - 80, size=8.5, align="R", colour=QUIET, fit=True)
        self.set_y(TOP + 5)
        self.rule()
        self.set_y(TOP + 9)
        if self._table:
            self._headings()

    def finish(self) -> bytes:
        """The file: each page gets its foot, and its number within its paper."""
        starts = [*self._papers, self.pages_count + 1]
        for first, following in pairwise(starts):
            for page in range(first, following):
                self.page = page
                self._draw_foot(f"{page - first + 1} / {following - first}")
        return bytes(self.output())

    # --- Text ------------------------------------------------------------------------------------

    def write_at(
        self,
        x: float,
        text: str,
        *,
        width: float,
        size: float = 9.5,
        bold: bool = False,
        align: Align = "L",
        colour: Colour = INK,
        fit: bool = False,
    ) -> float:
        """Text in a column at `x`, from where the pen is down; returns its height, and leaves the pen where it was.

        Long words break. `fit` keeps it on one line, in smaller type where it has to be, cut where that is too small.
        """
        text = printable(text)
        self._type(size, bold, colour)
        self.set_text_shaping(True, direction=auto_detect_base_direction(text))
        lines = [self._fitted(text, width)] if fit else wrap(text, width=width, measure=self.get_string_width)
        top, height = self.get_y(), size * POINT * LEADING
        for line in lines:
            self.set_x(x)
            self.cell(width, height, line or " ", align=align, new_x="LMARGIN", new_y="NEXT")
        self.set_xy(x, top)
        return height * len(lines)

    def height_of(self, text: str, *, width: float, size: float = 9.5, bold: bool = False) -> float:
        """How high `write_at` would write it."""
        return len(self._wrapped(text, width, size, bold)) * size * POINT * LEADING

    def lines_at(
        self, x: float, lines: Sequence[str], *, width: float, size: float = 9.5, colour: Colour = INK
    ) -> float:
        """Lines below each other, each wrapped; returns the height of all, and leaves the pen where it was."""
        top = self.get_y()
        for line in lines:
            self.set_y(self.get_y() + self.write_at(x, line, width=width, size=size, colour=colour))
        height = self.get_y() - top
        self.set_y(top)
        return float(height)

    def paragraph(self, text: str, *, size: float = 9.5, bold: bool = False, colour: Colour = INK) -> None:
        """Lines of text over the whole width, over pages where need be; the pen goes below them."""
        for line in text.splitlines():
            for piece in self._wrapped(line, WIDTH, size, bold):
                self.room(size * POINT * LEADING)
                height = self.write_at(LEFT, piece, width=WIDTH, size=size, bold=bold, colour=colour)
                self.set_y(self.get_y() + height)

    def rule(self, *, colour: Colour = RULE, thickness: float = 0.2, x: float = LEFT) -> None:
        """A line from `x` to the right margin."""
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(x, self.get_y(), RIGHT, self.get_y())

    def down(self, distance: float) -> None:
        self.set_y(self.get_y() + distance)

    # --- Tables ----------------------------------------------------------------------------------

    def begin_table(self, columns: Sequence[Column]) -> None:
        """Headings now, and again at the head of each page until `end_table`."""
        self._table = columns
        self.room(24)
        self._headings()

    def row(self, cells: Sequence[str], *, below_first: str = "") -> None:
        """A row, kept on one page; the first cell wraps, the others stay on a line. `below_first` is small print."""
        columns = self._table or ()
        first = columns[0].width - 3
        height = self.height_of(cells[0], width=first)
        small = self.height_of(below_first, width=first, size=8) if below_first else 0.0
        self.room(height + small + 3.6)
        self.down(1.8)
        top, x = self.get_y(), LEFT
        for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if index == 0:
                self.write_at(x, cell, width=first)
            else:
                self.write_at(x, cell, width=column.width, align=column.align, fit=True)
            x += column.width
        if below_first:
            self.set_y(top + height)
            self.write_at(LEFT, below_first, width=first, size=8, colour=QUIET)
        self.set_y(top + height + small + 1.8)
        self.rule()

    def end_table(self) -> None:
        self._table = None

    def _headings(self) -> None:
        x = LEFT
        for column in self._table or ():
            self.write_at(
                x, column.heading, width=column.width, size=8, bold=True, align=column.align, fit=True
            )
            x += column.width
        self.down(5)
        self.rule(colour=INK, thickness=0.4)

    # --- Within ----------------------------------------------------------------------------------

    def _type(self, size: float, bold: bool, colour: Colour) -> None:
        # After letters of a fallback font fpdf2 still believes that it is at the font before: make it choose again.
        self.font_family = ""
        self.set_font("body", "B" if bold else "", size)
        self.set_text_color(*colour)

    def _fitted(self, text: str, width: float) -> str:
        while self.font_size_pt > SMALLEST and self.get_string_width(text[:LONGEST_MEASURED]) > width:
            self.set_font_size(self.font_size_pt - 0.5)
        cut = fitting(text, width=width, measure=self.get_string_width)
        return text if cut == len(text) else f"{text[: cut - 1]}…"

    def _wrapped(self, text: str, width: float, size: float, bold: bool) -> list[str]:
        self._type(size, bold, INK)
        return wrap(printable(text), width=width, measure=self.get_string_width)

    def _foot_lines(self) -> list[str]:
        seller = self.seller
        named = bool(seller["address"]) and seller["address"][0].startswith(seller["name"])
        who = " · ".join([*([] if named else [seller["name"]]), *seller["address"]])
        vat = _("VAT number %(number)s") % {"number": seller["vat_number"]} if seller["vat_number"] else ""
        reach = " · ".join(part for part in (seller["email"], seller["phone"], vat) if part)
        own = [line for line in seller["footer"].splitlines() if line.strip()]
        return [line for line in (who, reach, *own) if line][:FOOT_LINES]

    def _draw_foot(self, number: str) -> None:
        with self.local_context():
            self.set_y(self.bottom + 4)
            self.rule()
            self.down(2)
            self.write_at(RIGHT - 20, number, width=20, size=7.5, align="R", colour=QUIET)
            for line in self._foot:
                self.write_at(LEFT, line, width=WIDTH - 24, size=7.5, colour=QUIET, fit=True)
                self.down(3.4)
