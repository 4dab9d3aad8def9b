from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import StockItem


class LowStockNotice(models.Model):
    """That a variant's fall to few pieces has been announced: once a fall, whoever sweeps. Its key is the event's.

    Whoever deletes goods need not know of it: what is left behind, housekeeping drops.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stock_item = models.ForeignKey(
        StockItem, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    low_since = models.DateTimeField(_("low since"))

    class Meta:
        verbose_name = _("notice of low stock")
        verbose_name_plural = _("notices of low stock")
        constraints = [
            models.UniqueConstraint(fields=["stock_item", "low_since"], name="low_stock_announced_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stock_item_id} {self.low_since}"
