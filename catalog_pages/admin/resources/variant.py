from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from tablib import Dataset

from catalog_pages.admin.figures import check_payable, shop_currency
from catalog_pages.admin.resources.base import CatalogueResource, Column, text
from catalog_pages.models import Attribute, AttributeChoice, Product, Variant


class VariantResource(CatalogueResource):
    """Variants by SKU, whatever its case. Options are written by their codes: "color=black; size=m"."""

    product = Column("product")
    options = Column("options")

    class Meta:
        model = Variant
        fields = (
            "sku",
            "product",
            "options",
            "price",
            "sale_price",
            "sale_starts_at",
            "sale_ends_at",
            "barcode",
            "weight_grams",
            "requires_shipping",
            "is_active",
            "position",
        )
        import_id_fields = ("sku",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Variant]:
        queryset: QuerySet[Variant] = super().get_queryset()
        return queryset.select_related("product").prefetch_related(
            "options__attribute", "options__choice__attribute"
        )

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.currency = shop_currency()
        choices = AttributeChoice.objects.select_related("attribute").filter(
            attribute__kind=Attribute.Kind.CHOICE
        )
        self.choices = {(choice.attribute.code, choice.code): choice for choice in choices}

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Variant | None:
        found: Variant | None = self.get_queryset().with_sku(text(row, "sku")).first()  # type: ignore[attr-defined]
        if found is not None:
            row["sku"] = found.sku
        return found

    def validate_instance(self, instance: Variant, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **kwargs)
        for price in (instance.price, instance.sale_price):
            if price is not None:
                check_payable(price, self.currency)

    def after_save_instance(self, instance: Variant, row: dict[str, Any], **kwargs: Any) -> None:
        if hasattr(instance, "options_wanted"):
            instance.set_options(instance.options_wanted)

    def read_product(self, variant: Variant) -> str:
        return variant.product.slug if variant.product_id else ""

    def write_product(self, variant: Variant, cell: str) -> None:
        product = Product.objects.filter(slug=cell).first()
        if product is None:
            raise ValueError(_("There is no product “%s”.") % cell)
        variant.product = product

    def read_options(self, variant: Variant) -> str:
        wanted: dict[Attribute, AttributeChoice] | None = getattr(variant, "options_wanted", None)
        if wanted is None:
            options = variant.options.all() if variant.pk else []
            wanted = {option.attribute: option.choice for option in options}
        return Variant.key_of(wanted).replace(";", "; ")

    def write_options(self, variant: Variant, cell: str) -> None:
        wanted: dict[Attribute, AttributeChoice] = {}
        for part in cell.split(";"):
            if not part.strip():
                continue
            code, _equals, value = (piece.strip() for piece in part.partition("="))
            choice = self.choices.get((code, value))
            if choice is None:
                raise ValueError(_("There is no choice “%s”.") % part.strip())
            if choice.attribute in wanted:
                raise ValueError(_("“%s” is given twice.") % code)
            wanted[choice.attribute] = choice
        variant.options_wanted = wanted  # type: ignore[attr-defined]
        variant.options_key = Variant.key_of(wanted)
