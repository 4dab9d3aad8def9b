from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog_pages.admin.figures import PriceFormMixin, currency_value, stock_link
from catalog_pages.models import Product, ProductAttribute, Variant

if TYPE_CHECKING:
    _VariantInline = admin.TabularInline[Variant, Product]
    _AttributeInline = admin.TabularInline[ProductAttribute, Product]
    _VariantForm = forms.ModelForm[Variant]
else:
    _VariantInline = _AttributeInline = admin.TabularInline
    _VariantForm = forms.ModelForm


class VariantRowForm(PriceFormMixin, _VariantForm):
    pass


class VariantInline(_VariantInline):
    """Prices beside each other. The first variant is made here, further ones on a page that asks for their options."""

    model = Variant
    form = VariantRowForm
    fields = ("sku", "label", "price", "sale_price", "levels", "is_active", "position")
    readonly_fields = ("label", "levels")
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        variants = super().get_queryset(request).select_related("stock").prefetch_related("options__choice")
        return variants.annotate(currency=currency_value())

    def get_max_num(self, request: HttpRequest, obj: Product | None = None, **kwargs: Any) -> int:
        return 1 if obj is None or not obj.variants.exists() else 0

    def get_extra(self, request: HttpRequest, obj: Product | None = None, **kwargs: Any) -> int:
        return 1

    @admin.display(description=_("options"))
    def label(self, variant: Variant) -> str | None:
        return variant.label or None if variant.pk else None

    @admin.display(description=_("stock"))
    def levels(self, variant: Variant) -> str | None:
        return stock_link(getattr(variant, "stock", None)) if variant.pk else None


class ProductAttributeInline(_AttributeInline):
    model = ProductAttribute
    fields = ("attribute", "text", "number", "boolean", "choice")
    autocomplete_fields = ("attribute", "choice")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductAttribute]:
        return super().get_queryset(request).select_related("attribute", "choice__attribute")

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        """Of the icons beside a choice only the one that adds: five columns leave no room for the others."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[arg-type]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field
