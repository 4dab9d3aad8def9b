"""A search: which documents have the words, and in which order (docs/adr/0016).

The database gives the list of each word, and they are put together here (search.postings): it would take several
times as long to group them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import Array
from search.documents import placed_under
from search.models import Document
from search.postings import NOTHING, Place, Postings, Texts, both, each_once, fetched, weighed
from search.question import Question, Reading
from search.rows import unpacked
from search.scoring import FULL

POPULARITY = 0.1
"""What the best seller gains on a product nobody bought, where the words alone give 0 to 1."""
SOLD_OUT = 0.1
"""What a product loses while nothing of it can be bought."""
OTHERWISE = 0.9
"""What words count that are read otherwise than they are typed: as one, as two, by another name."""
CONSIDERED = 1000
"""Documents whose stock and popularity are looked at, of those whose words fit best: what is further down would
not be moved to the first pages by the little these two weigh."""
SELECTIVE = 4
"""A word this many times rarer than all together is looked up first."""

WHOLE = FULL * FULL
"""What a text is given that could not fit better: the weight of a word by its impact. Whole numbers throughout."""
DOCUMENTS = Document._meta.db_table


@dataclass(frozen=True)
class Terms:
    """What to look for under a root. `any_word`: some of the words will do, the more of them the better."""

    root: int
    question: Question
    any_word: bool = False
    promoted: tuple[int, ...] = ()
    buried: tuple[int, ...] = ()

    def ranked(self) -> Array:
        """The pks of all the products found, in the order of their rank.

        Two queries: what the words say of each document, and the standing of the best; one more where something is
        promoted, or where documents are new to this process.
        """
        texts = self._texts() if self.question.readings else NOTHING
        products, is_here = placed_under(self.root, texts.documents)
        order = self._order(texts.of(is_here), products)
        return self._placed(products[order])

    def _order(self, texts: Texts, products: Array) -> Array:
        """Whoever has more of the words comes first where some will do; then by text, for the best with standing."""
        words = texts.found if self.any_word else np.zeros_like(texts.found)
        order = _from_the_best(words, texts.text, products)
        best = order[:CONSIDERED]
        score = texts.text[best] + standing_of(texts.documents[best])
        again = np.lexsort((products[best], -score, -words[best]))
        return np.concatenate((best[again], order[CONSIDERED:]))

    def _placed(self, products: Array) -> Array:
        """With what is promoted first and what is buried last."""
        if self.promoted:
            shown = Document.objects.filter(product__in=self.promoted, root=self.root)
            there = set(shown.values_list("product", flat=True))
            first = [pk for pk in self.promoted if pk in there]
            products = np.concatenate((first, products[~np.isin(products, first)])).astype(np.int64)
        if self.buried:
            is_buried = np.isin(products, [pk for pk in self.buried if pk not in self.promoted])
            products = np.concatenate((products[~is_buried], products[is_buried]))
        return products

    def _texts(self) -> Texts:
        """What has the words of any of the readings, each document as the reading says that fits it best."""
        lists = fetched({place for reading in self.question.readings for place in self._places(reading)})
        found = [
            self._read(reading, OTHERWISE if number else 1.0, lists)
            for number, reading in enumerate(self.question.readings)
        ]
        return found[0] if len(found) == 1 else each_once(found, np.maximum)

    def _places(self, reading: Reading) -> list[Place]:
        """Where to look for the words of a reading, the rarest first where all of them must be there."""
        if self.any_word:
            return [(slot.term, None) for slot in reading]
        rarest, *others = sorted(reading, key=lambda slot: slot.documents)
        whole = sum(slot.documents for slot in reading)
        among = rarest.term if rarest.documents * SELECTIVE < whole else None
        return [(rarest.term, None), *((slot.term, among) for slot in others)]

    def _read(self, reading: Reading, worth: float, lists: Mapping[Place, Postings]) -> Texts:
        weights = {slot.term: self.question.weight(slot) for slot in reading}
        whole = sum(self.question.weight(slot) for slot in reading)
        parts = {term: max(1, round(FULL * worth * weight / whole)) for term, weight in weights.items()}
        texts = [weighed(lists[place], parts[place[0]]) for place in self._places(reading)]
        if self.any_word:
            return each_once(texts, np.add)
        return reduce(both, texts)


def _from_the_best(words: Array, text: Array, products: Array) -> Array:
    """Places by words, then text, then product: sorted by the last and kept in order by the others.

    There are fewer than 32 words and no text is 2**27. NumPy sorts numbers of 16 bits in a fifth of the time.
    """
    rank = ((31 - words) << 27) | (2**27 - 1 - text)
    order = np.argsort(products, kind="stable")
    for part in (rank & 0xFFFF, rank >> 16):
        order = order[np.argsort(part.astype(np.uint16)[order], kind="stable")]
    return order


def standing_of(documents: Array) -> Array:
    """What stock and popularity add to the text of these documents. One query, none for none."""
    added = np.zeros(len(documents))
    if not len(documents):
        return added
    known, popularity, in_stock = _standings(documents)
    order = np.argsort(documents)
    places = order[np.searchsorted(documents[order], known)]
    added[places] = POPULARITY * WHOLE * popularity - np.where(in_stock, 0, SOLD_OUT * WHOLE)
    return added


def _standings(documents: Array) -> tuple[Array, Array, Array]:
    """Those of the documents that are still there, with their popularity, and whether there is something in stock."""
    if connection.vendor != "postgresql":
        rows = Document.objects.filter(pk__in=documents.tolist()).values_list("pk", "popularity", "in_stock")
        found = np.array(list(rows), dtype=np.float64).reshape(-1, 3)
        return found[:, 0].astype(np.int64), found[:, 1], found[:, 2] > 0
    with connection.cursor() as cursor:  # one parameter, where `in` would make a thousand, and one answer
        cursor.execute(STANDINGS, ["{" + ",".join(map(str, documents.tolist())) + "}"])
        numbers = unpacked(cursor.fetchone()[0])
    return numbers >> 32, (numbers >> 1 & 0xFFFF) / STEPS, numbers & 1 > 0


STEPS = 10_000
"""Popularity is kept to so many parts."""
STANDINGS = f"""
SELECT string_agg(int8send((id::bigint << 32) | (round(popularity * {STEPS})::bigint << 1) | in_stock::int), '')
FROM {DOCUMENTS} WHERE id = ANY(%s::int[])
"""  # noqa: S608 - our own table


def marks(values: Sequence[Any]) -> str:
    """Places for so many parameters; one that nothing equals for none."""
    return ", ".join(["%s"] * len(values)) or "NULL"
