from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.item import Item
from orders.models.order import Order
from orders.models.payment_instruction import PaymentInstruction

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Return(models.Model):
    """Goods that come back after they were shipped: announced, then received or refused. Moved by orders.returns."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("announced")
        RECEIVED = "received", _("received")
        REFUSED = "refused", _("refused")

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="returns", verbose_name=_("order")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.REQUESTED, editable=False
    )
    answer = models.CharField(
        _("answer"), max_length=400, blank=True, help_text=_("Why it was refused, for the shopper.")
    )
    refund = models.ForeignKey(
        PaymentInstruction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The refund asked for when it was received."),
    )
    created_at = models.DateTimeField(_("announced"), auto_now_add=True)
    closed_at = models.DateTimeField(_("received or refused"), null=True, blank=True)

    if TYPE_CHECKING:
        lines: RelatedManager[ReturnLine]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="requested", closed_at__isnull=True)
                | (~Q(status="requested") & Q(closed_at__isnull=False)),
                name="return_is_closed_or_open",
            ),
            models.CheckConstraint(
                condition=Q(refund__isnull=True) | Q(status="received"), name="return_refunds_what_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('return')} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.REQUESTED


class ReturnLine(models.Model):
    """So many pieces of one line of the order that come back, why, and what became of them."""

    class Reason(models.TextChoices):
        CHANGED_MIND = "changed_mind", _("no longer wanted")
        DAMAGED = "damaged", _("damaged or faulty")
        WRONG_ITEM = "wrong_item", _("not what was ordered")
        NOT_AS_DESCRIBED = "not_as_described", _("not as described")
        TOO_LATE = "too_late", _("came too late")
        NOT_DELIVERED = "not_delivered", _("could not be delivered")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        RESTOCK = "restock", _("back on the shelf")
        SCRAP = "scrap", _("scrapped")

    goods_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    comment = models.CharField(_("comment"), max_length=400, blank=True)
    outcome = models.CharField(
        _("what became of it"),
        max_length=10,
        choices=Outcome,
        blank=True,
        help_text=_("Empty until it was received."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of returns")
        constraints = [
            models.UniqueConstraint(
                fields=["goods_return", "item", "outcome"], name="return_line_once_per_item_and_outcome"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="return_line_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item_id}"
