"""The tests' database for others to work on: SQLite as shops have it, in a file, not in this process's memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

PATIENCE = 240
"""Seconds that writers queue here for SQLite's one lock. A shop's wait for 30 and are told to come back (503); but a
race has 60 of them, and on a machine busy with other tests, with coverage measured, the last comes on after 30."""


@contextmanager
def in_a_file(folder: Path) -> Iterator[None]:
    """Copy the tests' SQLite database into a file and work on that; on PostgreSQL, on the tests' database itself."""
    memory = connections["default"]
    if memory.vendor != "sqlite":
        yield
        return
    path = folder / "race.sqlite3"
    with memory.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    settings = connections.databases["default"]
    usual = settings.copy()
    del connections["default"]
    settings["NAME"] = str(path)
    settings["OPTIONS"] = {**usual["OPTIONS"], "timeout": PATIENCE}
    try:
        yield
    finally:
        connections["default"].close()
        settings.update(usual)
        connections["default"] = memory


def database_url() -> str:
    """The DATABASE_URL that names this test's database to another process; SQLite only inside `in_a_file`."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{secret}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
