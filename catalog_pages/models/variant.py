from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog_pages.compiled import Parameter
from catalog_pages.exceptions import InvalidOptions
from catalog_pages.models.attribute import Attribute, AttributeChoice, VariantOption
from catalog_pages.renewal import reindex_on_commit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from catalog_pages.models.stock import StockItem

NOT_NEGATIVE = MinValueValidator(Decimal(0), _("A price is 0 or more."))


class VariantQuerySet(models.QuerySet["Variant"]):
    def active(self) -> VariantQuerySet:
        """Variants that may be sold, of products that may be sold."""
        return self.filter(is_active=True, product__is_active=True)

    def available(self) -> VariantQuerySet:
        """Variants of which at least one can be promised now: untracked, on backorder or on the shelf."""
        return self.filter(
            Q(stock__isnull=True) | Q(stock__backorder=True) | Q(stock__on_hand__gt=F("stock__reserved"))
        )

    def of_outer_product(self) -> VariantQuerySet:
        """For subqueries of a query of products: the active variants of the product of each row."""
        return self.filter(is_active=True, product=OuterRef("pk"))

    def with_sku(self, sku: str | Parameter) -> VariantQuerySet:
        """The variant with this SKU, whatever its case. At most one."""
        wanted = sku if isinstance(sku, Parameter) else Value(sku)
        return self.alias(upper_sku=Upper("sku")).filter(upper_sku=Upper(wanted))

    def with_goods(self) -> VariantQuerySet:
        """With product and stock, for pricing and promising them; `options.load_options` brings what names them."""
        return self.select_related("product", "stock")

    def with_current_price(self, at: datetime | None = None) -> VariantQuerySet:
        """Adds `current_price` and `price_before`, judged at `at` (now, when None), in SQL.

        Both are in the shop's currency and price basis. `price_before` is None outside a sale.
        """
        now = at or timezone.now()
        on_sale = (
            Q(sale_price__isnull=False)
            & (Q(sale_starts_at__isnull=True) | Q(sale_starts_at__lte=now))
            & (Q(sale_ends_at__isnull=True) | Q(sale_ends_at__gt=now))
        )
        return self.annotate(
            current_price=Case(When(on_sale, then=F("sale_price")), default=F("price")),
            price_before=Case(When(on_sale, then=F("price")), default=Value(None)),
        )


