from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog_pages.admin.figures import currency_value
from catalog_pages.money import ZERO, format_money
from orders.admin.missing import back_to_list
from orders.admin.prices import PricesMixin
from orders.admin.redeemed import RedeemedMixin, check_limit
from orders.admin.voucher import csv_response
from orders.models import Promotion, PromotionTier, Voucher
from orders.voucher_batches import LARGEST_BATCH, LONGEST_PREFIX, batches_of, generate

if TYPE_CHECKING:
    _PromotionAdmin = admin.ModelAdmin[Promotion]
    _TierInline = admin.TabularInline[PromotionTier, Promotion]
    _PromotionForm = forms.ModelForm[Promotion]
    _TierForm = forms.ModelForm[PromotionTier]
else:
    _PromotionAdmin = admin.ModelAdmin
    _TierInline = admin.TabularInline
    _PromotionForm = _TierForm = forms.ModelForm

Kind = Promotion.Kind


class PromotionForm(PricesMixin, _PromotionForm):
    """What the database would refuse, or what would never save anything, said at the field it is about."""

    prices = ("value", "minimum_subtotal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(value := self.initial.get("value"), Decimal):
            self.initial["value"] = f"{value.normalize():f}"

    def is_price(self, name: str) -> bool:
        return name != "value" or self.cleaned_data.get("kind") == Kind.AMOUNT

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        match data.get("kind"):
            case Kind.PERCENTAGE:
                self._check_percentage(data.get("value"))
            case Kind.AMOUNT:
                if data.get("value") is not None and data["value"] <= ZERO:
                    self.add_error("value", gettext("An amount is more than 0."))
            case Kind.BUY_X_GET_Y:
                self._check_percentage(data.get("value"))
                for name in ("buy_quantity", "get_quantity"):
                    if not data.get(name) and name not in self.errors:
                        self.add_error(name, gettext("Say how many pieces."))
            case _:
                data["value"] = ZERO
        if data.get("kind") != Kind.BUY_X_GET_Y:
            data["buy_quantity"] = data["get_quantity"] = None
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts is not None and ends is not None and ends <= starts:
            self.add_error("ends_at", gettext("It ends before it starts."))
        check_limit(self, data)
        return data

    def _check_percentage(self, value: Decimal | None) -> None:
        if value is not None and not ZERO < value <= 100:
            self.add_error("value", gettext("A percentage is more than 0 and at most 100."))


class TierForm(PricesMixin, _TierForm):
    prices = ("from_subtotal", "value")

    def is_price(self, name: str) -> bool:
        return name != "value" or self.cleaned_data.get("kind") == PromotionTier.Kind.AMOUNT


class TierInline(_TierInline):
    model = PromotionTier
    form = TierForm
    extra = 0
    verbose_name = _("step")
    verbose_name_plural = _("Steps of “the more, the cheaper”: the highest one reached counts")


class BatchForm(forms.Form):
    """How many codes, and what they look like."""

    count = forms.IntegerField(
        label=_("How many codes"),
        initial=100,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_BATCH)],
    )
    begins_with = forms.CharField(
        label=_("They begin with"),
        required=False,
        max_length=LONGEST_PREFIX,
        validators=[RegexValidator(r"^[A-Za-z0-9-]*$", _("Letters, digits and hyphens."))],
        help_text=_("Such as XMAS-. Ten characters nobody can guess come behind it."),
    )
    usage_limit = forms.IntegerField(
        label=_("Uses of each code"),
        required=False,
        initial=1,
        validators=[MinValueValidator(1), MaxValueValidator(2_147_483_647)],
        help_text=_("Empty: as many as the promotion allows."),
    )
    name = forms.CharField(
        label=_("Name of the batch"), max_length=60, help_text=_("To find these codes again and export them.")
    )


