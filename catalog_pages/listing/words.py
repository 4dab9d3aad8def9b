"""The words of a search, by Wagtail's search backend: whichever the settings name stays the seam."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Case, Q, Value, When
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText

from catalog_pages.models import Product
from catalog_pages.models.product import ProductQuerySet

WORD = re.compile(r"\w[\w.'\-]*")
MOST_WORDS = 16
MOST_FROM_OUTSIDE = 2000


def words_of(q: str) -> list[str]:
    """The words in what a shopper typed; quotes, brackets and other signs mean nothing here."""
    return WORD.findall(q)[:MOST_WORDS]


def products_with_words(q: str, *, any_word: bool = False) -> ProductQuerySet:
    """Products with all the words of `q` (or any of them), the best match first.

    Evaluates nothing where the index is in the database. A backend elsewhere is asked for its best
    MOST_FROM_OUTSIDE at once.
    """
    words = words_of(q)
    if not words:
        return Product.objects.none()
    query = PlainText(" ".join(words), operator="or" if any_word else "and")
    results = get_search_backend().search(query, Product.objects.all())
    if hasattr(results, "get_queryset"):
        found: ProductQuerySet = results.get_queryset()
        return _names_first(found, words)
    return _in_order([product.pk for product in results[:MOST_FROM_OUTSIDE]])


def _names_first(products: ProductQuerySet, words: list[str]) -> ProductQuerySet:
    """Those that have every word in their name before all others, each part in its order.

    The index in SQLite knows no weights, and the one in PostgreSQL sets a short description above a long name.
    """
    in_name = Q(*(Q(name__icontains=word) for word in words))
    return products.order_by(Case(When(in_name, then=Value(0)), default=Value(1)), *products.query.order_by)


def _in_order(pks: list[Any]) -> ProductQuerySet:
    ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(pks)]
    products = Product.objects.filter(pk__in=pks)
    return products.order_by(Case(*ranks, default=Value(len(pks)))) if ranks else products
