from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.item import Item
from orders.models.order import Order

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Shipment(models.Model):
    """A parcel on its way; what is in it, its `lines` say. An order may leave in several."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)
    tracking_url = models.URLField(_("tracking link"), blank=True)
    shipped_at = models.DateTimeField(_("shipped"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    if TYPE_CHECKING:
        lines: RelatedManager[ShipmentLine]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")

    def __str__(self) -> str:
        return self.tracking_number or f"{_('shipment')} {self.pk}"


class ShipmentLine(models.Model):
    """So many pieces of one line of the order in a parcel. Never changed: those of a line sum to what was shipped."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="shipment_lines")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a shipment")
        verbose_name_plural = _("lines of shipments")
        constraints = [
            models.UniqueConstraint(fields=["shipment", "item"], name="shipment_line_once_per_item"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="shipment_line_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item_id}"
