"""Cards, from the checkout to the refund, against localstripe over HTTP: whatever happens, the books balance."""

from __future__ import annotations

import logging
import threading
import time
import urllib.error
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.signals import request_finished
from django.test import Client
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment, paying, reconciling
from orders.books import differences
from orders.exceptions import (
    IllegalTransition,
    PaymentFailed,
    PaymentUnanswered,
    PiecesNotThere,
    RefundNotPossible,
)
from orders.models import (
    Order,
    OrderEvent,
    Payment,
    PaymentEntry,
    PaymentInstruction,
    ProviderEvent,
    Voucher,
)
from orders.payments import next_action, payment_methods, provider_of
from orders.payments.stripe_intents import amount_of, units_of
from orders.settlement import record
from orders.tasks import forget_provider_messages
from tests.factories import CustomerFactory, VoucherFactory
from tests.services.stripe_stand_in import (
    DECLINED,
    PUBLISHABLE_KEY,
    SECRET_KEY,
    WEBHOOK_SECRET,
    WITH_3D_SECURE,
    Gate,
    LocalStripe,
    signed,
)
from tests.shops import open_shop, placed_order

pytestmark = [pytest.mark.service, pytest.mark.django_db]

Status = Order.Status
HOOK = "/api/v1/payments/stripe/webhook/"


@pytest.fixture
def shop(db: None, gate: Gate) -> ShopSettings:
    return open_shop()


@pytest.fixture
def order(shop: ShopSettings) -> Order:
    """28.90, to be paid by card."""
    return placed_order(payment_method="card")


def secret_of(order: Order) -> str:
    action = next_action(order)
    assert (action["type"], action["publishable_key"]) == ("stripe", PUBLISHABLE_KEY)
    return str(action["client_secret"])


def tell(event: Any, **changes: Any) -> int:
    """Stripe tells the shop; the status of its answer."""
    body, signature = signed(event, **changes)
    answer = Client().post(
        HOOK,
        body,
        content_type="application/json; charset=utf-8",
        headers={"Stripe-Signature": signature, "Accept": "*/*; q=0.5, application/xml"},
    )
    return answer.status_code


def events_of(localstripe: LocalStripe, order: Order) -> list[Any]:
    return localstripe.events(order.payments.get().reference)


def read(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def kinds(order: Order) -> list[str]:
    return [event.kind for event in order.events.all()]


def ledger(order: Order) -> list[tuple[str, Decimal]]:
    entries = PaymentEntry.objects.filter(payment__order=order).order_by("pk")
    return [(entry.kind, entry.amount) for entry in entries]


def assert_the_books_balance() -> None:
    """Ours in themselves, and with Stripe's: the reconciliation finds nothing, and had nothing to write either."""
    before = our_books()
    assert_the_books_balance_once_reconciled()
    assert our_books() == before


def assert_the_books_balance_once_reconciled() -> None:
    """The reconciliation writes what ours lack, and then finds nothing."""
    assert list(differences()) == []
    out = StringIO()
    call_command("reconcile_payments", stdout=out)
    assert "The books agree" in out.getvalue()
    assert list(differences()) == []


def our_books() -> list[list[tuple[Any, ...]]]:
    """All that a reconciliation could write."""
    return [
        list(Order.objects.order_by("pk").values_list("pk", "status", "paid_at", "payment_method")),
        list(Payment.objects.order_by("pk").values_list("pk", "status", "reference", "amount_refunded")),
        list(PaymentEntry.objects.order_by("pk").values_list("pk", "kind", "amount", "reference")),
        list(PaymentInstruction.objects.order_by("pk").values_list("pk", "kind", "state")),
        list(OrderEvent.objects.order_by("pk").values_list("pk", "kind", "message")),
    ]


# --- What is offered ---------------------------------------------------------------------------------


def test_cards_are_offered_where_both_keys_are_set(shop: ShopSettings, settings: Any) -> None:
    assert [method.code for method in payment_methods(shop)] == ["card", "bank_transfer"]
    settings.STRIPE_PUBLISHABLE_KEY = ""
    assert [method.code for method in payment_methods(shop)] == ["bank_transfer"]


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("28.900", "EUR", 2890),
        ("0.01", "USD", 1),
        ("1250", "JPY", 1250),
        ("1250.000", "KRW", 1250),
        ("5.120", "KWD", 5120),
        ("12", "ISK", 1200),  # no decimals since 2011, two at Stripe
        ("12", "UGX", 1200),
        ("99.50", "HUF", 9950),
    ],
)
def test_amounts_are_told_in_stripes_smallest_unit(amount: str, currency: str, units: int) -> None:
    assert units_of(Decimal(amount), currency) == units
    assert amount_of(units, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("5.124", "KWD"), ("1.5", "JPY"), ("1.001", "EUR")])
def test_what_stripe_cannot_charge_to_the_last_unit_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(PaymentFailed, match="cannot be paid by card"):
        units_of(Decimal(amount), currency)


