"""Telling other programs of which variants few are left: once at each fall, however many buyers raced to it.

The stock ledger keeps since when a level is low (catalog_pages.stock). What is low, and of which no notice says that
this fall was announced, is announced by a sweep.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog_pages.models import StockItem
from orders.announcing.events import Event, write
from orders.announcing.payloads import stock_data
from orders.models import LowStockNotice, Topic, WebhookEndpoint

BATCH = 500


def announce() -> int:
    """Announce every fall not announced yet; returns how many were, here. One query where there is none. Safe twice.

    A level that fell and rose again before the sweep came is not told of. Falls are noted although nobody listens:
    an endpoint added later hears of later ones.
    """
    announced = 0
    while items := _unannounced():
        announced += _announce(items)
    return announced


def forget() -> int:
    """Drop the notices of falls that are over, and of goods that are gone. Returns how many."""
    still_so = StockItem.objects.filter(pk=OuterRef("stock_item"), low_since=OuterRef("low_since"))
    gone, _by_model = LowStockNotice.objects.exclude(Exists(still_so)).delete()
    return gone


def _unannounced() -> list[StockItem]:
    announced = LowStockNotice.objects.filter(stock_item=OuterRef("pk"), low_since=OuterRef("low_since"))
    low = StockItem.objects.filter(~Exists(announced), low_since__isnull=False)
    items = low.select_related("variant__product").prefetch_related("variant__options__choice")
    return list(items.order_by("pk")[:BATCH])


def _announce(items: list[StockItem]) -> int:
    """Whoever's notice is first announces it: of two sweeps at once the second waits, and finds it noted."""
    falls = {uuid4(): (item, item.low_since) for item in items if item.low_since is not None}
    with transaction.atomic():
        LowStockNotice.objects.bulk_create(
            [
                LowStockNotice(pk=key, stock_item=item, low_since=since)
                for key, (item, since) in falls.items()
            ],
            ignore_conflicts=True,
        )
        ours = set(LowStockNotice.objects.filter(pk__in=falls).values_list("pk", flat=True))
        endpoints = WebhookEndpoint.objects.listening_to(Topic.STOCK_LOW)
        if endpoints:
            write(
                topic=Topic.STOCK_LOW,
                events=[
                    Event(key=key, at=since, data=stock_data(item))
                    for key, (item, since) in falls.items()
                    if key in ours
                ],
                endpoints=endpoints,
            )
    return len(ours)
