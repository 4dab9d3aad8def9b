"""What the frame of every page shows, kept in this process until it changes: menus, settings, words, terms of sale.

Whatever is kept here is let go of with the journal's keys `all` and `terms` (see `dependencies`), so it may hold what
these stand for and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection

from catalog_pages.page_cache.dependencies import ALL, TERMS
from catalog_pages.page_cache.journal import Moment, News
from catalog_pages.page_cache.listening import has_heard, hear_once, pages, remembered

Thing = TypeVar("Thing")
MISSING = object()
MOST = 5_000
"""Things kept: a shop that answers to any host name would keep its menu for each that is tried."""


class Frame:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[Hashable, Any] = {}
        self._turn = 0

    def kept(self, key: Hashable, make: Callable[[], Thing], *, is_written_here: bool = True) -> Thing:
        """What `make` gave since anything of the frame last changed; nobody may change it.

        Within a transaction it is made anew, for nobody else may know of it yet, and remembered by the request alone;
        unless the caller knows that this transaction writes nothing of it (`is_written_here` False), and the request
        has heard what others wrote.
        """
        if connection.in_atomic_block and (is_written_here or not has_heard()):
            return _made_for_request(key, make)
        hear_once()
        turn = self._turn
        found = self._kept.get(key, MISSING)
        if found is not MISSING:
            return cast(Thing, found)
        made = make()
        with self._lock:
            if turn == self._turn:
                if len(self._kept) >= MOST:
                    self._kept = {}
                self._kept[key] = made
        return made

    def known(self, key: Hashable) -> Any:
        """What is kept, or None. No query."""
        return self._kept.get(key)

    def let_go(self) -> None:
        with self._lock:
            self._turn += 1
            self._kept = {}

    def hear(self, _now: Moment, news: News) -> None:
        if any(key in (ALL, TERMS) for _number, key in news):
            self.let_go()


def _made_for_request(key: Hashable, make: Callable[[], Thing]) -> Thing:
    memory = remembered()
    if memory is None:
        return make()
    if key not in memory:
        memory[key] = make()
    return cast(Thing, memory[key])


frame = Frame()
pages.listeners.append(frame.hear)
