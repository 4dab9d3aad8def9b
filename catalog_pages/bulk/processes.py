"""The same work on many batches, done by as many processes as there are processors."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from itertools import chain, islice
from multiprocessing import current_process, get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

import django
from django.db import connection, connections

Batch = TypeVar("Batch")
Item = TypeVar("Item")
Result = TypeVar("Result")
FEWEST = {"fork": 3, "spawn": 12}
"""Batches that are worth starting processes for, by the way they start: unless forked, one takes seconds to begin."""
SELDOM = 200_000
"""New objects, 700 by default, after which the garbage collector looks at them."""
PAUSES = (0, 0.001, 0.01, 0.05)
"""Seconds after each of which this process is looked at again, whether it may fork."""


def in_processes(
    work: Callable[[Batch], object],
    batches: Sequence[Batch],
    done: Callable[[Batch], None] = lambda batch: None,
) -> None:
    """Do `work` on each of the batches, in any order, several at a time; `done` is told of each here.

    Here, one after the other, where they are few, where the database has one writer at a time (SQLite), and within
    a transaction, whose rows no other process sees. `work` is a function of a module, or a partial of one, and opens
    its own transactions. The first error ends it, once what was begun is finished.
    """
    processes = min(os.cpu_count() or 1, len(batches))
    way = None if processes < 2 or _must_stay() else _way_to_start()  # which may take a moment
    if way is None or len(batches) < FEWEST[way]:
        for batch in batches:
            work(batch)
            done(batch)
        return
    name = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, get_context(way), _begin, (name,)) as pool:
        try:
            running = {pool.submit(work, batch): batch for batch in batches}
            for finished in as_completed(running):
                finished.result()
                done(running[finished])
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def in_order(work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    """What `work` makes of each of the batches, in their order, while the next ones are worked on by others.

    Batches are taken a few ahead, so they may be read as they are needed; where no more than a few come, and where
    `in_processes` would, it is done here. `work` may be anything that can be called: what it holds is what it was
    when the third batch had been read, and changes of it stay with the process that makes them. An error ends it,
    once what was begun is finished.
    """
    coming = iter(batches)
    first = list(islice(coming, FEWEST["fork"]))
    if len(first) < FEWEST["fork"] or _must_stay() or _way_to_start() != "fork":
        yield from map(work, chain(first, coming))
        return
    processes = os.cpu_count() or 1
    name = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, get_context("fork"), _begin, (name, work)) as pool:
        running: deque[Future[Any]] = deque()
        try:
            for batch in chain(first, coming):
                running.append(pool.submit(_work_on, batch))
                if len(running) > processes + 1:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def in_batches(
    work: Callable[[Sequence[Item]], object],
    items: Sequence[Item],
    *,
    size: int,
    progress: Callable[[int], None],
) -> None:
    """Do `work` on so many of the items at a time, as `in_processes` does; `progress` is told how many are done."""
    done = 0

    def count(batch: Sequence[Item]) -> None:
        nonlocal done
        done += len(batch)
        progress(done)

    in_processes(work, [items[start : start + size] for start in range(0, len(items), size)], count)


def _must_stay() -> bool:
    """Whether no other process could do it."""
    return connection.vendor != "postgresql" or connection.in_atomic_block or current_process().daemon


def _way_to_start() -> str:
    """A fork takes no time, but copies the locks that other threads hold, so there may be none: numpy's count too."""
    return "fork" if sys.platform == "linux" and any(map(_is_alone_after, PAUSES)) else "spawn"


def _is_alone_after(pause: float) -> bool:
    """Whether there is one thread then: those of a pool that is done are there a moment longer than it is."""
    time.sleep(pause)
    return len(list(Path("/proc/self/task").iterdir())) == 1


_work: Callable[[Any], Any]
"""What a process that was forked by `in_order` is there for."""


def _work_on(batch: Any) -> Any:
    return _work(batch)


def _begin(database: str, work: Callable[[Any], Any] | None = None) -> None:
    """Set the process up, in the same database, to end with the one that began it, however that ends.

    The garbage collector, which looks at what there is again and again while thousands of rows are put together, is
    told to look rarely, and not at what the process was forked with, for that stays.

    The connections of that one, and what it has locked by them, stay its own: psycopg does not end a connection in
    a process that did not begin it.
    """
    global _work
    if work is not None:
        _work = work
    for each in connections.all(initialized_only=True):
        each.connection = None
    gc.freeze()
    gc.set_threshold(SELDOM)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    connections.databases["default"]["NAME"] = database


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
