from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Brand

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Brand]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Brand)
class BrandAdmin(_ModelAdmin):
    list_display = ("name", "slug", "products")
    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Brand]:
        return super().get_queryset(request).annotate(product_count=Count("products"))

    @admin.display(description=_("products"), ordering="product_count")
    def products(self, brand: Any) -> int:
        count: int = brand.product_count
        return count
