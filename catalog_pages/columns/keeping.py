"""The columns this process keeps, and how they follow what is committed.

What is kept is right as of the journal's last news (catalog_pages.page_cache.journal), and a list asks for news first:
one query, or none where the page cache has just asked for the same request. The products that the news name are
read again before the list is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from threading import Lock, RLock
from typing import cast

from django.db import connection
from wagtail.models import Site

from catalog_pages.columns.cards import Cards
from catalog_pages.columns.ragged import Array
from catalog_pages.columns.reading import NEVER, read_all_goods, read_goods, read_name_order
from catalog_pages.columns.table import Columns, Good, Table
from catalog_pages.columns.vocabulary import Vocabulary, read_vocabulary
from catalog_pages.page_cache.dependencies import ALL, PRODUCT, REREAD
from catalog_pages.page_cache.frame import frame
from catalog_pages.page_cache.journal import KEPT, Moment, News
from catalog_pages.page_cache.listening import hear_once, one_request, pages

VOCABULARY = "vocabulary"


@dataclass(frozen=True)
class Goods:
    """What a list is made from."""

    columns: Columns
    vocabulary: Vocabulary
    cards: Cards | None
    """What was made of them before, where that is kept."""
    turn: int
    """Of the cards, before the columns were looked at: a card made of these may be kept while it has not risen."""
    name_order: Callable[[], Array]
    """See `reading.read_name_order`. One query, or none where it is kept."""


class _Shop:
    """The goods of one site in one language."""

    def __init__(self) -> None:
        self.cards = Cards()
        self._changing = RLock()
        self._noting = Lock()
        self._pending: set[int] = set()
        self._table: Table | None = None
        self._columns: Columns | None = None
        self._edges: list[tuple[float, int]] = []
        self._name_order: Array | None = None

    def note(self, product: int) -> None:
        """It may have changed."""
        with self._noting:
            self._pending.add(product)
        self.cards.let_go_of(product)

    def columns(self, site: Site, check: Callable[[Sequence[Good]], None]) -> Columns:
        """As they are now. Five queries where products have changed, more for the first time.

        `check` is shown what is read, before anybody can list it.
        """
        with self._changing:
            self._note_edges()
            with self._noting:
                pending, self._pending = self._pending, set()
            try:
                if self._table is None or self._columns is None or self._table.is_ragged:
                    self._load(site, check)
                elif pending:
                    self._change(site, pending, check)
            except BaseException:
                with self._noting:
                    self._pending |= pending
                raise
            return cast(Columns, self._columns)

    def name_order(self) -> Array:
        """As read since a name last changed."""
        with self._changing:
            if self._name_order is None:
                self._name_order = read_name_order()
            return self._name_order

    def _load(self, site: Site, check: Callable[[Sequence[Good]], None]) -> None:
        edges: list[tuple[float, int]] = []

        def noted() -> Iterator[Sequence[Good]]:
            for goods in read_all_goods(site):
                check(goods)
                edges.extend((good.until, good.pk) for good in goods if good.until != NEVER)
                yield goods

        self._table = Table.of(noted())
        self._columns = self._table.columns()
        heapify(edges)
        self._edges = edges
        self._name_order = None

    def _change(self, site: Site, products: set[int], check: Callable[[Sequence[Good]], None]) -> None:
        table, columns = cast(Table, self._table), cast(Columns, self._columns)
        goods = read_goods(site, list(products))
        check(goods)
        if self._renames(columns, products, goods):
            self._name_order = None
        self._columns = table.change(columns, products, goods)
        for good in goods:
            if good.until != NEVER:
                heappush(self._edges, (good.until, good.pk))

    @staticmethod
    def _renames(columns: Columns, products: set[int], goods: list[Good]) -> bool:
        before = columns.rows_of(sorted(products))
        names = dict(zip(columns.products[before].tolist(), columns.names[before].tolist(), strict=True))
        return any(names.get(good.pk) != good.name for good in goods)

    def _note_edges(self) -> None:
        """A sale has begun or ended since."""
        now = time.time()
        while self._edges and self._edges[0][0] <= now:
            self.note(heappop(self._edges)[1])


class Keeper:
    """All that is kept. Hears the news of the journal from the page cache, which shares them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shops: dict[int, _Shop] = {}
        self._heard = 0.0

    def hear(self, _now: Moment, news: News) -> None:
        now = time.time()
        if self._heard and now - self._heard > KEPT.total_seconds() / 2:
            self.clear()  # the journal may have forgotten what was news meanwhile
        self._heard = now
        for _number, key in news:
            if key.startswith(PRODUCT):
                for shop in list(self._shops.values()):
                    shop.note(int(key.removeprefix(PRODUCT)))
            elif key == REREAD:
                self.clear()
            elif key == ALL:
                for shop in list(self._shops.values()):
                    shop.cards.let_go_of_all()

    def goods(self, site: Site) -> Goods:
        """What the site shows, as it is now.

        Within a transaction it is read anew each time and not kept, for nobody else may know of it yet.
        """
        if connection.in_atomic_block:
            columns = Table.of(read_all_goods(site)).columns()
            return Goods(columns, read_vocabulary(), None, 0, read_name_order)
        with one_request():
            hear_once()
            shop = self._shop(site.root_page.localized.pk)
            turn = shop.cards.turn
            columns = shop.columns(site, self._check_words)
            return Goods(columns, self.words(), shop.cards, turn, shop.name_order)

    def clear(self) -> None:
        with self._lock:
            self._shops.clear()
        frame.let_go()

    def _shop(self, root: int) -> _Shop:
        with self._lock:
            return self._shops.setdefault(root, _Shop())

    def words(self) -> Vocabulary:
        """What goods are described by. Four queries, or none where it is kept."""
        return frame.kept(VOCABULARY, read_vocabulary)

    def _check_words(self, goods: Sequence[Good]) -> None:
        """Read the words again where one is used that is new: nobody is told of a word before it is used."""
        known: Vocabulary | None = frame.known(VOCABULARY)
        if known is not None and not all(map(known.has_words_of, goods)):
            frame.let_go()


keeper = Keeper()
pages.listeners.append(keeper.hear)
