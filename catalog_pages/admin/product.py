from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from catalog_pages.admin.deletion import GoodsDeletionMixin
from catalog_pages.admin.figures import currency_value, price_tag
from catalog_pages.admin.filters import CategoryFilter, PageFilter, ProductAvailabilityFilter
from catalog_pages.admin.importing import ImportReport
from catalog_pages.admin.people import actor_of
from catalog_pages.admin.product_inlines import ProductAttributeInline, VariantInline
from catalog_pages.admin.resources.product import ProductResource
from catalog_pages.exceptions import NoPlaceForPage
from catalog_pages.models import Product, ProductPage, Variant
from catalog_pages.product_pages import draft_page, place_for

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Product]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Product)
class ProductAdmin(ImportReport, GoodsDeletionMixin, ImportExportMixin, _ModelAdmin):
    resource_classes = [ProductResource]
    change_form_template = "admin/catalog_pages/product/change_form.html"
    list_display = ("name", "category", "brand", "price", "variants_count", "available", "page", "is_active")
    list_filter = (CategoryFilter, ProductAvailabilityFilter, PageFilter, "is_active", "tax_class", "brand")
    list_select_related = ("category", "brand")
    search_fields = ("name", "slug", "brand__name", "variants__sku", "variants__barcode")
    autocomplete_fields = ("category", "further_categories", "brand")
    date_hierarchy = "created_at"
    show_full_result_count = False
    readonly_fields = ("pages", "created_at", "updated_at")
    inlines = [VariantInline, ProductAttributeInline]
    actions = ["create_pages"]
    fieldsets = (
        (None, {"fields": ("name", "slug", "is_active")}),
        (_("Where it is listed"), {"fields": ("category", "further_categories", "brand", "tax_class")}),
        (_("What it is"), {"fields": ("description",)}),
        (_("How it is shown"), {"fields": ("pages",)}),
        (_("History"), {"fields": ("created_at", "updated_at"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        variants = Variant.objects.filter(product=OuterRef("pk")).order_by().values("product")
        products: QuerySet[Any] = Product.objects.with_current_price().with_stock()
        return products.prefetch_related("pages").annotate(
            currency=currency_value(),
            variant_count=Coalesce(Subquery(variants.annotate(count=Count("pk")).values("count")), 0),
        )

    @admin.display(description=_("price"), ordering="price")
    def price(self, product: Any) -> str | None:
        return price_tag(product.price, product.price_before, product.currency)

    @admin.display(description=_("variants"), ordering="variant_count")
    def variants_count(self, product: Any) -> int:
        count: int = product.variant_count
        return count

    @admin.display(description=_("available"), boolean=True, ordering="in_stock")
    def available(self, product: Any) -> bool:
        return bool(product.in_stock)

    @admin.display(description=_("page"))
    def page(self, product: Product) -> str | None:
        pages = list(product.pages.all())
        if not pages:
            return None
        return str(_("live") if any(page.live for page in pages) else _("draft"))

    @admin.display(description=_("pages"))
    def pages(self, product: Product) -> str:
        links = [
            (
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                page.get_admin_display_title(),
                page.status_string,
            )
            for page in (product.pages.all() if product.pk else ())
        ]
        if not links:
            return format_html("{}", _("No page shows it yet."))
        return format_html_join("\n", '<div><a href="{}">{}</a> ({})</div>', links)

    # --- A page for a product that has none ------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.create_page_view))
        return [
            path("<path:object_id>/create-page/", view, name="catalog_pages_product_create_page"),
            *super().get_urls(),
        ]

    def create_page_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes a draft and sends the editor to it."""
        product = self.get_object(request, object_id)
        if product is None or not self.has_view_permission(request, product):
            raise PermissionDenied
        page = self._create_page(request, product)
        if page is None:
            return HttpResponseRedirect(reverse("admin:catalog_pages_product_change", args=[product.pk]))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    @admin.action(description=_("Create draft pages for products without one"))
    def create_pages(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        made = [
            page
            for product in queryset
            if not product.pages.all()
            if (page := self._create_page(request, product))
        ]
        self.message_user(
            request,
            ngettext("%d draft page was created.", "%d draft pages were created.", len(made)) % len(made),
            messages.SUCCESS if made else messages.WARNING,
        )

    def _create_page(self, request: HttpRequest, product: Product) -> ProductPage | None:
        try:
            if not place_for(product=product).permissions_for_user(request.user).can_add_subpage():
                self.message_user(request, _("Your account may not add pages there."), messages.ERROR)
                return None
            page = draft_page(product=product, actor=actor_of(request))
        except NoPlaceForPage:
            self.message_user(request, _("There is no home page to put pages under yet."), messages.ERROR)
            return None
        self.log_change(request, product, [{"added": {"name": "page", "object": page.title}}])
        return page
