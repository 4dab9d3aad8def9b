"""What staff see of an order's payments, and the buttons that move money."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.models import ShopSettings
from orders import fulfilment, paying
from orders.models import Order, Payment, PaymentInstruction
from orders.payments import next_action
from tests.factories import CustomerFactory
from tests.services.stripe_stand_in import Gate, LocalStripe
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(CustomerFactory(is_staff=True, is_superuser=True))
    return client


def page_of(staff: Client, order: Order) -> BeautifulSoup:
    answer = staff.get(reverse("admin:orders_order_change", args=[order.pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words_of(staff: Client, order: Order) -> str:
    return " ".join(page_of(staff, order).get_text(" ").split())


def press(staff: Client, order: Order, move: str, **fields: Any) -> str:
    answer = staff.post(reverse(f"admin:orders_order_{move}", args=[order.pk]), fields, follow=True)
    assert answer.status_code == 200
    order.refresh_from_db()
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_an_orders_page_shows_the_ledger_line_by_line(shop: ShopSettings, staff: Client) -> None:
    order = fulfilment.mark_paid(order=placed_order(), reference="TX-1")
    fulfilment.refund(order=order, amount=Decimal("8.90"))
    words = words_of(staff, order)
    assert "Bank transfer partly refunded TX-1 €28.90 €8.90" in words
    assert "taken TX-1 €28.90" in words
    assert "paid back" in words


def test_money_that_came_late_is_taken_by_a_button(shop: ShopSettings, staff: Client) -> None:
    revived, gone = placed_order(), placed_order()
    for order in (revived, gone):
        fulfilment.expire(order=order)
    stock.adjust(variant=gone.items.get().variant, on_hand=0, reason="counted")  # type: ignore[arg-type]
    press(staff, revived, "take_late_payment", reference="TX-1")
    assert revived.state is Order.Status.PAID
    press(staff, gone, "take_late_payment", reference="TX-2")
    assert gone.state is Order.Status.EXPIRED
    assert "€28.90 was paid for this order, which will not be sent" in words_of(staff, gone)
    to_refund = staff.get(reverse("admin:orders_order_changelist"), {"todo": "refund"}).content.decode()
    assert gone.number in to_refund and revived.number not in to_refund


@pytest.mark.service
def test_reserved_money_is_taken_by_a_button(
    shop: ShopSettings, gate: Gate, localstripe: LocalStripe, settings: Any, staff: Client
) -> None:
    settings.STRIPE_CAPTURE = "manual"
    order = placed_order(payment_method="card")
    localstripe.pay(str(next_action(order)["client_secret"]))
    paying.look(order=order)
    to_pack = staff.get(reverse("admin:orders_order_changelist"), {"todo": "pack"}).content.decode()
    assert order.number in to_pack
    press(staff, order, "capture")
    assert (order.state, localstripe.taken()) == (Order.Status.PAID, 2890)


@pytest.mark.service
def test_staff_are_told_not_to_refund_twice_what_was_not_answered(
    shop: ShopSettings, gate: Gate, localstripe: LocalStripe, staff: Client
) -> None:
    order = placed_order(payment_method="card")
    localstripe.pay(str(next_action(order)["client_secret"]))
    paying.look(order=order)
    gate.lose("POST /v1/refunds")
    words = press(staff, order, "refund", amount="8.90", reason="Bent")
    assert "nobody knows yet whether it was done" in words
    assert "under way pay back APIConnectionError tried once €8.90" in words_of(staff, order)
    PaymentInstruction.objects.update(due_at=timezone.now())
    press(staff, order, "refund", amount="1.00", reason="Late")
    assert Payment.objects.get().amount_refunded == Decimal("9.90")
    assert [refund["amount"] for refund in localstripe.refunds()] in ([100, 890], [890, 100])
