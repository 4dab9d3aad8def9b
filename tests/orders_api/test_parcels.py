"""Parcels and returns as apps see them."""

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from orders import fulfilment, returns
from orders.models import Order
from orders.returns import PiecesBack, Reason
from tests.orders.test_parcels import packed_order
from tests.shops import stocked

pytestmark = pytest.mark.django_db


def read(api: APIClient, order: Order) -> dict:
    return api.get(f"/api/v1/orders/{order.number}/?token={order.token}").json()


def test_an_order_says_what_is_in_each_parcel_and_what_came_back(shop: ShopSettings, api: APIClient) -> None:
    order = packed_order(stocked(sku="MUG"))
    assert (read(api, order)["shipments"], read(api, order)["returns"]) == ([], [])
    item = order.items.get()
    fulfilment.ship(
        order=order,
        lines={item.pk: 2},
        carrier="DHL",
        tracking_number="ONE",
        tracking_url="https://dhl.example/ONE",
    )
    fulfilment.deliver(order=order)
    returns.take_back(
        order=order,
        pieces=[PiecesBack(item=item, quantity=1, reason=Reason.DAMAGED, comment="Chipped")],
        refund=True,
    )
    fulfilment.cancel_rest(order=order, lines={item.pk: 1})
    body = read(api, order)
    (shipment,) = body["shipments"]
    assert {name: shipment[name] for name in ("carrier", "tracking_number", "tracking_url", "items")} == {
        "carrier": "DHL",
        "tracking_number": "ONE",
        "tracking_url": "https://dhl.example/ONE",
        "items": [{"id": item.pk, "sku": "MUG", "quantity": 2}],
    }
    assert shipment["shipped_at"] < shipment["delivered_at"]
    (line,) = body["items"]
    assert line["id"] == item.pk
    assert [line[f"quantity_{what}"] for what in ("shipped", "cancelled", "returned", "refunded")] == [
        2,
        1,
        1,
        1,
    ]
    (back,) = body["returns"]
    assert (back["status"], back["items"]) == (
        "received",
        [{"id": item.pk, "sku": "MUG", "quantity": 1, "reason": "damaged", "comment": "Chipped"}],
    )
    kinds = [event["kind"] for event in body["timeline"]]
    assert kinds[-4:] == ["delivered", "returned", "refunded", "rest_cancelled"]


def test_an_order_on_its_way_in_parts_is_partly_shipped(shop: ShopSettings, api: APIClient) -> None:
    order = packed_order(stocked())
    fulfilment.ship(order=order, lines={order.items.get().pk: 1})
    body = read(api, order)
    assert (body["status"], body["shipments"][0]["delivered_at"]) == ("partially_shipped", None)
