"""Keeps what a product is found by true when something changes that it is found by, or that shows it.

Those are its own row, its brand, its categories, its variants' SKUs, its attributes, and the pages that show it with
all that makes them public. The products concerned are noted and renewed together once the transaction commits
(catalog_pages.renewal). Bulk writes send no signals: who makes them calls `reindex`, or rebuilds the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from catalog_pages.finding import finder
from catalog_pages.models import (
    AttributeChoice,
    Brand,
    Category,
    Product,
    ProductAttribute,
    ProductPage,
    StockItem,
    Variant,
    VariantOption,
)
from catalog_pages.renewal import reindex_on_commit, restock_on_commit

SAVED: tuple[type[Model], ...] = (
    AttributeChoice,
    Brand,
    Category,
    Product,
    ProductAttribute,
    ProductPage,
    Variant,
)
DELETED: tuple[type[Model], ...] = (Brand, ProductAttribute, ProductPage, Variant, VariantOption)


def _when_saved(sender: type[Model], instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        reindex_on_commit(_found_by(instance))


def _before_deletion(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    reindex_on_commit(_found_by(instance))


def _before_product_goes(sender: type[Model], instance: Product, **_kwargs: Any) -> None:
    finder().forget([instance.pk])


def _when_categories_change(sender: type[Model], instance: Any, action: str, **_kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Product):
        reindex_on_commit([instance.pk])


def _when_stock_is_edited(
    sender: type[Model], instance: StockItem, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        restock_on_commit([instance.variant_id])


def _when_page_changes(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """It was published, withdrawn or moved: it and what stands below it is shown otherwise."""
    reindex_on_commit(_shown_below(instance))


def _when_restriction_changes(sender: type[Model], instance: PageViewRestriction, **_kwargs: Any) -> None:
    reindex_on_commit(_shown_below(instance.page))


def _shown_below(page: Page) -> Iterable[int]:
    """The pks of the products shown by the page and those below it, now and by what the finder knows. Two queries."""
    pages = dict(
        ProductPage.objects.filter(path__startswith=page.path).order_by().values_list("pk", "product_id")
    )
    return {pk for pk in pages.values() if pk is not None} | set(finder().shown_by(list(pages)))


def _found_by(instance: Any) -> Iterable[int]:
    """The pks of the products that are found by this row."""
    match instance:
        case Product():
            return [instance.pk]
        case Brand():
            return Product.objects.filter(brand=instance.pk).values_list("pk", flat=True)
        case Category():
            return Product.objects.in_category(instance).values_list("pk", flat=True)
        case AttributeChoice():
            described = Q(attributes__choice=instance.pk) | Q(variants__options__choice=instance.pk)
            return Product.objects.filter(described).order_by().distinct().values_list("pk", flat=True)
        case VariantOption():
            return Variant.objects.filter(pk=instance.variant_id).values_list("product_id", flat=True)
        case ProductPage():
            shown = [instance.product_id] if instance.product_id else []
            return [*shown, *finder().shown_by([instance.pk])]
        case _:
            return [instance.product_id]


def connect() -> None:
    for model in SAVED:
        post_save.connect(_when_saved, sender=model, dispatch_uid=f"index-saved-{model.__name__}")
    for model in DELETED:
        pre_delete.connect(_before_deletion, sender=model, dispatch_uid=f"index-deleted-{model.__name__}")
    pre_delete.connect(_before_product_goes, sender=Product, dispatch_uid="index-product-deleted")
    post_save.connect(_when_stock_is_edited, sender=StockItem, dispatch_uid="index-stock")
    m2m_changed.connect(
        _when_categories_change,
        sender=Product.further_categories.through,
        dispatch_uid="index-further-categories",
    )
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_when_page_changes, dispatch_uid="index-pages")
    post_save.connect(
        _when_restriction_changes, sender=PageViewRestriction, dispatch_uid="index-restrictions"
    )
    pre_delete.connect(
        _when_restriction_changes, sender=PageViewRestriction, dispatch_uid="index-restrictions-gone"
    )
