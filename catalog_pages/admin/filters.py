"""Filters of the back-office's lists that several lists share."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Category, StockItem, Variant

LEVELS_LISTED = 3


class CategoryFilter(SimpleListFilter):
    """Products of a category and of all below it, as main or further category. Two queries."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        categories = Category.objects.filter(level__lt=LEVELS_LISTED).values_list("pk", "name", "level")
        return [(str(pk), "\N{EM SPACE}" * level + name) for pk, name, level in categories]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        category = Category.objects.filter(pk=value).first() if value.isdecimal() else None
        return queryset.in_category(category) if category else queryset.none()


class ProductAvailabilityFilter(SimpleListFilter):
    title = _("availability")
    parameter_name = "availability"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("available", _("can be bought")),
            ("sold-out", _("sold out")),
            ("no-variants", _("has no variants")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        available = Exists(Variant.objects.of_outer_product().available())
        match self.value():
            case "available":
                return queryset.filter(available)
            case "sold-out":
                return queryset.filter(Exists(Variant.objects.filter(product=OuterRef("pk"))), ~available)
            case "no-variants":
                return queryset.filter(variants__isnull=True)
        return queryset


class PageFilter(SimpleListFilter):
    title = _("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("live", _("live")), ("draft", _("only drafts")), ("none", _("none"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        itself = queryset.model.objects.filter(pk=OuterRef("pk"))
        live, paged = Exists(itself.filter(pages__live=True)), Exists(itself.filter(pages__isnull=False))
        match self.value():
            case "live":
                return queryset.filter(live)
            case "draft":
                return queryset.filter(paged, ~live)
            case "none":
                return queryset.without_page()
        return queryset


class LevelFilter(SimpleListFilter):
    """By stock. The lists of stock and of variants share it: `prefix` leads from the row to the StockItem."""

    title = _("level")
    parameter_name = "level"
    prefix = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("available", _("available")),
            ("low", _("low")),
            ("out", _("sold out")),
            ("promised", _("promised to orders")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        levels = StockItem.objects.alias(left=F("on_hand") - F("reserved"))
        conditions = {
            "available": Q(left__gt=0),
            "low": Q(left__gt=0, left__lte=F("low_stock_threshold")),
            "out": Q(left__lte=0),
            "promised": Q(reserved__gt=0),
        }
        condition = conditions.get(self.value() or "")
        if condition is None:
            return queryset
        return queryset.filter(**{f"{self.prefix}pk__in": levels.filter(condition).values("pk")})


class VariantLevelFilter(LevelFilter):
    prefix = "stock__"
