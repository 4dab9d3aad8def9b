"""Writing down that something happened, for whoever wants to be told: in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from catalog_pages.page_cache.frame import frame
from orders.announcing.payloads import order_data, payload
from orders.models import Order, WebhookDelivery, WebhookEndpoint
from orders.outgoing import WayOut

WEBHOOKS = WayOut(name="webhook", task="orders.tasks.post_webhooks")
"""Announced by the endpoint's key: who posts to an endpoint posts all that is due to it."""
BATCH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened, under the key by which receivers know it from a repeat."""

    key: UUID
    at: datetime
    data: Mapping[str, object]
    order: Order | None = None


def order_event(*, topic: str, order: Order) -> list[WebhookDelivery]:
    """Write what happened to the order: a delivery for each active endpoint that chose the topic.

    One query, or none where it is kept, where there is none; else twelve at most, a few more with parcels and
    returns, however many endpoints listen. The order must be saved.
    """
    if topic not in frame.kept("topics", _topics, is_written_here=False):
        return []
    endpoints = WebhookEndpoint.objects.listening_to(topic)
    event = Event(key=uuid4(), at=timezone.now(), data=order_data(order), order=order)
    return write(topic=topic, events=[event], endpoints=endpoints)


def _topics() -> frozenset[str]:
    """What anybody wants to be told of."""
    chosen = WebhookEndpoint.objects.filter(is_active=True).order_by().values_list("topics", flat=True)
    return frozenset(topic for topics in chosen for topic in topics)


def write(
    *, topic: str, events: Iterable[Event], endpoints: Iterable[WebhookEndpoint]
) -> list[WebhookDelivery]:
    """Write the events for these endpoints, in the caller's transaction; they are posted once that commits."""
    endpoints = list(endpoints)
    bodies = [(event, payload(topic=topic, at=event.at, data=event.data)) for event in events]
    deliveries = WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                endpoint=endpoint, topic=topic, event_id=event.key, payload=body, order=event.order
            )
            for event, body in bodies
            for endpoint in endpoints
        ],
        batch_size=BATCH,
    )
    for endpoint in endpoints:
        WEBHOOKS.announce_after_commit(endpoint.pk)
    return deliveries