# --- Paying ------------------------------------------------------------------------------------------


def test_success(order: Order, localstripe: LocalStripe) -> None:
    intent = localstripe.intent(order.payments.get().reference)
    assert (intent["amount"], intent["currency"], intent["metadata"]["order"]) == (2890, "eur", order.number)
    localstripe.pay(secret_of(order))
    (event,) = events_of(localstripe, order)
    assert tell(event) == 200
    order = read(order)
    payment = order.payments.get()
    assert (order.state, payment.status, payment.amount_captured) == (
        Status.PAID,
        Payment.Status.PAID,
        Decimal("28.90"),
    )
    assert ledger(order) == [("captured", Decimal("28.90"))]
    assert next_action(order) == {"type": "none"}
    assert payment.next_action == {}  # the secret is kept no longer than it is needed
    assert order.messages.filter(topic="order.paid").count() == 1
    assert localstripe.taken() == 2890
    assert_the_books_balance()


def test_declined_then_paid_with_another_card(order: Order, localstripe: LocalStripe) -> None:
    with pytest.raises(urllib.error.HTTPError, match="402"):
        localstripe.pay(secret_of(order), DECLINED)
    (declined,) = events_of(localstripe, order)
    assert tell(declined) == 200
    order = read(order)
    payment = order.payments.get()
    assert (order.state, payment.status, payment.failure) == (
        Status.PENDING,
        Payment.Status.PENDING,
        "Your card was declined.",
    )
    assert ledger(order) == [("failed", Decimal("28.90"))]
    assert_the_books_balance()
    localstripe.pay(secret_of(paying.pay_by(order=order)))
    assert tell(events_of(localstripe, order)[-1]) == 200
    assert read(order).state is Status.PAID
    assert len(localstripe.intents()) == 1
    assert_the_books_balance()


def test_3d_secure_passed(order: Order, localstripe: LocalStripe) -> None:
    secret = secret_of(order)
    assert localstripe.pay(secret, WITH_3D_SECURE)["status"] == "requires_action"
    assert paying.look(order=order).state is Status.PENDING
    localstripe.authenticate(secret, success=True)
    assert paying.look(order=order).state is Status.PAID
    assert_the_books_balance()


def test_3d_secure_failed(order: Order, localstripe: LocalStripe) -> None:
    secret = secret_of(order)
    localstripe.pay(secret, WITH_3D_SECURE)
    localstripe.authenticate(secret, success=False)
    paying.look(order=order)
    assert (order.state, ledger(order)) == (Status.PENDING, [("failed", Decimal("28.90"))])
    assert "failed authentication" in order.payments.get().failure
    assert_the_books_balance()


def test_the_webhook_before_the_return(order: Order, localstripe: LocalStripe) -> None:
    localstripe.pay(secret_of(order))
    assert tell(events_of(localstripe, order)[0]) == 200
    paying.look(order=order)
    assert kinds(order).count("paid") == order.messages.filter(topic="order.paid").count() == 1
    assert_the_books_balance()


def test_the_return_before_the_webhook_and_the_webhook_lost(order: Order, localstripe: LocalStripe) -> None:
    localstripe.pay(secret_of(order))
    assert paying.look(order=order).state is Status.PAID
    assert_the_books_balance()
    assert tell(events_of(localstripe, order)[0]) == 200
    assert kinds(order).count("paid") == order.messages.filter(topic="order.paid").count() == 1


def test_neither_return_nor_webhook(order: Order, localstripe: LocalStripe) -> None:
    """The shopper closed the browser, the webhook was never set up: the sweep finds the money."""
    localstripe.pay(secret_of(order))
    reconciling.sweep()
    assert read(order).state is Status.PENDING  # whoever brings the news first has a moment in peace
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    reconciling.sweep()
    assert read(order).state is Status.PAID
    assert_the_books_balance()


def test_the_webhook_twice(order: Order, localstripe: LocalStripe, gate: Gate) -> None:
    localstripe.pay(secret_of(order))
    (event,) = events_of(localstripe, order)
    assert [tell(event), tell(event)] == [200, 200]
    assert ProviderEvent.objects.get().processed_at is not None
    asked = len(gate.seen)
    assert tell(event) == 200
    assert len(gate.seen) == asked  # what was dealt with is not asked about again
    assert kinds(order).count("paid") == order.messages.filter(topic="order.paid").count() == 1
    assert_the_books_balance()


def test_webhooks_out_of_order(order: Order, localstripe: LocalStripe) -> None:
    secret = secret_of(order)
    with pytest.raises(urllib.error.HTTPError):
        localstripe.pay(secret, DECLINED)
    localstripe.pay(secret)
    failed, succeeded = events_of(localstripe, order)
    assert [tell(succeeded), tell(failed)] == [200, 200]
    order = read(order)
    assert (order.state, ledger(order)) == (Status.PAID, [("captured", Decimal("28.90"))])
    assert_the_books_balance()


