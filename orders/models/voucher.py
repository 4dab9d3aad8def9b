from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from orders.models.promotion import Promotion

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from orders.models.redemption import Redemption


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def with_code(self, code: str) -> VoucherQuerySet:
        """The voucher with this code, whatever its case. At most one."""
        return self.alias(upper_code=Upper("code")).filter(upper_code=code.strip().upper())

    def not_used_up(self) -> VoucherQuerySet:
        """Vouchers with a use left, whatever else holds of them."""
        return self.filter(Q(usage_limit__isnull=True) | Q(times_used__lt=F("usage_limit")))

    def redeemable(self) -> VoucherQuerySet:
        """Vouchers that are switched on and not used up; their promotion says more."""
        return self.not_used_up().filter(is_active=True)


class Voucher(models.Model):
    """A code that unlocks a promotion."""

    code = models.CharField(
        _("code"), max_length=40, help_text=_("What shoppers type, in capitals or not. No two are alike.")
    )
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="vouchers", verbose_name=_("promotion")
    )
    usage_limit = models.PositiveIntegerField(
        _("uses allowed"),
        null=True,
        blank=True,
        help_text=_("Of this code, besides the promotion's own limit. Empty: no limit."),
    )
    times_used = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    batch = models.CharField(
        _("batch"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("Of codes that were made together; empty for one made by hand."),
    )

    objects = models.Manager.from_queryset(VoucherQuerySet)()

    if TYPE_CHECKING:
        redemptions: RelatedManager[Redemption]

    class Meta:
        ordering = ["code"]
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="voucher_code_unique_whatever_its_case",
                violation_error_message=_("There is a voucher with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(usage_limit__isnull=True) | Q(times_used__lte=F("usage_limit")),
                name="voucher_used_within_its_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.code
