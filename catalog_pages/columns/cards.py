"""Cards that were made for lists: those shown last as they are, and many more packed."""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from catalog_pages.listing.cards import ProductCard

MOST_CARDS = 1_000
"""Some five kilobytes each, with what they look like."""
MOST_PACKED = 20_000
"""Half a kilobyte each or less: to unpack one takes a fifth of what making it does."""
WINDOW = 13
"""The logarithm of how far back packing looks: a card and what it is likened to fit in."""

Key = tuple[int, str]
"""A product, and the size of the pictures."""


class Cards:
    """Cards by what they were made for. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cards: OrderedDict[Key, ProductCard] = OrderedDict()
        self._packed: OrderedDict[Key, bytes] = OrderedDict()
        self._alike = b""
        """A card like all others: of each only the difference is packed."""
        self._sizes: set[str] = set()
        self.turn = 0
        """Rises when anything is let go of: what was read before is not kept then."""

    def get(self, product: int, size: str) -> ProductCard | None:
        key = product, size
        with self._lock:
            card = self._cards.get(key)
            if card is not None:
                self._cards.move_to_end(key)
                return card
            packed, turn = self._packed.get(key), self.turn
            if packed is None:
                return None
            self._packed.move_to_end(key)
        card = self._unpack(packed)
        self.keep(product, size, card, turn)
        return card

    def keep(self, product: int, size: str, card: ProductCard, turn: int) -> None:
        """Keep a card for which everything was read since `turn`."""
        with self._lock:
            if turn != self.turn:
                return
            self._sizes.add(size)
            self._cards[product, size] = card
            while len(self._cards) > MOST_CARDS:
                key, oldest = self._cards.popitem(last=False)
                is_packed = key in self._packed
                self._packed[key] = self._packed.pop(key) if is_packed else self._pack(oldest)
            while len(self._packed) > MOST_PACKED:
                self._packed.popitem(last=False)

    def let_go_of(self, product: int) -> None:
        with self._lock:
            self.turn += 1
            for size in self._sizes:
                self._cards.pop((product, size), None)
                self._packed.pop((product, size), None)

    def let_go_of_all(self) -> None:
        with self._lock:
            self.turn += 1
            self._cards.clear()
            self._packed.clear()

    def _pack(self, card: ProductCard) -> bytes:
        """With what it looks like, as far as it was shown."""
        whole = pickle.dumps(card, pickle.HIGHEST_PROTOCOL)
        self._alike = self._alike or whole
        packing = zlib.compressobj(level=1, wbits=WINDOW, zdict=self._alike)
        return packing.compress(whole) + packing.flush()

    def _unpack(self, packed: bytes) -> ProductCard:
        whole = zlib.decompressobj(WINDOW, self._alike).decompress(packed)
        return cast("ProductCard", pickle.loads(whole))  # noqa: S301 - packed here, and never out of the process
