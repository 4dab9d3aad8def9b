from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from orders.admin.redeemed import RedeemedMixin, check_limit
from orders.models import Voucher
from orders.voucher_batches import as_csv

if TYPE_CHECKING:
    _VoucherAdmin = admin.ModelAdmin[Voucher]
    _VoucherForm = forms.ModelForm[Voucher]
else:
    _VoucherAdmin = admin.ModelAdmin
    _VoucherForm = forms.ModelForm


class VoucherForm(_VoucherForm):
    """What the database would refuse, said at the field it is about."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        check_limit(self, data)
        return data


@admin.register(Voucher)
class VoucherAdmin(RedeemedMixin, _VoucherAdmin):
    """A code that unlocks a promotion. Many at once are made from the promotion's page."""

    form = VoucherForm
    change_form_template = "admin/orders/voucher/change_form.html"
    list_display = ("code", "promotion", "uses", "batch", "is_active")
    list_filter = ("is_active", "promotion")
    list_select_related = ("promotion",)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("code", "batch", "promotion__name")
    search_help_text = _("The code, the batch or the promotion")
    autocomplete_fields = ("promotion",)
    fields = ("code", "promotion", "usage_limit", "times_used", "batch", "is_active")
    actions = ["export", "switch_off"]

    def get_readonly_fields(self, request: HttpRequest, obj: Voucher | None = None) -> tuple[str, ...]:
        """Orders name a voucher by its code: one that was used keeps it, and its promotion."""
        return ("times_used", "batch", *(("code", "promotion") if obj and obj.times_used else ()))

    @admin.action(description=_("Export as CSV"))
    def export(self, request: HttpRequest, queryset: QuerySet[Voucher]) -> StreamingHttpResponse:
        return csv_response(queryset, "vouchers.csv")

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Voucher]) -> None:
        queryset.update(is_active=False)


def csv_response(vouchers: QuerySet[Voucher], filename: str) -> StreamingHttpResponse:
    """A download, written while it is read."""
    rows = vouchers.select_related("promotion").order_by("pk").iterator(chunk_size=2_000)
    return StreamingHttpResponse(
        as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
