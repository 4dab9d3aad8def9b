"""The seam between lists and the search: a list asks for the goods that words find, and does not know how.

Who answers is named by the setting PRODUCT_FINDER, for this app imports no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.models import Site

from catalog_pages.columns.ragged import Array


class Found(Protocol):
    """What some words find on a site."""

    relaxed: bool
    """Nothing has all of the words: these have some of them."""
    corrected: str
    """The words as they were read, where what was typed is no word of the catalogue; else empty."""
    suggestion: str
    """What may have been meant, where what was typed finds something all the same; else empty."""

    def ranked(self) -> Array:
        """The pks of all the products found, in the order of how well they fit. At most two queries."""


Progress = Callable[[int, int], None]


class Finder(Protocol):
    """Knows what is found by which words, and is told what changes."""

    def find(self, q: str, *, site: Site) -> Found: ...

    def warm(self) -> None:
        """Read what each process keeps, before anybody asks."""

    def renew(self, products: Sequence[int]) -> None:
        """The products with these pks, or their pages, have changed."""

    def catch_up(self, progress: Progress) -> int:
        """Products were written in bulk, without `renew`: look for those that are not known. How many there were.

        `progress` is told how many are done, and of how many.
        """

    def forget(self, products: Sequence[int]) -> None:
        """The products with these pks are about to be deleted."""

    def restock(self, variants: Sequence[int]) -> None:
        """There may be other quantities of the variants with these pks."""

    def shown_by(self, pages: Sequence[int]) -> Sequence[int]:
        """The pks of the products that are found because the pages with these pks show them."""


def finder() -> Finder:
    return cast(Finder, import_string(settings.PRODUCT_FINDER))
