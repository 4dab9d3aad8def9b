from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from mptt.admin import DraggableMPTTAdmin, MPTTAdminForm

from catalog_pages.admin.importing import ImportReport
from catalog_pages.admin.resources.category import CategoryResource
from catalog_pages.models import Category, Product
from catalog_pages.trees import category_tree_lock


class CategoryForm(MPTTAdminForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].error_messages["invalid_choice"] = _(
                "A category cannot stand below itself, and the one above it must exist."
            )


@admin.register(Category)
class CategoryAdmin(ImportReport, ImportExportMixin, DraggableMPTTAdmin):
    """The tree, to be dragged. Whatever writes takes the tree's lock before it reads what it will write."""

    resource_classes = [CategoryResource]
    form = CategoryForm
    list_display = ("tree_actions", "indented_title", "products", "further", "is_active", "page")
    list_display_links = ("indented_title",)
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "parent", "description", "is_active")
    expand_tree_by_default = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        main = Product.objects.filter(category=OuterRef("pk")).order_by().values("category")
        further = Product.further_categories.through.objects.filter(category=OuterRef("pk")).values(
            "category"
        )
        queryset: QuerySet[Category] = super().get_queryset(request)
        return queryset.prefetch_related("pages").annotate(
            product_count=Coalesce(Subquery(main.annotate(count=Count("pk")).values("count")), 0),
            further_count=Coalesce(Subquery(further.annotate(count=Count("pk")).values("count")), 0),
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own deletion, which looks for what stands in the way; mptt's does not."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            name_and_words = actions["delete_selected"][1:]
            actions["delete_selected"] = (delete_selected, *name_and_words)
        return actions

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._locked(request, super().changelist_view, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._locked(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._locked(request, super().delete_view, *args, **kwargs)

    def _locked(self, request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse
        if request.method != "POST":
            response = view(request, *args, **kwargs)
            return response
        with category_tree_lock():
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()  # what a failed form shows is read under the lock too
            return response

    @admin.display(description=_("products"), ordering="product_count")
    def products(self, category: Any) -> str:
        url = reverse("admin:catalog_pages_product_changelist")
        return format_html('<a href="{}?category={}">{}</a>', url, category.pk, category.product_count)

    @admin.display(description=_("listed here too"), ordering="further_count")
    def further(self, category: Any) -> int:
        count: int = category.further_count
        return count

    @admin.display(description=_("page"))
    def page(self, category: Category) -> str | None:
        page = next(iter(category.pages.all()), None)
        if page is None:
            return None
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return format_html('<a href="{}">{}</a>', url, _("live") if page.live else _("draft"))
