"""Orders of the made-up goods, the popular ones more often. Placed and fulfilled by the shop's own functions."""

from __future__ import annotations

from collections.abc import Callable


def load_orders(count: int, *, products: int, seed: int, progress: Callable[[int, int], None]) -> int:
    return 0
