"""Every mail is first a row of the outbox, written in the transaction that caused it, and sent after it.

A sender claims a row by a conditional UPDATE, so that each mail is sent once however many senders there are. One
that dies while sending lets its claim run out; the mail then goes again under the same Message-ID, which tells
mail programs that it is the same. docs/adr/0003-every-mail-goes-through-the-outbox.md says why.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from orders import broker
from orders.envelopes import pack, unpack
from orders.models import Invoice, Order, OutboxMessage
from orders.models.outbox import MOST_ATTEMPTS, OutboxQuerySet

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a sender has a mail to itself: far more than an SMTP conversation may take (EMAIL_TIMEOUT a step)."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
BATCH = 100

written = threading.Event()
"""Set when this process has committed a mail and there is no broker to tell: wakes the embedded sender."""


class EmailBackend(BaseEmailBackend):
    """Django's way into the outbox: every `EmailMessage.send()` in the house ends here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            write(message)
        return len(email_messages)


def write(
    message: EmailMessage, *, order: Order | None = None, invoice: Invoice | None = None
) -> OutboxMessage:
    """Put a mail into the outbox, in the caller's transaction; it is sent once that commits. One query.

    `invoice` is attached by reference.
    The header X-Pipit-Topic names the topic and is not sent.
    """
    row = pack(message, order=order, invoice=invoice)
    row.save(force_insert=True)
    transaction.on_commit(partial(_announce, row.pk), robust=True)
    return row


def deliver(pk: UUID | str, *, connection: BaseEmailBackend | None = None) -> bool:
    """Send one mail, if it is due and nobody else is sending it. True when it was sent here and now.

    A failure is written down and the mail put off, twice as long each time; nothing is raised.
    """
    now = timezone.now()
    claim = now + LEASE
    claimed = (
        OutboxMessage.objects.due(now).filter(pk=pk).update(claimed_until=claim, attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    row = OutboxMessage.objects.get(pk=pk)
    ours = OutboxMessage.objects.filter(pk=pk, claimed_until=claim)
    try:
        connection = connection or get_connection(settings.DELIVERY_EMAIL_BACKEND)
        connection.send_messages([unpack(row)])
    except Exception as error:
        pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
        ours.update(
            claimed_until=None,
            due_at=timezone.now() + pause,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
        level = logging.ERROR if row.attempts >= MOST_ATTEMPTS else logging.WARNING
        logger.log(level, "Mail %s was not sent at attempt %d: %s", pk, row.attempts, error)
        return False
    ours.update(claimed_until=None, sent_at=timezone.now(), last_error="")
    return True


def sweep() -> int:
    """Send every mail that is due, the longest due first, over one connection; returns how many were sent here.

    Finds what no task was told of: written while the broker was down, or claimed by a sender that died.
    """
    sent = 0
    connection = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    try:
        while batch := list(
            OutboxMessage.objects.due(timezone.now()).order_by("due_at").values_list("pk", flat=True)[:BATCH]
        ):
            sent += sum(deliver(pk, connection=connection) for pk in batch)
    finally:
        connection.close()
    return sent


def retry(*, messages: OutboxQuerySet) -> list[OutboxMessage]:
    """Send mails again that were not sent, given up or not: due now, as if never tried; returns those it is true of.

    What was sent, or is being sent at this moment, is left alone.
    """
    now = timezone.now()
    with transaction.atomic():
        again = list(messages.unclaimed(now).order_by("pk").select_for_update())
        OutboxMessage.objects.filter(pk__in=[row.pk for row in again]).update(attempts=0, due_at=now)
        for row in again:
            transaction.on_commit(partial(_announce, row.pk), robust=True)
    return again


def _announce(pk: UUID) -> None:
    """Have a committed mail sent soon. What the broker is not told of, the sweep finds."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        written.set()
        return
    broker.tell("orders.tasks.deliver", str(pk))
