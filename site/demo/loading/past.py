"""Moves what was written a moment ago to when it would have happened."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from catalog_pages.models import StockMovement
from orders.models import IdempotencyKey, Item, Order, OrderEvent, OutboxMessage, Redemption

Kind = OrderEvent.Kind

PAUSES: dict[Kind, timedelta] = {
    Kind.PAID: timedelta(days=1, hours=3),
    Kind.PACKED: timedelta(hours=18),
    Kind.SHIPPED: timedelta(hours=4),
    Kind.DELIVERED: timedelta(days=2, hours=21),
    Kind.REFUNDED: timedelta(days=9),
    Kind.CANCELLED: timedelta(hours=5),
    Kind.EXPIRED: timedelta(days=7),
}
"""How long after the event before it each kind of event happens."""
MOVED_BY = {
    StockMovement.Kind.RESERVE: (Kind.PLACED,),
    StockMovement.Kind.RELEASE: (Kind.CANCELLED, Kind.EXPIRED),
    StockMovement.Kind.SHIP: (Kind.SHIPPED,),
}
BY_STAFF = frozenset({Kind.PAID, Kind.PACKED, Kind.SHIPPED, Kind.DELIVERED, Kind.REFUNDED, Kind.CANCELLED})
OPENS, CLOSES, SUNDAY = 8, 18, 6
BEFORE_HISTORY = timedelta(days=100)


def date_back(order: Order, placed: datetime) -> None:
    """Move an order's whole story into the past: events, money, parcel, stock, mails. Its mails count as sent."""
    moments = _moments(order, placed)
    for kind, moment in moments.items():
        order.events.filter(kind=kind).update(created_at=moment)
        topic = OutboxMessage.objects.filter(order=order, topic=f"order.{kind.value}")
        topic.update(created_at=moment, due_at=moment)
    Order.objects.filter(pk=order.pk).update(placed_at=placed, paid_at=moments.get(Kind.PAID))
    for movement, kinds in MOVED_BY.items():
        happened = next((moments[kind] for kind in kinds if kind in moments), placed)
        StockMovement.objects.filter(reference=order.number, kind=movement).update(created_at=happened)
    order.payments.update(created_at=placed, updated_at=_last_of_money(moments))
    order.shipments.update(shipped_at=moments.get(Kind.SHIPPED), delivered_at=moments.get(Kind.DELIVERED))
    for row in (
        Item.objects.filter(order=order),
        IdempotencyKey.objects.filter(order=order),
        Redemption.objects.filter(order=order),
    ):
        row.update(created_at=placed)
    OutboxMessage.objects.filter(order=order, sent_at=None).update(
        sent_at=F("created_at") + timedelta(seconds=40), attempts=1, claimed_until=None
    )


def date_back_deliveries(reference: str) -> None:
    """The goods were on the shelf before the first order came. `reference`: what their ledger lines name."""
    StockMovement.objects.filter(reference=reference, kind=StockMovement.Kind.RECEIVE).update(
        created_at=timezone.now() - BEFORE_HISTORY
    )


def _moments(order: Order, placed: datetime) -> dict[Kind, datetime]:
    """When each thing happened; hurried where an order is too young for the usual pauses."""
    kinds = [Kind(kind) for kind in order.events.order_by("pk").values_list("kind", flat=True)]
    chance = random.Random(order.pk)
    pauses = {kind: _pause(kind, chance) for kind in kinds}
    whole = sum(pauses.values(), timedelta(0))
    now = timezone.now()
    haste = min(1.0, (now - placed) * 0.9 / whole) if whole else 1.0
    moments: dict[Kind, datetime] = {}
    moment = placed
    for kind, pause in pauses.items():
        moment = min(moment + pause * haste, moment + (now - moment) / 2)
        if kind in BY_STAFF and moment < (opened := _opened(moment)) < now - timedelta(hours=1):
            moment = opened
        moments[kind] = moment
    return moments


def _pause(kind: Kind, chance: random.Random) -> timedelta:
    """People take longer or shorter; the shop's own clock does not."""
    usual = PAUSES.get(kind, timedelta(0))
    return usual if kind is Kind.EXPIRED else usual * chance.uniform(0.7, 1.4)


def _opened(moment: datetime) -> datetime:
    """The moment itself in working hours, or a few minutes into the next that come."""
    local = timezone.localtime(moment)
    if local.weekday() != SUNDAY and OPENS <= local.hour < CLOSES:
        return moment
    if local.hour >= CLOSES:
        local += timedelta(days=1)
    if local.weekday() == SUNDAY:
        local += timedelta(days=1)
    return local.replace(hour=OPENS)


def _last_of_money(moments: dict[Kind, datetime]) -> datetime:
    about_money = (Kind.PLACED, Kind.PAID, Kind.CANCELLED, Kind.EXPIRED, Kind.REFUNDED)
    return max(moments[kind] for kind in about_money if kind in moments)
