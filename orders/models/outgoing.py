from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 16
"""With the back-off of orders.outgoing, somewhat over two days of trying."""

Row = TypeVar("Row", bound=models.Model)


class OutgoingQuerySet(models.QuerySet[Row]):
    def untouched(self, at: datetime) -> Self:
        """Rows that nobody is sending at `at`, sent before or not."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at))

    def unclaimed(self, at: datetime) -> Self:
        """Rows not sent, which nobody is sending at `at`."""
        return self.untouched(at).filter(sent_at__isnull=True)

    def due(self, at: datetime) -> Self:
        """Rows not sent nor given up, whose time has come and which nobody is sending at `at`."""
        return self.unclaimed(at).filter(due_at__lte=at, attempts__lt=MOST_ATTEMPTS)

    def given_up(self) -> Self:
        """Rows that no attempt could send: staff read why, and send them again."""
        return self.filter(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)


class Outgoing(models.Model):
    """Something that leaves the house after the transaction that wrote it. Sent by orders.outgoing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    noted_by_sending: tuple[str, ...] = ()
    """Further fields that sending sets on the row, to be saved with what came of it."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> str:
        """ "sent", "waiting" or "given-up"."""
        if self.sent_at is not None:
            return "sent"
        return "given-up" if self.attempts >= MOST_ATTEMPTS else "waiting"
