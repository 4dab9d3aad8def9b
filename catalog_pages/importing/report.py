"""What came of an import: counted, and told as it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from catalog_pages.importing.records import Notice, Refusal

MOST_SAID = 2_000
"""Lines of one kind after which the rest is only counted."""


@dataclass
class Tally:
    """How many rows of the database were made, changed or found as the file has them."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, other: Tally) -> None:
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged


@dataclass
class Outcome:
    """What one product's record led to; kept apart until its transaction has held."""

    products: Tally = field(default_factory=Tally)
    variants: Tally = field(default_factory=Tally)
    pages: Tally = field(default_factory=Tally)
    movements: int = 0
    remarks: list[Refusal | Notice] = field(default_factory=list)
    refused_variants: set[str] = field(default_factory=set)
    refused_stock: set[str] = field(default_factory=set)
    """SKUs in capitals, whose news is not remembered: the next import tries again."""
    product_key: int | None = None
    """Where the product is to be indexed again."""
    page_key: int | None = None
    """Where the page is to be indexed again, and its pictures to be scaled."""
    new_page_key: int | None = None
    """Where the page and its product are new: indexed in the end, with all that no index knows."""


@dataclass
class Report:
    """The sum over a file. `say` is called with each refusal and notice as it comes."""

    say: Callable[[Refusal | Notice], None]
    products: Tally = field(default_factory=Tally)
    variants: Tally = field(default_factory=Tally)
    pages: Tally = field(default_factory=Tally)
    movements: int = 0
    pictures_stored: int = 0
    pictures_refused: int = 0
    pictures_missing: int = 0
    missing_example: str = ""
    categories_created: int = 0
    refusals: int = 0
    notices: int = 0
    has_pictures: bool = False
    """Whether the file names any."""

    def remark(self, remark: Refusal | Notice) -> None:
        if isinstance(remark, Refusal):
            self.refusals += 1
            if self.refusals <= MOST_SAID:
                self.say(remark)
        else:
            self.notices += 1
            if self.notices <= MOST_SAID:
                self.say(remark)

    def missing(self, name: str) -> None:
        """A picture that the file names and the folder does not hold: counted, the first is kept as an example."""
        self.pictures_missing += 1
        self.missing_example = self.missing_example or name

    def figures(self) -> dict[str, Any]:
        """All that is counted, by name."""
        found = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "say"}
        return {name: asdict(value) if isinstance(value, Tally) else value for name, value in found.items()}

    def add_draft(self, draft: DraftReport) -> None:
        """What came of a part of the file, and is told only now."""
        for name in ("products", "variants", "pages"):
            getattr(self, name).add(getattr(draft, name))
        self.movements += draft.movements
        self.categories_created += draft.categories_created
        self.has_pictures |= draft.has_pictures
        for remark in draft.remarks:
            self.remark(remark)

    def add(self, outcome: Outcome) -> None:
        self.products.add(outcome.products)
        self.variants.add(outcome.variants)
        self.pages.add(outcome.pages)
        self.movements += outcome.movements
        for remark in outcome.remarks:
            self.remark(remark)


def _nobody(_remark: Refusal | Notice) -> None:
    """Whom a draft is told to."""


@dataclass
class DraftReport(Report):
    """Of a part of a file: it keeps its remarks, and may be handed from process to process."""

    say: Callable[[Refusal | Notice], None] = _nobody
    remarks: list[Refusal | Notice] = field(default_factory=list)

    def remark(self, remark: Refusal | Notice) -> None:
        self.remarks.append(remark)
