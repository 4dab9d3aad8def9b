from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country

from catalog_pages.money import format_money
from orders.admin.filters import PaymentMethodFilter, ToDoFilter
from orders.admin.links import breakable, short_moment
from orders.admin.missing import back_to_list
from orders.admin.order_page import page_context
from orders.admin.order_papers import OrderPapers
from orders.admin.order_returns import OrderReturns
from orders.admin.order_search import matching
from orders.admin.permissions import NeverAdded, NeverDeleted
from orders.models import Item, Order, OrderAddress


@admin.register(Order)
class OrderAdmin(NeverAdded, NeverDeleted, OrderPapers, OrderReturns):
    """Orders are read, and moved on; nobody adds, edits or deletes one."""

    list_display = (
        "number",
        "placed",
        "buyer",
        "status_shown",
        "payment_state",
        "total_shown",
        "pieces",
        "destination",
    )
    list_filter = (ToDoFilter, "status", PaymentMethodFilter, "placed_at")
    list_per_page = 50
    search_fields = ("number",)  # shows the box; what is searched, orders.admin.order_search says
    search_help_text = _("Number, e-mail, name, SKU or tracking number")
    date_hierarchy = "placed_at"
    ordering = ("-placed_at", "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each count would read every order

    actions = (*OrderReturns.actions, *OrderPapers.actions)

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        of_this = Item.objects.filter(
            content_type=ContentType.objects.get_for_model(Order), object_id=OuterRef("pk")
        )
        pieces = of_this.order_by().values("object_id").annotate(sum=Sum("quantity")).values("sum")
        to = OrderAddress.objects.filter(order=OuterRef("pk"), kind=OrderAddress.Kind.SHIPPING)
        return (
            super()
            .get_queryset(request)
            .select_related("customer")
            .prefetch_related("payments")
            .annotate(piece_count=Subquery(pieces), sent_to=Subquery(to.values("country")[:1]))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        return matching(queryset, search_term), False

    @admin.display(description=_("placed"), ordering="placed_at")
    def placed(self, order: Order) -> str:
        return short_moment(order.placed_at)

    @admin.display(description=_("customer"), ordering="email")
    def buyer(self, order: Order) -> str:
        if order.anonymised_at:
            return format_html('<span class="quiet">{}</span>', _("account deleted"))
        address = breakable(order.email)
        if order.customer is None:
            return format_html('{} <span class="quiet">({})</span>', address, _("guest"))
        return address

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, order: Order) -> str:
        return format_html(
            '<span class="status status--{}">{}</span>', order.status, order.get_status_display()
        )

    @admin.display(description=_("payment"))
    def payment_state(self, order: Order) -> str | None:
        payment = order.current_payment
        return payment.get_status_display() if payment else None

    @admin.display(description=_("total"), ordering="total")
    def total_shown(self, order: Order) -> str:
        return format_money(order.total, order.currency)

    @admin.display(description=_("pieces"), ordering="piece_count")
    def pieces(self, order: Any) -> int | None:
        count: int | None = order.piece_count
        return count

    @admin.display(description=_("to"), ordering="sent_to")
    def destination(self, order: Any) -> str | None:
        return Country(order.sent_to).name if order.sent_to else None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The order's page: to be read. Its buttons lead to `OrderMoves`. A fixed number of queries."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        order = Order.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if not self.has_view_permission(request, order):
            raise PermissionDenied
        if order is None:
            return back_to_list(request, self.opts)
        context = {
            **self.admin_site.each_context(request),
            **page_context(order, request.user, may_change=self.has_change_permission(request, order)),
            "title": _("Order %(number)s") % {"number": order.number},
            "opts": self.opts,
            "history_url": reverse("admin:orders_order_history", args=[order.pk]),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/orders/order/page.html", context)
