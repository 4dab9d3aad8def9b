"""Keeps a product's entry in the search index true when something it is found by changes elsewhere.

Wagtail renews the entry when the product itself is saved. A product is also found by its brand, its categories, its
variants' SKUs and its attributes; when one of these changes, the products concerned are noted and renewed together
once the transaction commits. Bulk writes send no signals: who makes them calls `reindex`, or rebuilds the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import local
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete
from modelsearch.backends import get_search_backends

from catalog_pages.models import Brand, Category, Product, ProductAttribute, Variant

CHUNK = 200
_noted = local()


def reindex(products: Iterable[int]) -> None:
    """Renew the index entries of the products with these pks, now. A few queries for every CHUNK of them."""
    pks = sorted(set(products))
    for start in range(0, len(pks), CHUNK):
        found = list(Product.get_indexed_objects().filter(pk__in=pks[start : start + CHUNK]))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Product, found)


def reindex_on_commit(products: Iterable[int]) -> None:
    """Note these products; all that one transaction notes are renewed together when it commits."""
    if not hasattr(_noted, "products"):
        _noted.products = set()
    _noted.products.update(products)
    transaction.on_commit(_renew, robust=True)


def _renew() -> None:
    products, _noted.products = _noted.products, set()
    reindex(products)


def _when_saved(sender: type[Model], instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        reindex_on_commit(_found_by(instance))


def _before_deletion(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    reindex_on_commit(_found_by(instance))


def _when_categories_change(sender: type[Model], instance: Any, action: str, **_kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Product):
        reindex_on_commit([instance.pk])


def _found_by(instance: Any) -> Iterable[int]:
    """The pks of the products that are found by this row."""
    match instance:
        case Brand():
            return Product.objects.filter(brand=instance.pk).values_list("pk", flat=True)
        case Category():
            return Product.objects.in_category(instance).values_list("pk", flat=True)
        case _:
            return [instance.product_id]


def connect() -> None:
    for model in (Brand, Category, ProductAttribute, Variant):
        post_save.connect(_when_saved, sender=model, dispatch_uid=f"index-saved-{model.__name__}")
    for model in (Brand, ProductAttribute, Variant):
        pre_delete.connect(_before_deletion, sender=model, dispatch_uid=f"index-deleted-{model.__name__}")
    m2m_changed.connect(
        _when_categories_change,
        sender=Product.further_categories.through,
        dispatch_uid="index-further-categories",
    )
