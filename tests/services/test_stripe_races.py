"""Shoppers, Stripe and staff at the same moment, each with a connection of their own, against localstripe."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment, paying, reconciling, webhooks
from orders.books import differences
from orders.models import Order, OutboxMessage, Payment, ProviderEvent
from orders.payments import next_action, provider_of
from orders.tasks import settle_payments
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.services.stripe_stand_in import Gate, LocalStripe, signed
from tests.services.test_order_races import carts_of
from tests.shops import filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = [
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("races"),
]

Status = Order.Status


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path, gate: Gate) -> Iterator[ShopSettings]:
    """An open shop that takes cards, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def repeats(most: int = 4) -> range:
    return range(most if connection.vendor == "postgresql" else 1)


def read(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def secret_of(order: Order) -> str:
    return str(next_action(read(order))["client_secret"])


def assert_the_books_balance() -> None:
    assert list(reconciling.reconcile(since=Order.objects.earliest("placed_at").placed_at)) == []
    assert list(differences()) == []


def test_on_the_last_unit_50_buyers_with_a_card_make_one_charge(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    for repeat in repeats():
        variant = stocked(1)

        def buy(cart: Any) -> Order:
            order = order_of(cart, shop=shop, payment_method="card")
            localstripe.pay(secret_of(order))
            return paying.look(order=order)

        results = at_once(*(lambda cart=cart: buy(cart) for cart in carts_of(50, variant)))  # type: ignore[misc]
        assert Counter(type(result).__name__ for result in results) == {"Order": 1, "OutOfStock": 49}
        (order,) = (result for result in results if isinstance(result, Order))
        assert order.state is Status.PAID
        assert localstripe.taken() == (repeat + 1) * 1690
        assert len(localstripe.intents()) == repeat + 1
    assert_the_books_balance()


def test_ten_who_pay_late_for_the_last_unit_get_it_or_their_money_back(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    """All were charged, for there was enough when they ordered: one charge stands, nine go back."""
    variant = stocked(10)
    orders = [order_of(filled_cart(variant), shop=shop, payment_method="card") for _ in range(10)]
    secrets = [secret_of(order) for order in orders]
    gate.is_down = True
    for order in orders:
        fulfilment.expire(order=order)
    gate.is_down = False
    stock.adjust(variant=variant, on_hand=1, reason="a shelf came down")
    for secret in secrets:
        localstripe.pay(secret)
    assert errors(at_once(*(lambda order=order: paying.look(order=read(order)) for order in orders))) == []  # type: ignore[misc]
    assert Counter(read(order).status for order in orders) == {"paid": 1, "refunded": 9}
    assert localstripe.taken() == 1690
    item = StockItem.objects.get(variant=variant)
    assert (item.on_hand, item.reserved) == (1, 1)
    assert OutboxMessage.objects.filter(topic="order.refunded").count() == 9
    assert_the_books_balance()


def test_webhook_return_page_and_sweep_at_once_pay_an_order_once(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    provider = provider_of("card")
    for _repeat in repeats():
        order = placed_order(shop=shop, payment_method="card")
        localstripe.pay(secret_of(order))
        (event,) = localstripe.events(order.payments.get().reference)

        def tell() -> int:
            body, signature = signed(event)  # noqa: B023
            webhooks.receive(
                provider=provider,
                body=body.encode(),
                headers={"Stripe-Signature": signature},
            )
            return 200

        def come_back() -> Order:
            return paying.look(order=read(order))  # noqa: B023

        Payment.objects.update(created_at=order.placed_at.replace(year=2020))
        results = at_once(tell, tell, come_back, come_back, settle_payments, settle_payments)
        assert errors(results) == []
        order = read(order)
        kinds = [line.kind for line in order.events.all()]
        assert (order.state, kinds.count("paid")) == (Status.PAID, 1)
        assert order.messages.filter(topic="order.paid").count() == 1
        assert order.payments.get().entries.count() == 1
        assert ProviderEvent.objects.filter(event_id=event["id"]).count() == 1
    assert_the_books_balance()


def test_two_refunds_at_once_never_pay_back_more_than_was_paid(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    for _repeat in repeats(2):
        localstripe.forget()
        order = placed_order(shop=shop, payment_method="card")
        localstripe.pay(secret_of(order))
        paying.look(order=order)
        results = at_once(
            *[lambda: fulfilment.refund(order=read(order), amount=Decimal("20.00"))] * 3  # noqa: B023
        )
        assert Counter(type(result).__name__ for result in results) == {"Order": 1, "RefundNotPossible": 2}
        assert [refund["amount"] for refund in localstripe.refunds()] == [2000]
        assert list(differences()) == []


def test_one_refund_carried_out_by_many_is_paid_back_once(
    shop: ShopSettings, localstripe: LocalStripe, gate: Gate
) -> None:
    from django.utils import timezone

    from orders.models import PaymentInstruction

    order = placed_order(shop=shop, payment_method="card")
    localstripe.pay(secret_of(order))
    paying.look(order=order)
    gate.lose("POST /v1/refunds")
    assert errors(at_once(lambda: fulfilment.refund(order=order, amount=Decimal("8.90"))))
    PaymentInstruction.objects.update(due_at=timezone.now(), claimed_until=None)
    assert errors(at_once(*[settle_payments] * 4)) == []
    assert [refund["amount"] for refund in localstripe.refunds()] == [890]
    assert order.messages.filter(topic="order.refunded").count() == 1
    assert_the_books_balance()


def test_paying_and_expiring_at_once_ends_paid_or_given_free(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    for _repeat in repeats():
        order = placed_order(shop=shop, payment_method="card")
        secret = secret_of(order)
        at_once(
            lambda: localstripe.pay(secret),  # noqa: B023
            lambda: fulfilment.expire(order=read(order)),  # noqa: B023
        )
        paying.look(order=order)
        charged = localstripe.intent(order.payments.get().reference)["status"] == "succeeded"
        assert order.state is (Status.PAID if charged else Status.EXPIRED)
        assert_the_books_balance()


def test_changing_the_way_of_paying_while_the_card_is_charged(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    for _repeat in repeats():
        order = placed_order(shop=shop, payment_method="card")
        secret = secret_of(order)
        at_once(
            lambda: localstripe.pay(secret),  # noqa: B023
            lambda: paying.pay_by(order=read(order), method="bank_transfer"),  # noqa: B023
            lambda: paying.pay_by(order=read(order), method="bank_transfer"),  # noqa: B023
        )
        paying.look(order=order)
        assert order.state in (Status.PAID, Status.PENDING)
        awaited = [payment for payment in order.payments.all() if payment.is_awaited]
        assert len(awaited) == (0 if order.state is Status.PAID else 1)
        assert_the_books_balance()


def test_the_same_checkout_sent_twice_makes_one_intent(shop: ShopSettings, localstripe: LocalStripe) -> None:
    for repeat in repeats():
        (cart,) = carts_of(1, stocked(5))
        results = at_once(
            *[lambda: order_of(cart, shop=shop, payment_method="card", idempotency_key="one")] * 4  # noqa: B023
        )
        assert errors(results) == []
        assert len(localstripe.intents()) == repeat + 1
    assert_the_books_balance()


def test_a_bad_signature_among_many_good_ones_has_no_effect(
    shop: ShopSettings, localstripe: LocalStripe
) -> None:
    order = placed_order(shop=shop, payment_method="card")
    localstripe.pay(secret_of(order))
    (event,) = localstripe.events(order.payments.get().reference)

    def tell(secret: str) -> int:
        body, signature = signed(event, secret=secret)
        return (
            Client()
            .post(
                "/api/v1/payments/stripe/webhook/",
                body,
                content_type="application/json",
                headers={"Stripe-Signature": signature},
            )
            .status_code
        )

    assert at_once(*[lambda: tell("whsec_wrong")] * 4) == [400] * 4
    assert read(order).state is Status.PENDING
