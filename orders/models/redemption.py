from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order
from orders.models.promotion import Promotion
from orders.models.voucher import Voucher

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class PersonalUse(models.Model):
    """How often somebody used a promotion that limits it. Without a promotion: an advantage of a first order.

    `who` is an account's key or a keyed hash of an e-mail address (orders.promotions.people); an order counts for
    each that is known of its buyer.
    """

    promotion = models.ForeignKey(
        Promotion, on_delete=models.CASCADE, null=True, related_name="personal_uses"
    )
    who = models.CharField(max_length=80)
    times_used = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        redemptions: RelatedManager[Redemption]

    class Meta:
        verbose_name = _("personal use")
        verbose_name_plural = _("personal uses")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "who"], name="personal_use_once_per_promotion"),
            models.UniqueConstraint(
                fields=["who"], condition=Q(promotion__isnull=True), name="personal_use_once_for_first_orders"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} {self.who}: {self.times_used}"


class RedemptionQuerySet(models.QuerySet["Redemption"]):
    def standing(self) -> RedemptionQuerySet:
        """Those that count: their order was neither cancelled, expired nor refunded before it left."""
        return self.filter(given_back_at__isnull=True)


class Redemption(models.Model):
    """What a promotion saved an order, written down as the shopper agreed to it; never changed, never deleted.

    Amounts are in the order's currency. Those of all its redemptions sum to the order's discount, in both bases.
    """

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="redemptions", verbose_name=_("order")
    )
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="redemptions", verbose_name=_("promotion")
    )
    voucher = models.ForeignKey(
        Voucher,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="redemptions",
        verbose_name=_("voucher"),
    )
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, blank=True)
    amount_net = models.DecimalField(_("off the goods, net"), max_digits=14, decimal_places=3)
    amount_gross = models.DecimalField(_("off the goods, gross"), max_digits=14, decimal_places=3)
    is_free_shipping = models.BooleanField(_("free delivery"), default=False)
    shipping_net = models.DecimalField(_("delivery saved, net"), max_digits=14, decimal_places=3, default=0)
    shipping_gross = models.DecimalField(
        _("delivery saved, gross"), max_digits=14, decimal_places=3, default=0
    )
    counted = models.ManyToManyField(PersonalUse, related_name="redemptions", editable=False)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    given_back_at = models.DateTimeField(
        _("given back"),
        null=True,
        blank=True,
        help_text=_("The order came to nothing: the use counts no more."),
    )

    objects = models.Manager.from_queryset(RedemptionQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(fields=["order", "promotion"], name="redemption_once_per_order"),
            models.CheckConstraint(
                condition=Q(
                    amount_net__gte=0, amount_gross__gte=0, shipping_net__gte=0, shipping_gross__gte=0
                ),
                name="redemption_saves_not_less_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.name} {self.order_id}"
