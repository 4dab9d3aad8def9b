from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderEvent(models.Model):
    """A payment provider's message, noted under its own id before anything is done about it."""

    provider = models.CharField(_("provider"), max_length=40)
    event_id = models.CharField(_("event"), max_length=255)
    kind = models.CharField(_("kind"), max_length=120)
    reference = models.CharField(_("about"), max_length=120, blank=True)
    payment_uuid = models.UUIDField(_("payment"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    processed_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("payment provider's message")
        verbose_name_plural = _("payment providers' messages")
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(processed_at__isnull=True),
                name="provider_event_unprocessed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {self.event_id}"