@pytest.mark.parametrize(
    "changes", [{"secret": "whsec_somebody_elses"}, {"at": time.time() - 3_600}, {"secret": SECRET_KEY}]
)
def test_a_webhook_with_a_bad_signature_has_no_effect(
    order: Order, localstripe: LocalStripe, gate: Gate, changes: Any
) -> None:
    localstripe.pay(secret_of(order))
    asked = len(gate.seen)
    assert tell(events_of(localstripe, order)[0], **changes) == 400
    assert (read(order).state, ProviderEvent.objects.count(), len(gate.seen)) == (Status.PENDING, 0, asked)
    paying.look(order=order)
    assert_the_books_balance()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{}", {}),
        (b"", {"Stripe-Signature": "t=1,v1=0"}),
        (b"\xff\xfe", {"Stripe-Signature": "nonsense"}),
        (b"[]", {"Stripe-Signature": "t=,v1="}),
    ],
)
def test_nonsense_sent_to_the_webhook_is_refused(
    shop: ShopSettings, client: Client, body: bytes, headers: dict[str, str]
) -> None:
    answer = client.post(HOOK, body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "not_genuine")


@pytest.mark.parametrize(
    "event", [{"id": "evt_1"}, [], {"id": "evt_1", "type": "x", "data": {"object": 1}}, "x"]
)
def test_signed_messages_of_another_form_are_refused(shop: ShopSettings, event: Any) -> None:
    assert tell(event) == 400


def test_messages_about_what_is_not_ours_are_answered_and_forgotten(shop: ShopSettings) -> None:
    for kind, thing in (("payment_intent", "pi_else"), ("charge", "ch_else"), ("customer", "cus_else")):
        event = {"id": f"evt_{thing}", "type": f"{kind}.x", "data": {"object": {"object": kind, "id": thing}}}
        assert tell(event) == 200
    assert ProviderEvent.objects.exclude(processed_at=None).count() == 3


def test_payments_made_by_hand_have_no_webhook(shop: ShopSettings, client: Client) -> None:
    for name in ("manual", "nobody"):
        assert client.post(f"/api/v1/payments/{name}/webhook/", {}).status_code == 404


