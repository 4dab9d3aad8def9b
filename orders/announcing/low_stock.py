"""Telling other programs of which variants few are left: once at each fall, however many buyers raced to it.

The stock ledger keeps since when a level is low (catalog_pages.stock). What is low, and of which no notice says that
this fall was announced, is announced by a sweep.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog_pages.models import StockItem
from orders.announcing.events import Event, write
from orders.announcing.payloads import stock_data
from orders.models import LowStockNotice, Topic, WebhookEndpoint

BATCH = 500
Fall = tuple[int, datetime]
"""The pk of a level, and since when it is low."""


def announce() -> int:
    """Announce every fall not announced yet; returns how many were, here. One query where there is none. Safe twice.

    A level that fell and rose again before the sweep came is not told of. Falls are noted although nobody listens:
    an endpoint added later hears of later ones.
    """
    announced, last = 0, 0
    while falls := _unannounced(last):
        announced += _announce(falls)
        last, _low_since = falls[-1]
    return announced


def forget() -> int:
    """Drop the notices of falls that are over, and of goods that are gone. Returns how many."""
    still_so = StockItem.objects.filter(pk=OuterRef("stock_item"), low_since=OuterRef("low_since"))
    gone, _by_model = LowStockNotice.objects.exclude(Exists(still_so)).delete()
    return gone


def _unannounced(after: int) -> list[Fall]:
    """Some of them behind the level with the pk `after`, in order."""
    announced = LowStockNotice.objects.filter(stock_item=OuterRef("pk"), low_since=OuterRef("low_since"))
    low = StockItem.objects.filter(~Exists(announced), low_since__isnull=False, pk__gt=after)
    rows = low.order_by("pk").values_list("pk", "low_since")[:BATCH]
    return [(pk, since) for pk, since in rows if since is not None]


def _announce(falls: list[Fall]) -> int:
    """Whoever's notice is first announces it: of two sweeps at once the second waits, and finds it noted.

    What there is to tell of the goods is read where anybody listens.
    """
    keyed = {uuid4(): fall for fall in falls}
    with transaction.atomic():
        LowStockNotice.objects.bulk_create(
            [
                LowStockNotice(pk=key, stock_item_id=item, low_since=since)
                for key, (item, since) in keyed.items()
            ],
            ignore_conflicts=True,
        )
        ours = set(LowStockNotice.objects.filter(pk__in=keyed).values_list("pk", flat=True))
        endpoints = WebhookEndpoint.objects.listening_to(Topic.STOCK_LOW)
        if endpoints:
            items = _items({keyed[key][0] for key in ours})
            write(
                topic=Topic.STOCK_LOW,
                events=[
                    Event(key=key, at=since, data=stock_data(items[item]))
                    for key, (item, since) in keyed.items()
                    if key in ours and item in items
                ],
                endpoints=endpoints,
            )
    return len(ours)


def _items(keys: set[int]) -> dict[int, StockItem]:
    """Those of these levels that are still there, with all that is told of them. Three queries."""
    items = StockItem.objects.select_related("variant__product")
    return items.prefetch_related("variant__options__choice").in_bulk(list(keys))