class Variant(models.Model):
    """What is actually put into a cart: one SKU with one price. A product without options has just one."""

    product = models.ForeignKey(
        "catalog_pages.Product", on_delete=models.CASCADE, related_name="variants", verbose_name=_("product")
    )
    sku = models.CharField(_("SKU"), max_length=80)
    options_key = models.CharField(max_length=1000, blank=True, default="", editable=False)
    price = models.DecimalField(
        _("price"),
        max_digits=14,
        decimal_places=3,
        validators=[NOT_NEGATIVE],
        help_text=_("In the shop's currency and price basis."),
    )
    sale_price = models.DecimalField(
        _("sale price"), max_digits=14, decimal_places=3, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    sale_starts_at = models.DateTimeField(_("sale starts"), null=True, blank=True)
    sale_ends_at = models.DateTimeField(_("sale ends"), null=True, blank=True)
    barcode = models.CharField(_("barcode"), max_length=14, blank=True, help_text=_("EAN, UPC or GTIN."))
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    requires_shipping = models.BooleanField(_("requires shipping"), default=True)
    is_active = models.BooleanField(_("on sale"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = models.Manager.from_queryset(VariantQuerySet)()

    if TYPE_CHECKING:
        options: RelatedManager[VariantOption]
        stock: StockItem

    class Meta:
        ordering = ["product_id", "position", "pk"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        # A barcode that is typed into the search leads to its product.
        # The next edge of any sale is looked up whenever a page is put into the page cache.
        indexes = [
            models.Index(fields=["barcode"], name="variant_by_barcode"),
            models.Index(
                fields=["sale_starts_at"],
                condition=Q(sale_starts_at__isnull=False),
                name="variant_sale_start",
            ),
            models.Index(
                fields=["sale_ends_at"], condition=Q(sale_ends_at__isnull=False), name="variant_sale_end"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Upper("sku"),
                name="sku_unique_whatever_its_case",
                violation_error_message=_("Another variant has this SKU, whatever its case."),
            ),
            models.UniqueConstraint(
                fields=["product", "options_key"],
                name="variant_options_unique_in_product",
                violation_error_message=_("Another variant of the product has the same options."),
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="variant_has_a_sku"),
            models.CheckConstraint(condition=Q(price__gte=0), name="variant_price_not_negative"),
            models.CheckConstraint(
                condition=Q(sale_price__isnull=True) | Q(sale_price__gte=0),
                name="variant_sale_price_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(sale_starts_at__isnull=True)
                | Q(sale_ends_at__isnull=True)
                | Q(sale_ends_at__gt=F("sale_starts_at")),
                name="variant_sale_ends_after_it_starts",
                violation_error_message=_("A sale ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    def clean(self) -> None:
        if self.sale_price is not None and self.price is not None and self.sale_price >= self.price:
            raise ValidationError({"sale_price": _("A sale price is below the price.")})

    @property
    def is_sold(self) -> bool:
        """Whether it may be sold, as `active` asks. Reads `self.product`."""
        return self.is_active and self.product.is_active

    def is_on_sale(self, at: datetime | None = None) -> bool:
        """Whether the sale price applies at `at` (now, when None). No query."""
        now = at or timezone.now()
        return (
            self.sale_price is not None
            and (self.sale_starts_at is None or self.sale_starts_at <= now)
            and (self.sale_ends_at is None or self.sale_ends_at > now)
        )

    def price_at(self, at: datetime | None = None) -> Decimal:
        """The price in force at `at` (now, when None), in the shop's currency and price basis. No query."""
        if self.sale_price is not None and self.is_on_sale(at):
            return self.sale_price
        return self.price

    @property
    def available(self) -> int | None:
        """How many can be promised now; None when there is no limit. Reads `self.stock`."""
        stock: StockItem | None = getattr(self, "stock", None)
        if stock is None or stock.backorder:
            return None
        return stock.available

    @property
    def label(self) -> str:
        """What tells it from its siblings: "M, Indigo"; empty without options. Reads `self.options`."""
        return ", ".join(option.choice.name for option in self.options.all())

    @property
    def full_name(self) -> str:
        """The product's name and what tells the variant apart: "Chaz Hoodie, M, Black"."""
        label = self.label
        return f"{self.product.name}, {label}" if label else self.product.name

    @staticmethod
    def key_of(options: Mapping[Attribute, AttributeChoice]) -> str:
        """What tells these options from a sibling's, by their codes: "color=black;size=m"."""
        return ";".join(sorted(f"{attribute.code}={choice.code}" for attribute, choice in options.items()))

    def set_options(self, options: Mapping[Attribute, AttributeChoice]) -> None:
        """Replace the options by these; the variant must be saved.

        Raises InvalidOptions when a sibling has the same, or a choice is another attribute's. Four queries.
        """
        for attribute, choice in options.items():
            if choice.attribute_id != attribute.pk or attribute.kind != Attribute.Kind.CHOICE:
                raise InvalidOptions(f"{choice} is not a choice of {attribute}")
        key = self.key_of(options)
        try:
            with transaction.atomic():
                Variant.objects.filter(pk=self.pk).update(options_key=key)
                VariantOption.objects.filter(variant=self).delete()
                VariantOption.objects.bulk_create(
                    VariantOption(variant=self, attribute=attribute, choice=choice)
                    for attribute, choice in options.items()
                )
        except IntegrityError as clash:
            raise InvalidOptions(
                f"another variant of the product has the options {key or '(none)'}"
            ) from clash
        reindex_on_commit([self.product_id])
        self.options_key = key
        getattr(self, "_prefetched_objects_cache", {}).pop("options", None)
