from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.outgoing import MOST_ATTEMPTS, Outgoing, OutgoingQuerySet

__all__ = ["MOST_ATTEMPTS", "OutboxMessage", "OutboxQuerySet"]


class OutboxQuerySet(OutgoingQuerySet["OutboxMessage"]):
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


class OutboxMessage(Outgoing):
    """A mail that leaves the house after the transaction that wrote it. Sent by orders.outbox."""

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
