from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Attribute, AttributeChoice

if TYPE_CHECKING:
    _AttributeAdmin = admin.ModelAdmin[Attribute]
    _ChoiceAdmin = admin.ModelAdmin[AttributeChoice]
    _ChoiceInline = admin.TabularInline[AttributeChoice, Attribute]
    _ChoiceForm = forms.ModelForm[AttributeChoice]
else:
    _AttributeAdmin = _ChoiceAdmin = admin.ModelAdmin
    _ChoiceInline = admin.TabularInline
    _ChoiceForm = forms.ModelForm

CHOICES_SHOWN = 6


class ChoiceForm(_ChoiceForm):
    """A code is part of addresses and of the key of each variant: once given, it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class ChoiceInline(_ChoiceInline):
    model = AttributeChoice
    form = ChoiceForm
    fields = ("name", "code", "swatch", "position")
    prepopulated_fields = {"code": ("name",)}
    extra = 0


@admin.register(Attribute)
class AttributeAdmin(_AttributeAdmin):
    list_display = ("name", "code", "kind", "unit", "is_facet", "position", "choices_shown")
    list_filter = ("kind", "is_facet")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}
    inlines = [ChoiceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attribute]:
        return super().get_queryset(request).prefetch_related("choices")

    def get_readonly_fields(self, request: HttpRequest, obj: Attribute | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Attribute | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"code": ("name",)}

    @admin.display(description=_("choices"))
    def choices_shown(self, attribute: Any) -> str | None:
        choices = list(attribute.choices.all())
        if not choices:
            return None
        shown = format_html_join(", ", "{}", ((choice.name,) for choice in choices[:CHOICES_SHOWN]))
        more = len(choices) - CHOICES_SHOWN
        return format_html("{} + {}", shown, more) if more > 0 else shown


@admin.register(AttributeChoice)
class AttributeChoiceAdmin(_ChoiceAdmin):
    list_display = ("name", "attribute", "code", "swatch_shown", "position", "products")
    list_filter = ("attribute",)
    list_select_related = ("attribute",)
    search_fields = ("name", "code", "attribute__name", "attribute__code")
    autocomplete_fields = ("attribute",)
    ordering = ("attribute__position", "attribute__name", "position", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AttributeChoice]:
        return (
            super()
            .get_queryset(request)
            .select_related("attribute")
            .annotate(
                product_count=Count("values__product", distinct=True)
                + Count("variant_options__variant__product", distinct=True)
            )
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: AttributeChoice | None = None
    ) -> tuple[str, ...]:
        return ("attribute", "code") if obj else ()

    @admin.display(description=_("swatch"), ordering="swatch")
    def swatch_shown(self, choice: AttributeChoice) -> str | None:
        if not choice.swatch:
            return None
        return format_html(
            '<span style="display:inline-block;width:1em;height:1em;background:{};border:1px solid #888"></span> {}',
            choice.swatch,
            choice.swatch,
        )

    @admin.display(description=_("products"), ordering="product_count")
    def products(self, choice: Any) -> int:
        count: int = choice.product_count
        return count
