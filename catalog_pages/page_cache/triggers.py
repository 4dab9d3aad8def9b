"""Has the database itself write the journal, in the transaction of each change, whoever makes it and however.

Installed after every `migrate`: on SQLite a migration that rebuilds a table takes its triggers away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from django.db import connections, transaction

from catalog_pages.models import Change
from catalog_pages.page_cache.journal import SILENCE
from catalog_pages.page_cache.watches import DELETE, INSERT, UPDATE, Watch, watches

PREFIX = "page_cache_"
JOURNAL = Change._meta.db_table
ROWS = {INSERT: ("NEW",), UPDATE: ("OLD", "NEW"), DELETE: ("OLD",)}
Named = tuple[str, str, str]
"""A trigger's name, its table, the SQL that makes it."""


def install(using: str = "default", **_kwargs: Any) -> None:
    """Bring the triggers up to date. One query where they are (two on PostgreSQL for the list of tables)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if JOURNAL not in tables:
            return
        there = dict(_installed(cursor, connection.vendor))
        wanted = [each for each in _wanted(connection) if each[1] in tables]
        if there == {name: table for name, table, _sql in wanted}:
            return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, table in there.items():
            _drop(cursor, connection.vendor, name, table)
        for _name, _table, sql in wanted:
            cursor.execute(sql)


def _installed(cursor: Any, vendor: str) -> list[tuple[str, str]]:
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE %s AND pg_table_is_visible(pg_class.oid)",
            [f"{PREFIX}%"],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
        )
    return cursor.fetchall()


def _drop(cursor: Any, vendor: str, name: str, table: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"; DROP FUNCTION "{name}"()')
    else:
        cursor.execute(f'DROP TRIGGER "{name}"')


def _wanted(connection: Any) -> Iterator[Named]:
    for watch in watches():
        for event in watch.events:
            make = _postgresql if connection.vendor == "postgresql" else _sqlite
            body = make(watch, event)
            name = f"{PREFIX}{crc32(f'{watch.table}{event}{body}'.encode()):08x}"
            yield name, watch.table, body.replace("{name}", name)


def _postgresql(watch: Watch, event: str) -> str:
    """A function and its trigger: a row is looked at only where its columns differ, and nobody tells of it himself."""
    changed = f" AND ({_differs(watch.columns, 'IS DISTINCT FROM')})" if event == UPDATE else ""
    condition = _condition(watch, event, "IS DISTINCT FROM")
    return (
        'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"INSERT INTO {JOURNAL} (transaction, key) "
        "SELECT DISTINCT pg_current_xact_id()::text::bigint, found.k "
        f"FROM ({_keys(watch, event)}) AS found WHERE found.k IS NOT NULL AND ({condition}) "
        "ON CONFLICT DO NOTHING; RETURN NULL; END $$; "
        f'CREATE TRIGGER "{{name}}" AFTER {event} ON "{watch.table}" FOR EACH ROW '
        f"WHEN (COALESCE(current_setting('{SILENCE}', true), '') = ''{changed}) "
        'EXECUTE FUNCTION "{name}"()'
    )


def _sqlite(watch: Watch, event: str) -> str:
    """Deletes and inserts: an `OR IGNORE` of the statement that fires it would reach an `OR REPLACE` in here."""
    changed = f"({_differs(watch.columns, 'IS NOT')}) AND " if event == UPDATE else ""
    condition = _condition(watch, event, "IS NOT")
    keys = f"SELECT DISTINCT k FROM ({_keys(watch, event)}) WHERE k IS NOT NULL"
    return (
        f'CREATE TRIGGER "{{name}}" AFTER {event} ON "{watch.table}" FOR EACH ROW WHEN {changed}({condition}) '
        f"BEGIN DELETE FROM {JOURNAL} WHERE key IN ({keys}); "
        f"INSERT INTO {JOURNAL} (key) {keys}; END"
    )


def _keys(watch: Watch, event: str) -> str:
    return " UNION ".join(watch.keys.format(row=row, key=watch.key) for row in ROWS[event])


def _condition(watch: Watch, event: str, operator: str) -> str:
    if not watch.when:
        return "TRUE"
    when = re.sub(r"\{differs:([^}]*)\}", lambda found: _differs(found[1].split(","), operator), watch.when)
    return " OR ".join(f"({when.format(row=row, key=watch.key)})" for row in ROWS[event])


def _differs(columns: Any, operator: str) -> str:
    return " OR ".join(f'OLD."{column}" {operator} NEW."{column}"' for column in columns)
