"""Beginning to collect for an order that stands already, and what its shopper does next."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from catalog_pages import at_hand
from catalog_pages.models import ShopSettings
from orders import timeline
from orders.exceptions import PaymentFailed
from orders.models import Order, OrderEvent, Payment
from orders.payments.base import NextAction
from orders.payments.registry import provider_of

logger = logging.getLogger(__name__)


def start_payment(order: Order, *, payment: Payment | None = None, shop: ShopSettings | None = None) -> None:
    """Ask the provider to begin, outside of any transaction. Never raises: the order stands whatever happens.

    `payment` is which; else the one that counts, from what was prefetched where it was.

    A failure leaves the order pending, a line in its timeline, and "retry" as its next action. Does nothing for a
    payment that is begun or no longer awaited, or that has nothing to collect, so that it may be called again.
    """
    try:
        payment = payment or order.current_payment
        if payment is not None and payment.status == Payment.Status.PENDING and not payment.next_action:
            _start(payment, shop or ShopSettings.default())
    except Exception:
        logger.exception("The payment of order %s could not be started", order.number)


def _start(payment: Payment, shop: ShopSettings) -> None:
    try:
        payment.next_action = provider_of(payment.method).start(payment, shop)
        payment.failure = ""
    except Exception as error:
        logger.exception("The payment of order %s could not be started", payment.order.number)
        said = error.public_message if isinstance(error, PaymentFailed) else ""
        payment.failure = (said or _("The payment could not be started."))[:400]
        at_hand.forget(payment.order, "events")
        timeline.write(
            order=payment.order, kind=OrderEvent.Kind.PROBLEM, message=f"Payment not started: {error}"
        )
    awaited = Payment.objects.filter(pk=payment.pk, status=Payment.Status.PENDING)
    told = awaited.update(
        next_action=payment.next_action,
        data=payment.data,
        reference=payment.reference,
        failure=payment.failure,
    )
    if not told:  # a webhook was quicker than the answer, or the order was given up meanwhile
        at_hand.forget(payment.order, "payments")
        Payment.objects.filter(pk=payment.pk, reference="").update(reference=payment.reference)


def next_action(order: Order) -> NextAction:
    """What the shopper does next to pay. Reads `order.payments`: one query, none where they are prefetched.

    `{"type": "none"}` where nothing is left to do; `{"type": "retry", "instructions": ...}` where the payment could
    not be started: the order stands, and paying can be tried again from its page.
    """
    payment = order.current_payment
    if payment is None or order.is_closed_unsent or order.paid_at is not None:
        return {"type": "none"}
    if payment.status == Payment.Status.CANCELLED and order.state is Order.Status.PENDING:
        return _retry(order, payment.failure)
    if payment.status != Payment.Status.PENDING:
        return {"type": "none"}
    return dict(payment.next_action) if payment.next_action else _retry(order, payment.failure)


def _retry(order: Order, said: str) -> NextAction:
    keeps = _("Your order %(number)s stands; please try to pay again from its page.") % {
        "number": order.number
    }
    return {
        "type": "retry",
        "instructions": f"{said or _('The payment could not be started.')} {keeps}",
    }
