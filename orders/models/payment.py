from __future__ import annotations

import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from orders.models.payment_entry import PaymentEntry
    from orders.models.payment_instruction import PaymentInstruction


class Payment(models.Model):
    """Money owed or paid for an order by one method, in the order's currency.

    Its status and sums are what its ledger, the `entries`, and its open `instructions` add up to; orders.ledger
    is their only writer.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("awaited")
        AUTHORISED = "authorised", _("reserved on the card")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("cancelled")
        PARTIALLY_REFUNDED = "partially_refunded", _("partly refunded")
        REFUNDED = "refunded", _("refunded")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    uuid = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text=_("What the provider is told it is for: a request repeated under it is done once."),
    )
    method = models.CharField(_("method"), max_length=40)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PENDING, editable=False
    )
    amount = models.DecimalField(_("amount, gross"), max_digits=14, decimal_places=3)
    amount_captured = models.DecimalField(
        _("taken, gross"), max_digits=14, decimal_places=3, default=Decimal(0), editable=False
    )
    amount_refunded = models.DecimalField(
        _("refunded, gross"), max_digits=14, decimal_places=3, default=Decimal(0), editable=False
    )
    amount_set_aside = models.DecimalField(
        _("refund under way, gross"), max_digits=14, decimal_places=3, default=Decimal(0), editable=False
    )
    reference = models.CharField(
        _("reference"), max_length=120, blank=True, help_text=_("The provider's, or the bank's.")
    )
    data = models.JSONField(
        _("provider's data"),
        default=dict,
        blank=True,
        help_text=_("What the provider needs to go on; no secret of the shop's."),
    )
    next_action = models.JSONField(
        _("next action"),
        default=dict,
        blank=True,
        help_text=_("What the shopper does next, as the provider said."),
    )
    failure = models.CharField(
        _("failure"), max_length=400, blank=True, help_text=_("What went wrong last, for the shopper.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    asked_at = models.DateTimeField(
        _("provider asked"), null=True, blank=True, editable=False, help_text=_("When it was last asked.")
    )

    if TYPE_CHECKING:
        entries: RelatedManager[PaymentEntry]
        instructions: RelatedManager[PaymentInstruction]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["reference"], condition=~Q(reference=""), name="payment_by_reference"),
            models.Index(
                fields=["asked_at"],
                condition=Q(status__in=["pending", "authorised"]),
                name="payment_awaited_by_asking",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                # A thousandth of slack, because SQLite adds decimals as floating point.
                condition=Q(
                    amount_refunded__lt=F("amount_captured") - F("amount_set_aside") + Decimal("0.0005")
                ),
                name="payment_refund_within_taken",
            ),
            models.CheckConstraint(
                condition=Q(amount_captured__lte=F("amount")), name="payment_taken_within_amount"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_not_negative"),
            models.CheckConstraint(condition=Q(amount_captured__gte=0), name="payment_taken_not_negative"),
            models.CheckConstraint(condition=Q(amount_refunded__gte=0), name="payment_refund_not_negative"),
            models.CheckConstraint(condition=Q(amount_set_aside__gte=0), name="payment_aside_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount}"

    @property
    def refundable(self) -> Decimal:
        """What was taken and neither paid back nor about to be, gross."""
        return self.amount_captured - self.amount_refunded - self.amount_set_aside

    @property
    def is_awaited(self) -> bool:
        """Whether its money may still come."""
        return self.status in AWAITED

    @classmethod
    def status_of(cls, *, kinds: Collection[str], captured: Decimal, refunded: Decimal) -> Payment.Status:
        """What a ledger with entries of these kinds, and these sums, says of its payment."""
        if "captured" in kinds:
            if refunded:
                return cls.Status.REFUNDED if refunded == captured else cls.Status.PARTIALLY_REFUNDED
            return cls.Status.PAID
        if "cancelled" in kinds:
            return cls.Status.CANCELLED
        return cls.Status.AUTHORISED if "authorised" in kinds else cls.Status.PENDING


AWAITED = (Payment.Status.PENDING, Payment.Status.AUTHORISED)
