"""The search indexes after a bulk write: what they lack is added, once, at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from modelsearch.backends import get_search_backends
from modelsearch.backends.database.postgres.postgres import ObjectIndexer, PostgresSearchBackend
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, FilterField

from catalog_pages.bulk.processes import in_batches
from catalog_pages.bulk.rows import tell_planner
from catalog_pages.finding import finder
from catalog_pages.importing.search_pause import index_rows
from catalog_pages.models import CategoryPage, ProductPage

INDEXED: tuple[type[Model], ...] = (CategoryPage, ProductPage)
BATCH = 1_000
WEIGHTS = "ABCD"


def catch_up(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index the goods and pages that no index knows; how many there were. Three queries where there are none.

    Rows that are known are taken to be known rightly. `progress` is told (done, total) in rows.
    """
    unknown = {model: _unknown(model) for model in INDEXED}
    total = sum(map(len, unknown.values()))
    before = 0
    for model, keys in unknown.items():
        told = partial(_tell, progress, before, total)
        in_batches(partial(_index, model), keys, size=BATCH, progress=told)
        before += len(keys)
    if total:
        tell_planner(get_app_config().get_model("IndexEntry"))
    return total + finder().catch_up(progress)


def _tell(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _unknown(model: type[Model]) -> list[int]:
    """Keys of rows without an entry, smallest first."""
    content_type = ContentType.objects.get_for_model(model)
    entries = get_app_config().get_model("IndexEntry")
    known = set(entries.objects.filter(content_type=content_type).values_list("object_id", flat=True))
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    return [key for key in keys if str(key) not in known]


def _index(model: Any, keys: Sequence[int]) -> None:
    backends = list(get_search_backends(with_auto_update=True))
    if not all(isinstance(backend, PostgresSearchBackend) for backend in backends):
        index_rows(model, keys)
        return
    rows = list(model.get_indexed_objects().filter(pk__in=keys))
    for backend in backends:
        _insert(model, rows, backend)


INSERT = """
INSERT INTO {table} (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)
WITH made AS (
    SELECT key, title_text, body_text,
        setweight(to_tsvector({config} title_text), %(title_weight)s) AS title,
        to_tsvector(%(autocomplete_config)s::regconfig, autocomplete) AS autocomplete,
        setweight(to_tsvector({config} a), 'A') || setweight(to_tsvector({config} b), 'B')
            || setweight(to_tsvector({config} c), 'C') || to_tsvector({config} d) AS body
    FROM unnest(%(key)s::text[], %(title)s::text[], %(body)s::text[], %(autocomplete)s::text[],
        %(A)s::text[], %(B)s::text[], %(C)s::text[], %(D)s::text[])
        AS texts (key, title_text, body_text, autocomplete, a, b, c, d)
), usual AS (
    SELECT COALESCE(
        (SELECT avg(length(title)) FROM (SELECT title FROM {table} WHERE length(title) > 0 LIMIT 1000) AS sample),
        (SELECT avg(length(title)) FROM made WHERE length(title) > 0)
    ) AS length
)
SELECT %(content_type)s, key, title, autocomplete, body,
    CASE WHEN length(title) > 0 THEN usual.length / length(title) ELSE 1.0 END, title_text, body_text
FROM made, usual
ON CONFLICT (content_type_id, object_id) DO NOTHING
"""


def _insert(model: Any, rows: Sequence[Any], backend: Any) -> None:
    """What modelsearch's `add_bulk` writes, in one statement of constant text and without its look at all entries.

    Its title_norm, the usual length of a title over this one's, is taken from a thousand entries instead of all,
    which each of its batches averages over again.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    title_weight = WEIGHTS[-1]
    fields = [field for field in model.get_search_fields() if not isinstance(field, FilterField)]
    for row in rows:
        indexer = ObjectIndexer(row, backend)
        own: dict[str, list[str]] = defaultdict(list)
        for field in fields:
            for part, weight, text in indexer.prepare_field(row, field):
                text = text.strip().replace("\x00", "")
                if isinstance(part, AutocompleteField):
                    own["autocomplete"].append(text)
                elif part.field_name == "title":
                    title_weight = weight
                    own["title"].append(text)
                elif text:
                    own["body"].append(text)
                    own[weight].append(text)
        texts["key"].append(str(row.pk))
        for name in ("title", "body", "autocomplete", *WEIGHTS):
            texts[name].append(" ".join(own[name]))
    table = connection.ops.quote_name(get_app_config().get_model("IndexEntry")._meta.db_table)
    config = "%(config)s::regconfig," if backend.config else ""
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(table=table, config=config),
            {
                **texts,
                "config": backend.config,
                "autocomplete_config": backend.autocomplete_config,
                "title_weight": title_weight,
                "content_type": ContentType.objects.get_for_model(model).pk,
            },
        )
