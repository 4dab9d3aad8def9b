"""Which product a document is of, and under which root: kept in this process, for it never changes."""

from __future__ import annotations

from itertools import chain
from threading import Lock

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import NONE, Array, Places, distinct
from search.models import Document
from search.rows import unpacked


class _Known:
    """Documents, which are never given a pk twice, with the product and the root of each."""

    def __init__(self, documents: Array, products: Array, roots: Array) -> None:
        order = np.argsort(documents, kind="stable")
        self.documents = documents[order]
        self.products = products[order]
        self.roots = roots[order]
        self._places = Places(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def look_up(self, documents: Array) -> Array:
        """The place of each here, -1 where it is not known."""
        return self._places.of(documents)

    def with_more(self, documents: Array) -> _Known:
        """With these too, those that are still there; with all there are, where none was known. One query."""
        unknown = distinct(documents[self.look_up(documents) < 0])
        more = _read(unknown if len(self) else None)
        return _Known(
            np.concatenate((self.documents, more[:, 0])),
            np.concatenate((self.products, more[:, 1])),
            np.concatenate((self.roots, more[:, 2])),
        )


NOTHING = _Known(NONE, NONE, NONE)


def _read(documents: Array | None) -> Array:
    """Rows of pk, product and root of these documents; of all, when None. One query."""
    if documents is None and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ALL)
            return np.stack([unpacked(column) for column in cursor.fetchone()], axis=1)
    some = Document.objects.all() if documents is None else Document.objects.filter(pk__in=documents.tolist())
    rows = some.order_by().values_list("pk", "product_id", "root_id").iterator()
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 3)


ALL = f"""
SELECT string_agg(int8send(id), ''), string_agg(int8send(product_id), ''), string_agg(int8send(root_id), '')
FROM {Document._meta.db_table}
"""  # noqa: S608 - our own table
_lock = Lock()
_kept = NOTHING


def placed_under(root: int, documents: Array) -> tuple[Array, Array]:
    """The products of those of these documents that lie under the root; and which these are.

    No query but for documents that this process meets for the first time. Within a transaction nothing is kept: its
    documents may never come to be.
    """
    known = NOTHING if connection.in_atomic_block else _kept
    places = known.look_up(documents)
    if (places < 0).any():
        known = known.with_more(documents) if connection.in_atomic_block else _keep(documents)
        places = known.look_up(documents)
    is_here = places >= 0
    if len(known):
        is_here &= known.roots[places] == root
    return known.products[places[is_here]], is_here


def warm() -> None:
    """Read all documents, so that nobody who searches waits for it."""
    _keep(NONE)


def _keep(documents: Array) -> _Known:
    """What is kept, with these documents; all there are, the first time. One thread reads, the others wait for it."""
    global _kept
    with _lock:
        if not len(_kept) or (_kept.look_up(documents) < 0).any():
            _kept = _kept.with_more(documents)
        return _kept
