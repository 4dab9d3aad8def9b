"""Which product a document is of, and under which root: kept in this process, for it never changes.

And how it stands: whether it is in stock, how well it sells. Those that have changed, as the journal tells, are read
again as they are asked for.
"""

from __future__ import annotations

from threading import Lock

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import NONE, Array, Places, distinct
from catalog_pages.lookups import array_of_numbers
from catalog_pages.page_cache.journal import Moment, News
from catalog_pages.page_cache.listening import hear_once, pages
from search.keeping import MOST_BYTES, MOST_OF_EACH, STANDING, lists
from search.models import Document
from search.rows import unpacked

STEPS = 10_000
"""Popularity is kept to so many parts."""
UNREAD, PLAIN = -1, 1
"""A standing to be read; that of a document that is no longer there: in stock, bought by nobody."""


class _Known:
    """Documents, which are never given a pk twice, with the product and the root of each, and its standing."""

    def __init__(self, documents: Array, products: Array, roots: Array, standings: Array) -> None:
        order = np.argsort(documents, kind="stable")
        self.documents = documents[order]
        self.products = products[order]
        self.roots = roots[order]
        self.standings = standings[order]
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
            np.concatenate((self.standings, more[:, 3])).astype(np.int32),
        )

    def let_go_of_standings(self, documents: Array) -> None:
        places = self.look_up(documents)
        self.standings[places[places >= 0]] = UNREAD


NOTHING = _Known(NONE, NONE, NONE, NONE)


def _read(documents: Array | None) -> Array:
    """Rows of pk, product, root and standing of these documents; of all, when None. One query."""
    if documents is None and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ALL)
            return np.stack([unpacked(column) for column in cursor.fetchone()], axis=1)
    some = Document.objects.all() if documents is None else Document.objects.filter(pk__in=documents.tolist())
    rows = some.order_by().values_list("pk", "product_id", "root_id", "popularity", "in_stock").iterator()
    found = [(*row, round(popularity * STEPS) * 2 + in_stock) for *row, popularity, in_stock in rows]
    return np.array(found, dtype=np.int64).reshape(-1, 4)


PACKED = f"((round(popularity * {STEPS})::bigint << 1) | in_stock::int)"
ALL = f"""
SELECT string_agg(int8send(id), ''), string_agg(int8send(product_id), ''), string_agg(int8send(root_id), ''),
    string_agg(int8send{PACKED}, '')
FROM {Document._meta.db_table}
"""  # noqa: S608 - our own table
OF_SOME = f"""
SELECT string_agg(int8send((id::bigint << 32) | {PACKED}), '')
FROM {Document._meta.db_table} WHERE id = ANY(%s::int[])
"""  # noqa: S608 - our own table
_lock = Lock()
_kept = NOTHING
_turn = 0
"""Rises when standings are let go of: what was read before is not kept then."""


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


def standings_of(documents: Array) -> Array:
    """Of each of these documents twice its popularity in STEPS, and 1 more where something of it is in stock.

    No query but for those whose standing has changed since it was read.
    """
    if connection.in_atomic_block:
        return _read_standings(documents)
    hear_once()
    turn, known = _turn, _kept
    places = known.look_up(documents)
    standings: Array = np.where(places >= 0, known.standings[places], UNREAD) if len(known) else places
    unread = standings == UNREAD
    if unread.any():
        standings[unread] = _read_standings(documents[unread])
        with _lock:
            if turn == _turn:
                is_new = unread & (places >= 0)
                known.standings[places[is_new]] = standings[is_new]
    return standings


def _read_standings(documents: Array) -> Array:
    """As `standings_of`. One query; none for none."""
    standings = np.full(len(documents), PLAIN, dtype=np.int64)
    if not len(documents):
        return standings
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # one parameter, where `in` would make a thousand, and one answer
            cursor.execute(OF_SOME, [array_of_numbers(documents.tolist())])
            numbers = unpacked(cursor.fetchone()[0])
        known, read = numbers >> 32, numbers & 0xFFFFFFFF
    else:
        known, _products, _roots, read = _read(documents).T
    order = np.argsort(documents)
    standings[order[np.searchsorted(documents[order], known)]] = read
    return standings


def hear(_now: Moment, news: News) -> None:
    global _turn
    changed = [int(key.removeprefix(STANDING)) for _number, key in news if key.startswith(STANDING)]
    if changed:
        with _lock:
            _turn += 1
            _kept.let_go_of_standings(np.array(changed, dtype=np.int64))


pages.listeners.append(hear)


def warm() -> None:
    """Read all documents, so that nobody who searches waits for it."""
    _keep(NONE)


def _keep(documents: Array) -> _Known:
    """What is kept, with these documents; all there are, the first time. One thread reads, the others wait for it."""
    global _kept
    with _lock:
        if not len(_kept) or (_kept.look_up(documents) < 0).any():
            _kept = _kept.with_more(documents)
            lists.most = max(MOST_BYTES, MOST_OF_EACH * len(_kept))
        return _kept
