"""The search indexes after a bulk write: what they lack is added, once, at the end."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelsearch.conf import get_app_config

from catalog_pages.importing.search_pause import BATCH, index_rows
from catalog_pages.models import CategoryPage, Product, ProductPage

INDEXED: tuple[type[Model], ...] = (Product, CategoryPage, ProductPage)


def catch_up(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index the goods and pages that no index knows; how many there were. Two queries a model where there are none.

    Rows that are known are taken to be known rightly. `progress` is told (done, total) in rows.
    """
    unknown = {model: _unknown(model) for model in INDEXED}
    total = sum(map(len, unknown.values()))
    done = 0
    for model, keys in unknown.items():
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            index_rows(model, batch)
            done += len(batch)
            progress(done, total)
    return total


def _unknown(model: type[Model]) -> list[int]:
    """Keys of rows without an entry, smallest first."""
    content_type = ContentType.objects.get_for_model(model)
    entries = get_app_config().get_model("IndexEntry")
    known = set(entries.objects.filter(content_type=content_type).values_list("object_id", flat=True))
    return [
        key
        for key in model._default_manager.order_by("pk").values_list("pk", flat=True)
        if str(key) not in known
    ]
