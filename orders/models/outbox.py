from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 16
"""With the back-off of orders.outbox, somewhat over two days of trying."""


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def unclaimed(self, at: datetime) -> OutboxQuerySet:
        """Messages not sent, which nobody is sending at `at`."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at), sent_at__isnull=True)

    def due(self, at: datetime) -> OutboxQuerySet:
        """Messages not sent nor given up, whose time has come and which nobody is sending at `at`."""
        return self.unclaimed(at).filter(due_at__lte=at, attempts__lt=MOST_ATTEMPTS)

    def given_up(self) -> OutboxQuerySet:
        """Messages that no attempt could send: staff read why, and send them again."""
        return self.filter(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)

    def forget(self) -> int:
        """Blank everything personal; that something was sent, when and about what, stays."""
        return self.update(
            recipients=[],
            cc=[],
            bcc=[],
            reply_to=[],
            subject="",
            text="",
            html="",
            headers={},
            attachments=[],
        )


class OutboxMessage(models.Model):
    """A mail that leaves the house after the transaction that wrote it. Sent by orders.outbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(_("topic"), max_length=60, help_text=_("Such as order.placed."))
    order = models.ForeignKey(
        "orders.Order",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("order"),
    )
    recipients = models.JSONField(_("recipients"), default=list)
    cc = models.JSONField(_("copies to"), default=list, blank=True)
    bcc = models.JSONField(_("blind copies to"), default=list, blank=True)
    reply_to = models.JSONField(_("answers to"), default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=998)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    from_email = models.CharField(_("sender"), max_length=320)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    attachments = models.JSONField(
        _("attachments"),
        default=list,
        blank=True,
        help_text=_(
            "Each with name, type and content in base 64: files, alternatives to the text; invoices by key."
        ),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = models.Manager.from_queryset(OutboxQuerySet)()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at__isnull=True), name="outbox_unsent_by_due_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.subject}"
