from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.invoice import Invoice
from orders.models.item import Item
from orders.models.order import Order
from orders.models.payment_instruction import PaymentInstruction


class RefundLine(models.Model):
    """So many pieces of one line of the order that a refund pays for; without an item, its delivery.

    Those of a refund sum to it. They count from the moment it is asked for, and no longer once it was refused
    (`is_void`). Written by orders.refund_lines.
    """

    instruction = models.ForeignKey(PaymentInstruction, on_delete=models.PROTECT, related_name="lines")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refund_lines")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="refund_lines"
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    unsent = models.PositiveIntegerField(
        _("of these not sent"), default=0, help_text=_("Pieces that this refund keeps from being sent.")
    )
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=3)
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=3)
    is_void = models.BooleanField(_("void"), default=False, help_text=_("The refund was refused."))
    credit_note = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="refund_lines"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a refund")
        verbose_name_plural = _("lines of refunds")
        constraints = [
            models.UniqueConstraint(fields=["instruction", "item"], name="refund_line_once_per_item"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(item__isnull=True, is_void=False),
                name="delivery_refunded_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="refund_line_at_least_one"),
            models.CheckConstraint(condition=Q(unsent__lte=F("quantity")), name="refund_line_unsent_within"),
            models.CheckConstraint(
                condition=Q(net__gte=0, gross__gte=F("net")), name="refund_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(is_void=False) | Q(credit_note__isnull=True), name="void_refund_is_not_credited"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item_id}: {self.gross}"

    @property
    def tax(self) -> Decimal:
        return self.gross - self.net
