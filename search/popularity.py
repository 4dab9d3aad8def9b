"""What ranking knows of a product beside its words: whether it can be bought, and how well it sells.

Popularity is 0 to 1: pieces promised to orders in the last DAYS, bent so that HALF_AT of them make a half. It comes
from the ledger of stock, which every order writes; what is not tracked there has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Sum
from django.utils import timezone

from catalog_pages.models import StockMovement, Variant
from search.models import Document

DAYS = 90
HALF_AT = 20


@dataclass(frozen=True)
class Standing:
    in_stock: bool
    popularity: float


SOLD_OUT = Standing(in_stock=False, popularity=0.0)


def standings(products: Sequence[int] | None = None) -> dict[int, Standing]:
    """Of the products with these pks (all, when None) that have an active variant. Two queries."""
    variants = Variant.objects.filter(is_active=True)
    since = timezone.now() - timedelta(days=DAYS)
    orders = StockMovement.objects.filter(kind=StockMovement.Kind.RESERVE, created_at__gte=since).order_by()
    if products is not None:
        variants = variants.filter(product__in=products)
        orders = orders.filter(stock_item__variant__product__in=products)
    sold = dict(orders.values_list("stock_item__variant__product").annotate(pieces=Sum("reserved_change")))
    available = set(variants.available().order_by().values_list("product_id", flat=True))
    return {
        pk: Standing(pk in available, round(sold.get(pk, 0) / (sold.get(pk, 0) + HALF_AT), 4))
        for pk in variants.order_by().values_list("product_id", flat=True).distinct()
    }


def restock(variants: Sequence[int]) -> None:
    """Note of the products of these variants whether they can be bought, where that has changed. One query."""
    available = Variant.objects.active().available().filter(product=OuterRef("product"))
    concerned = Variant.objects.filter(pk__in=variants).values("product")
    now = Document.objects.filter(product__in=concerned).alias(available=Exists(available))
    now.exclude(in_stock=F("available")).update(in_stock=Exists(available))


def refresh() -> None:
    """Write the standing of every document where it has changed."""
    standing = standings()
    moved = []
    for document in Document.objects.order_by("pk").iterator():
        now = standing.get(document.product_id, SOLD_OUT)
        if now != Standing(document.in_stock, document.popularity):
            document.in_stock, document.popularity = now.in_stock, now.popularity
            moved.append(document)
    Document.objects.bulk_update(moved, ["in_stock", "popularity"], batch_size=500)
