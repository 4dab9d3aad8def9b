from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog_pages.admin.resources.base import CatalogueResource, Column, text
from catalog_pages.models import Brand, Category, Product, TaxClass
from catalog_pages.richtext import sanitise
from catalog_pages.slugs import slug_for
from catalog_pages.trees import category_paths, find_category, path_of, split_path

BETWEEN_PATHS = "|"
LONGEST_BRAND = 120


class ProductResource(CatalogueResource):
    """Products by slug or, where that is empty, by the slug their name gives.

    Categories are written as paths and must exist; a brand of a new name is made.
    """

    category = Column("category")
    further_categories = Column("further_categories")
    brand = Column("brand")
    tax_class = Column("tax_class")

    class Meta:
        model = Product
        fields = (
            "slug",
            "name",
            "category",
            "further_categories",
            "brand",
            "tax_class",
            "description",
            "is_active",
        )
        import_id_fields = ("slug",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Product]:
        queryset: QuerySet[Product] = super().get_queryset()
        return queryset.select_related("category", "brand", "tax_class").prefetch_related(
            "further_categories"
        )

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        self.paths = category_paths()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        if not text(row, "slug") and text(row, "name"):
            row["slug"] = slug_for(text(row, "name"))
        if "description" in row:
            row["description"] = sanitise(text(row, "description"))

    def after_save_instance(self, instance: Product, row: dict[str, Any], **kwargs: Any) -> None:
        if hasattr(instance, "further_wanted"):
            instance.further_categories.set(instance.further_wanted)

    def read_category(self, product: Product) -> str:
        return self._path(product.category) if product.category_id else ""

    def write_category(self, product: Product, cell: str) -> None:
        product.category = self._category(cell)

    def read_further_categories(self, product: Product) -> str:
        wanted: list[Category] | None = getattr(product, "further_wanted", None)
        if wanted is None:
            wanted = list(product.further_categories.all()) if product.pk else []
        return f" {BETWEEN_PATHS} ".join(sorted(self._path(category) for category in wanted))

    def write_further_categories(self, product: Product, cell: str) -> None:
        wanted = [self._category(path) for path in cell.split(BETWEEN_PATHS) if path.strip()]
        product.further_wanted = wanted  # type: ignore[attr-defined]

    def read_brand(self, product: Product) -> str:
        return product.brand.name if product.brand else ""

    def write_brand(self, product: Product, cell: str) -> None:
        if len(cell) > LONGEST_BRAND:
            raise ValueError(_("The name of a brand has at most %d characters.") % LONGEST_BRAND)
        known = Brand.objects.filter(name__iexact=cell).first()
        product.brand = known or (Brand.objects.create(name=cell) if cell else None)

    def read_tax_class(self, product: Product) -> str:
        return product.tax_class.code if product.tax_class_id else ""

    def write_tax_class(self, product: Product, cell: str) -> None:
        if not cell:
            product.tax_class = TaxClass.default()
            return
        tax_class = TaxClass.objects.filter(code=cell).first()
        if tax_class is None:
            raise ValueError(_("There is no tax class “%s”.") % cell)
        product.tax_class = tax_class

    def _path(self, category: Category) -> str:
        return self.paths[category.pk] if hasattr(self, "paths") else path_of(category)

    def _category(self, path: str) -> Category:
        category = find_category(path=split_path(path))
        if category is None:
            raise ValueError(_("There is no category “%s”.") % path.strip())
        return category
