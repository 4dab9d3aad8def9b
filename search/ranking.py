"""A search: which documents have the words, and in which order (docs/adr/0016).

The database gives the list of each word, and they are put together here (search.postings): it would take several
times as long to group them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from catalog_pages.columns.ragged import Array
from search.documents import STEPS, placed_under, standings_of
from search.models import Document
from search.packing import Postings
from search.postings import NOTHING, Place, Texts, both, each_once, fetched, weighed, where_to_read
from search.question import Question, Reading
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

WHOLE = FULL * FULL
"""What a text is given that could not fit better: the weight of a word by its impact. Whole numbers throughout."""


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

        Two queries: what the words say of each document, and the standing of the best; none where this process
        keeps what was asked for. One more where something is promoted, or documents are new to this process.
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
        readings = [(reading, self._places(reading)) for reading in self.question.readings]
        read = fetched({place for _reading, places in readings for place in places})
        found = [
            self._read(reading, [(place[0], read[place]) for place in places], OTHERWISE if number else 1.0)
            for number, (reading, places) in enumerate(readings)
        ]
        return found[0] if len(found) == 1 else each_once(found, np.maximum)

    def _places(self, reading: Reading) -> list[Place]:
        """Where to look for the words of a reading, the rarest first where all of them must be there."""
        if self.any_word:
            return [(slot.term, None) for slot in reading]
        places, _any = where_to_read([(slot.term, slot.documents) for slot in reading])
        return places

    def _read(self, reading: Reading, lists: Sequence[tuple[int, Postings]], worth: float) -> Texts:
        weights = {slot.term: self.question.weight(slot) for slot in reading}
        whole = sum(self.question.weight(slot) for slot in reading)
        texts = [
            weighed(postings, max(1, round(FULL * worth * weights[term] / whole))) for term, postings in lists
        ]
        if self.any_word:
            return each_once(texts, np.add)
        return reduce(both, texts)


def _from_the_best(words: Array, text: Array, products: Array) -> Array:
    """Places by words, then text, then product: sorted by the last and kept in order by the others.

    There are fewer than 32 words and no text is 2**27. NumPy sorts numbers of 16 bits in a fifth of the time.
    """
    rank = ((31 - words.astype(np.int64)) << 27) | (2**27 - 1 - text)
    order = np.argsort(products, kind="stable")
    for part in (rank & 0xFFFF, rank >> 16):
        order = order[np.argsort(part.astype(np.uint16)[order], kind="stable")]
    return order


def standing_of(documents: Array) -> Array:
    """What stock and popularity add to the text of these documents. No query where their standing is kept."""
    standings = standings_of(documents)
    is_sold_out = standings & 1 == 0
    return POPULARITY * WHOLE * (standings >> 1) / STEPS - np.where(is_sold_out, SOLD_OUT * WHOLE, 0)


def marks(values: Sequence[Any]) -> str:
    """Places for so many parameters; one that nothing equals for none."""
    return ", ".join(["%s"] * len(values)) or "NULL"
