from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin

from catalog_pages import stock
from catalog_pages.admin.deletion import GoodsDeletionMixin
from catalog_pages.admin.filters import LevelFilter
from catalog_pages.admin.importing import ImportReport
from catalog_pages.admin.people import actor_of
from catalog_pages.admin.resources.stock import StockResource
from catalog_pages.admin.stock_forms import AdjustForm, MoveForm, ReceiveForm, StockItemForm
from catalog_pages.models import StockItem, StockMovement

if TYPE_CHECKING:
    _StockAdmin = admin.ModelAdmin[StockItem]
    _MovementAdmin = admin.ModelAdmin[StockMovement]
else:
    _StockAdmin = _MovementAdmin = admin.ModelAdmin

MOVEMENTS_SHOWN = 50


@admin.register(StockItem)
class StockItemAdmin(ImportReport, GoodsDeletionMixin, ImportExportMixin, _StockAdmin):
    """Levels are to be read; they change by receiving and counting, each with a line of the ledger below."""

    resource_classes = [StockResource]
    form = StockItemForm
    change_form_template = "admin/catalog_pages/stockitem/change_form.html"
    list_display = ("sku", "product", "on_hand", "reserved", "left", "low", "backorder")
    list_filter = (LevelFilter, "backorder")
    list_select_related = ("variant__product",)
    search_fields = ("variant__sku", "variant__barcode", "variant__product__name")
    ordering = ("variant__product__name", "variant__position", "pk")
    autocomplete_fields = ("variant",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockItem]:
        return super().get_queryset(request).annotate(left_over=F("on_hand") - F("reserved"))

    def get_fields(self, request: HttpRequest, obj: StockItem | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("variant", "counted", "backorder", "low_stock_threshold")
        return ("variant_link", "on_hand", "reserved", "left", "backorder", "low_stock_threshold")

    def get_readonly_fields(self, request: HttpRequest, obj: StockItem | None = None) -> tuple[str, ...]:
        return ("variant_link", "on_hand", "reserved", "left") if obj else ()

    def save_model(self, request: HttpRequest, obj: StockItem, form: Any, change: bool) -> None:
        """Levels are never saved from a form: it may have been open while goods were sold."""
        if change:
            stock.set_terms(item=obj, backorder=obj.backorder, low_from=obj.low_stock_threshold)
            return
        super().save_model(request, obj, form, change)
        stock.adjust(
            variant=obj.variant,
            on_hand=form.cleaned_data["counted"],
            reason=str(_("first count")),
            actor=actor_of(request),
        )

    @admin.display(description=_("SKU"), ordering="variant__sku")
    def sku(self, item: StockItem) -> str:
        return item.variant.sku

    @admin.display(description=_("product"), ordering="variant__product__name")
    def product(self, item: StockItem) -> str:
        return item.variant.product.name

    @admin.display(description=_("variant"))
    def variant_link(self, item: StockItem) -> str:
        url = reverse("admin:catalog_pages_variant_change", args=[item.variant_id])
        return format_html('<a href="{}">{}</a> {}', url, item.variant.sku, item.variant.full_name)

    @admin.display(description=_("available"), ordering="left_over")
    def left(self, item: StockItem) -> int:
        return item.available

    @admin.display(description=_("low"), boolean=True)
    def low(self, item: StockItem) -> bool:
        return item.available <= item.low_stock_threshold

    # --- Receiving and counting ------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/receive/", wrap(self.receive_view), name="catalog_pages_stockitem_receive"),
            path("<int:pk>/adjust/", wrap(self.adjust_view), name="catalog_pages_stockitem_adjust"),
            *super().get_urls(),
        ]

    def receive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._move(request, pk, ReceiveForm, _("Receive"))

    def adjust_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._move(request, pk, AdjustForm, _("Adjust"))

    def _move(self, request: HttpRequest, pk: int, form_class: type[MoveForm], title: Any) -> HttpResponse:
        item = self.get_object(request, str(pk))
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        form = form_class(request.POST or None, item=item)
        if request.method == "POST" and form.is_valid() and form.move(actor=actor_of(request)):
            self.log_change(request, item, form.log_message())
            self.message_user(request, form.log_message(), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:catalog_pages_stockitem_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "item": item,
            "form": form,
        }
        return TemplateResponse(request, "admin/catalog_pages/stockitem/move.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        movements = (
            StockMovement.objects.filter(stock_item=int(object_id))
            if object_id.isdecimal()
            else StockMovement.objects.none()
        )
        context = {
            "movements": movements.select_related("actor")[:MOVEMENTS_SHOWN],
            "movements_shown": MOVEMENTS_SHOWN,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)


@admin.register(StockMovement)
class StockMovementAdmin(_MovementAdmin):
    """The ledger: to be read."""

    list_display = (
        "created_at",
        "sku",
        "kind",
        "on_hand_change",
        "reserved_change",
        "reference",
        "reason",
        "actor",
    )
    list_filter = ("kind",)
    list_select_related = ("stock_item__variant", "actor")
    search_fields = ("stock_item__variant__sku", "reference", "reason")
    date_hierarchy = "created_at"
    show_full_result_count = False

    @admin.display(description=_("SKU"), ordering="stock_item__variant__sku")
    def sku(self, movement: StockMovement) -> str:
        return movement.stock_item.variant.sku

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "stock_item__id__exact" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StockMovement | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StockMovement | None = None) -> bool:
        return False
