"""Cards by Stripe: a PaymentIntent a payment, through Stripe's own SDK.

Offered only where STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are set. Every request that moves money carries an
idempotency key kept in the database since before the request, so that it can be repeated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import stripe
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_pages.money import ZERO
from orders.exceptions import PaymentFailed, PaymentUnanswered, WebhookNotGenuine
from orders.payments.base import Movement, NextAction, PaymentMethod, PaymentNotice, Refusal, Truth

if TYPE_CHECKING:
    from catalog_pages.models import ShopSettings
    from orders.models import Order, Payment

CARD = "card"
STRIPE_JS = f"https://js.stripe.com/{stripe.major_api_version}/stripe.js"
"""Stripe's script of the release that the SDK's version of the API belongs to."""
TIMEOUT = (5, 25)
"""Seconds to connect, and between the bytes of an answer: a page waits for it."""
RETRIES = 1
A_PAGE = 100
FREE = "free"
"""The reference of a payment of nothing, of which Stripe is not told."""
OURS = "pipit_payment"
"""The key of an intent's metadata that names our payment: an account may serve more than this shop."""

# https://docs.stripe.com/currencies: Stripe's units are not always the CLDR's (ISK, UGX: two decimals there).
WITHOUT_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
WITH_THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


class StripeProvider:
    """Each payment is one PaymentIntent; its `reference` is the intent's id."""

    name = "stripe"
    keeps_the_truth = True
    begins_with_the_order = False
    codes = frozenset({CARD})

    def methods(self, shop: ShopSettings) -> Sequence[PaymentMethod]:
        if not (settings.STRIPE_SECRET_KEY and settings.STRIPE_PUBLISHABLE_KEY):
            return []
        return [PaymentMethod(CARD, gettext_lazy("Card"), self)]

    def on_delivery(self, code: str) -> bool:
        return False

    def instructions(self, order: Order, shop: ShopSettings) -> str:
        return _("You pay by card. If you have not done so yet, you can from your order's page.")

    def start(self, payment: Payment, shop: ShopSettings) -> NextAction:
        order = payment.order
        if payment.amount == 0:
            payment.reference = FREE
            return {"type": "none"}
        with _answers():
            intent = _client().v1.payment_intents.create(
                {
                    "amount": units_of(payment.amount, order.currency),
                    "currency": order.currency.lower(),
                    "capture_method": "manual" if settings.STRIPE_CAPTURE == "manual" else "automatic",
                    "allowed_payment_method_types": ["card"],
                    "metadata": {"order": order.number, OURS: str(payment.uuid)},
                },
                {"idempotency_key": f"{payment.uuid}-intent"},
            )
        payment.reference = intent.id
        return {
            "type": "stripe",
            "client_secret": intent.client_secret,
            "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
        }

    def truth(self, payment: Payment) -> Truth:
        if not payment.reference:
            # Never begun, or begun and the answer lost: whoever could have paid never got the secret.
            return Truth(reference="", currency=payment.order.currency, payment=payment.uuid)
        if payment.reference == FREE:
            nothing = Movement(FREE, ZERO)
            return Truth(FREE, payment.order.currency, payment.uuid, captured=nothing)
        with _answers():
            intents = _client().v1.payment_intents
            intent = intents.retrieve(payment.reference, {"expand": ["latest_charge"]}).to_dict()
            charge = intent.get("latest_charge") or {}
            refunds = list(_refunds(intent["id"])) if charge.get("amount_refunded") else []
        return _as_truth(intent, refunds)

    def capture(self, payment: Payment, key: UUID) -> None:
        with _answers():
            _client().v1.payment_intents.capture(payment.reference, {}, {"idempotency_key": f"{key}-capture"})

    def cancel(self, payment: Payment, key: UUID) -> None:
        if payment.reference not in ("", FREE):
            with _answers():
                _client().v1.payment_intents.cancel(
                    payment.reference, {}, {"idempotency_key": f"{key}-cancel"}
                )

    def refund(self, payment: Payment, amount: Decimal, key: UUID) -> None:
        with _answers():
            # A key is forgotten after a day or so: what was asked for then is found among the refunds.
            if any(_uuid(refund, "instruction") == key for refund in _refunds(payment.reference)):
                return
            _client().v1.refunds.create(
                {
                    "payment_intent": payment.reference,
                    "amount": units_of(amount, payment.order.currency),
                    "metadata": {"instruction": str(key)},
                },
                {"idempotency_key": f"{key}-refund"},
            )

    def recent(self, since: datetime) -> Iterator[Truth]:
        """The newest first, as Stripe lists them. Those of other shops and purposes are passed over."""
        with _answers():
            page = _client().v1.payment_intents.list({"limit": A_PAGE, "expand": ["data.latest_charge"]})
            for each in page.auto_paging_iter():
                intent = each.to_dict()
                if intent["created"] < since.timestamp():
                    return
                if OURS in (intent.get("metadata") or {}):
                    yield _as_truth(intent, [])

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> PaymentNotice:
        try:
            stripe.WebhookSignature.verify_header(
                body, headers.get("Stripe-Signature"), settings.STRIPE_WEBHOOK_SECRET, tolerance=300
            )
            event = json.loads(body)
            subject = event["data"]["object"]
            is_intent = subject["object"] == "payment_intent"
            reference = subject["id"] if is_intent else subject.get("payment_intent")
            return PaymentNotice(
                event_id=str(event["id"]),
                kind=str(event["type"]),
                reference=str(reference or ""),
                payment=_uuid(subject, OURS) if is_intent else None,
            )
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise WebhookNotGenuine(str(error).partition("\n")[0][:200]) from error


