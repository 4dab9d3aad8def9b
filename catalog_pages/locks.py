"""The locks that serialise writes to trees: whoever moves a node of a tree holds the lock of that tree.

Nested sets (mptt) and materialised paths (treebeard) renumber many rows by what was read a moment before: two
writers at once corrupt them. On PostgreSQL each tree has an advisory lock, held to the end of the transaction;
take it before any row lock. On SQLite a transaction holds the one write lock from its start (the IMMEDIATE mode
of the settings), which serialises writers by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Any two numbers no other program uses in this database.
CATEGORY_TREE = 5_061_707_101
PAGE_TREE = 5_061_707_102


@contextmanager
def category_tree_lock() -> Iterator[None]:
    """A transaction that nobody else may write the category tree beside. Taking it again inside is free."""
    with _lock(CATEGORY_TREE):
        yield


@contextmanager
def page_tree_lock() -> Iterator[None]:
    """A transaction for writing the page tree in bulk, beside which no other such transaction runs."""
    with _lock(PAGE_TREE):
        yield


@contextmanager
def _lock(key: int) -> Iterator[None]:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
        yield
