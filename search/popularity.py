"""What ranking knows of a product beside its words: whether it can be bought, and how well it sells.

Popularity is 0 to 1: pieces promised to orders in the last DAYS, bent so that HALF_AT of them make a half. It comes
from the ledger of stock, which every order writes; what is not tracked there has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Sum
from django.utils import timezone

from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from catalog_pages.models import StockMovement, Variant
from search.models import Document

DAYS = 90
HALF_AT = 20


@dataclass(frozen=True)
class Standing:
    in_stock: bool
    popularity: float


SOLD_OUT = Standing(in_stock=False, popularity=0.0)


def standings(products: Sequence[int]) -> dict[int, Standing]:
    """Of those of these products that sell or can be bought; of the others SOLD_OUT holds. Two queries."""
    sold = dict(_SOLD.rows(products=products, since=_since()))
    available = set(_AVAILABLE.rows(products=products))
    return {
        pk: Standing(pk in available, round(sold.get(pk, 0) / (sold.get(pk, 0) + HALF_AT), 4))
        for pk in {*sold, *available}
    }


def restock(variants: Sequence[int]) -> None:
    """Note of the products of these variants whether they can be bought, where that has changed. One query."""
    available = Variant.objects.active().available().filter(product=OuterRef("product"))
    concerned = Variant.objects.filter(pk__in=variants).values("product")
    now = Document.objects.filter(product__in=concerned).alias(available=Exists(available))
    now.exclude(in_stock=F("available")).update(in_stock=Exists(available))


def refresh() -> None:
    """Write the standing of every document where it has changed, however many there are. One statement.

    It waits for nobody: a document that somebody writes at this moment keeps its popularity until the next time.
    """
    on_the_shelf = (
        Variant.objects.filter(is_active=True).available().order_by().values("product_id").distinct()
    )
    sold, sold_parameters = _sold(_since()).query.sql_with_params()
    available, available_parameters = on_the_shelf.query.sql_with_params()
    is_locking = connection.features.has_select_for_update_skip_locked
    with connection.cursor() as cursor:
        cursor.execute(
            REFRESH.format(
                documents=Document._meta.db_table,
                sold=sold,
                available=available,
                lock="FOR NO KEY UPDATE OF document SKIP LOCKED" if is_locking else "",
            ),
            [*sold_parameters, *available_parameters, HALF_AT],
        )


REFRESH = """
WITH sold (product, pieces) AS ({sold}), available (product) AS ({available}), standing AS (
    SELECT document.id, available.product IS NOT NULL AS in_stock,
        ROUND(COALESCE(sold.pieces, 0) * 1.0 / (COALESCE(sold.pieces, 0) + %s), 4) AS popularity
    FROM {documents} AS document
    LEFT JOIN sold ON sold.product = document.product_id
    LEFT JOIN available ON available.product = document.product_id
), changed AS (
    SELECT standing.* FROM {documents} AS document JOIN standing USING (id)
    WHERE document.in_stock <> standing.in_stock OR document.popularity <> standing.popularity
    {lock}
)
UPDATE {documents} SET in_stock = changed.in_stock, popularity = changed.popularity FROM changed
WHERE changed.id = {documents}.id
"""


def _since() -> datetime:
    return timezone.now() - timedelta(days=DAYS)


def _sold(since: datetime | Parameter) -> QuerySet[StockMovement, tuple[int, int]]:
    """(product, pieces promised to orders since then)."""
    orders = StockMovement.objects.filter(kind=StockMovement.Kind.RESERVE, created_at__gte=since).order_by()
    return orders.values_list("stock_item__variant__product").annotate(pieces=Sum("reserved_change"))


_SOLD = CompiledQuery(
    lambda: _sold(Parameter("since", DateTimeField())).filter(
        stock_item__variant__product__in=Parameters("products")
    )
)
_AVAILABLE = CompiledQuery(
    lambda: (
        Variant.objects.filter(is_active=True, product__in=Parameters("products"))
        .available()
        .order_by()
        .values_list("product_id", flat=True)
        .distinct()
    )
)
