"""Related rows that are at hand anyway: told to their owner, so that showing it asks the database for nothing.

What is told is found as if it had been prefetched, and grows stale as that does: tell it to an object that is shown
and then thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def tell(owner: Model, **rows: Iterable[Model]) -> None:
    """Let `owner.<name>.all()` be these rows, each name a relation of many. No query."""
    for name, some in rows.items():
        found: Any = getattr(owner, name).all()
        found._result_cache = list(some)
        found._prefetch_done = True
        _cache(owner)[name] = found


def forget(owner: Model, *names: str) -> None:
    """Have these relations, or all when none is named, read again."""
    cache = _cache(owner)
    for name in names or tuple(cache):
        cache.pop(name, None)


def _cache(owner: Any) -> dict[str, Any]:
    """What Django keeps prefetched rows in (`prefetch_related_objects`), by the name of the relation."""
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}
    cache: dict[str, Any] = owner._prefetched_objects_cache
    return cache
