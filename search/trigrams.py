"""The index by which PostgreSQL finds words that look alike: pg_trgm, made by the migration."""

from __future__ import annotations

from typing import Any

INDEX = "search_term_trigrams"


def make(apps: Any, schema_editor: Any) -> None:
    """The extension and the index. SQLite does without (search.spelling)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(f"CREATE INDEX {INDEX} ON search_term USING gin (stem gin_trgm_ops)")


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")
