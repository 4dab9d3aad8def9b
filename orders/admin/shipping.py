from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog_pages.admin.figures import currency_value
from catalog_pages.money import format_money
from orders.admin.prices import PricesMixin
from orders.models import ShippingMethod, ShippingWeightBand, ShippingZone

if TYPE_CHECKING:
    from django.db.models import QuerySet

    _ZoneAdmin = admin.ModelAdmin[ShippingZone]
    _MethodAdmin = admin.ModelAdmin[ShippingMethod]
    _MethodInline = admin.TabularInline[ShippingMethod, ShippingZone]
    _BandInline = admin.TabularInline[ShippingWeightBand, ShippingMethod]
    _ZoneForm = forms.ModelForm[ShippingZone]
    _MethodForm = forms.ModelForm[ShippingMethod]
    _BandForm = forms.ModelForm[ShippingWeightBand]
else:
    _ZoneAdmin = _MethodAdmin = admin.ModelAdmin
    _MethodInline = _BandInline = admin.TabularInline
    _ZoneForm = _MethodForm = _BandForm = forms.ModelForm

COUNTRIES_SHOWN = 6


class ZoneForm(_ZoneForm):
    class Meta:
        widgets = {"countries": FilteredSelectMultiple(_("countries"), is_stacked=False)}


class MethodForm(PricesMixin, _MethodForm):
    prices = ("price", "free_above")


class BandForm(PricesMixin, _BandForm):
    pass


class MethodInline(_MethodInline):
    model = ShippingMethod
    form = MethodForm
    fields = ("name", "code", "kind", "price", "free_above", "days_min", "days_max", "is_active")
    prepopulated_fields = {"code": ("name",)}
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingMethod]:
        methods: QuerySet[Any] = super().get_queryset(request).annotate(currency=currency_value())
        return methods


class BandInline(_BandInline):
    model = ShippingWeightBand
    form = BandForm
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingWeightBand]:
        bands: QuerySet[Any] = super().get_queryset(request).annotate(currency=currency_value())
        return bands


@admin.register(ShippingZone)
class ShippingZoneAdmin(_ZoneAdmin):
    form = ZoneForm
    list_display = ("name", "countries_shown", "methods_shown")
    search_fields = ("name",)
    inlines = [MethodInline]

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingZone]:
        return super().get_queryset(request).prefetch_related("methods")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for words in _warnings(form.instance):
            self.message_user(request, words, messages.WARNING)

    @admin.display(description=_("countries"))
    def countries_shown(self, zone: ShippingZone) -> str:
        names = [country.name for country in zone.countries]
        if not names:
            return str(_("everywhere else"))
        shown = ", ".join(names[:COUNTRIES_SHOWN])
        more = len(names) - COUNTRIES_SHOWN
        return f"{shown} + {more}" if more > 0 else shown

    @admin.display(description=_("offered there"))
    def methods_shown(self, zone: ShippingZone) -> str | None:
        return ", ".join(method.name for method in zone.methods.all() if method.is_active) or None


@admin.register(ShippingMethod)
class ShippingMethodAdmin(_MethodAdmin):
    form = MethodForm
    list_display = (
        "name",
        "zone",
        "code",
        "price_shown",
        "free_above_shown",
        "days",
        "is_active",
        "position",
    )
    list_filter = ("zone", "kind", "is_active")
    list_select_related = ("zone",)
    search_fields = ("name", "code", "zone__name")
    autocomplete_fields = ("zone",)
    prepopulated_fields = {"code": ("name",)}
    inlines = [BandInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippingMethod]:
        methods: QuerySet[Any] = super().get_queryset(request).annotate(currency=currency_value())
        return methods.prefetch_related("weight_bands")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        method = form.instance
        if method.kind == ShippingMethod.Kind.WEIGHT and not method.weight_bands.exists():
            words = gettext("“%(name)s” goes by weight and has no weight bands: nobody is offered it.")
            self.message_user(request, words % {"name": method.name}, messages.WARNING)

    @admin.display(description=_("price"), ordering="price")
    def price_shown(self, method: Any) -> str:
        if method.kind == ShippingMethod.Kind.FLAT:
            return format_money(method.price, method.currency)
        prices = [band.price for band in method.weight_bands.all()]
        if not prices:
            return gettext("by weight, no bands yet")
        return gettext("by weight, %(least)s to %(most)s") % {
            "least": format_money(min(prices), method.currency),
            "most": format_money(max(prices), method.currency),
        }

    @admin.display(description=_("free from"), ordering="free_above")
    def free_above_shown(self, method: Any) -> str | None:
        return None if method.free_above is None else format_money(method.free_above, method.currency)

    @admin.display(description=_("working days"), ordering="days_min")
    def days(self, method: ShippingMethod) -> str:
        days = {"least": method.days_min, "most": method.days_max}
        return gettext("%(least)d to %(most)d") % days


def _warnings(zone: ShippingZone) -> list[str]:
    """What is odd about a zone as it was saved, one sentence each: shoppers there see more or less than was meant."""
    others = list(ShippingZone.objects.exclude(pk=zone.pk))
    codes = {country.code for country in zone.countries}
    if not codes:
        twins = [other.name for other in others if not other.countries]
        said = gettext(
            "“%(name)s” is for everywhere else too: shoppers there are offered the methods of both."
        )
        return [said % {"name": name} for name in twins]
    warnings = []
    for other in others:
        shared = [country.name for country in other.countries if country.code in codes]
        if shared:
            said = gettext(
                "%(countries)s: in “%(name)s” too, so shoppers there are offered the methods of both zones."
            )
            warnings.append(said % {"countries": ", ".join(shared), "name": other.name})
    return warnings
