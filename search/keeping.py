"""What this process keeps of the index: the lists of words that are asked for again and again.

They are right as of the journal's last news (catalog_pages.page_cache.journal), which a search hears first. Every
change of what words say tells of WORDS and lets go of them all: to read them again takes what it took before.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from catalog_pages.columns.ragged import Array
from catalog_pages.page_cache.journal import Moment, News
from catalog_pages.page_cache.listening import pages

WORDS = "search:words"
"""The key that tells of any change of what words say of documents."""
STANDINGS = "search:standings"
"""The key that tells of any change of a document's stock or popularity."""
MOST_POSTINGS = 1_000_000
"""Six bytes each."""
OVERHEAD = 100
"""Postings that take as much as a list without any."""
OFTEN = 3
"""A word that was asked for so many times is worth reading whole, where a part of it would do."""
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Postings:
    """The documents that have a word, in order, and what it says of each."""

    documents: Array
    impacts: Array

    def __len__(self) -> int:
        return len(self.documents)


class Lists:
    """The lists asked for last. Safe to use from many threads."""

    def __init__(self, most: int = MOST_POSTINGS) -> None:
        self._most = most
        self._lock = Lock()
        self._lists: OrderedDict[int, Postings] = OrderedDict()
        self._asked: Counter[int] = Counter()
        self._size = 0
        self.turn = 0
        """Rises when the lists are let go of: what was read before is not kept then."""

    def get(self, terms: Iterable[int]) -> dict[int, Postings]:
        """Those of these terms that are kept."""
        with self._lock:
            found = {term: self._lists[term] for term in terms if term in self._lists}
            for term in found:
                self._lists.move_to_end(term)
            return found

    def is_wanted_whole(self, term: int, documents: int) -> bool:
        """Whether all of a list shall be read, though a part would do: it is kept, or was asked for OFTEN.

        `documents` is about how long it is.
        """
        with self._lock:
            if term in self._lists:
                return True
            if documents + OVERHEAD > self._most // 2:
                return False
            if len(self._asked) >= MOST_COUNTED:
                self._asked.clear()
            self._asked[term] += 1
            return self._asked[term] >= OFTEN

    def keep(self, lists: Mapping[int, Postings], turn: int) -> None:
        """Keep lists that were read since `turn`."""
        with self._lock:
            if turn != self.turn:
                return
            for term, postings in lists.items():
                size = len(postings) + OVERHEAD
                if size <= self._most // 2 and term not in self._lists:
                    self._lists[term] = postings
                    self._size += size
            while self._size > self._most:
                _term, postings = self._lists.popitem(last=False)
                self._size -= len(postings) + OVERHEAD

    def let_go(self) -> None:
        with self._lock:
            self.turn += 1
            self._lists.clear()
            self._asked.clear()
            self._size = 0

    def hear(self, _now: Moment, news: News) -> None:
        if any(key == WORDS for _number, key in news):
            self.let_go()


lists = Lists()
pages.listeners.append(lists.hear)
