from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from orders.admin.filters import InForceFilter
from orders.models import TaxRate

if TYPE_CHECKING:
    _TaxRateAdmin = admin.ModelAdmin[TaxRate]
else:
    _TaxRateAdmin = admin.ModelAdmin


@admin.register(TaxRate)
class TaxRateAdmin(_TaxRateAdmin):
    """Orders keep the rate they were placed with: changing one here changes no order."""

    list_display = ("country_shown", "region", "tax_class", "percent", "valid_from", "valid_until")
    list_filter = (InForceFilter, "tax_class", ("country", admin.AllValuesFieldListFilter))
    list_select_related = ("tax_class",)
    search_fields = ("country", "region", "tax_class__name")
    search_help_text = _("The two letters of a country, a region or a tax class")
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=_("country"), ordering="country")
    def country_shown(self, rate: TaxRate) -> str:
        return f"{rate.country.name} ({rate.country.code})"

    @admin.display(description=_("rate"), ordering="rate")
    def percent(self, rate: TaxRate) -> str:
        return f"{(rate.rate * 100).normalize():f} %"
