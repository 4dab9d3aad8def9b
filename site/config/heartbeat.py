"""A shop without a broker still sends its mails and keeps its times: the beat schedule, run in the web process.

One daemon thread a process. Every task of the schedule may run in several processes at once (they claim what they
work on), so nobody has to be the leader.
"""

from __future__ import annotations

import logging
import os
import threading
from datetime import UTC, datetime

from celery.schedules import maybe_schedule
from django.conf import settings
from django.db import close_old_connections

from config.celery import app
from orders.outbox import written

logger = logging.getLogger(__name__)

SWEEP = "orders.tasks.sweep_outbox"
LONGEST_NAP = 60.0
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def start() -> None:
    """Begin to beat, here and in every process forked from this one, if the settings want it."""
    if settings.EMBEDDED_HEARTBEAT:
        _begin()
        os.register_at_fork(after_in_child=_begin)


def _begin() -> None:
    threading.Thread(target=_beat_for_ever, name="heartbeat", daemon=True).start()


def _beat_for_ever() -> None:
    app.loader.import_default_modules()
    # A restart catches up: whatever fell due while the shop was down runs at once.
    last_runs = dict.fromkeys(settings.CELERY_BEAT_SCHEDULE, LONG_AGO)
    while True:
        nap = run_due(last_runs, datetime.now(UTC))
        if written.wait(min(nap, LONGEST_NAP)):
            written.clear()
            run(SWEEP)


def run_due(last_runs: dict[str, datetime], now: datetime) -> float:
    """Run every task of the schedule that is due and note when; returns the seconds until the next one is."""
    naps = [LONGEST_NAP]
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        due, remaining = maybe_schedule(entry["schedule"], app=app).is_due(last_runs[name])
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
