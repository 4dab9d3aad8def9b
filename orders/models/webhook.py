from __future__ import annotations

import uuid
from base64 import b64encode
from datetime import datetime
from secrets import token_bytes

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models.outgoing import Outgoing, OutgoingQuerySet

PING = "ping"
"""The topic of a test event: sent on demand, never chosen."""


class Topic(models.TextChoices):
    """What other programs can be told of. Those of orders are named as the mails about them are."""

    ORDER_PLACED = "order.placed", _("an order was placed")
    ORDER_PAID = "order.paid", _("an order was paid")
    ORDER_SHIPPED = "order.shipped", _("a parcel has left")
    ORDER_DELIVERED = "order.delivered", _("a parcel has arrived")
    ORDER_RETURN_ANNOUNCED = "order.return_announced", _("a shopper announced a return")
    ORDER_CANCELLED = "order.cancelled", _("an order was cancelled")
    ORDER_PARTLY_CANCELLED = "order.partly_cancelled", _("the rest of an order was cancelled")
    ORDER_EXPIRED = "order.expired", _("an order was not paid in time")
    ORDER_REFUNDED = "order.refunded", _("something was paid back")
    STOCK_LOW = "stock.low", _("a variant is low in stock")


def new_secret() -> str:
    """What an endpoint's messages are signed with, as the Standard Webhooks specification writes it: 256 bits."""
    return f"whsec_{b64encode(token_bytes(32)).decode('ascii')}"


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def listening_to(self, topic: str) -> list[WebhookEndpoint]:
        """The active ones that chose the topic, without their secrets. One query."""
        active = self.filter(is_active=True).only("pk", "topics").order_by("pk")
        return [endpoint for endpoint in active if topic in endpoint.topics]

    def free(self, at: datetime) -> WebhookEndpointQuerySet:
        """Active ones to which nobody is posting at `at`, and which did not fail a moment before."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at), is_active=True)


class WebhookEndpoint(models.Model):
    """Another program's address, and what it wants to be told. Posted to by orders.announcing."""

    url = models.URLField(_("address"), max_length=500)
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("Whose it is, and what for.")
    )
    topics = models.JSONField(_("topics"), default=list)
    is_active = models.BooleanField(_("active"), default=True)
    switched_off_because = models.CharField(_("switched off because"), max_length=200, blank=True)
    secret = models.CharField(_("secret"), max_length=80, default=new_secret, editable=False)
    old_secret = models.CharField(_("old secret"), max_length=80, blank=True, editable=False)
    old_secret_until = models.DateTimeField(_("old secret until"), null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("left in peace until"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(WebhookEndpointQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.description or self.url

    def secrets(self, at: datetime) -> list[str]:
        """What signs a message at `at`, the newest first: the one before it too, for a day."""
        is_old_valid = self.old_secret_until is not None and at < self.old_secret_until
        return [self.secret, self.old_secret] if is_old_valid and self.old_secret else [self.secret]


class WebhookDelivery(Outgoing):
    """One event on its way to one endpoint, as it was when it happened."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("webhook")
    )
    topic = models.CharField(_("topic"), max_length=60)
    event_id = models.UUIDField(
        _("event"),
        default=uuid.uuid4,
        help_text=_("The header webhook-id: the same for every endpoint and at every attempt."),
    )
    payload = models.TextField(_("payload"), help_text=_("JSON, posted byte for byte."))
    order = models.ForeignKey(
        "orders.Order",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="webhook_deliveries",
        verbose_name=_("order"),
    )
    response_status = models.PositiveSmallIntegerField(_("response"), null=True, blank=True)

    noted_by_sending = ("response_status",)

    objects = models.Manager.from_queryset(OutgoingQuerySet["WebhookDelivery"])()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"],
                condition=Q(sent_at__isnull=True),
                name="webhook_unsent_by_due_time",
            ),
            models.Index(fields=["created_at"], name="webhook_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_event_once_per_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.event_id}"
