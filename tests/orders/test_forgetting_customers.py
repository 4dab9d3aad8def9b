"""Deleting a customer blanks the person in their orders and keeps the books."""

import pytest

from catalog_pages import stock
from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.books import differences
from orders.models import Order, OrderEvent
from tests.factories import CustomerFactory, VoucherFactory
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db

SECRETS = ("ada@example.com", "Byron", "Lindenstr", "10969", "301234567", "ring twice")


def everything_of(order: Order) -> str:
    rows = [
        *Order.objects.filter(pk=order.pk).values(),
        *order.items.values(),
        *order.addresses.values(),
        *order.events.values(),
        *order.payments.values(),
        *order.messages.values(),
    ]
    return repr(rows)


def test_what_is_personal_is_blanked_and_figures_and_lines_stay(shop: ShopSettings) -> None:
    customer = CustomerFactory(email="ada@example.com")
    order = order_of(
        filled_cart(stocked(), quantity=2, customer=customer),
        customer=customer,
        note="ring twice",
        shipping_address={**ADDRESS, "phone": "+49 30 1234567"},
        billing_address=BRITISH_ADDRESS,
        voucher=VoucherFactory().code,
    )
    fulfilment.mark_paid(order=order)
    order.messages.update(sent_at=order.placed_at)
    before = {**Order.objects.filter(pk=order.pk).values().get()}
    assert all(secret in everything_of(order) for secret in SECRETS)
    customer.delete()
    after = {**Order.objects.filter(pk=order.pk).values().get()}
    assert not [secret for secret in SECRETS if secret in everything_of(order)]
    changed = {field for field in before if before[field] != after[field]}
    assert changed == {"customer_id", "email", "note", "token", "anonymised_at"}
    assert order.items.count() == 1
    assert [str(address.country) for address in order.addresses.all()] == ["DE", "GB"]
    assert (order.messages.count(), list(differences())) == (2, [])


def test_mails_not_yet_sent_are_dropped(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = order_of(filled_cart(stocked(), customer=customer))
    assert order.messages.count() == 1
    customer.delete()
    assert not order.messages.exists()


def test_the_timeline_of_an_order_not_yet_sent_says_that_its_address_is_gone(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = order_of(filled_cart(stocked(), customer=customer))
    fulfilment.mark_paid(order=order)
    customer.delete()
    last = order.events.last()
    assert last is not None
    assert (last.kind, "no address" in last.message) == (OrderEvent.Kind.PROBLEM, True)


def test_a_forgotten_order_can_still_be_cancelled_and_writes_to_nobody(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    variant = stocked(5)
    order = order_of(filled_cart(variant, customer=customer))
    customer.delete()
    fulfilment.cancel(order=order)
    assert not order.messages.exists()
    assert (variant.stock.__class__.objects.get().reserved, stock.verify()) == (0, [])


def test_a_guests_order_with_the_same_address_is_not_touched(shop: ShopSettings) -> None:
    customer = CustomerFactory(email="ada@example.com")
    order = order_of(filled_cart(stocked()))
    customer.delete()
    order.refresh_from_db()
    assert (order.email, order.anonymised_at) == ("ada@example.com", None)
