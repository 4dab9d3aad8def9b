"""Posting webhooks: after the commit, to one endpoint by one sender at a time.

What an endpoint costs the others is bounded:

- A sender claims the endpoint before each post, so that however much is due to a slow one, it keeps one worker busy.
- A turn ends after TURN seconds; what is left then goes to the end of the queue, behind mails and other endpoints.
- After a failure the claim is left to run out: nobody posts to that endpoint for the rest of a minute, and whatever
  else is due to it waits. Each delivery keeps its own count of attempts and its own growing pauses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders import outgoing
from orders.announcing import wire
from orders.announcing.endpoints import switch_off
from orders.announcing.events import WEBHOOKS
from orders.announcing.signing import signed_headers
from orders.exceptions import NotTaken
from orders.models import WebhookDelivery, WebhookEndpoint
from orders.models.outgoing import OutgoingQuerySet

PEACE = timedelta(minutes=1)
"""How long an endpoint is left alone after a failure; longer than a post may take (wire.LONGEST)."""
TURN = 20.0
"""Seconds in which posts to one endpoint may follow each other."""
GONE = 410
HEADERS = {"Content-Type": "application/json", "User-Agent": "Pipit-Webhooks/1"}


def post_to(endpoint: int) -> int:
    """Post what is due to the endpoint, the longest due first, until its turn is over; returns how many were taken.

    Ends at the first failure. Not to be called in a transaction.
    """
    taken = 0
    turn_ends = monotonic() + TURN
    while (delivery := _next(endpoint)) is not None:
        if monotonic() > turn_ends:
            WEBHOOKS.announce(endpoint)
            break
        claim = timezone.now() + PEACE
        if not WebhookEndpoint.objects.free(timezone.now()).filter(pk=endpoint).update(claimed_until=claim):
            break  # whoever has it looks again for what is due once it is done
        outcome = WEBHOOKS.deliver(WebhookDelivery, delivery, _send)
        if outcome is False:
            break
        WebhookEndpoint.objects.filter(pk=endpoint, claimed_until=claim).update(claimed_until=None)
        taken += outcome is True
    return taken


def sweep() -> int:
    """Have everything posted that is due; returns how many were taken here.

    Finds what no task was told of, and what was put off. With a broker each endpoint is a task of its own; without
    one they take turns here, until nothing is due to any that answers. Safe twice at once.
    """
    taken = 0
    while endpoints := _waiting_endpoints():
        if not settings.CELERY_TASK_ALWAYS_EAGER:
            for endpoint in endpoints:
                WEBHOOKS.announce(endpoint)
            break
        round_taken = sum(post_to(endpoint) for endpoint in endpoints)
        taken += round_taken
        if not round_taken:
            break
    return taken


def replay(*, deliveries: OutgoingQuerySet[WebhookDelivery]) -> list[WebhookDelivery]:
    """Send deliveries again under the same webhook-id, taken before or not; returns those it is true of.

    What is being posted at this moment is left alone. An endpoint that is switched off gets them once it is on.
    """
    with transaction.atomic():
        again = outgoing.retry(rows=deliveries, sent_too=True)
        for endpoint in sorted({row.endpoint_id for row in again}):
            WEBHOOKS.announce_after_commit(endpoint)
    return again


def forget(*, before: datetime) -> int:
    """Drop deliveries written before then, taken or not: they are full of people. Returns how many."""
    gone, _by_model = WebhookDelivery.objects.filter(created_at__lt=before).delete()
    return gone


def _next(endpoint: int) -> UUID | None:
    due = WebhookDelivery.objects.due(timezone.now()).filter(endpoint=endpoint)
    return due.order_by("due_at", "created_at").values_list("pk", flat=True).first()


def _waiting_endpoints() -> list[int]:
    """Endpoints to which something is due and may be posted, the longest waiting first."""
    now = timezone.now()
    waiting = WebhookDelivery.objects.due(now).filter(endpoint__in=WebhookEndpoint.objects.free(now))
    due = waiting.order_by("due_at").values_list("endpoint", flat=True)
    return list(dict.fromkeys(due))


def _send(delivery: WebhookDelivery) -> None:
    """Post one delivery. Raises NotTaken where the answer is no success; after a 410 the endpoint is off."""
    endpoint = delivery.endpoint
    body = delivery.payload.encode()
    delivery.response_status = None
    now = timezone.now()
    headers = signed_headers(
        message_id=str(delivery.event_id), at=now, body=body, secrets=endpoint.secrets(now)
    )
    status = wire.post(endpoint.url, body=body, headers={**HEADERS, **headers})
    delivery.response_status = status
    if status == GONE:
        switch_off(endpoint=endpoint, because=_("It answered 410: nobody wants to be told there any more."))
    if not 200 <= status < 300:
        raise NotTaken(status)
