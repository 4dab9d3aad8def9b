"""The modals that choose goods: a product, which can be made there and then, and a category."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalog_pages.editing.choosers import CategoryChooser, ProductChooser
from catalog_pages.models import Category, Product


class WordsForm(BaseFilterForm):
    """A search field. `filter` is given what to look through in `looks_in`, lookups by field."""

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )
    looks_in: tuple[str, ...] = ("name__icontains",)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        for word in self.cleaned_data.get("q", "").split()[:8]:
            self.is_searching = True
            condition = Q()
            for lookup in self.looks_in:
                condition |= Q(**{lookup: word})
            objects = objects.filter(pk__in=objects.model.objects.filter(condition).order_by().values("pk"))
        self.search_query = self.cleaned_data.get("q") or None
        return objects


class ProductWordsForm(WordsForm):
    looks_in = (
        "name__icontains",
        "brand__name__icontains",
        "variants__sku__istartswith",
        "variants__barcode",
    )


class ProductList:
    """What both product views show of the goods, and how they find them."""

    filter_form_class = ProductWordsForm

    def get_object_list(self) -> QuerySet[Product]:
        return Product.objects.select_related("brand", "category").order_by("name", "pk")

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("brand", label=_("Brand"), accessor="brand"),
            Column("category", label=_("Category"), accessor="category"),
            BooleanColumn("is_active", label=_("On sale")),
        ]


class ChooseProduct(ProductList, chooser.ChooseView):
    pass


class ChooseProductResults(ProductList, chooser.ChooseResultsView):
    pass


class CreateProduct(chooser.CreateView):
    def save_form(self, form: Any) -> Product:
        return form.create(actor=self.request.user)


class ProductChooserViewSet(ChooserViewSet):
    """Choosing is for every editor; the tab that creates is for those who may add products."""

    model = Product
    icon = "tag"
    base_widget_class = ProductChooser
    choose_one_text = ProductChooser.choose_one_text
    choose_another_text = ProductChooser.choose_another_text
    creation_tab_label = _("Create")
    create_action_label = _("Create the product")
    creation_form_class = "catalog_pages.editing.product_form.NewProductForm"
    choose_view_class = ChooseProduct
    choose_results_view_class = ChooseProductResults
    create_view_class = CreateProduct
    per_page = 20


class CategoryList:
    """Categories with their place in the tree."""

    filter_form_class = WordsForm

    def get_object_list(self) -> QuerySet[Category]:
        return Category.objects.select_related("parent__parent").order_by("tree_id", "lft")

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("parent", label=_("Within"), accessor=_place_of),
        ]


class ChooseCategory(CategoryList, chooser.ChooseView):
    pass


class ChooseCategoryResults(CategoryList, chooser.ChooseResultsView):
    pass


class CategoryChooserViewSet(ChooserViewSet):
    model = Category
    icon = "folder-open-1"
    base_widget_class = CategoryChooser
    choose_one_text = CategoryChooser.choose_one_text
    choose_another_text = CategoryChooser.choose_another_text
    choose_view_class = ChooseCategory
    choose_results_view_class = ChooseCategoryResults
    per_page = 20


def _place_of(category: Category) -> str:
    parent = category.parent
    names = [each.name for each in (parent and parent.parent, parent) if each is not None]
    return " / ".join(names)


product_chooser_viewset = ProductChooserViewSet("product_chooser")
category_chooser_viewset = CategoryChooserViewSet("category_chooser")
