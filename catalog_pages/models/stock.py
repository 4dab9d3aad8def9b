from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog_pages.models.variant import Variant


class StockItem(models.Model):
    """How many of a variant there are. Written only by `catalog_pages.stock`, with a StockMovement each time."""

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="stock")
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(
        _("reserved"), default=0, help_text=_("Promised to orders not yet shipped.")
    )
    backorder = models.BooleanField(_("sell when out of stock"), default=False)
    low_stock_threshold = models.PositiveIntegerField(_("low from"), default=3)
    # A row begins with nothing on its shelf, which is low whatever counts as that.
    low_since = models.DateTimeField(
        _("low since"),
        null=True,
        blank=True,
        editable=False,
        default=timezone.now,
        help_text=_("When what is available fell to or below “low from”; empty while there is more."),
    )

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        indexes = [
            models.Index(fields=["low_since"], condition=Q(low_since__isnull=False), name="stock_low"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_on_hand_not_negative"),
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand")) | Q(backorder=True), name="stock_not_promised_twice"
            ),
        ]

    def __str__(self) -> str:
        """The SKU. Reads `self.variant`."""
        return self.variant.sku

    @property
    def available(self) -> int:
        """What can be promised from the shelf, in pieces: on hand less reserved, never below 0."""
        return max(self.on_hand - self.reserved, 0)


class StockMovement(models.Model):
    """One line of the ledger: the changes sum to the levels of the StockItem. Never changed, never deleted."""

    class Kind(models.TextChoices):
        RECEIVE = "receive", _("received")
        ADJUST = "adjust", _("adjusted")
        RESERVE = "reserve", _("reserved")
        RELEASE = "release", _("released")
        SHIP = "ship", _("shipped")
        RETURN = "return", _("came back")

    stock_item = models.ForeignKey(StockItem, on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on_hand_change = models.IntegerField(_("change on hand"), default=0)
    reserved_change = models.IntegerField(_("change reserved"), default=0)
    reference = models.CharField(
        _("reference"), max_length=80, blank=True, help_text=_("An order, a delivery note.")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        indexes = [
            models.Index(fields=["reference"]),
            # How well goods sell is asked of these alone: `search.popularity`.
            models.Index(
                fields=["stock_item", "created_at"],
                condition=Q(kind="reserve"),
                name="stock_movement_promises",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on_hand_change:+d}/{self.reserved_change:+d}"
