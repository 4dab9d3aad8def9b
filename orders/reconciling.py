"""Our books of payments against the providers': the sweep that keeps up, and the audit that finds what differs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from catalog_pages.money import format_money
from orders import instructions, webhooks
from orders.exceptions import PaymentFailed, PaymentUnanswered
from orders.ledger import Entry
from orders.models import AWAITED, Payment, PaymentInstruction
from orders.payments import PROVIDERS, PaymentProvider, Truth, codes_kept_elsewhere, provider_of
from orders.settlement import record, settle

logger = logging.getLogger(__name__)

IN_PEACE = timedelta(minutes=2)
"""How long whoever brings the news first has before the sweep asks."""
ASKED_EVERY = timedelta(minutes=15)
A_SWEEP = 100


def sweep() -> None:
    """Finish what was left behind: instructions, messages, payments of which nobody told us. Safe twice at once.

    A provider that does not answer several times in a row is left in peace until the next sweep.
    """
    now = timezone.now()
    instructions.carry_out_due()
    webhooks.process_left_behind(before=now - IN_PEACE)
    unanswered = 0
    for payment in _awaited(now):
        if unanswered < instructions.PATIENCE and _claim(payment, now):
            unanswered = 0 if _is_looked_into(payment) else unanswered + 1


def _is_looked_into(payment: Payment) -> bool:
    """Settle it; False where the provider did not answer."""
    try:
        settle(payment=payment)
    except PaymentUnanswered as error:
        logger.warning("The payment of order %s could not be looked into: %s", payment.order.number, error)
        return False
    except PaymentFailed as error:
        logger.warning("The payment of order %s is not known there: %s", payment.order.number, error)
    except Exception:
        logger.exception("The payment of order %s could not be settled", payment.order.number)
    else:
        instructions.carry_out_for(order=payment.order)
    return True


def _awaited(now: datetime) -> list[Payment]:
    """What a provider knows more of than we do, perhaps: those asked about the longest ago first."""
    quiet = Q(asked_at__isnull=True, created_at__lt=now - IN_PEACE) | Q(asked_at__lt=now - ASKED_EVERY)
    awaited = Payment.objects.filter(quiet, status__in=AWAITED, method__in=codes_kept_elsewhere())
    return list(awaited.exclude(reference="").select_related("order").order_by("asked_at", "pk")[:A_SWEEP])


def _claim(payment: Payment, now: datetime) -> bool:
    return bool(
        Payment.objects.filter(pk=payment.pk, asked_at=payment.asked_at).update(asked_at=now)
        if payment.asked_at
        else Payment.objects.filter(pk=payment.pk, asked_at__isnull=True).update(asked_at=now)
    )


def reconcile(*, since: datetime) -> Iterator[str]:
    """Compare every payment made since then with its provider, from both sides; one line each that differs.

    What our books only lack is written into them first, and open instructions are carried out: neither is told.
    """
    instructions.carry_out_due()
    for provider in PROVIDERS:
        if provider.keeps_the_truth:
            yield from _from_our_side(provider, since)
            yield from _from_their_side(provider, since)
    left = PaymentInstruction.objects.open().select_related("payment__order").order_by("pk")
    for each in left:
        yield f"Order {each.payment.order.number}: “{each}” is not done yet: {each.last_error or 'not tried'}"


def _from_our_side(provider: PaymentProvider, since: datetime) -> Iterator[str]:
    recent = Q(created_at__gte=since) | Q(updated_at__gte=since) | Q(status__in=AWAITED)
    payments = Payment.objects.filter(recent, method__in=provider.codes).exclude(reference="")
    for payment in payments.select_related("order").order_by("pk").iterator(chunk_size=500):
        where = f"Order {payment.order.number}, {payment.reference}"
        try:
            found = _settled_differences(provider, payment)
        except PaymentUnanswered as error:
            found = [f"{provider.name} does not answer ({error})"]
        except PaymentFailed as error:
            found = [f"{provider.name} does not know it ({error})"]
        yield from (f"{where}: {difference}" for difference in found)


def _settled_differences(provider: PaymentProvider, payment: Payment) -> list[str]:
    """What is left to differ once our books have taken over what they lacked, and what followed from it is done."""
    found: list[str] = []
    for _attempt in range(2):
        truth = provider.truth(payment)
        record(payment=payment, truth=truth)
        instructions.carry_out_for(order=payment.order)
        found = list(_differences(Payment.objects.select_related("order").get(pk=payment.pk), truth))
        if not found:
            break
    return found


def _differences(payment: Payment, truth: Truth) -> Iterator[str]:
    currency = payment.order.currency
    if truth.currency != currency:
        yield f"it is in {truth.currency} there, in {currency} here"
        return
    theirs = {(Entry.REFUNDED, each.reference, each.amount) for each in truth.refunds}
    if truth.captured:
        theirs.add((Entry.CAPTURED, truth.captured.reference, truth.captured.amount))
    kinds = (Entry.CAPTURED, Entry.REFUNDED)
    ours = {
        (Entry(entry.kind), entry.reference, entry.amount) for entry in payment.entries.filter(kind__in=kinds)
    }
    for kind, reference, amount in sorted(ours - theirs):
        yield f"our books have {format_money(amount, currency)} {kind.label} as {reference}, theirs do not"
    for kind, reference, amount in sorted(theirs - ours):
        yield f"their books have {format_money(amount, currency)} {kind.label} as {reference}, ours do not"
    if truth.cancelled and payment.is_awaited:
        yield "it is cancelled there, and awaited here"
    if truth.authorised and payment.status == Payment.Status.CANCELLED:
        yield "it is reserved there, and cancelled here"


def _from_their_side(provider: PaymentProvider, since: datetime) -> Iterator[str]:
    """Money held or taken there that no payment of ours knows of."""
    try:
        for truth in provider.recent(since):
            if truth.has_money and not _is_known(truth):
                yield (
                    f"{provider.name} has money as {truth.reference}, of which no order knows "
                    f"(its payment is said to be {truth.payment})"
                )
    except PaymentFailed as error:
        yield f"{provider.name} does not answer ({error})"


def _is_known(truth: Truth) -> bool:
    """A payment of ours whose provider's name was lost on the way gets it back here, and with it its money."""
    if Payment.objects.filter(reference=truth.reference).exists():
        return True
    if truth.payment is None:
        return False
    payment = Payment.objects.filter(uuid=truth.payment, reference="").select_related("order").first()
    if payment is None:
        return False
    Payment.objects.filter(pk=payment.pk, reference="").update(reference=truth.reference)
    payment.refresh_from_db()
    record(payment=payment, truth=provider_of(payment.method).truth(payment))
    instructions.carry_out_for(order=payment.order)
    return True