@admin.register(Promotion)
class PromotionAdmin(RedeemedMixin, _PromotionAdmin):
    """What makes orders cheaper. Codes for it are made one by one or in batches from its page."""

    form = PromotionForm
    change_form_template = "admin/orders/promotion/change_form.html"
    list_display = ("name", "worth", "how", "minimum", "uses", "starts_at", "ends_at", "is_active")
    list_filter = ("is_active", "is_automatic", "kind", "ends_at")
    search_fields = ("name",)
    filter_horizontal = ("categories",)
    autocomplete_fields = ("products",)
    readonly_fields = ("times_used",)
    inlines = [TierInline]
    fieldsets = (
        (None, {"fields": ("name", "kind", "value", ("buy_quantity", "get_quantity"))}),
        (
            _("For which orders"),
            {"fields": ("minimum_subtotal", "categories", "products", "first_order_only")},
        ),
        (
            _("How it is used"),
            {
                "fields": (
                    "is_automatic",
                    "is_exclusive",
                    ("usage_limit", "times_used"),
                    "per_customer_limit",
                    ("starts_at", "ends_at"),
                    "is_active",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promotion]:
        promotions: QuerySet[Any] = super().get_queryset(request).annotate(currency=currency_value())
        return promotions

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Categories in the order of their tree, each set in by its depth."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "categories" and field is not None:
            field.label_from_instance = lambda category: f"{'- ' * category.level}{category.name}"
        return field

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/codes/", view(self.make_codes), name="orders_promotion_codes"),
            path("<int:pk>/codes.csv", view(self.export_codes), name="orders_promotion_export"),
            *super().get_urls(),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        promotion = form.instance
        if promotion.kind == Kind.TIERS and not promotion.tiers.exists():
            words = gettext("“%(name)s” has no steps yet: it saves nobody anything.")
            self.message_user(request, words % {"name": promotion.name}, messages.WARNING)
        elif not promotion.is_automatic and not promotion.vouchers.exists():
            words = gettext("“%(name)s” has no codes yet: make some below, or mark that it needs none.")
            self.message_user(request, words % {"name": promotion.name}, messages.WARNING)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        promotion = Promotion.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context: dict[str, Any] = {"batches": [], "single_codes": [], **(extra_context or {})}
        if promotion is not None:
            context |= {
                "batches": batches_of(promotion),
                "single_codes": promotion.vouchers.filter(batch="")[:20],
            }
        return super().change_view(request, object_id, form_url, context)

    # --- Codes -----------------------------------------------------------------------------------

    def make_codes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Codes in a batch: asked for on a page of its own, made at once."""
        promotion = Promotion.objects.filter(pk=pk).first()
        if not request.user.has_perm("orders.add_voucher"):
            raise PermissionDenied
        if promotion is None:
            return back_to_list(request, self.opts)
        form = BatchForm(request.POST or None, initial={"name": promotion.name[:60]})
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            count = data["count"]
            batch = generate(
                promotion=promotion,
                count=count,
                prefix=data["begins_with"],
                usage_limit=data["usage_limit"],
                name=data["name"],
            )
            words = ngettext(
                "%(count)d code is in “%(batch)s”.", "%(count)d codes are in “%(batch)s”.", count
            )
            self.message_user(request, words % {"count": count, "batch": batch}, messages.SUCCESS)
            return redirect(reverse("admin:orders_promotion_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Codes for “%(name)s”") % {"name": promotion.name},
            "opts": self.opts,
            "promotion": promotion,
            "form": form,
        }
        return TemplateResponse(request, "admin/orders/promotion/codes.html", context)

    def export_codes(self, request: HttpRequest, pk: int) -> Any:
        """The codes of a batch, or all of the promotion's, as CSV."""
        if not (
            request.user.has_perm("orders.view_voucher") or request.user.has_perm("orders.change_voucher")
        ):
            raise PermissionDenied
        vouchers = Voucher.objects.filter(promotion=pk)
        batch = request.GET.get("batch", "").replace("\x00", "")
        if batch:
            vouchers = vouchers.filter(batch=batch)
        return csv_response(vouchers, f"{slugify(batch) or 'codes'}.csv")

    # --- Shown -----------------------------------------------------------------------------------

    @admin.display(description=_("takes off"), ordering="value")
    def worth(self, promotion: Any) -> str:
        match promotion.kind:
            case Kind.PERCENTAGE:
                return f"{promotion.value.normalize():f} %"
            case Kind.AMOUNT:
                return format_money(promotion.value, promotion.currency)
            case Kind.BUY_X_GET_Y:
                words = gettext("buy %(buy)d, get %(get)d at %(percent)s %% off")
                return words % {
                    "buy": promotion.buy_quantity,
                    "get": promotion.get_quantity,
                    "percent": f"{promotion.value.normalize():f}",
                }
        return str(Kind(promotion.kind).label)

    @admin.display(description=_("code"), boolean=False, ordering="is_automatic")
    def how(self, promotion: Promotion) -> str:
        return gettext("needs none") if promotion.is_automatic else gettext("needs one")

    @admin.display(description=_("from a goods total of"), ordering="minimum_subtotal")
    def minimum(self, promotion: Any) -> str | None:
        least = promotion.minimum_subtotal
        return None if least is None else format_money(least, promotion.currency)
