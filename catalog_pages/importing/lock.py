"""One import at a time."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from catalog_pages.importing.exceptions import ImportStopped

IMPORT = 5_061_707_103
"""A number no other program uses as an advisory lock in this database (catalog_pages.locks has two more)."""


@contextmanager
def only_import() -> Iterator[None]:
    """Raises ImportStopped at once when another import into the same database is running.

    PostgreSQL: an advisory lock of this connection, gone with it. SQLite, which has one machine: a locked file.
    """
    taken = _on_postgres() if connection.vendor == "postgresql" else _on_one_machine()
    with taken:
        yield


@contextmanager
def _on_postgres() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT])
        if not cursor.fetchone()[0]:
            raise _busy()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT])


@contextmanager
def _on_one_machine() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    if getattr(connection, "is_in_memory_db", lambda: False)():
        name += str(os.getpid())  # what lives in memory is nobody else's
    digest = sha256(name.encode()).hexdigest()[:16]
    with Path(tempfile.gettempdir(), f"pipit-import-{digest}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _busy() from error
        yield


def _busy() -> ImportStopped:
    return ImportStopped(_("Another import is running. Start this one again when that has ended."))
