"""Several threads at once, each with a database connection of its own.

Tests that use it are marked `xdist_group("races")`: run side by side, they would ask for more connections than
PostgreSQL gives as it comes (100).
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import OperationalError, connections

PATIENCE = 120
"""Seconds."""


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Start the jobs at the same moment; what each returned, or the exception it raised, in order.

    Each has its connection first: the race is for what the jobs do, not for who is let in.
    """
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            _connect()
            barrier.wait(timeout=PATIENCE)
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


def _connect() -> None:
    """Open this thread's connection; where PostgreSQL has none to give, wait until somebody else's tests are over."""
    until = time.monotonic() + PATIENCE / 2
    while True:
        try:
            connections["default"].ensure_connection()
            return
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def errors(results: list[Any]) -> list[Exception]:
    """The exceptions among the results of `at_once`."""
    return [result for result in results if isinstance(result, Exception)]
