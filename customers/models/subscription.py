from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from customers.emails import MAX_LENGTH


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def with_email(self, email: str) -> SubscriptionQuerySet:
        """Whatever the case it is written in."""
        return self.alias(lower_email=Lower("email")).filter(lower_email=email.lower())

    def consenting(self) -> SubscriptionQuerySet:
        """Who said yes, proved that the address is theirs, and has not said no since."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)


class Subscription(models.Model):
    """An address that asked for the newsletter: when, where, what became of it. Written by customers.newsletter."""

    class Source(models.TextChoices):
        PAGE = "page", _("newsletter page")
        SIGN_UP = "sign_up", _("sign-up")
        ACCOUNT = "account", _("account")

    email = models.EmailField(_("e-mail address"), max_length=MAX_LENGTH)
    source = models.CharField(_("asked for at"), max_length=10, choices=Source)
    asked_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(
        _("confirmed"), null=True, blank=True, help_text=_("By a link in a mail to the address.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = models.Manager.from_queryset(SubscriptionQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("newsletter subscription")
        verbose_name_plural = _("newsletter subscriptions")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscription_email_unique_whatever_its_case"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=models.F("asked_at")),
                name="subscription_confirmed_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_consenting(self) -> bool:
        return self.confirmed_at is not None and self.withdrawn_at is None
