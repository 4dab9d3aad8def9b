"""What staff, and receivers themselves, do with an endpoint."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orders.announcing.events import WEBHOOKS, Event, write
from orders.models import PING, WebhookDelivery, WebhookEndpoint
from orders.models.webhook import new_secret

OLD_SECRET_LASTS = timedelta(hours=24)


def rotate_secret(*, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Give the endpoint a new secret. The one before it signs too for a day; one before that, no longer."""
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.old_secret, endpoint.secret = endpoint.secret, new_secret()
        endpoint.old_secret_until = timezone.now() + OLD_SECRET_LASTS
        endpoint.save(update_fields=["old_secret", "secret", "old_secret_until"])
    return endpoint


def switch_on(*, endpoint: WebhookEndpoint) -> None:
    """Tell it things from now on, and at once what has waited for it."""
    with transaction.atomic():
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
            is_active=True, switched_off_because="", claimed_until=None
        )
        WEBHOOKS.announce_after_commit(endpoint.pk)


def switch_off(*, endpoint: WebhookEndpoint, because: str = "") -> None:
    """Tell it nothing more; what is on its way to it waits."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_active=False, switched_off_because=because[:200])


def ping(*, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Send it a test event; it goes the way of every other."""
    with transaction.atomic():
        event = Event(key=uuid4(), at=timezone.now(), data={"shop": settings.BASE_URL})
        (delivery,) = write(topic=PING, events=[event], endpoints=[endpoint])
    return delivery
