from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from orders.models import Wish

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Wish]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Wish)
class WishAdmin(_ModelAdmin):
    """What customers wish for: to look at, the list is theirs."""

    list_display = ("product", "customer", "created_at")
    list_select_related = ("product", "customer")
    list_filter = ("created_at",)
    search_fields = ("product__name", "customer__email")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Wish | None = None) -> bool:
        return False
