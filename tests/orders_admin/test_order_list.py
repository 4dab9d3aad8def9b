"""The list of orders: what it costs, what it finds, what can be done with many at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.models import Order, OrderAddress, OrderEvent
from tests.factories import CustomerFactory
from tests.orders_admin.pages import ORDERS, said, soup, text
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db

Status = Order.Status


def numbers(client: Client, **query: str) -> set[str]:
    page = soup(client.get(ORDERS, query))
    return {text(cell) for cell in page.select("#result_list .field-number")}


def choose(client: Client, action: str, *orders: Order) -> Any:
    keys = [order.pk for order in orders]
    return client.post(ORDERS, {"action": action, "_selected_action": keys}, follow=True)


def test_the_list_shows_what_staff_look_for(admin_client: Client, shop: ShopSettings) -> None:
    order = placed_order(shipping_address=BRITISH_ADDRESS)
    fulfilment.mark_paid(order=order)
    row = text(soup(admin_client.get(ORDERS)).select_one("#result_list tbody tr"))
    for words in (order.number, "ada@ example.com (guest)", "paid", "€28.90", "2", "United Kingdom"):
        assert words in row


def test_the_list_costs_the_same_however_many_orders(admin_client: Client, shop: ShopSettings) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(numbers(admin_client)) == Order.objects.count()
        return len(queries)

    variant = stocked(1000)
    for _number in range(3):
        order_of(filled_cart(variant, customer=CustomerFactory()))
    cost()
    few = cost()
    for _number in range(27):
        order_of(filled_cart(variant, customer=CustomerFactory()))
    assert cost() == few <= 12


def test_a_number_is_found_however_it_is_typed(admin_client: Client, shop: ShopSettings) -> None:
    order, _other = placed_order(), placed_order()
    Order.objects.filter(pk=order.pk).update(number="0A1B2C3D")
    for typed in ("0A1B2C3D", "0a1b2c3d", "oAlB 2C3D", "#0A1B-2C3D", "0a1b"):
        assert numbers(admin_client, q=typed) == {"0A1B2C3D"}


@pytest.mark.parametrize(
    "words",
    ["eve@EXAMPLE.org", "dorothea", "Brooke Dorothea", "MUG-7", "mug-", "JD0148", "Middlemarch Press"],
)
def test_orders_are_found_by_email_name_sku_and_tracking_number(
    admin_client: Client, shop: ShopSettings, words: str
) -> None:
    address = {**ADDRESS, "first_name": "Dorothea", "last_name": "Brooke", "company": "Middlemarch Press"}
    order = order_of(filled_cart(stocked(sku="MUG-7")), email="eve@example.org", shipping_address=address)
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    fulfilment.ship(order=order, carrier="Post", tracking_number="JD0148")
    placed_order()
    assert numbers(admin_client, q=words) == {order.number}


@pytest.mark.parametrize("words", ["nobody", "' OR 1=1 --", "%", "é\u00df", "x" * 500])
def test_a_search_for_nothing_there_finds_nothing(
    admin_client: Client, shop: ShopSettings, words: str
) -> None:
    placed_order()
    assert numbers(admin_client, q=words) == set()


def test_orders_are_filtered_by_what_is_to_be_done(admin_client: Client, shop: ShopSettings) -> None:
    shop.cash_on_delivery = True
    shop.save()
    unpaid, paid, packed, cancelled = (placed_order() for _number in range(4))
    cash = placed_order(payment_method="cash_on_delivery")
    for order in (paid, packed, cancelled):
        fulfilment.mark_paid(order=order)
    fulfilment.pack(order=packed)
    fulfilment.cancel(order=cancelled)
    assert numbers(admin_client, todo="money") == {unpaid.number, cash.number}
    assert numbers(admin_client, todo="pack") == {paid.number, cash.number}
    assert numbers(admin_client, todo="ship") == {packed.number}
    assert numbers(admin_client, todo="refund") == {cancelled.number}
    assert numbers(admin_client, method="cash_on_delivery") == {cash.number}
    assert numbers(admin_client, status__exact="packed") == {packed.number}


def test_many_orders_are_marked_paid_and_those_that_cannot_be_are_named(
    admin_client: Client, admin_user: Any, shop: ShopSettings
) -> None:
    first, second, cancelled = placed_order(), placed_order(), placed_order()
    fulfilment.cancel(order=cancelled)
    words = said(choose(admin_client, "mark_paid_selected", first, second, cancelled))
    assert "Mark as paid: 2 orders." in words
    assert f"{cancelled.number} is “cancelled”, so" in words
    assert set(Order.objects.filter(status=Status.PAID)) == {first, second}
    event = OrderEvent.objects.get(order=first, kind=OrderEvent.Kind.PAID)
    assert event.actor == admin_user
    assert LogEntry.objects.filter(object_id=first.pk, change_message=f"{first.number} is paid.").exists()
    assert not LogEntry.objects.filter(object_id=cancelled.pk).exists()


def test_many_orders_are_packed_and_delivered(admin_client: Client, shop: ShopSettings) -> None:
    orders = [placed_order(), placed_order()]
    for order in orders:
        fulfilment.mark_paid(order=order)
    choose(admin_client, "pack_selected", *orders)
    assert set(Order.objects.values_list("status", flat=True)) == {Status.PACKED}
    for order in orders:
        fulfilment.ship(order=order)
    choose(admin_client, "deliver_selected", *orders)
    assert set(Order.objects.values_list("status", flat=True)) == {Status.DELIVERED}


def test_who_only_looks_may_print_and_nothing_else(staff: Callable[..., Client], shop: ShopSettings) -> None:
    order, viewer = placed_order(), staff("view_order")
    offered = soup(viewer.get(ORDERS)).select("select[name=action] option[value]")
    assert {option["value"] for option in offered} == {"", "packing_slips_selected"}
    choose(viewer, "mark_paid_selected", order)
    order.refresh_from_db()
    assert order.state is Status.PENDING


def test_orders_are_neither_added_nor_deleted(admin_client: Client, shop: ShopSettings) -> None:
    order = placed_order()
    assert admin_client.get(f"{ORDERS}add/").status_code == 403
    assert admin_client.post(f"{ORDERS}{order.pk}/delete/", {"post": "yes"}).status_code == 403
    choose(admin_client, "delete_selected", order)
    assert Order.objects.get() == order


def test_a_deleted_account_is_said(admin_client: Client, shop: ShopSettings) -> None:
    customer = CustomerFactory()
    placed_order(customer=customer)
    customer.delete()
    row = text(soup(admin_client.get(ORDERS)).select_one("#result_list tbody tr"))
    assert "account deleted" in row


def test_an_order_without_a_delivery_address_is_listed(admin_client: Client, shop: ShopSettings) -> None:
    order = placed_order()
    OrderAddress.objects.all().delete()
    assert numbers(admin_client) == {order.number}
