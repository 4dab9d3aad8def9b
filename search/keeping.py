"""What this process keeps of the index: what is read again and again, until it changes.

It is right as of the journal's last news (catalog_pages.page_cache.journal), which a search hears first. Every change
of what words say tells of WORDS and lets go of it all: to read it again takes what it took before.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from catalog_pages.page_cache.journal import Moment, News
from catalog_pages.page_cache.listening import hear_once, pages
from search.packing import TYPICAL, Packed

WORDS = "search:words"
"""The key that tells of any change of what words say of documents."""
STANDING = "search:standing:"
"""With a document's pk, the key that tells of a change of its stock or popularity."""
MOST_BYTES, MOST_OF_EACH = 6_000_000, 60
"""Of lists that are kept at most, and how many for each document where that is more."""
OVERHEAD = 600
"""Bytes that a list takes without any posting."""
SHORT = 5_000
"""A list of so many postings is worth reading whole, where a part of it would do."""
OFTEN = 2
"""A longer one is when it was asked for so many times."""
MOST_COUNTED = 10_000

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Kept(Generic[Key, Thing]):
    """Things asked for last that hang on the words of the index. Safe to use from many threads.

    Whoever makes one has it `hear` the news.
    """

    def __init__(self, most: int, size_of: Callable[[Thing], int] = lambda thing: 1) -> None:
        self.most = most
        """All of them together are no larger."""
        self._size_of = size_of
        self._lock = Lock()
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._size = 0
        self.turn = 0
        """Rises when they are let go of: what was read before is not kept then."""

    def fits(self, size: int) -> bool:
        """Whether a thing of this size is kept: none is larger than half of all."""
        return size <= self.most // 2

    def kept(self, key: Key, make: Callable[[], Thing]) -> Thing:
        """What `make` gave since anything it hangs on changed. Within a transaction it is made anew and not kept."""
        if connection.in_atomic_block:
            return make()
        hear_once()
        turn, found = self.turn, self.get([key])
        if key in found:
            return found[key]
        made = make()
        self.keep({key: made}, turn)
        return made

    def get(self, keys: Iterable[Key]) -> dict[Key, Thing]:
        """What is kept of these."""
        with self._lock:
            found = {key: self._things[key] for key in keys if key in self._things}
            for key in found:
                self._things.move_to_end(key)
            return found

    def keep(self, things: Mapping[Key, Thing], turn: int) -> None:
        """Keep what was read since `turn`."""
        with self._lock:
            if turn != self.turn:
                return
            for key, thing in things.items():
                if key not in self._things and self.fits(self._size_of(thing)):
                    self._things[key] = thing
                    self._size += self._size_of(thing)
            while self._size > self.most:
                _key, thing = self._things.popitem(last=False)
                self._size -= self._size_of(thing)

    def let_go(self) -> None:
        with self._lock:
            self.turn += 1
            self._things.clear()
            self._size = 0

    def hear(self, _now: Moment, news: News) -> None:
        if any(self.hang_on(key) for _number, key in news):
            self.let_go()

    def hang_on(self, key: str) -> bool:
        """Whether things are true no longer once the journal tells of this key."""
        return key == WORDS


class KeptInOrder(Kept[Key, Thing]):
    """Things that hang on how documents stand as well, for they are in its order: let go of with every standing."""

    def hang_on(self, key: str) -> bool:
        return super().hang_on(key) or key.startswith(STANDING)


class Lists(Kept[int, Packed]):
    """The postings of words, by the keys of their terms. Sizes are in bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        super().__init__(most, lambda postings: postings.size + OVERHEAD)
        self._asked: Counter[int] = Counter()

    def is_wanted_whole(self, term: int, documents: int) -> bool:
        """Whether all of a list shall be read, though a part would do: it is kept, SHORT, or was asked for OFTEN.

        `documents` is about how long it is.
        """
        with self._lock:
            if term in self._things or documents <= SHORT:
                return True
            if not self.fits(typical_size(documents)):
                return False
            if len(self._asked) >= MOST_COUNTED:
                self._asked.clear()
            self._asked[term] += 1
            return self._asked[term] >= OFTEN

    def let_go(self) -> None:
        super().let_go()
        self._asked.clear()


def typical_size(documents: int) -> int:
    """About how many bytes the list of a word takes that so many documents have."""
    return round(documents * TYPICAL) + OVERHEAD


lists = Lists()
pages.listeners.append(lists.hear)
