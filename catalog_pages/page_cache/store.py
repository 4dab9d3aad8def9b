"""The pages this process keeps, and what it knows of the journal."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from catalog_pages.page_cache.dependencies import ALL
from catalog_pages.page_cache.journal import Moment, News, news_since

REMEMBERED = 20_000
"""Rows of the journal that are remembered, for pages put together meanwhile."""
OVERHEAD = 2_000
"""Bytes that a kept page takes beside its body."""


@dataclass(frozen=True)
class KeptPage:
    """An answer as it goes out to everybody. `expires` in seconds since the epoch.

    `body` is compressed by gzip, `length` and `digest` are of what it was before.
    """

    body: bytes
    length: int
    headers: tuple[tuple[str, str], ...]
    digest: str
    keys: frozenset[str]
    expires: float

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD + 100 * len(self.keys)


class PageStore:
    """Safe to use from many threads. No query but that of `look_at_journal`, which is made without the lock."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = Lock()
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)
        self._bytes = 0
        self._first: Moment | None = None
        self._known: Moment | None = None
        self._news: deque[tuple[int, str]] = deque()
        self._forgotten = 0
        self._being_made: dict[str, Event] = {}
        self.listeners: list[Callable[[Moment, News], None]] = []
        """Told the news too: whatever else is kept in this process."""

    def look_at_journal(self) -> Moment:
        """Let go of every page that what has committed by now makes untrue; returns that moment. One query."""
        now, news = news_since(self._known)
        with self._lock:
            if self._first is None:
                self._first = now
            for number, key in news:
                self._let_go_of_key(key)
                self._news.append((number, key))
            while len(self._news) > REMEMBERED:
                self._forgotten = max(self._forgotten, self._news.popleft()[0])
            for hear in self.listeners:
                hear(now, news)
            if self._known is None or now.high >= self._known.high:
                self._known = now
        return now

    def get(self, address: str, now: float) -> KeptPage | None:
        """The page kept for this address; true as of the last `look_at_journal` of the caller."""
        with self._lock:
            page = self._pages.get(address)
            if page is None:
                return None
            if page.expires <= now:
                self._let_go(address)
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: str, page: KeptPage, began: Moment) -> bool:
        """Keep a page that began to be put together at `began`, unless what it shows has changed since."""
        with self._lock:
            if page.size > self.most_bytes or not self._is_true(page.keys, began):
                return False
            self._let_go(address)
            self._pages[address] = page
            self._bytes += page.size
            for key in page.keys:
                self._by_key[key].add(address)
            while self._bytes > self.most_bytes:
                self._let_go(next(iter(self._pages)))
            return True

    def begin(self, address: str) -> Event | None:
        """None: it is the caller's to make the page, and then to call `end`. Else what to wait for."""
        with self._lock:
            if address in self._being_made:
                return self._being_made[address]
            self._being_made[address] = Event()
            return None

    def end(self, address: str) -> None:
        """The page is made, or could not be: whoever waits for it may go on."""
        with self._lock:
            self._being_made.pop(address).set()

    def clear(self) -> None:
        """Keep nothing and know nothing."""
        with self._lock:
            self._pages.clear()
            self._by_key.clear()
            self._news.clear()
            self._bytes = 0
            self._first = self._known = None
            self._forgotten = 0

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def bytes_kept(self) -> int:
        return self._bytes

    def _is_true(self, keys: frozenset[str], began: Moment) -> bool:
        if self._first is None or not began.is_not_before(self._first) or began.low <= self._forgotten:
            return False  # something may have changed that is not remembered here
        return not any(
            (key in keys or key == ALL) and not began.includes(number) for number, key in self._news
        )

    def _let_go_of_key(self, key: str) -> None:
        addresses = list(self._pages) if key == ALL else list(self._by_key.get(key, ()))
        for address in addresses:
            self._let_go(address)

    def _let_go(self, address: str) -> None:
        page = self._pages.pop(address, None)
        if page is None:
            return
        self._bytes -= page.size
        for key in page.keys:
            addresses = self._by_key[key]
            addresses.discard(address)
            if not addresses:
                del self._by_key[key]
