from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog_pages.money import format_money
from orders.admin.links import breakable, order_link, short_moment
from orders.admin.permissions import ReadOnly
from orders.models import Redemption

if TYPE_CHECKING:
    _RedemptionAdmin = admin.ModelAdmin[Redemption]
else:
    _RedemptionAdmin = admin.ModelAdmin


@admin.register(Redemption)
class RedemptionAdmin(ReadOnly, _RedemptionAdmin):
    """Which order used which promotion: to be read. An order that comes to nothing gives its uses back."""

    list_display = (
        "when",
        "name",
        "code",
        "order_shown",
        "email",
        "saved",
        "given_back",
    )
    list_select_related = ("order",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    list_filter = ("created_at",)
    search_fields = ("code", "name", "order__number", "order__email")
    search_help_text = _("The promotion, the voucher's code, or the order's number or e-mail")
    date_hierarchy = "created_at"
    show_full_result_count = False
    fields = (
        "promotion",
        "voucher",
        "name",
        "code",
        "order_shown",
        "email",
        "goods_shown",
        "shipping_shown",
        "created_at",
        "given_back_at",
    )
    readonly_fields = fields

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        asked = lookup in ("voucher__id__exact", "promotion__id__exact")
        return asked or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, redemption: Redemption) -> str | None:
        return order_link(redemption.order)

    @admin.display(description=_("e-mail address"), ordering="order__email")
    def email(self, redemption: Redemption) -> str:
        return breakable(redemption.order.email)

    @admin.display(description=_("when"), ordering="created_at")
    def when(self, redemption: Redemption) -> str:
        return short_moment(redemption.created_at)

    @admin.display(description=_("given back"), ordering="given_back_at")
    def given_back(self, redemption: Redemption) -> str | None:
        return short_moment(redemption.given_back_at) if redemption.given_back_at else None

    @admin.display(description=_("saved, with VAT"), ordering="amount_gross")
    def saved(self, redemption: Redemption) -> str:
        return format_money(redemption.amount_gross + redemption.shipping_gross, redemption.order.currency)

    @admin.display(description=_("off the goods, with VAT"), ordering="amount_gross")
    def goods_shown(self, redemption: Redemption) -> str:
        return format_money(redemption.amount_gross, redemption.order.currency)

    @admin.display(description=_("delivery saved, with VAT"), ordering="shipping_gross")
    def shipping_shown(self, redemption: Redemption) -> str | None:
        saved = redemption.shipping_gross
        return format_money(saved, redemption.order.currency) if saved else None
