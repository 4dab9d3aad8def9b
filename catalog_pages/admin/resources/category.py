from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from catalog_pages.admin.resources.base import CatalogueResource, Column, text
from catalog_pages.models import Category
from catalog_pages.trees import (
    category_at,
    category_paths,
    category_tree_lock,
    find_category,
    path_of,
    split_path,
)


class CategoryResource(CatalogueResource):
    """Categories by slug or, where that is empty, by path: "Prints > Maps". What is missing above is made."""

    path = Column("path")

    class Meta:
        model = Category
        fields = ("slug", "path", "description", "is_active")
        import_id_fields = ("slug",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def import_data(self, dataset: Any, *args: Any, **kwargs: Any) -> Any:
        """Under the tree's lock, from the first row read to the commit."""
        with category_tree_lock():
            return super().import_data(dataset, *args, **kwargs)

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        self.paths = category_paths()

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Category | None:
        if slug := text(row, "slug"):
            return Category.objects.filter(slug=slug).first()
        return find_category(path=split_path(text(row, "path")))

    def read_path(self, category: Category) -> str:
        if hasattr(self, "paths"):
            return self.paths[category.pk]
        return path_of(category)

    def write_path(self, category: Category, cell: str) -> None:
        names = split_path(cell)
        if not names:
            raise ValueError(_("A category needs a path, such as Prints > Maps."))
        if not category._state.adding and cell == path_of(category):
            return
        category.name = names[-1]
        category.parent = category_at(path=names[:-1]) if names[:-1] else None
