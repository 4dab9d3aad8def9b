"""What staff print about orders: packing slips, one or many in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.admin.missing import back_to_list
from orders.invoicing.downloads import pdf_response
from orders.invoicing.drawing import packing_slips, parcel_slip
from orders.models import Order, Shipment

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Order]
else:
    _ModelAdmin = admin.ModelAdmin


MOST_AT_ONCE = 100
"""Orders in one file: about two seconds of drawing."""


class OrderPapers(_ModelAdmin):
    """Packing slips, for whoever may look at orders."""

    actions: tuple[str, ...] = ("packing_slips_selected",)

    def get_urls(self) -> list[URLPattern]:
        slip = self.admin_site.admin_view(self.packing_slip_view)
        return [
            path("<int:pk>/packing-slip/", slip, name="orders_order_packing_slip"),
            path(
                "<int:pk>/parcels/<int:shipment_pk>/packing-slip/",
                self.admin_site.admin_view(self.parcel_slip_view),
                name="orders_order_parcel_slip",
            ),
            *super().get_urls(),
        ]

    def packing_slip_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = Order.objects.filter(pk=pk).first()
        if not self.has_view_permission(request, order):
            raise PermissionDenied
        if order is None:
            return back_to_list(request, self.opts)
        return pdf_response(packing_slips(orders=[order]), name=f"packing-slip-{order.number}.pdf")

    def parcel_slip_view(self, request: HttpRequest, pk: int, shipment_pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        shipment = Shipment.objects.select_related("order").filter(pk=shipment_pk, order=pk).first()
        if shipment is None:
            return back_to_list(request, self.opts)
        name = f"packing-slip-{shipment.order.number}-{shipment.pk}.pdf"
        return pdf_response(parcel_slip(shipment=shipment), name=name)

    @admin.action(
        description=gettext_lazy("Packing slips of the selected orders (PDF)"), permissions=["view"]
    )
    def packing_slips_selected(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """One file, the oldest order first. Above what a request can draw, nothing but a word about it."""
        chosen = Order.objects.filter(pk__in=queryset.values("pk")).order_by("placed_at", "pk")
        orders = list(chosen[: MOST_AT_ONCE + 1])
        if len(orders) > MOST_AT_ONCE:
            words = _("Select at most %(count)d orders at a time to print their packing slips.")
            self.message_user(request, words % {"count": MOST_AT_ONCE}, messages.WARNING)
            return None
        return pdf_response(packing_slips(orders=orders), name="packing-slips.pdf")
