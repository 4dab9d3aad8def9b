from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog_pages.money import format_money
from orders.admin.links import order_link, short_moment
from orders.admin.missing import back_to_list
from orders.admin.permissions import ReadOnly
from orders.invoicing.downloads import invoice_response
from orders.models import Invoice

if TYPE_CHECKING:
    _InvoiceAdmin = admin.ModelAdmin[Invoice]
else:
    _InvoiceAdmin = admin.ModelAdmin


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly, _InvoiceAdmin):
    """Invoices and credit notes as they were issued: to be read and saved, by nobody changed."""

    list_display = ("number", "kind", "issued", "order_shown", "total_shown", "tax_shown", "download")
    list_filter = ("kind", "year", "issued_at")
    list_select_related = ("order",)
    list_per_page = 50
    search_fields = ("number", "order__number", "order__email")
    search_help_text = _("Its number, or the order's number or e-mail")
    date_hierarchy = "issued_at"
    ordering = ("-pk",)
    show_full_result_count = False
    fields = (
        "number",
        "kind",
        "issued_at",
        "order_shown",
        "corrects_shown",
        "net_shown",
        "tax_shown",
        "total_shown",
        "download",
    )

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invoice]:
        return super().get_queryset(request).defer("content")

    def get_readonly_fields(self, request: HttpRequest, obj: Invoice | None = None) -> tuple[str, ...]:
        return self.fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.pdf_view)
        return [path("<int:pk>/pdf/", view, name="orders_invoice_pdf"), *super().get_urls()]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The PDF, for who may look at invoices or at orders: on an order's page it belongs to the order."""
        invoice = Invoice.objects.filter(pk=pk).first()
        may_see_orders = request.user.has_perms(["orders.view_order"]) or request.user.has_perms(
            ["orders.change_order"]
        )
        if not (may_see_orders or self.has_view_permission(request, invoice)):
            raise PermissionDenied
        return invoice_response(invoice) if invoice else back_to_list(request, self.opts)

    @admin.display(description=_("issued"), ordering="issued_at")
    def issued(self, invoice: Invoice) -> str:
        return short_moment(invoice.issued_at)

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, invoice: Invoice) -> str | None:
        return order_link(invoice.order)

    @admin.display(description=_("corrects"))
    def corrects_shown(self, invoice: Invoice) -> str | None:
        if invoice.corrects is None:
            return None
        url = reverse("admin:orders_invoice_change", args=[invoice.corrects.pk])
        return format_html('<a href="{}">{}</a>', url, invoice.corrects.number)

    @admin.display(description=_("without VAT"))
    def net_shown(self, invoice: Invoice) -> str:
        return _signed(invoice, invoice.total_net)

    @admin.display(description=_("VAT"))
    def tax_shown(self, invoice: Invoice) -> str:
        return _signed(invoice, invoice.tax_total)

    @admin.display(description=_("total"), ordering="total")
    def total_shown(self, invoice: Invoice) -> str:
        return _signed(invoice, invoice.total)

    @admin.display(description=_("file"))
    def download(self, invoice: Invoice) -> str:
        return format_html('<a href="{}">PDF</a>', reverse("admin:orders_invoice_pdf", args=[invoice.pk]))


def _signed(invoice: Invoice, amount: Decimal) -> str:
    """What a credit note gives back has a minus before it."""
    sign = "\N{MINUS SIGN}" if invoice.is_credit_note else ""
    return f"{sign}{format_money(amount, invoice.currency)}"
