"""The search indexes after a bulk write: what they lack is added, once, at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelsearch.backends import get_search_backends
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from catalog_pages.bulk.aside import filling, is_filled
from catalog_pages.bulk.entries import add_entries, entries
from catalog_pages.bulk.processes import in_batches
from catalog_pages.bulk.rows import tell_planner
from catalog_pages.finding import finder
from catalog_pages.importing.search_pause import index_rows
from catalog_pages.models import CategoryPage, ProductPage

INDEXED: tuple[type[Model], ...] = (CategoryPage, ProductPage)
BATCH = 1_000


def catch_up(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index the goods and pages that no index knows; how many there were. Three queries where there are none.

    Rows that are known are taken to be known rightly. `progress` is told (done, total) in rows.
    """
    unknown = {model: _unknown(model) for model in INDEXED}
    total = sum(map(len, unknown.values()))
    before = 0
    with filling(entries(), when=is_filled(new=total, there=entries().objects.count())):
        for model, keys in unknown.items():
            told = partial(_tell, progress, before, total)
            in_batches(partial(_index, model), keys, size=BATCH, progress=told)
            before += len(keys)
        if total:
            tell_planner(entries())
    return total + finder().catch_up(progress)


def _tell(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _unknown(model: type[Model]) -> list[int]:
    """Keys of rows without an entry, smallest first."""
    content_type = ContentType.objects.get_for_model(model)
    known = set(entries().objects.filter(content_type=content_type).values_list("object_id", flat=True))
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    return [key for key in keys if str(key) not in known]


def _index(model: Any, keys: Sequence[int]) -> None:
    backends = list(get_search_backends(with_auto_update=True))
    if not all(isinstance(backend, PostgresSearchBackend) for backend in backends):
        index_rows(model, keys)
        return
    for backend in backends:
        add_entries(model, keys, backend)
