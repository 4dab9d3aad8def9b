from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LogIn(models.Model):
    """A browser in which a customer is logged in. Written by customers.log_ins; gone with the session."""

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="log_ins",
        verbose_name=_("customer"),
    )
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(
        _("browser"), max_length=80, blank=True, help_text=_("In words, such as Firefox on Windows.")
    )
    created_at = models.DateTimeField(_("logged in"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), help_text=_("To the hour."))

    class Meta:
        ordering = ["-seen_at", "-pk"]
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")

    def __str__(self) -> str:
        return self.browser or str(_("a browser"))
