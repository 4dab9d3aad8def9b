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
    Kind.RETURNED: timedelta(days=8),
    Kind.REFUNDED: timedelta(days=9),
    Kind.CANCELLED: timedelta(hours=5),
    Kind.EXPIRED: timedelta(days=7),
}
"""How long after the event before it each kind of event happens."""
MOVED_BY = {
    StockMovement.Kind.RESERVE: (Kind.PLACED,),
    StockMovement.Kind.RELEASE: (Kind.CANCELLED, Kind.EXPIRED),
    StockMovement.Kind.RETURN: (Kind.RETURNED,),
}
BY_STAFF = frozenset(
    {
        Kind.PAID,
        Kind.PACKED,
        Kind.SHIPPED,
        Kind.DELIVERED,
        Kind.RETURNED,
        Kind.REFUNDED,
        Kind.CANCELLED,
    }
)
OPENS, CLOSES, SUNDAY = 8, 18, 6
SECOND_PARCEL = timedelta(days=2)
BEFORE_HISTORY = timedelta(days=100)


def date_back(order: Order, placed: datetime) -> None:
    """Move an order's whole story into the past: events, money, parcels, stock, mails. Its mails count as sent."""
    story = _story(order, placed)
    moments = {Kind(event.kind): moment for event, moment in story}
    for event, moment in story:
        order.events.filter(pk=event.pk).update(created_at=moment)
    for kind in moments:
        mails = OutboxMessage.objects.filter(order=order, topic=f"order.{kind.value}").order_by("created_at")
        for message, moment in zip(mails, _when(story, kind), strict=False):
            OutboxMessage.objects.filter(pk=message.pk).update(created_at=moment, due_at=moment)
    Order.objects.filter(pk=order.pk).update(placed_at=placed, paid_at=moments.get(Kind.PAID))
    for movement, kinds in MOVED_BY.items():
        happened = next((moments[kind] for kind in kinds if kind in moments), placed)
        StockMovement.objects.filter(reference=order.number, kind=movement).update(created_at=happened)
    order.payments.update(created_at=placed, updated_at=_last_of_money(moments))
    for shipment, moment in zip(order.shipments.all(), _when(story, Kind.SHIPPED), strict=True):
        order.shipments.filter(pk=shipment.pk).update(
            shipped_at=moment, delivered_at=moments.get(Kind.DELIVERED)
        )
        for line in shipment.lines.select_related("item"):
            StockMovement.objects.filter(
                reference=order.number,
                kind=StockMovement.Kind.SHIP,
                stock_item__variant=line.item.variant,
            ).update(created_at=moment)
    order.returns.update(created_at=moments.get(Kind.RETURNED), closed_at=moments.get(Kind.RETURNED))
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


def _story(order: Order, placed: datetime) -> list[tuple[OrderEvent, datetime]]:
    """When each thing happened; hurried where an order is too young for the usual pauses."""
    chance = random.Random(order.pk)
    pauses: list[tuple[OrderEvent, timedelta]] = []
    for event in order.events.order_by("pk"):
        is_second = event.kind == Kind.SHIPPED and any(each.kind == Kind.SHIPPED for each, _ in pauses)
        pauses.append((event, SECOND_PARCEL if is_second else _pause(Kind(event.kind), chance)))
    whole = sum((pause for _event, pause in pauses), timedelta(0))
    now = timezone.now()
    haste = min(1.0, (now - placed) * 0.9 / whole) if whole else 1.0
    story: list[tuple[OrderEvent, datetime]] = []
    moment = placed
    for event, pause in pauses:
        moment = min(moment + pause * haste, moment + (now - moment) / 2)
        if event.kind in BY_STAFF and moment < (opened := _opened(moment)) < now - timedelta(hours=1):
            moment = opened
        story.append((event, moment))
    return story


def _when(story: list[tuple[OrderEvent, datetime]], kind: Kind) -> list[datetime]:
    return [moment for event, moment in story if event.kind == kind]


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
