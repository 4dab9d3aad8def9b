"""What a webhook says: the API's shapes in the envelope of the Standard Webhooks specification, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from rest_framework.utils.encoders import JSONEncoder

from catalog_pages.api.shaping import shaped
from catalog_pages.models import StockItem
from orders.api.serializers.announced import AnnouncedOrderSerializer
from orders.api.serializers.order import READ_OF_AN_ORDER
from orders.models import Order

ADDRESSES = ("shipping_address", "billing_address")


def payload(*, topic: str, at: datetime, data: Mapping[str, object]) -> str:
    """The body of the request, byte for byte. `at` is when it happened."""
    timestamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return _written({"type": topic, "timestamp": timestamp, "data": data})


def order_data(order: Order) -> Mapping[str, object]:
    """The order as it stands in the database, without what opens it. Nine queries, with parcels and returns eleven."""
    fresh = Order.objects.prefetch_related(*READ_OF_AN_ORDER).get(pk=order.pk)
    data: Mapping[str, object] = shaped(AnnouncedOrderSerializer, fresh)
    return data


def stock_data(item: StockItem) -> Mapping[str, object]:
    """A level that is low. Reads `variant.product` and the choices of `variant.options`."""
    return {
        "sku": item.variant.sku,
        "name": item.variant.full_name,
        "available": item.available,
        "low_from": item.low_stock_threshold,
    }


def without_person(body: str, *, address_parts: Iterable[str]) -> str:
    """The same payload about an order without who bought it; `address_parts` are blanked in its addresses."""
    content = json.loads(body)
    data = content["data"]
    data["email"] = data["note"] = ""
    for address in filter(None, (data[name] for name in ADDRESSES)):
        address.update(dict.fromkeys(address_parts, ""))
    return _written(content)


def _written(content: Mapping[str, object]) -> str:
    return json.dumps(content, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"))
