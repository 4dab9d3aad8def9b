"""Statements that PostgreSQL plans once for a connection, and not each time (docs/adr/0024).

To plan a query of four tables takes PostgreSQL longer than to answer it from their indexes. psycopg has a statement
prepared on the server once a connection has sent it PREPARE_THRESHOLD times in the same words, and keeps the hundred
that were sent last. So only what is always said in the same words is worth it: values are sent beside them.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor


class PreparedCursor(ServerBindingCursor):
    """Django's cursor of values sent beside the statement, which knows what it sent: a log of queries shows it."""

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)  # type: ignore[misc]


def is_preparing(connection: BaseDatabaseWrapper) -> bool:
    """Whether statements are prepared: on PostgreSQL, unless the setting PREPARED_STATEMENTS says no."""
    options = connection.settings_dict["OPTIONS"]
    return connection.vendor == "postgresql" and options.get("prepare_threshold") is not None


def prepared_cursor(connection: BaseDatabaseWrapper) -> Any:
    """A cursor like `connection.cursor()`, whose statements are prepared where that is done.

    It takes one statement at a time, whose text depends on no value.
    """
    if not is_preparing(connection):
        return connection.cursor()
    connection.ensure_connection()
    raw: Any = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, PreparedCursor
    try:
        return connection.cursor()
    finally:
        raw.cursor_factory = usual


class Preparing:
    """A connection whose cursors are `prepared_cursor`s, for those who open them by themselves."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def cursor(self) -> Any:
        return prepared_cursor(self._connection)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
