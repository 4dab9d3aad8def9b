"""How what a transaction writes leaves the house after it: mails (orders.outbox), webhooks (orders.announcing).

A sender claims a row by a conditional UPDATE, so that each is sent once however many senders there are. One that
dies while sending lets its claim run out; the row then goes again under the same name, by which receivers know that
it is the same. What fails is put off, twice as long each time, and given up after MOST_ATTEMPTS.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from catalog_pages.compiled import Parameter
from catalog_pages.compiled_writes import CompiledUpdate
from orders import broker
from orders.models.outgoing import MOST_ATTEMPTS, Outgoing, OutgoingQuerySet

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a sender has a row to itself: far more than an SMTP conversation may take (EMAIL_TIMEOUT a step)."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)

Row = TypeVar("Row", bound=Outgoing)


@dataclass(frozen=True)
class WayOut:
    """One kind of thing that is sent: what the log calls it, and the task that sends it, by the key it is given."""

    name: str
    task: str
    written: threading.Event = field(default_factory=threading.Event)
    """Set when this process has committed one and there is no broker to tell: wakes the embedded sender."""

    def announce_after_commit(self, key: UUID | int) -> None:
        """Have what the caller's transaction writes sent soon after it has committed."""
        transaction.on_commit(partial(self.announce, key), robust=True)

    def announce(self, key: UUID | int) -> None:
        """Have what is committed sent soon. What the broker is not told of, the sweep finds."""
        if settings.CELERY_TASK_ALWAYS_EAGER:
            self.written.set()
        else:
            broker.tell(self.task, str(key))

    def deliver(self, model: type[Row], pk: UUID | str, send: Callable[[Row], None]) -> bool | None:
        """Send this row of `model`, if it is due and nobody else is sending it; `send` raises where it does not work.

        True when it was sent here and now, False when that failed, None when it was not ours to send. A failure is
        written down and the row put off, twice as long each time; nothing is raised.
        """
        now = timezone.now()
        claim = now + LEASE
        claimed, sent = _statements(model)
        if not claimed.run(pk=pk, now=now, claimed_until=claim):
            return None
        rows = model._default_manager
        row = rows.get(pk=pk)
        try:
            send(row)
        except Exception as error:
            pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
            rows.filter(pk=pk, claimed_until=claim).update(
                claimed_until=None,
                due_at=timezone.now() + pause,
                last_error=f"{type(error).__name__}: {error}"[:2000],
                **_noted(row),
            )
            level = logging.ERROR if row.attempts >= MOST_ATTEMPTS else logging.WARNING
            words = "%s %s was not sent at attempt %d: %s"
            logger.log(level, words, self.name.capitalize(), pk, row.attempts, error)
            return False
        sent.run(pk=pk, claim=claim, claimed_until=None, sent_at=timezone.now(), last_error="", **_noted(row))
        return True


@cache
def _statements(model: type[Outgoing]) -> tuple[CompiledUpdate, CompiledUpdate]:
    """To claim a row that is due, and to note that it was sent by who claimed it."""
    rows: Any = model._default_manager
    moment, key = models.DateTimeField(), models.UUIDField()
    return (
        CompiledUpdate(
            lambda: rows.due(Parameter("now", moment)).filter(pk=Parameter("pk", key)),
            "claimed_until",
            attempts=F("attempts") + 1,
        ),
        CompiledUpdate(
            lambda: rows.filter(pk=Parameter("pk", key), claimed_until=Parameter("claim", moment)),
            *("claimed_until", "sent_at", "last_error", *model.noted_by_sending),
        ),
    )


def retry(*, rows: OutgoingQuerySet[Row], sent_too: bool = False) -> list[Row]:
    """Make rows due that were not sent, given up or not, as if never tried; with `sent_too` those sent as well.

    Returns those it is true of, for the caller to announce. What is being sent at this moment is left alone.
    """
    now = timezone.now()
    with transaction.atomic():
        free = rows.untouched(now) if sent_too else rows.unclaimed(now)
        again = list(free.order_by("pk").select_for_update(of=("self",)))
        rows.model._default_manager.filter(pk__in=[row.pk for row in again]).update(
            attempts=0, due_at=now, sent_at=None
        )
    return again


def _noted(row: Outgoing) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.noted_by_sending}
