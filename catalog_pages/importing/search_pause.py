"""Keeps the search index out of the way while many rows are written, and brings it up to date afterwards.

Indexing a single row costs a count over the whole index, so that writing n rows one by one costs n squared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from catalog_pages.renewal import renewal_paused

BATCH = 500


@contextmanager
def search_index_paused() -> Iterator[None]:
    """What is saved meanwhile in this process does not reach the indexes: before the end call `index_rows` for
    pages and pictures, `reindex` for products."""
    paused = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with renewal_paused():
            yield
    finally:
        for model in paused:
            post_save.connect(post_save_signal_handler, sender=model)


def index_rows(model: type[Model], keys: Iterable[int]) -> None:
    """Bring the index up to date for the rows of an indexed model, BATCH at a time."""
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), BATCH):
        rows = list(model.get_indexed_objects().filter(pk__in=ordered[start : start + BATCH]))  # type: ignore[attr-defined]
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, rows)
