from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from catalog_pages.admin.people import actor_of
from orders.admin.filters import DeliveredFilter
from orders.admin.links import order_link
from orders.admin.permissions import NeverAdded, NeverDeleted
from orders.models import Shipment
from orders.shipments import correct_tracking

if TYPE_CHECKING:
    _ShipmentAdmin = admin.ModelAdmin[Shipment]
    _ShipmentForm = forms.ModelForm[Shipment]
else:
    _ShipmentAdmin, _ShipmentForm = admin.ModelAdmin, forms.ModelForm


class ShipmentForm(_ShipmentForm):
    tracking_url = forms.URLField(
        label=_("Tracking link"),
        max_length=Shipment._meta.get_field("tracking_url").max_length,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )


@admin.register(Shipment)
class ShipmentAdmin(NeverAdded, NeverDeleted, _ShipmentAdmin):
    """Parcels come about by shipping an order; only how they are followed can be put right."""

    form = ShipmentForm
    list_display = ("shipped_at", "order_shown", "carrier", "tracking", "delivered_at")
    list_filter = (DeliveredFilter, "shipped_at")
    list_select_related = ("order",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("tracking_number", "order__number", "order__email")
    search_help_text = _("Tracking number, or the order's number or e-mail")
    date_hierarchy = "shipped_at"
    ordering = ("-pk",)
    show_full_result_count = False
    fields = (
        "order_shown",
        "contents",
        "shipped_at",
        "delivered_at",
        "carrier",
        "tracking_number",
        "tracking_url",
    )
    readonly_fields = ("order_shown", "contents", "shipped_at", "delivered_at")

    def save_model(self, request: HttpRequest, obj: Shipment, form: Any, change: bool) -> None:
        names = ("carrier", "tracking_number", "tracking_url")
        correct_tracking(
            shipment=obj, actor=actor_of(request), **{name: form.cleaned_data[name] for name in names}
        )

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, shipment: Shipment) -> str | None:
        return order_link(shipment.order)

    @admin.display(description=_("in it"))
    def contents(self, shipment: Shipment) -> str:
        lines = shipment.lines.select_related("item")
        return format_html_join(
            "", "<div>{} x {} ({})</div>", ((each.quantity, each.item.name, each.item.sku) for each in lines)
        )

    @admin.display(description=_("tracking number"), ordering="tracking_number")
    def tracking(self, shipment: Shipment) -> str | None:
        if not shipment.tracking_url:
            return shipment.tracking_number or None
        return format_html(
            '<a href="{}" rel="noreferrer" target="_blank">{}</a>',
            shipment.tracking_url,
            shipment.tracking_number or shipment.tracking_url,
        )
