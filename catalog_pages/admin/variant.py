from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin

from catalog_pages.admin.deletion import GoodsDeletionMixin
from catalog_pages.admin.figures import PriceFormMixin, currency_value, price_tag, stock_words
from catalog_pages.admin.filters import VariantLevelFilter
from catalog_pages.admin.importing import ImportReport
from catalog_pages.admin.resources.variant import VariantResource
from catalog_pages.models import Attribute, AttributeChoice, Variant, VariantOption

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Variant]
    _VariantForm = forms.ModelForm[Variant]
else:
    _ModelAdmin = admin.ModelAdmin
    _VariantForm = forms.ModelForm


class VariantForm(PriceFormMixin, _VariantForm):
    """With the options that tell the variant from its siblings; they are written by `Variant.set_options`."""

    choices = forms.ModelMultipleChoiceField(
        label=_("Options"),
        queryset=AttributeChoice.objects.select_related("attribute").filter(
            attribute__kind=Attribute.Kind.CHOICE
        ),
        required=False,
        widget=AutocompleteSelectMultiple(VariantOption._meta.get_field("choice"), admin.site),
        help_text=_(
            "One choice of each attribute, such as a size and a colour. None for a product without options."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["choices"].initial = [option.choice_id for option in self.instance.options.all()]

    def clean_choices(self) -> dict[Attribute, AttributeChoice]:
        options: dict[Attribute, AttributeChoice] = {}
        for choice in self.cleaned_data["choices"]:
            if choice.attribute in options:
                raise forms.ValidationError(_("Choose one of each attribute: %s has two.") % choice.attribute)
            options[choice.attribute] = choice
        return options

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        product, options = data.get("product"), data.get("choices")
        if product is None or options is None:
            return data
        key = Variant.key_of(options)
        twin = product.variants.filter(options_key=key).exclude(pk=self.instance.pk).first()
        if twin is not None and options:
            self.add_error("choices", _("%(sku)s has the same options already.") % {"sku": twin.sku})
        elif twin is not None:
            self.add_error(
                "choices", _("%(sku)s has no options either: say what tells them apart.") % {"sku": twin.sku}
            )
        self.instance.options_key = key
        return data


@admin.register(Variant)
class VariantAdmin(ImportReport, GoodsDeletionMixin, ImportExportMixin, _ModelAdmin):
    resource_classes = [VariantResource]
    form = VariantForm
    list_display = ("sku", "product", "label", "current_price", "reserved", "left", "is_active")
    list_filter = ("is_active", VariantLevelFilter, "requires_shipping")
    list_select_related = ("product", "stock")
    search_fields = ("sku", "barcode", "product__name", "product__slug")
    autocomplete_fields = ("product",)
    ordering = ("product__name", "position", "pk")
    readonly_fields = ("stock_link",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("product", "sku", "choices", "is_active", "position")}),
        (_("Price"), {"fields": ("price", "sale_price", "sale_starts_at", "sale_ends_at")}),
        (_("Goods"), {"fields": ("stock_link", "barcode", "weight_grams", "requires_shipping")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        variants: QuerySet[Any] = Variant.objects.with_current_price().annotate(currency=currency_value())
        return variants.order_by(*self.ordering).prefetch_related("options__choice__attribute")

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        queryset: QuerySet[Variant] = super().get_export_queryset(request)
        return queryset.prefetch_related("options__attribute")

    def save_model(self, request: HttpRequest, obj: Variant, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        obj.set_options(form.cleaned_data["choices"])

    @admin.display(description=_("options"))
    def label(self, variant: Variant) -> str:
        return variant.label

    @admin.display(description=_("price"), ordering="current_price")
    def current_price(self, variant: Any) -> str | None:
        return price_tag(variant.current_price, variant.price_before, variant.currency)

    @admin.display(description=_("reserved"), ordering="stock__reserved")
    def reserved(self, variant: Variant) -> int | None:
        return variant.stock.reserved if hasattr(variant, "stock") else None

    @admin.display(description=_("available"), ordering="stock__on_hand")
    def left(self, variant: Variant) -> int | None:
        return variant.stock.available if hasattr(variant, "stock") else None

    @admin.display(description=_("stock"))
    def stock_link(self, variant: Variant) -> str:
        if variant.pk is None:
            return format_html("{}", _("Save first, then say how many there are."))
        stock = getattr(variant, "stock", None)
        if stock is None:
            url = reverse("admin:catalog_pages_stockitem_add")
            return format_html(
                '{} <a href="{}?variant={}">{}</a>', stock_words(None), url, variant.pk, _("Track it")
            )
        url = reverse("admin:catalog_pages_stockitem_change", args=[stock.pk])
        return format_html('<a href="{}">{}</a>', url, stock_words(stock))
