from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import TaxClass

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[TaxClass]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(TaxClass)
class TaxClassAdmin(_ModelAdmin):
    list_display = ("name", "code", "is_default", "products")
    search_fields = ("name", "code")
    list_filter = ("is_default",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaxClass]:
        return super().get_queryset(request).annotate(product_count=Count("products"))

    @admin.display(description=_("products"), ordering="product_count")
    def products(self, tax_class: Any) -> int:
        count: int = tax_class.product_count
        return count
