from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models.payment import Payment


class PaymentEntry(models.Model):
    """A line of a payment's ledger: something that happened to the money. Never changed, never deleted."""

    class Kind(models.TextChoices):
        AUTHORISED = "authorised", _("reserved on the card")
        CAPTURED = "captured", _("taken")
        REFUNDED = "refunded", _("paid back")
        FAILED = "failed", _("refused")
        CANCELLED = "cancelled", _("cancelled")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount = models.DecimalField(_("amount, gross"), max_digits=14, decimal_places=3)
    reference = models.CharField(
        _("reference"),
        max_length=120,
        help_text=_("What the provider, or the shop itself, calls it: the same thing is written once."),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("payment entry")
        verbose_name_plural = _("payment entries")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "reference"], name="payment_entry_written_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_entry_not_negative"),
            models.CheckConstraint(condition=~Q(reference=""), name="payment_entry_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
