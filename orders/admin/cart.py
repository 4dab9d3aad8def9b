from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from catalog_pages.admin.figures import shop_currency
from orders.admin.filters import OwnerFilter
from orders.admin.permissions import NeverAdded
from orders.models import Cart, Item

if TYPE_CHECKING:
    _CartAdmin = admin.ModelAdmin[Cart]
else:
    _CartAdmin = admin.ModelAdmin


@admin.register(Cart)
class CartAdmin(NeverAdded, _CartAdmin):
    """To be looked at, when a customer asks, and perhaps deleted. A guest's token opens the cart: it stays secret."""

    change_form_template = "admin/orders/cart/change_form.html"
    list_display = ("key", "owner", "lines", "pieces", "updated_at")
    list_filter = (OwnerFilter, "updated_at")
    list_select_related = ("customer",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("customer__email",)
    search_help_text = _("The customer's e-mail")
    date_hierarchy = "updated_at"
    ordering = ("-updated_at", "-pk")
    show_full_result_count = False
    fields = ("owner", "voucher", "created_at", "updated_at")
    readonly_fields = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cart]:
        items = (
            Item.objects.filter(
                content_type=ContentType.objects.get_for_model(Cart), object_id=OuterRef("pk")
            )
            .order_by()
            .values("object_id")
        )
        return (
            super()
            .get_queryset(request)
            .select_related("customer", "voucher")
            .annotate(
                line_count=_or_nought(Subquery(items.annotate(count=Count("pk")).values("count"))),
                piece_count=_or_nought(Subquery(items.annotate(sum=Sum("quantity")).values("sum"))),
            )
        )

    def has_change_permission(self, request: HttpRequest, obj: Cart | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        cart = Cart.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        items = cart.items.select_related("variant") if cart else Item.objects.none()
        context = {"items": items, "currency": shop_currency(), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("cart"), ordering="pk")
    def key(self, cart: Cart) -> int:
        return cart.pk

    @admin.display(description=_("whose"), ordering="customer__email")
    def owner(self, cart: Cart) -> str:
        return str(cart.customer) if cart.customer else str(_("a guest"))

    @admin.display(description=_("lines"), ordering="line_count")
    def lines(self, cart: Any) -> int:
        count: int = cart.line_count
        return count

    @admin.display(description=_("pieces"), ordering="piece_count")
    def pieces(self, cart: Any) -> int:
        count: int = cart.piece_count
        return count


def _or_nought(count: Subquery) -> Coalesce:
    return Coalesce(count, 0, output_field=IntegerField())
