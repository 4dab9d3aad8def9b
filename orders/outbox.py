"""Every mail is first a row of the outbox, written in the transaction that caused it, and sent after it.

What dies while sending goes again under the same Message-ID, which tells mail programs that it is the same; the rest
of a mail's life is in orders.outgoing. docs/adr/0003-every-mail-goes-through-the-outbox.md says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from catalog_pages.compiled_writes import CompiledInsert
from orders import outgoing
from orders.envelopes import pack, unpack
from orders.models import Invoice, Order, OutboxMessage
from orders.models.outbox import OutboxQuerySet

BATCH = 100

MAILS = outgoing.WayOut(name="mail", task="orders.tasks.deliver")
written = MAILS.written
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
    _NEW.row(row)
    MAILS.announce_after_commit(row.pk)
    return row


_NEW = CompiledInsert(OutboxMessage)


def deliver(pk: UUID | str, *, connection: BaseEmailBackend | None = None) -> bool:
    """Send one mail, if it is due and nobody else is sending it. True when it was sent here and now.

    A failure is written down and the mail put off, twice as long each time; nothing is raised.
    """
    return MAILS.deliver(OutboxMessage, pk, partial(_send, connection=connection)) is True


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
    with transaction.atomic():
        again = outgoing.retry(rows=messages)
        for row in again:
            MAILS.announce_after_commit(row.pk)
    return again


def _send(row: OutboxMessage, connection: BaseEmailBackend | None) -> None:
    connection = connection or get_connection(settings.DELIVERY_EMAIL_BACKEND)
    connection.send_messages([unpack(row)])
