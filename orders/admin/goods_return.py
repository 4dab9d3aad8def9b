from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalog_pages.money import format_money
from orders.admin.links import order_link
from orders.admin.permissions import ReadOnly
from orders.models import Return

if TYPE_CHECKING:
    _ReturnAdmin = admin.ModelAdmin[Return]
else:
    _ReturnAdmin = admin.ModelAdmin


@admin.register(Return)
class ReturnAdmin(ReadOnly, _ReturnAdmin):
    """To be read: goods are taken back, received and refused on the pages of their orders."""

    list_display = ("created_at", "order_shown", "status", "closed_at", "refund_shown")
    list_filter = ("status", "created_at")
    list_select_related = ("order", "refund")
    list_per_page = 50
    search_fields = ("order__number", "order__email")
    search_help_text = _("The order's number or e-mail")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ("order_shown", "status", "contents", "answer", "refund_shown", "created_at", "closed_at")

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Return | None = None) -> tuple[str, ...]:
        return self.fields

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, goods_return: Return) -> str | None:
        return order_link(goods_return.order)

    @admin.display(description=_("refund"))
    def refund_shown(self, goods_return: Return) -> str | None:
        if goods_return.refund is None:
            return None
        amount = format_money(goods_return.refund.amount, goods_return.order.currency)
        return f"{amount} ({goods_return.refund.get_state_display()})"

    @admin.display(description=_("what"))
    def contents(self, goods_return: Return) -> str:
        lines = goods_return.lines.select_related("item")
        return format_html_join(
            "",
            "<div>{} x {} ({}) {}</div>",
            ((each.quantity, each.item.name, each.get_reason_display(), each.comment) for each in lines),
        )
