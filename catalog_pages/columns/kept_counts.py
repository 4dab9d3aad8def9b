"""What was counted of long lists: a category near the root and a search for one word are asked for again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
MOST = 64
"""Lists whose counts are kept, those that were asked for last: some thirty kilobytes each."""
LONG = 2_000
"""Products from which a list is worth it: to count it takes some ten times as long as to look it up."""


class KeptCounts(Generic[Thing]):
    """Things made from the same goods and `words`, by what else they hang on. Safe to use from many threads.

    Goods do not change: where they do there are others, with none of these.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._words: object = None
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def get(self, key: Hashable, words: object, make: Callable[[], Thing]) -> Thing:
        with self._lock:
            if self._words is not words:
                self._words = words
                self._things.clear()
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            if self._words is words:
                self._things[key] = made
                while len(self._things) > MOST:
                    self._things.popitem(last=False)
        return made
