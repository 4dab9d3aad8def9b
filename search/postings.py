"""Lists of the documents that have a word, as the database keeps them, and how they are put together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import MOST_GAPS, NONE, Array
from catalog_pages.page_cache.listening import hear_once
from search.keeping import lists
from search.packing import Packed, Postings
from search.rows import POSTINGS, unpacked

Place = tuple[int, int | None]
"""A word's postings, by its term; where a second term stands, of the documents that have that too."""
SELECT = f"SELECT document, impact FROM {POSTINGS} WHERE term = %s"  # noqa: S608
SELECT_AMONG = f"{SELECT} AND document IN (SELECT document FROM {POSTINGS} WHERE term = %s)"  # noqa: S608


Known = tuple[int, int]
"""The key of a term, and how many documents have it."""
SELECTIVE = 4
"""A word this many times rarer than all together is looked up first."""


@dataclass(frozen=True)
class Texts:
    """Documents, in order and each once, how well some words describe them (0 to WHOLE) and how many they have."""

    documents: Array
    text: Array
    found: Array

    def of(self, which: Array) -> Texts:
        return Texts(self.documents[which], self.text[which], self.found[which])


NOTHING = Texts(NONE, NONE, NONE)


def weighed(postings: Postings, part: int) -> Texts:
    """What a word alone says, where it counts for this part (0 to FULL) of all."""
    text = np.multiply(postings.impacts, part, dtype=np.int32)
    return Texts(postings.documents, text, np.ones_like(text))


def both(some: Texts, others: Texts) -> Texts:
    """The documents that are among both, with what either says."""
    if not len(others.documents):
        return others
    places = np.minimum(np.searchsorted(others.documents, some.documents), len(others.documents) - 1)
    among = others.documents[places] == some.documents
    some, others = some.of(among), others.of(places[among])
    return Texts(some.documents, some.text + others.text, some.found + others.found)


def each_once(texts: Sequence[Texts], together: np.ufunc) -> Texts:
    """The documents that are among any, with what is said of them put together (the most of it, or its sum)."""
    texts = [each for each in texts if len(each.documents)]
    if len(texts) < 2:
        return texts[0] if texts else NOTHING
    low = min(int(each.documents[0]) for each in texts)
    high = max(int(each.documents[-1]) for each in texts)
    if high - low < MOST_GAPS * sum(len(each.documents) for each in texts):
        return _in_table(texts, together, low, high)
    documents, text, found = (
        np.concatenate([getattr(each, name) for each in texts]) for name in ("documents", "text", "found")
    )
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    first = np.flatnonzero(np.diff(documents, prepend=-1))
    return Texts(
        documents[first], together.reduceat(text[order], first), together.reduceat(found[order], first)
    )


def _in_table(texts: Sequence[Texts], together: np.ufunc, low: int, high: int) -> Texts:
    """The same of documents that lie close, from `low` to `high`: without sorting them, in a third of the time."""
    text = np.zeros(high - low + 1, dtype=np.int32)
    found = np.zeros(high - low + 1, dtype=np.int32)
    for each in texts:
        places = each.documents - low
        text[places] = together(text[places], each.text)
        found[places] = together(found[places], each.found)
    here = np.flatnonzero(found)
    return Texts((here + low).astype(np.int32), text[here], found[here])


def where_to_read(all_of: Sequence[Known], any_of: Sequence[Known] = ()) -> tuple[list[Place], list[Place]]:
    """Where the postings stand of words that must all be there, the rarest first, and of those of which one must be.

    Beside a word far rarer than the others only what has that too is read of a list, unless it is kept whole here.
    Ask once a search: what is kept may change meanwhile.
    """
    in_order = sorted(all_of, key=itemgetter(1))
    whole = sum(documents for _term, documents in (*all_of, *any_of))
    among = in_order[0][0] if in_order and in_order[0][1] * SELECTIVE < whole else None

    def place(known: Known) -> Place:
        return known[0], None if among in (None, known[0]) or _is_read_whole(*known) else among

    return list(map(place, in_order)), list(map(place, any_of))


def _is_read_whole(term: int, documents: int) -> bool:
    return not connection.in_atomic_block and lists.is_wanted_whole(term, documents)


def fetched(places: Collection[Place]) -> dict[Place, Postings]:
    """The postings that stand there. One query on PostgreSQL, or none where this process keeps them all.

    Within a transaction they are read anew and not kept, for nobody else may know of them yet.
    """
    if connection.in_atomic_block:
        return _read(places)
    hear_once()
    turn = lists.turn
    kept = lists.get(term for term, among in places if among is None)
    read = _read([place for place in places if place[0] not in kept or place[1] is not None])
    lists.keep({term: Packed.of(postings) for (term, among), postings in read.items() if among is None}, turn)
    return {**read, **{(term, None): packed.postings() for term, packed in kept.items()}}


def _read(places: Collection[Place]) -> dict[Place, Postings]:
    """The same from the database, where they come packed from PostgreSQL, for there may be many."""
    if not places:
        return {}
    wanted = sorted(places, key=str)
    selects = [SELECT if among is None else SELECT_AMONG for _term, among in wanted]
    parameters = [[each for each in place if each is not None] for place in wanted]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One number for both, for each costs as much to pack as to find.
            packed = (
                f"(SELECT string_agg(int8send((document::bigint << 32) | impact), '') FROM ({each}) AS found)"  # noqa: S608
                for each in selects
            )
            cursor.execute(f"SELECT {', '.join(packed)}", list(chain.from_iterable(parameters)))
            numbers = [np.sort(unpacked(column), kind="stable") for column in cursor.fetchone()]
            return {
                place: _postings(both >> 32, both & 0xFFFFFFFF)
                for place, both in zip(wanted, numbers, strict=True)
            }
        found = {}
        for place, sql, some in zip(wanted, selects, parameters, strict=True):
            cursor.execute(f"{sql} ORDER BY document", some)
            rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 2)
            found[place] = _postings(rows[:, 0], rows[:, 1])
        return found


def _postings(documents: Array, impacts: Array) -> Postings:
    return Postings(documents.astype(np.int32), impacts.astype(np.int16))
