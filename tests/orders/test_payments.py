"""How an order is paid: bank transfer, cash on delivery, a provider that fails."""

from collections.abc import Iterator
from typing import Any

import pytest

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.exceptions import PaymentFailed, PaymentMethodNotAvailable
from orders.models import Order, OrderEvent, Payment
from orders.payments import PROVIDERS, PaymentMethod, next_action, payment_methods, provider_of, start_payment
from orders.payments.manual import ManualProvider
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


class CardProvider(ManualProvider):
    """A provider of the tests' own, beside the shop's: it answers, or it does not."""

    name = "slip"
    begins_with_the_order = False
    codes = frozenset({"slip"})
    error: Exception | None = None
    started = 0

    def methods(self, shop: ShopSettings) -> list[PaymentMethod]:
        return [PaymentMethod("slip", "Slip", self)]

    def start(self, payment: Payment, shop: ShopSettings) -> dict[str, Any]:
        self.started += 1
        if self.error:
            raise self.error
        payment.data = {"intent": "pi_1"}
        return {"type": "redirect", "url": "https://bank.example/pay"}


@pytest.fixture
def card() -> Iterator[CardProvider]:
    provider = CardProvider()
    PROVIDERS.append(provider)
    yield provider
    PROVIDERS.remove(provider)


def test_a_bank_transfer_is_explained_with_the_bank_details_and_the_number_as_reference(
    shop: ShopSettings,
) -> None:
    order = placed_order()
    action = next_action(order)
    assert (action["type"], action["reference"]) == ("bank_transfer", order.number)
    for part in ("€28.90", order.number, shop.bank_details):
        assert part in action["instructions"]
        assert part in order.messages.get().text


@pytest.mark.parametrize(
    ("contact", "words"), [("us@example.com", "write to us@example.com"), ("", "ask us for our bank details")]
)
def test_without_bank_details_the_shopper_is_told_whom_to_ask(
    shop: ShopSettings, contact: str, words: str
) -> None:
    shop.bank_details, shop.contact_email = "", contact
    shop.save()
    assert words in next_action(placed_order())["instructions"]


def test_cash_on_delivery_is_offered_where_the_shop_wants_it(shop: ShopSettings) -> None:
    assert [method.code for method in payment_methods(shop)] == ["bank_transfer"]
    shop.cash_on_delivery = True
    shop.save()
    order = placed_order(payment_method="cash_on_delivery")
    action = next_action(order)
    assert (action["type"], "€28.90" in action["instructions"]) == ("cash_on_delivery", True)


def test_what_was_told_does_not_change_with_the_shops_bank_details(shop: ShopSettings) -> None:
    order = placed_order()
    ShopSettings.objects.update(bank_details="Another account")
    assert "Another account" not in next_action(order)["instructions"]


def test_nothing_is_left_to_do_once_paid_or_cancelled(shop: ShopSettings) -> None:
    paid, cancelled = placed_order(), placed_order()
    fulfilment.mark_paid(order=paid, reference="TX-1")
    fulfilment.cancel(order=cancelled)
    assert next_action(paid) == next_action(cancelled) == {"type": "none"}
    assert paid.payments.get().reference == "TX-1"


@pytest.mark.parametrize("error", [PaymentFailed("Your bank does not answer."), ConnectionError("refused")])
def test_a_provider_that_fails_leaves_a_pending_order_and_a_next_step(
    shop: ShopSettings, card: CardProvider, error: Exception
) -> None:
    """A fault of the system this one grows from: an order answered 500 after it was created and mailed."""
    card.error = error
    cart = filled_cart(stocked())
    order = order_of(cart, payment_method="slip", idempotency_key="one")
    assert order.state is Order.Status.PENDING
    action = next_action(order)
    assert (action["type"], order.number in action["instructions"]) == ("retry", True)
    assert order.events.filter(kind=OrderEvent.Kind.PROBLEM).count() == 1
    assert order.messages.count() == 1
    card.error = None
    assert order_of(cart, payment_method="slip", idempotency_key="one") == order
    assert next_action(order)["type"] == "redirect"
    assert order.payments.get().data == {"intent": "pi_1"}


def test_a_payment_that_was_begun_is_not_begun_again(shop: ShopSettings, card: CardProvider) -> None:
    order = order_of(filled_cart(stocked()), payment_method="slip")
    start_payment(order)
    assert card.started == 1


def test_a_payment_is_begun_after_the_commit(shop: ShopSettings, card: CardProvider) -> None:
    from django.db import transaction

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), without_test_exemption():
        order_of(filled_cart(stocked()), payment_method="slip")
    assert card.started == 0


def without_test_exemption() -> Any:
    """Django lets tests nest durable blocks in their own transaction; not here."""
    from contextlib import contextmanager

    from django.db import connection

    @contextmanager
    def strict() -> Iterator[None]:
        blocks = connection.atomic_blocks
        marked = [block for block in blocks if block._from_testcase]
        for block in marked:
            block._from_testcase = False
        try:
            yield
        finally:
            for block in marked:
                block._from_testcase = True

    return strict()


def test_methods_no_longer_offered_are_still_known(shop: ShopSettings) -> None:
    assert provider_of("cash_on_delivery").on_delivery("cash_on_delivery")
    with pytest.raises(PaymentMethodNotAvailable):
        provider_of("shells")


def test_next_actions_of_a_list_of_orders_take_no_query_each(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        placed_order()
    with django_assert_num_queries(2):
        for order in Order.objects.prefetch_related("payments"):
            next_action(order)
