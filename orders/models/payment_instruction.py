from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models.payment import Payment


class PaymentInstructionQuerySet(models.QuerySet["PaymentInstruction"]):
    def open(self) -> PaymentInstructionQuerySet:
        """Those not carried out yet, nor refused."""
        return self.filter(state=PaymentInstruction.State.OPEN)

    def due(self, at: datetime) -> PaymentInstructionQuerySet:
        """Open ones whose time has come and which nobody is carrying out at `at`."""
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        return self.open().filter(unclaimed, due_at__lte=at)


class PaymentInstruction(models.Model):
    """What a payment's provider is to do: written in the business transaction, carried out after its commit.

    Its `key` goes along as the provider's idempotency key, so that it may be tried again until it is known to be
    done or refused, whoever died in between. Carried out by orders.instructions.
    """

    class Kind(models.TextChoices):
        CAPTURE = "capture", _("take what is reserved")
        REFUND = "refund", _("pay back")
        CANCEL = "cancel", _("give up")

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="instructions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("amount, gross"), max_digits=14, decimal_places=3)
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=400, blank=True)

    objects = models.Manager.from_queryset(PaymentInstructionQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("payment instruction")
        verbose_name_plural = _("payment instructions")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="instruction_open_by_due_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind"],
                condition=Q(state="open", kind__in=["capture", "cancel"]),
                name="one_open_capture_and_cancel_per_payment",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="instruction_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
