from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from catalog_pages.models import ImportRecord

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[ImportRecord]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(ImportRecord)
class ImportRecordAdmin(_ModelAdmin):
    """To look at, and to delete: the next import then applies all that the file says of that product."""

    list_display = ("key", "source", "product", "imported_at")
    list_filter = ("source",)
    list_select_related = ("product",)
    search_fields = ("key", "product__name", "product__slug")
    date_hierarchy = "imported_at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRecord | None = None) -> bool:
        return False
