from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog_pages import stock
from catalog_pages.admin.resources.base import CatalogueResource, Column, text
from catalog_pages.exceptions import StockConflict
from catalog_pages.models import StockItem, Variant

REASON = "import"


class StockResource(CatalogueResource):
    """Levels by SKU. A file says what was counted; the difference goes into the ledger. The rest is to read."""

    sku = Column("sku")
    on_hand = Column("on_hand")
    name = Column("name", readonly=True)
    available = Column("available", readonly=True)

    class Meta:
        model = StockItem
        fields = ("sku", "name", "on_hand", "reserved", "available", "backorder", "low_stock_threshold")
        import_id_fields = ("sku",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[StockItem]:
        queryset: QuerySet[StockItem] = super().get_queryset()
        return queryset.select_related("variant__product").prefetch_related("variant__options__choice")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> StockItem | None:
        row.pop("reserved", None)  # for reading only
        sku = text(row, "sku")
        variants = Variant.objects.with_sku(sku)
        return self.get_queryset().filter(variant__in=variants).first() if sku else None

    def do_instance_save(self, instance: StockItem, is_create: bool) -> None:
        """The levels are left to the ledger; only what is not a level is saved here."""
        if is_create:
            instance.save(force_insert=True)
        else:
            stock.set_terms(
                item=instance, backorder=instance.backorder, low_from=instance.low_stock_threshold
            )
        counted: int | None = getattr(instance, "counted", None)
        if counted is None:
            return
        try:
            stock.adjust(variant=instance.variant, on_hand=counted, reason=REASON, actor=self.user)
        except StockConflict as conflict:
            raise ValidationError({"on_hand": conflict_words(instance, counted)}) from conflict
        instance.refresh_from_db(fields=["on_hand", "reserved"])

    def read_sku(self, item: StockItem) -> str:
        return item.variant.sku if item.variant_id else ""

    def write_sku(self, item: StockItem, cell: str) -> None:
        if item.variant_id:
            return
        variant = Variant.objects.with_sku(cell).first()
        if variant is None:
            raise ValueError(_("There is no variant “%s”.") % cell)
        item.variant = variant

    def read_name(self, item: StockItem) -> str:
        return item.variant.full_name if item.variant_id else ""

    def read_on_hand(self, item: StockItem) -> int:
        return getattr(item, "counted", item.on_hand)

    def write_on_hand(self, item: StockItem, cell: str) -> None:
        if not cell:
            return
        if not cell.isascii() or not cell.isdigit() or int(cell) > stock.MOST_PIECES:
            raise ValueError(_("“%s” is not a number of pieces.") % cell)
        item.counted = int(cell)  # type: ignore[attr-defined]

    def read_available(self, item: StockItem) -> int:
        return item.available


def conflict_words(item: StockItem, counted: int) -> str:
    """Why a count is refused."""
    return _("%(reserved)d are promised to orders: %(counted)d is too few.") % {
        "reserved": item.reserved,
        "counted": counted,
    }
