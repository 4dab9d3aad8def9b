"""A shop without a broker still sends its mails and keeps its times: the beat schedule, run in the web process.

Two daemon threads a process: one posts webhooks, so that a receiver who is slow to answer holds up nothing else of
the shop's, and one does the rest. Every task of the schedule may run in several processes at once (they claim what
they work on), so nobody has to be the leader.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from celery.schedules import maybe_schedule
from django.conf import settings
from django.db import close_old_connections

from config.celery import app
from orders.announcing.events import WEBHOOKS
from orders.outbox import written

logger = logging.getLogger(__name__)

SWEEP = "orders.tasks.sweep_outbox"
POST = "orders.tasks.sweep_webhooks"
LONGEST_NAP = 60.0
GATHERING = 0.1
"""Seconds after the first thing to send, in which others may come: all of them are looked for once."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Beat:
    """A thread: the tasks of the schedule it keeps, by name, and the one it runs at once when it is woken."""

    thread: str
    names: tuple[str, ...]
    woken_by: threading.Event
    woken_task: str


def start() -> None:
    """Begin to beat, here and in every process forked from this one, if the settings want it."""
    if settings.EMBEDDED_HEARTBEAT:
        _begin()
        os.register_at_fork(after_in_child=_begin)


def beats() -> list[Beat]:
    """What beats in this process; each task of the schedule is kept by exactly one."""
    posting = [name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if entry["task"] == POST]
    others = [name for name in settings.CELERY_BEAT_SCHEDULE if name not in posting]
    return [
        Beat("heartbeat", tuple(others), written, SWEEP),
        Beat("webhooks", tuple(posting), WEBHOOKS.written, POST),
    ]


def _begin() -> None:
    importing = threading.Lock()
    for beat in beats():
        threading.Thread(target=_beat_for_ever, args=[beat, importing], name=beat.thread, daemon=True).start()


def _beat_for_ever(beat: Beat, importing: threading.Lock) -> None:
    with importing:  # Celery imports them once: who comes second meanwhile would go on without them
        app.loader.import_default_modules()
    # A restart catches up: whatever fell due while the shop was down runs at once.
    last_runs = dict.fromkeys(beat.names, LONG_AGO)
    while True:
        nap = run_due(last_runs, datetime.now(UTC))
        if beat.woken_by.wait(min(nap, LONGEST_NAP)):
            time.sleep(GATHERING)
            beat.woken_by.clear()
            run(beat.woken_task)


def run_due(last_runs: dict[str, datetime], now: datetime) -> float:
    """Run every task in `last_runs` that is due and note when; returns the seconds until the next one is."""
    naps = [LONGEST_NAP]
    for name, last_run in last_runs.items():
        entry = settings.CELERY_BEAT_SCHEDULE[name]
        due, remaining = maybe_schedule(entry["schedule"], app=app).is_due(last_run)
        if due:
            last_runs[name] = now
            run(entry["task"])
        naps.append(max(remaining, 1.0))
    return min(naps)


def run(task: str) -> None:
    """Run one task here and now. A failure is logged: the next beat comes all the same."""
    close_old_connections()
    try:
        app.tasks[task].apply(throw=True)
    except Exception:
        logger.exception("The task %s failed", task)
    finally:
        close_old_connections()
