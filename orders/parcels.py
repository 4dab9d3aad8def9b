"""What of an order is in which parcel, what is still to come, and what came back: for whoever shows it. No writes.

Reads `order.items`, `order.shipments` with their lines and `order.returns` with theirs, each from what was prefetched
where it was (`PARCELS`); items are matched by key, so that no line costs a query.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from orders.models import Item, Order, Return, ReturnLine, Shipment, ShipmentLine

PARCELS = ("shipments__lines", "returns__lines")
"""What to prefetch, beside the items: at most four queries."""


@dataclass(frozen=True, kw_only=True)
class PiecesShown:
    """So many pieces of a line."""

    item: Item
    quantity: int

    @property
    def sku(self) -> str:
        return self.item.sku

    @property
    def name(self) -> str:
        return self.item.name


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A shipment with what is in it; `number` counts the order's parcels from 1."""

    shipment: Shipment
    number: int
    lines: list[PiecesShown]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class PiecesBackShown(PiecesShown):
    """Pieces that came back, or are to, with the line that says why."""

    line: ReturnLine


@dataclass(frozen=True, kw_only=True)
class ReturnShown:
    """A return with its lines."""

    goods_return: Return
    lines: list[PiecesBackShown]


def parcels_of(order: Order) -> list[Parcel]:
    """The order's parcels, the first one first."""
    items = _by_key(order)
    shipments = list(order.shipments.all())
    prefetch_related_objects(shipments, "lines")
    return [
        Parcel(shipment=shipment, number=number, lines=_shown(items, shipment.lines.all()))
        for number, shipment in enumerate(shipments, start=1)
    ]


def still_to_come(order: Order) -> list[PiecesShown]:
    """What was neither sent nor cancelled."""
    return [
        PiecesShown(item=item, quantity=item.quantity_left)
        for item in order.items.all()
        if item.quantity_left
    ]


def returns_of(order: Order) -> list[ReturnShown]:
    """The order's returns, the first one first."""
    items = _by_key(order)
    returns = list(order.returns.all())
    prefetch_related_objects(returns, "lines")
    return [
        ReturnShown(
            goods_return=each,
            lines=[
                PiecesBackShown(item=items[line.item_id], quantity=line.quantity, line=line)
                for line in each.lines.all()
            ],
        )
        for each in returns
    ]


def _by_key(order: Order) -> dict[int, Item]:
    return {item.pk: item for item in order.items.all()}


def _shown(items: dict[int, Item], lines: Iterable[ShipmentLine]) -> list[PiecesShown]:
    return [PiecesShown(item=items[line.item_id], quantity=line.quantity) for line in lines]
