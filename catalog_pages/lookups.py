"""Looking up thousands of rows by their keys, however large the tables are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

MANY = 100
"""Keys from which it matters how they are looked up."""
CHEAP_LOOKUPS = (
    "SELECT set_config('random_page_cost', '1.1', true), "
    "set_config('max_parallel_workers_per_gather', '0', true)"
)
TEXTS = {"postgresql": "SELECT unnest(%s::text[])", "sqlite": "SELECT value FROM json_each(%s)"}
CAPITALS = {
    "postgresql": "SELECT UPPER(text) FROM unnest(%s::text[]) AS text",
    "sqlite": "SELECT UPPER(value) FROM json_each(%s)",
}


@contextmanager
def looking_up(keys: int) -> Iterator[None]:
    """A transaction in which so many rows are looked up by their keys: where they are many, in indexes, one by one.

    PostgreSQL takes a read at random for four times as dear as one in order, as from disks that turn, and would go
    through whole tables for a thousandth of their rows, with the help of processors that others are busy on.
    """
    with transaction.atomic():
        if keys >= MANY and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(CHEAP_LOOKUPS)
        yield


def any_of(texts: Iterable[str], statement: Mapping[str, str] = TEXTS) -> RawSQL:
    """What a column is `in`, for thousands of texts: one parameter, and PostgreSQL looks each of them up in an index,
    where it would compare all rows with all of them.
    """
    is_postgres = connection.vendor == "postgresql"
    parameter = array_of_texts(texts) if is_postgres else json.dumps(list(texts))
    return RawSQL(statement[connection.vendor], [parameter])  # noqa: S611 - the statements above


def array_of_texts(texts: Iterable[str]) -> str:
    """What PostgreSQL reads as an array of these texts, whatever is in them: five times as fast as lists."""
    return "{" + ",".join(['"' + text.replace("\\", r"\\").replace('"', r"\"") + '"' for text in texts]) + "}"


def array_of_numbers(numbers: Iterable[int]) -> str:
    """The same of whole numbers."""
    return "{" + ",".join(map(str, numbers)) + "}"
