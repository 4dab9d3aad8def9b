"""Tells the finder what has changed, once the change holds: all that one transaction notes goes together.

Knows no model, so that models may note what they write in bulk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import local

from django.db import transaction

from catalog_pages.finding import finder


class _Noted(local):
    """What the transaction of this thread has noted so far, pks of products and of variants."""

    def __init__(self) -> None:
        self.products: set[int] = set()
        self.variants: set[int] = set()
        self.is_paused = False


_noted = _Noted()


def reindex(products: Iterable[int]) -> None:
    """Renew what the products with these pks are found by, now."""
    finder().renew(sorted(set(products)))


def reindex_on_commit(products: Iterable[int]) -> None:
    """Renew it when the transaction commits. Who writes in bulk calls this, for bulk writes send no signals."""
    if not _noted.is_paused:
        _noted.products.update(products)
        transaction.on_commit(_renew, robust=True)


def restock_on_commit(variants: Iterable[int]) -> None:
    """Note that there may be other quantities of these variants when the transaction commits."""
    variants = set(variants)
    if variants and not _noted.is_paused:
        _noted.variants |= variants
        transaction.on_commit(_restock, robust=True)


@contextmanager
def renewal_paused() -> Iterator[None]:
    """Nothing is noted meanwhile in this thread: whoever asks for it calls `reindex` before the end."""
    _noted.is_paused = True
    try:
        yield
    finally:
        _noted.is_paused = False


def _renew() -> None:
    products, _noted.products = _noted.products, set()
    if products:
        reindex(products)


def _restock() -> None:
    variants, _noted.variants = _noted.variants, set()
    if variants:
        finder().restock(sorted(variants))