def units_of(amount: Decimal, currency: str) -> int:
    """The amount in Stripe's smallest unit of the currency: 1250 for 12.50 EUR, 1250 for 1250 JPY.

    Raises PaymentFailed for what Stripe cannot charge to the last unit: with three decimals, the last must be 0.
    """
    units = amount.scaleb(_decimals(currency))
    if units != units.to_integral_value() or (currency in WITH_THREE_DECIMALS and units % 10):
        raise PaymentFailed(_("This amount cannot be paid by card. Please choose another way of paying."))
    return int(units)


def amount_of(units: int, currency: str) -> Decimal:
    """The amount in the currency's major unit."""
    return Decimal(units).scaleb(-_decimals(currency))


def _decimals(currency: str) -> int:
    if currency in WITHOUT_DECIMALS:
        return 0
    return 3 if currency in WITH_THREE_DECIMALS else 2


def _as_truth(intent: dict[str, Any], refunds: list[dict[str, Any]]) -> Truth:
    currency = intent["currency"].upper()
    charge = intent.get("latest_charge") or {}
    at = datetime.fromtimestamp(charge.get("created") or intent["created"], UTC)
    held = intent["status"] == "requires_capture"
    taken = intent.get("amount_received")
    if taken is None:
        taken = intent["amount"] if intent["status"] == "succeeded" else 0
    # What went wrong last stays on an intent that has succeeded or ended since; it is of no interest then.
    error = intent.get("last_payment_error") if intent["status"] == "requires_payment_method" else None
    return Truth(
        reference=intent["id"],
        currency=currency,
        payment=_uuid(intent, OURS),
        authorised=Movement(charge["id"], amount_of(intent["amount"], currency), at) if held else None,
        captured=Movement(charge["id"], amount_of(taken, currency), at)
        if intent["status"] == "succeeded"
        else None,
        cancelled=intent["status"] == "canceled",
        refusal=_as_refusal(intent["id"], error) if error else None,
        refunds=[
            Movement(
                refund["id"],
                amount_of(refund["amount"], currency),
                datetime.fromtimestamp(refund["created"], UTC),
                _uuid(refund, "instruction"),
            )
            for refund in refunds
            if refund["status"] in ("succeeded", "pending", "requires_action")
        ],
    )


def _as_refusal(intent: str, error: dict[str, Any]) -> Refusal:
    attempt = error.get("charge") or f"{intent}-{error.get('code')}"
    return Refusal(str(attempt), str(error.get("message") or _("The card was declined."))[:400])


def _refunds(intent: str) -> Iterator[dict[str, Any]]:
    page = _client().v1.refunds.list({"payment_intent": intent, "limit": A_PAGE})
    for refund in page.auto_paging_iter():
        yield refund.to_dict()


def _uuid(thing: dict[str, Any], name: str) -> UUID | None:
    """The UUID that we put into its metadata; None where there is none, or something else."""
    try:
        return UUID((thing.get("metadata") or {})[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


@contextmanager
def _answers() -> Iterator[None]:
    """Stripe's errors as ours. Nothing of a request, and no secret, goes into the message."""
    try:
        yield
    except (stripe.CardError, stripe.InvalidRequestError, stripe.IdempotencyError) as error:
        said = error.user_message if isinstance(error, stripe.CardError) else ""
        raise PaymentFailed(said or "", detail=f"{type(error).__name__} {error.code or error}") from error
    except stripe.StripeError as error:
        raise PaymentUnanswered(detail=type(error).__name__) from error


def _client() -> stripe.StripeClient:
    return _client_for(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _client_for(key: str, base: str) -> stripe.StripeClient:
    addresses = {"api": base.rstrip("/")} if base else {}
    return stripe.StripeClient(
        key,
        base_addresses=cast("Any", addresses),
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )
