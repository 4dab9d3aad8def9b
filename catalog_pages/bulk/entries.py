"""The entries of modelsearch's PostgreSQL index, many at a time and in one statement: what its `add_bulk` writes.

Without its look at all entries for each batch: title_norm, the usual length of a title over this one's, is taken from
a thousand of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import CharField, F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, NullIf
from modelsearch.backends.database.postgres.postgres import ObjectIndexer, PostgresSearchBackend
from modelsearch.backends.database.postgres.weights import get_weight
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, FilterField

from catalog_pages.lookups import array_of_texts

WEIGHTS = "ABCD"
TEXTS = ("title", "body", "autocomplete", *WEIGHTS)
"""What an entry is made of: its title, all else, what is completed, and all else by weight."""
SPACE = " \t\n\r\f\v"

EMPTY = ("", "[]")
"""Rich text and streams that say nothing."""

INSERT = """
INSERT INTO {table} (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)
WITH made AS (
    SELECT key, title_text, body_text,
        setweight(to_tsvector({config} title_text), %s) AS title,
        to_tsvector(%s::regconfig, autocomplete) AS autocomplete,
        setweight(to_tsvector({config} a), 'A') || setweight(to_tsvector({config} b), 'B')
            || setweight(to_tsvector({config} c), 'C') || to_tsvector({config} d) AS body
    FROM ({texts}) AS texts (key, title_text, body_text, autocomplete, a, b, c, d)
), usual AS (
    SELECT COALESCE(
        (SELECT avg(length(title)) FROM (SELECT title FROM {table} WHERE length(title) > 0 LIMIT 1000) AS sample),
        (SELECT avg(length(title)) FROM made WHERE length(title) > 0)
    ) AS length
)
SELECT %s, key, title, autocomplete, body,
    CASE WHEN length(title) > 0 THEN usual.length / length(title) ELSE 1.0 END, title_text, body_text
FROM made, usual
ON CONFLICT (content_type_id, object_id) DO NOTHING
"""


def entries() -> Any:
    """The model of an entry."""
    return get_app_config().get_model("IndexEntry")


def add_entries(model: Any, keys: Sequence[int], backend: PostgresSearchBackend) -> None:
    """Index the objects with these keys that have no entry yet. Three queries at most.

    Those that are found by columns of letters alone are read by the database itself; rich text and streams with
    something in them are read here, as all is where a model is found by more than its columns.
    """
    objects = model.get_indexed_objects().filter(pk__in=keys).prefetch_related(None)
    fields = [field for field in model.get_search_fields() if not isinstance(field, FilterField)]
    columns = _columns(model, fields)
    if columns is not None:
        rich = [column.name for column in columns if hasattr(column, "get_searchable_content")]
        objects = objects.alias(**{f"{name}_said": Cast(name, TextField()) for name in rich})
        is_bare = Q(*(Q(**{f"{name}_said__in": EMPTY}) for name in rich))
        plain = [field for field in fields if field.field_name not in rich]
        _insert(model, backend, *_told_by_columns(objects.filter(is_bare), plain))
        objects = objects.exclude(is_bare) if rich else objects.none()
    told = list(objects)
    if told:
        _insert(model, backend, *_told_by_objects(told, fields, backend))


def _columns(model: type[Model], fields: Iterable[Any]) -> list[Any] | None:
    """The columns behind search fields, where each is one of letters."""
    try:
        columns = [model._meta.get_field(field.field_name) for field in fields]
    except FieldDoesNotExist:
        return None
    is_letters = [
        isinstance(column, CharField | TextField) or hasattr(column, "get_searchable_content")
        for column in columns
    ]
    return columns if all(is_letters) else None


def _told_by_columns(objects: QuerySet[Any], fields: Iterable[Any]) -> tuple[str, str, Sequence[Any]]:
    """The weight of titles, and a query of the texts of these objects with its parameters."""
    columns: dict[str, list[str]] = defaultdict(list)
    weight_of_title = WEIGHTS[-1]
    for field in fields:
        weight = "" if isinstance(field, AutocompleteField) else get_weight(field.boost)
        for text in _texts_with(field, weight):
            columns[text].append(field.field_name)
            weight_of_title = weight if text == "title" else weight_of_title
    joined = [
        Func(
            Value(" "),
            *(NullIf(Func(F(name), Value(SPACE), function="BTRIM"), Value("")) for name in columns[text]),
            Value(None, output_field=TextField()),  # it takes no less than one
            function="CONCAT_WS",
            output_field=TextField(),
        )
        for text in TEXTS
    ]
    told = objects.order_by().values_list(Cast("pk", TextField()), *joined)
    return (weight_of_title, *told.query.sql_with_params())


def _told_by_objects(
    objects: Iterable[Any], fields: Sequence[Any], backend: PostgresSearchBackend
) -> tuple[str, str, Sequence[Any]]:
    """The same, of what the objects say themselves."""
    texts: dict[str, list[str]] = defaultdict(list)
    weight_of_title = WEIGHTS[-1]
    for each in objects:
        indexer = ObjectIndexer(each, backend)
        own: dict[str, list[str]] = defaultdict(list)
        for field in fields:
            for part, weight, text in indexer.prepare_field(each, field):
                said = text.strip().replace("\x00", "")
                for name in _texts_with(part, weight):
                    own[name].append(said)
                    weight_of_title = weight if name == "title" else weight_of_title
        texts["key"].append(str(each.pk))
        for name in TEXTS:
            texts[name].append(" ".join(filter(None, own[name])))
    arrays = [array_of_texts(texts[name]) for name in ("key", *TEXTS)]
    marks = ", ".join(["%s::text[]"] * len(arrays))
    return weight_of_title, f"SELECT * FROM unnest({marks})", arrays  # noqa: S608 - nothing but marks


def _texts_with(field: Any, weight: str) -> tuple[str, ...]:
    """Which of TEXTS a search field of this weight goes into."""
    if isinstance(field, AutocompleteField):
        return ("autocomplete",)
    return ("title",) if field.field_name == "title" else ("body", weight)


def _insert(
    model: type[Model],
    backend: PostgresSearchBackend,
    weight_of_title: str,
    texts: str,
    parameters: Sequence[Any],
) -> None:
    table = connection.ops.quote_name(entries()._meta.db_table)
    config = "%s::regconfig," if backend.config else ""
    configs = [backend.config] if backend.config else []
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(table=table, config=config, texts=texts),
            [
                *configs,
                weight_of_title,
                backend.autocomplete_config,
                *configs * len(WEIGHTS),
                *parameters,
                ContentType.objects.get_for_model(model).pk,
            ],
        )
