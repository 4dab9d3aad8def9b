"""Several threads at once, each with a database connection of its own.

Tests that use it are marked `xdist_group("races")`: run side by side, they would ask for more connections than
PostgreSQL gives as it comes (100).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Start the jobs at the same moment; what each returned, or the exception it raised, in order."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


def errors(results: list[Any]) -> list[Exception]:
    """The exceptions among the results of `at_once`."""
    return [result for result in results if isinstance(result, Exception)]
