"""What payment providers tell us by themselves: noted under its own id, then looked into."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from orders import instructions
from orders.exceptions import PaymentFailed, PaymentUnanswered
from orders.models import Payment, ProviderEvent
from orders.payments import PaymentProvider, provider_named
from orders.settlement import settle

logger = logging.getLogger(__name__)


def receive(*, provider: PaymentProvider, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
    """Take a message in, and bring what it is about into the books. Safe to be told twice, and in any order.

    What the message says is not believed but asked for again: an old message then tells the news. Raises
    WebhookNotGenuine with nothing written; PaymentUnanswered where the provider cannot be asked now: the message is
    noted, and dealt with when it is told again or by the sweep.
    """
    notice = provider.parse_webhook(body, headers)
    try:
        with transaction.atomic():
            event = ProviderEvent.objects.create(
                provider=provider.name,
                event_id=notice.event_id[:255],
                kind=notice.kind[:120],
                reference=notice.reference[:120],
                payment_uuid=notice.payment,
            )
    except IntegrityError:
        event = ProviderEvent.objects.get(provider=provider.name, event_id=notice.event_id[:255])
    if event.processed_at is None:
        process(event=event)
    return event


def process(*, event: ProviderEvent) -> None:
    """Look into what a noted message is about. Raises PaymentUnanswered."""
    payment = _payment_of(event)
    if payment is None:
        # An account of Stripe's may serve other shops and purposes.
        logger.info("A message of %s, %s, is about no payment of ours", event.provider, event.kind)
    else:
        try:
            settle(payment=payment)
        except PaymentUnanswered:
            raise
        except PaymentFailed as error:
            logger.warning("The payment of a message of %s is not known there: %s", event.provider, error)
        else:
            instructions.carry_out_for(order=payment.order)
    ProviderEvent.objects.filter(pk=event.pk).update(processed_at=timezone.now())


def process_left_behind(*, before: datetime) -> int:
    """Deal with messages that came before then and that nobody dealt with to the end; returns how many. Safe twice."""
    done = 0
    for event in ProviderEvent.objects.filter(processed_at=None, received_at__lt=before).order_by("pk")[:200]:
        if provider_named(event.provider) is None:
            continue
        try:
            process(event=event)
        except PaymentUnanswered as error:
            logger.warning("A message of %s is left for later: %s", event.provider, error)
            break
        done += 1
    return done


def forget(*, before: datetime) -> int:
    """Drop messages dealt with before then: no provider tells a message again after so long. Returns how many."""
    gone, _by_model = ProviderEvent.objects.filter(processed_at__lt=before).delete()
    return gone


def _payment_of(event: ProviderEvent) -> Payment | None:
    """By the provider's name for it, else by ours: the message may be quicker than the answer that brings the name."""
    about = Q(reference=event.reference) if event.reference else Q(pk=None)
    if event.payment_uuid:
        about |= Q(uuid=event.payment_uuid)
    provider = provider_named(event.provider)
    codes = provider.codes if provider else ()
    payment = Payment.objects.select_related("order").filter(about, method__in=codes).first()
    if payment is not None and event.reference and not payment.reference:
        Payment.objects.filter(pk=payment.pk, reference="").update(reference=event.reference)
        payment.refresh_from_db()
    return payment
