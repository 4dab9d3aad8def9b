"""Looking up thousands of rows by their keys, however large the tables are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

MANY = 100
"""Keys from which it matters how they are looked up."""
CHEAP_LOOKUPS = "SELECT set_config('random_page_cost', '1.1', true), set_config('max_parallel_workers_per_gather', '0', true)"


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