def test_a_webhook_while_stripe_cannot_be_asked_is_told_again(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    localstripe.pay(secret_of(order))
    (event,) = events_of(localstripe, order)
    gate.is_down = True
    assert tell(event) == 503
    assert (read(order).state, ProviderEvent.objects.get().processed_at) == (Status.PENDING, None)
    gate.is_down = False
    assert tell(event) == 200
    assert read(order).state is Status.PAID
    assert_the_books_balance()


def test_messages_are_forgotten_after_a_quarter_of_a_year(shop: ShopSettings) -> None:
    thing = {"object": "customer", "id": "cus_else"}
    for name in ("old", "new"):
        assert tell({"id": f"evt_{name}", "type": "customer.x", "data": {"object": thing}}) == 200
    ProviderEvent.objects.filter(event_id="evt_old").update(processed_at=timezone.now() - timedelta(days=91))
    forget_provider_messages()
    assert ProviderEvent.objects.get().event_id == "evt_new"


def test_a_message_left_behind_is_dealt_with_by_the_sweep(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    localstripe.pay(secret_of(order))
    gate.is_down = True
    assert tell(events_of(localstripe, order)[0]) == 503
    gate.is_down = False
    ProviderEvent.objects.update(received_at=timezone.now() - timedelta(minutes=10))
    reconciling.sweep()
    assert read(order).state is Status.PAID
    assert ProviderEvent.objects.get().processed_at is not None


# --- Time-outs ---------------------------------------------------------------------------------------


def test_the_answer_to_the_beginning_is_lost(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    gate.lose("POST /v1/payment_intents$")
    order = placed_order(payment_method="card")
    assert (order.state, next_action(order)["type"]) == (Status.PENDING, "retry")
    assert order.payments.get().reference == ""
    assert len(localstripe.intents()) == 1
    assert_the_books_balance()
    paying.pay_by(order=order)
    assert len(localstripe.intents()) == 1  # the same key, so the same intent
    localstripe.pay(secret_of(order))
    assert paying.look(order=order).state is Status.PAID
    assert_the_books_balance()


def test_the_webhook_brings_the_name_that_the_lost_answer_did_not(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    gate.lose("POST /v1/payment_intents$")
    order = placed_order(payment_method="card")
    (intent,) = localstripe.intents()
    localstripe.pay(intent["client_secret"])
    assert tell(localstripe.events(intent["id"])[0]) == 200
    assert (read(order).state, order.payments.get().reference) == (Status.PAID, intent["id"])
    assert_the_books_balance()


def test_money_whose_name_was_lost_is_found_by_the_reconciliation(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    gate.lose("POST /v1/payment_intents$")
    order = placed_order(payment_method="card")
    localstripe.pay(localstripe.intents()[0]["client_secret"])
    assert_the_books_balance_once_reconciled()
    assert read(order).state is Status.PAID


def test_the_gateway_times_out_after_the_charge(order: Order, localstripe: LocalStripe, gate: Gate) -> None:
    localstripe.pay(secret_of(order))  # the browser got no answer; the shopper comes back and is looked up
    gate.lose("GET /v1/payment_intents/")
    assert paying.look(order=order).state is Status.PENDING
    assert paying.pay_by(order=order).state is Status.PAID  # pressing "pay again" looks first
    assert (len(localstripe.intents()), localstripe.taken()) == (1, 2890)
    assert_the_books_balance()


def test_the_answer_to_a_capture_is_lost(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate, settings: Any
) -> None:
    settings.STRIPE_CAPTURE = "manual"
    order = placed_order(payment_method="card")
    localstripe.pay(secret_of(order))
    paying.look(order=order)
    fulfilment.pack(order=order)
    gate.lose("/capture$")
    with pytest.raises(PaymentUnanswered):
        fulfilment.ship(order=order)
    assert (order.state, order.paid_at) == (Status.PACKED, None)
    assert (localstripe.taken(), PaymentInstruction.objects.get().state) == (2890, "open")
    assert list(differences()) == []
    PaymentInstruction.objects.update(due_at=timezone.now())
    reconciling.sweep()
    assert fulfilment.ship(order=read(order)).state is Status.SHIPPED
    assert localstripe.taken() == 2890
    assert_the_books_balance()


def test_the_answer_to_a_refund_is_lost(order: Order, localstripe: LocalStripe, gate: Gate) -> None:
    localstripe.pay(secret_of(order))
    paying.look(order=order)
    gate.lose("POST /v1/refunds")
    with pytest.raises(PaymentUnanswered):
        fulfilment.refund(order=order, amount=Decimal("8.90"))
    assert order.state is Status.PAID
    assert order.payments.get().refundable == Decimal("20.00")  # set aside, so that nobody pays it back again
    with pytest.raises(RefundNotPossible):
        fulfilment.refund(order=order, amount=Decimal("20.01"))
    assert kinds(order)[-1] == "problem"
    assert list(differences()) == []
    gate.answers.clear()  # a day later Stripe has forgotten the key, too
    PaymentInstruction.objects.update(due_at=timezone.now())
    reconciling.sweep()
    assert read(order).state is Status.PARTIALLY_REFUNDED
    assert [refund["amount"] for refund in localstripe.refunds()] == [890]
    assert order.messages.filter(topic="order.refunded").count() == 1
    assert_the_books_balance()


def test_a_process_that_dies_between_refund_and_note_is_made_up_for(
    order: Order, localstripe: LocalStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orders import instructions

    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    localstripe.pay(secret_of(order))
    paying.look(order=order)
    with monkeypatch.context() as patch:
        patch.setattr(instructions, "record", die)
        with pytest.raises(KeyboardInterrupt):
            fulfilment.refund(order=order, amount=Decimal("8.90"))
    assert (read(order).state, len(localstripe.refunds())) == (Status.PAID, 1)
    assert_the_books_balance_once_reconciled()
    assert (read(order).state, len(localstripe.refunds())) == (Status.PARTIALLY_REFUNDED, 1)


# --- Capture later -----------------------------------------------------------------------------------


@pytest.fixture
def reserved(shop: ShopSettings, localstripe: LocalStripe, settings: Any) -> Order:
    settings.STRIPE_CAPTURE = "manual"
    order = placed_order(payment_method="card")
    localstripe.pay(secret_of(order))
    return paying.look(order=order)


def test_a_card_is_only_reserved_until_the_parcel_leaves(reserved: Order, localstripe: LocalStripe) -> None:
    assert (reserved.state, reserved.payments.get().status) == (Status.PENDING, Payment.Status.AUTHORISED)
    assert (localstripe.taken(), next_action(reserved)) == (0, {"type": "none"})
    assert {move.name for move in fulfilment.legal_moves(reserved)} == {"capture", "pack", "cancel"}
    assert_the_books_balance()
    fulfilment.pack(order=reserved)
    fulfilment.ship(order=reserved, carrier="DHL")
    assert (reserved.state, localstripe.taken()) == (Status.SHIPPED, 2890)
    assert reserved.paid_at is not None
    assert ledger(reserved) == [("authorised", Decimal("28.90")), ("captured", Decimal("28.90"))]
    assert_the_books_balance()


def test_an_answer_older_than_what_is_known_changes_nothing(reserved: Order, gate: Gate) -> None:
    payment = reserved.payments.get()
    old = provider_of("card").truth(payment)
    PaymentEntry.objects.all().delete()  # the webhook of the reservation was never dealt with
    Payment.objects.update(status=Payment.Status.PENDING)
    provider_of("card").capture(payment, payment.uuid)
    paying.look(order=reserved)
    before = (kinds(reserved), ledger(reserved))
    assert before[1] == [("captured", Decimal("28.90"))]
    record(payment=payment, truth=old)
    assert (kinds(reserved), ledger(reserved)) == before
    assert_the_books_balance()


def test_staff_take_the_reserved_money_by_a_button(reserved: Order, localstripe: LocalStripe) -> None:
    fulfilment.capture(order=reserved, actor=CustomerFactory(is_staff=True))
    assert (reserved.state, localstripe.taken()) == (Status.PAID, 2890)
    with pytest.raises(IllegalTransition):
        fulfilment.capture(order=reserved)
    assert_the_books_balance()


def test_a_reservation_that_is_not_needed_is_given_free(reserved: Order, localstripe: LocalStripe) -> None:
    fulfilment.cancel(order=reserved, reason="Out of clay")
    payment = reserved.payments.get()
    assert localstripe.intent(payment.reference)["status"] == "canceled"
    assert (payment.status, localstripe.taken()) == (Payment.Status.CANCELLED, 0)
    assert_the_books_balance()


def test_an_order_whose_card_was_accepted_expires_only_when_the_bank_lets_go(
    reserved: Order, localstripe: LocalStripe
) -> None:
    Order.objects.update(placed_at=timezone.now() - timedelta(days=30))
    assert fulfilment.expire_unpaid() == 0
    PaymentEntry.objects.update(at=timezone.now() - timedelta(days=6, minutes=1))
    assert fulfilment.expire_unpaid() == 1
    assert localstripe.intent(reserved.payments.get().reference)["status"] == "canceled"
    assert (read(reserved).state, StockItem.objects.get().reserved) == (Status.EXPIRED, 0)
    assert_the_books_balance()


def test_a_reservation_the_bank_let_go_of_is_not_shipped(reserved: Order, localstripe: LocalStripe) -> None:
    fulfilment.pack(order=reserved)
    localstripe.ask("POST", f"/v1/payment_intents/{reserved.payments.get().reference}/cancel", {})
    with pytest.raises(PaymentFailed):
        fulfilment.ship(order=reserved)
    assert (reserved.state, reserved.payments.get().status) == (Status.PACKED, Payment.Status.CANCELLED)
    with pytest.raises(IllegalTransition):
        fulfilment.ship(order=reserved)
    fulfilment.cancel(order=reserved)
    assert_the_books_balance()


# --- Refunds -----------------------------------------------------------------------------------------


@pytest.fixture
def paid(order: Order, localstripe: LocalStripe) -> Order:
    localstripe.pay(secret_of(order))
    return paying.look(order=order)


def test_a_partial_refund_then_the_rest(paid: Order, localstripe: LocalStripe) -> None:
    fulfilment.refund(order=paid, amount=Decimal("8.90"), reason="A corner is bent")
    assert (paid.state, localstripe.taken()) == (Status.PARTIALLY_REFUNDED, 2000)
    assert paid.events.last().message == "€8.90: A corner is bent"  # type: ignore[union-attr]
    assert_the_books_balance()
    fulfilment.refund(order=paid)
    assert (paid.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert ledger(paid)[1:] == [("refunded", Decimal("8.90")), ("refunded", Decimal("20.00"))]
    assert_the_books_balance()


def test_a_refund_made_in_stripes_own_pages_comes_into_the_books(
    paid: Order, localstripe: LocalStripe
) -> None:
    charge = localstripe.intent(paid.payments.get().reference)["latest_charge"]["id"]
    localstripe.ask("POST", "/v1/refunds", {"charge": charge, "amount": 500})
    event = {
        "id": "evt_refunded",
        "type": "charge.refunded",
        "data": {
            "object": {"object": "charge", "id": charge, "payment_intent": paid.payments.get().reference}
        },
    }
    assert tell(event) == 200
    assert (read(paid).state, paid.payments.get().amount_refunded) == (
        Status.PARTIALLY_REFUNDED,
        Decimal("5.00"),
    )
    assert_the_books_balance()


def test_what_was_paid_back_in_stripes_own_pages_is_not_paid_back_again(
    paid: Order, localstripe: LocalStripe
) -> None:
    charge = localstripe.intent(paid.payments.get().reference)["latest_charge"]["id"]
    localstripe.ask("POST", "/v1/refunds", {"charge": charge, "amount": 2000})
    with pytest.raises(PaymentFailed):
        fulfilment.refund(order=paid)  # nobody told the shop yet
    assert (paid.state, localstripe.taken()) == (Status.PARTIALLY_REFUNDED, 890)
    assert_the_books_balance()
    fulfilment.refund(order=paid)
    assert (paid.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert_the_books_balance()


def test_a_refund_that_stripe_refuses_leaves_the_money_where_it_is(paid: Order, gate: Gate) -> None:
    Payment.objects.update(reference="pi_unknown")
    with pytest.raises(PaymentFailed) as refused:
        fulfilment.refund(order=paid)
    assert not isinstance(refused.value, PaymentUnanswered)
    payment = paid.payments.get()
    assert (paid.state, payment.refundable, PaymentInstruction.objects.get().state) == (
        Status.PAID,
        Decimal("28.90"),
        "refused",
    )
    assert list(differences()) == []


# --- Late money --------------------------------------------------------------------------------------


def pay_after(localstripe: LocalStripe, gate: Gate, order: Order, ending: Any) -> Order:
    """The order is given up while Stripe cannot be told, and then paid from a page left open."""
    secret = secret_of(order)
    gate.is_down = True
    ending(order=order)
    gate.is_down = False
    assert next_action(order) == {"type": "none"}  # nobody is asked for money any more
    assert list(differences()) == []
    # Stripe's clock counts in seconds: the shopper thought about it for two.
    OrderEvent.objects.filter(order=order).update(created_at=timezone.now() - timedelta(seconds=2))
    localstripe.pay(secret)
    return order


def test_an_expired_order_that_is_paid_is_taken_up_again(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    code = VoucherFactory(usage_limit=1).code
    order = placed_order(payment_method="card", voucher=code)
    pay_after(localstripe, gate, order, fulfilment.expire)
    assert (StockItem.objects.get().reserved, Voucher.objects.get().times_used) == (0, 0)
    assert tell(events_of(localstripe, order)[0]) == 200
    assert read(order).state is Status.PAID
    assert kinds(order) == ["placed", "expired", "problem", "revived", "paid"]
    assert (StockItem.objects.get().reserved, Voucher.objects.get().times_used) == (2, 1)
    assert order.messages.filter(topic="order.paid").count() == 1
    assert_the_books_balance()


def test_an_expired_order_whose_goods_are_gone_is_refunded_by_itself(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    pay_after(localstripe, gate, order, fulfilment.expire)
    stock.adjust(variant=order.items.get().variant, on_hand=1, reason="counted")  # type: ignore[arg-type]
    assert tell(events_of(localstripe, order)[0]) == 200
    order = read(order)
    assert (order.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert "€28.90 came although the order was expired" in order.events.filter(kind="problem").last().message  # type: ignore[union-attr]
    assert "after the order had been given up" in order.messages.get(topic="order.refunded").text
    assert StockItem.objects.get().reserved == 0
    assert_the_books_balance()


def test_an_expired_order_whose_voucher_went_to_somebody_else_is_refunded(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    code = VoucherFactory(usage_limit=1).code
    order = placed_order(payment_method="card", voucher=code)
    pay_after(localstripe, gate, order, fulfilment.expire)
    placed_order(voucher=code)
    paying.look(order=order)
    assert (order.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert_the_books_balance()


def test_a_refund_of_late_money_that_stripe_does_not_answer_is_tried_until_it_is_done(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    pay_after(localstripe, gate, order, fulfilment.expire)
    stock.adjust(variant=order.items.get().variant, on_hand=0, reason="counted")  # type: ignore[arg-type]
    gate.lose("/v1/refunds")
    assert tell(events_of(localstripe, order)[0]) == 200
    assert read(order).state is Status.EXPIRED
    assert list(differences()) == []
    with pytest.raises(CommandError):
        call_command("reconcile_payments", stdout=StringIO())
    PaymentInstruction.objects.update(due_at=timezone.now())
    reconciling.sweep()
    assert (read(order).state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert_the_books_balance()


def test_who_pays_after_cancelling_wants_it_after_all(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    pay_after(localstripe, gate, order, fulfilment.cancel_by_owner)
    assert paying.look(order=order).state is Status.PAID
    assert_the_books_balance()


def test_who_cancels_after_paying_gets_the_money_back(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    localstripe.pay(secret_of(order))  # nobody told the shop yet
    fulfilment.cancel_by_owner(order=order)
    order = read(order)
    assert (order.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert_the_books_balance()


def test_what_staff_cancelled_stays_cancelled(order: Order, localstripe: LocalStripe, gate: Gate) -> None:
    clerk = CustomerFactory(is_staff=True)
    pay_after(localstripe, gate, order, lambda order: fulfilment.cancel(order=order, actor=clerk))
    paying.look(order=order)
    assert (order.state, localstripe.taken()) == (Status.REFUNDED, 0)
    assert_the_books_balance()


def test_a_card_reserved_too_late_is_given_free_or_serves_the_order(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate, settings: Any
) -> None:
    settings.STRIPE_CAPTURE = "manual"
    revived, gone = placed_order(payment_method="card"), placed_order(payment_method="card")
    for order in (revived, gone):
        pay_after(localstripe, gate, order, fulfilment.expire)
    stock.adjust(variant=gone.items.get().variant, on_hand=0, reason="counted")  # type: ignore[arg-type]
    assert paying.look(order=revived).state is Status.PENDING
    assert revived.payments.get().status == Payment.Status.AUTHORISED
    assert paying.look(order=gone).state is Status.EXPIRED
    assert localstripe.intent(gone.payments.get().reference)["status"] == "canceled"
    assert_the_books_balance()


def test_an_expired_orders_intent_is_cancelled_at_stripe(order: Order, localstripe: LocalStripe) -> None:
    fulfilment.expire(order=order)
    payment = order.payments.get()
    assert localstripe.intent(payment.reference)["status"] == "canceled"
    assert payment.status == Payment.Status.CANCELLED
    assert_the_books_balance()


def test_a_bank_transfer_that_comes_late_takes_the_order_up_again_or_waits_for_staff(
    shop: ShopSettings,
) -> None:
    revived, gone = placed_order(), placed_order()
    for order in (revived, gone):
        fulfilment.expire(order=order)
    stock.adjust(variant=gone.items.get().variant, on_hand=0, reason="counted")  # type: ignore[arg-type]
    assert fulfilment.take_late_payment(order=revived, reference="TX-1").state is Status.PAID
    assert fulfilment.take_late_payment(order=gone, reference="TX-2").state is Status.EXPIRED
    assert gone.events.last().kind == OrderEvent.Kind.PROBLEM  # type: ignore[union-attr]
    assert [move.name for move in fulfilment.legal_moves(gone)] == ["refund"]
    fulfilment.refund(order=gone)
    assert gone.state is Status.REFUNDED
    assert_the_books_balance()


def test_no_orders_stock_waits_for_a_stripe_that_does_not_answer(shop: ShopSettings, gate: Gate) -> None:
    for _ in range(5):
        placed_order(payment_method="card")
    Order.objects.update(placed_at=timezone.now() - timedelta(days=30))
    gate.is_down = True
    assert fulfilment.expire_unpaid() == 5
    assert sum(StockItem.objects.values_list("reserved", flat=True)) == 0
    tried = PaymentInstruction.objects.filter(attempts=1).count()
    assert tried == 3  # then it is left in peace until the next sweep
    gate.is_down = False
    PaymentInstruction.objects.update(due_at=timezone.now())
    reconciling.sweep()
    assert not PaymentInstruction.objects.open().exists()
    assert_the_books_balance()


# --- Another way of paying ---------------------------------------------------------------------------


def test_a_shopper_changes_to_a_bank_transfer_and_back(order: Order, localstripe: LocalStripe) -> None:
    paying.pay_by(order=order, method="bank_transfer")
    assert (order.payment_method, next_action(order)["type"]) == ("bank_transfer", "bank_transfer")
    assert [intent["status"] for intent in localstripe.intents()] == ["canceled"]
    paying.pay_by(order=order, method="card")
    localstripe.pay(secret_of(order))
    assert paying.look(order=order).state is Status.PAID
    assert (order.payment_method, order.payment_method_name) == ("card", "Card")
    assert [payment.status for payment in order.payments.all()] == ["cancelled", "cancelled", "paid"]
    assert_the_books_balance()


def test_a_card_charged_after_the_change_still_pays_the_order(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    secret = secret_of(order)
    gate.is_down = True
    paying.pay_by(order=order, method="bank_transfer")
    gate.is_down = False
    localstripe.pay(secret)
    reference = order.payments.first().reference  # type: ignore[union-attr]
    assert tell(localstripe.events(reference)[0]) == 200
    order = read(order)
    assert (order.state, order.payment_method) == (Status.PAID, "card")
    assert order.current_payment is not None and order.current_payment.status == Payment.Status.PAID
    assert_the_books_balance()


def test_an_order_paid_twice_is_paid_once_and_the_second_goes_back(
    order: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    secret = secret_of(order)
    gate.is_down = True
    fulfilment.mark_paid(order=order, reference="Cash at the counter")
    gate.is_down = False
    localstripe.pay(secret)
    assert_the_books_balance_once_reconciled()
    order = read(order)
    assert (order.state, localstripe.taken()) == (Status.PAID, 0)
    assert "was paid already" in order.events.filter(kind="problem").last().message  # type: ignore[union-attr]
    assert sorted(payment.status for payment in order.payments.all()) == ["paid", "refunded"]


def test_an_order_that_costs_nothing_is_paid_without_a_card(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    from orders.models import ShippingMethod
    from tests.shops import filled_cart, order_of, stocked

    ShippingMethod.objects.update(price=0)
    order = order_of(filled_cart(stocked(price=Decimal(0))), payment_method="card")
    assert (read(order).state, localstripe.intents()) == (Status.PAID, [])
    assert_the_books_balance()


# --- The reconciliation ------------------------------------------------------------------------------


def found() -> str:
    out = StringIO()
    with pytest.raises(CommandError, match="difference"):
        call_command("reconcile_payments", stdout=out)
    return out.getvalue()


def test_money_of_which_no_order_knows_is_found(paid: Order, localstripe: LocalStripe) -> None:
    PaymentEntry.objects.all().delete()
    Payment.objects.all().delete()
    assert "of which no order knows" in found()


def test_money_that_only_our_books_have_is_found(paid: Order) -> None:
    paid.payments.get().entries.create(kind="refunded", amount=Decimal("1.00"), reference="re_dreamt")
    assert "re_dreamt, theirs do not" in found()


def test_a_payment_that_stripe_does_not_know_is_found(order: Order, localstripe: LocalStripe) -> None:
    localstripe.forget()
    assert "stripe does not know it" in found()


def test_a_stripe_that_does_not_answer_is_told(order: Order, gate: Gate) -> None:
    gate.is_down = True
    assert "stripe does not answer" in found()


def test_no_secret_and_no_card_gets_into_the_log(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        order = placed_order(payment_method="card")
        secret = secret_of(order)
        with pytest.raises(urllib.error.HTTPError):
            localstripe.pay(secret, DECLINED)
        gate.lose("GET /v1/payment_intents/")
        paying.look(order=order)
        paying.look(order=order)
    for word in (secret, SECRET_KEY, WEBHOOK_SECRET, DECLINED):
        assert word not in caplog.text


# --- With nothing wrapped around it ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_localstripes_own_webhook_pays_the_order_and_no_provider_is_called_in_a_transaction(
    gate: Gate, localstripe: LocalStripe, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from orders.payments import stripe_intents

    honest = stripe_intents._client
    calls: list[bool] = []

    def watched() -> Any:
        calls.append(connection.in_atomic_block)
        return honest()

    monkeypatch.setattr(stripe_intents, "_client", watched)
    answered = threading.Event()
    request_finished.connect(lambda **kwargs: answered.set(), weak=False, dispatch_uid="webhook answered")
    open_shop()
    time.sleep(
        1.2
    )  # localstripe tells after a second: what an earlier test did is not to be told to this one
    localstripe.ask(
        "POST", "/_config/webhooks/shop", {"url": f"{live_server.url}{HOOK}", "secret": WEBHOOK_SECRET}
    )
    order = placed_order(payment_method="card")
    localstripe.pay(secret_of(order))
    # On SQLite in memory the two threads share a connection: this one keeps still until the other has answered.
    assert answered.wait(20), "the webhook did not come"
    request_finished.disconnect(dispatch_uid="webhook answered")
    assert read(order).state is Status.PAID
    fulfilment.refund(order=read(order), amount=Decimal("1.00"))
    fulfilment.cancel(order=placed_order(payment_method="card"))
    reconciling.sweep()
    assert_the_books_balance()
    assert len(calls) > 8
    assert not any(calls)
    localstripe.ask(
        "POST", "/_config/webhooks/shop", {"url": "http://127.0.0.1:1/", "secret": "x", "events": []}
    )


# --- Parcels and refunds by line -----------------------------------------------------------------------


def test_the_reserved_money_is_taken_with_the_first_parcel_and_not_again(
    reserved: Order, localstripe: LocalStripe
) -> None:
    fulfilment.pack(order=reserved)
    item = reserved.items.get()
    fulfilment.ship(order=reserved, lines={item.pk: 1})
    assert (reserved.state, localstripe.taken()) == (Status.PARTIALLY_SHIPPED, 2890)
    fulfilment.ship(order=reserved)
    assert (reserved.state, localstripe.taken()) == (Status.SHIPPED, 2890)
    assert_the_books_balance()


def test_pieces_that_cannot_be_sent_cost_the_shopper_nothing(
    reserved: Order, localstripe: LocalStripe
) -> None:
    fulfilment.pack(order=reserved)
    with pytest.raises(PiecesNotThere):
        fulfilment.ship(order=reserved, lines={reserved.items.get().pk: 3})
    assert (read(reserved).state, localstripe.taken()) == (Status.PACKED, 0)


def test_a_refund_by_line_whose_answer_is_lost_is_made_once(
    paid: Order, localstripe: LocalStripe, gate: Gate
) -> None:
    item = paid.items.get()
    gate.lose("POST /v1/refunds")
    with pytest.raises(PaymentUnanswered):
        fulfilment.refund(order=paid, lines={item.pk: 1})
    with pytest.raises(PiecesNotThere):  # one of the two is on its way back
        fulfilment.refund(order=paid, lines={item.pk: 2})
    assert list(differences()) == []
    PaymentInstruction.objects.update(due_at=timezone.now())
    reconciling.sweep()
    item.refresh_from_db()
    assert [refund["amount"] for refund in localstripe.refunds()] == [1200]
    assert (item.quantity_refunded, item.quantity_cancelled) == (1, 1)
    assert read(paid).invoices.last().content["lines"][0]["quantity"] == 1  # type: ignore[union-attr]
    assert_the_books_balance()


def test_pieces_of_a_refund_that_was_made_in_stripes_own_pages_can_still_be_sent(
    paid: Order, localstripe: LocalStripe
) -> None:
    item = paid.items.get()
    charge = localstripe.intent(paid.payments.get().reference)["latest_charge"]["id"]
    localstripe.ask("POST", "/v1/refunds", {"charge": charge, "amount": 2000})
    with pytest.raises(PaymentFailed):
        fulfilment.refund(order=paid, lines={item.pk: 2})  # nobody told the shop yet
    item.refresh_from_db()
    assert (item.quantity_refunded, item.quantity_cancelled) == (0, 0)
    assert localstripe.taken() == 890
    assert_the_books_balance()
