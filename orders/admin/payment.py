from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from catalog_pages.money import format_money
from orders.admin.filters import MethodOfPaymentFilter
from orders.admin.links import order_link
from orders.admin.permissions import ReadOnly
from orders.models import Payment

if TYPE_CHECKING:
    _PaymentAdmin = admin.ModelAdmin[Payment]
else:
    _PaymentAdmin = admin.ModelAdmin


@admin.register(Payment)
class PaymentAdmin(ReadOnly, _PaymentAdmin):
    """To be read: orders are marked paid, and refunded, on their own pages. What opens a payment is not shown."""

    list_display = (
        "created_at",
        "order_shown",
        "method_shown",
        "status",
        "amount_shown",
        "refunded_shown",
        "reference",
    )
    list_filter = ("status", MethodOfPaymentFilter, "created_at")
    list_select_related = ("order",)
    list_per_page = 50
    search_fields = ("order__number", "order__email", "reference")
    search_help_text = _("The order's number or e-mail, or the reference")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = (
        "order_shown",
        "method_shown",
        "status",
        "amount_shown",
        "refunded_shown",
        "reference",
        "failure",
        "created_at",
        "updated_at",
    )

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, payment: Payment) -> str | None:
        return order_link(payment.order)

    @admin.display(description=_("method"), ordering="method")
    def method_shown(self, payment: Payment) -> str:
        order = payment.order
        named = payment.method == order.payment_method and order.payment_method_name
        return named or payment.method

    @admin.display(description=_("amount"), ordering="amount")
    def amount_shown(self, payment: Payment) -> str:
        return format_money(payment.amount, payment.order.currency)

    @admin.display(description=_("refunded"), ordering="amount_refunded")
    def refunded_shown(self, payment: Payment) -> str | None:
        if not payment.amount_refunded:
            return None
        return format_money(payment.amount_refunded, payment.order.currency)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        keys = {"pk": object_id} if object_id.isdecimal() else {"pk": None}
        payment = Payment.objects.select_related("order").filter(**keys).first()
        subtitle = f"{self.method_shown(payment)}, {self.amount_shown(payment)}" if payment else None
        return super().change_view(
            request, object_id, form_url, {"subtitle": subtitle, **(extra_context or {})}
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Payment | None = None) -> tuple[str, ...]:
        return self.fields
