"""Two members of staff at the same button."""

import pytest
from django.db import connection

from catalog_pages import stock
from catalog_pages.models import StockItem
from orders import fulfilment
from orders.models import Order, OutboxMessage, Payment, Shipment
from tests.orders_admin.conftest import browser_of, staff_with
from tests.orders_admin.pages import url
from tests.races import at_once
from tests.shops import open_shop, placed_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

REPEATS = 5


def test_two_who_press_ship_at_once_send_one_parcel() -> None:
    open_shop()
    rights = ("view_order", "change_order")
    browsers = [browser_of(staff_with(*rights, email=f"clerk{number}@example.com")) for number in range(2)]
    assert connection.vendor == "postgresql"
    for _repeat in range(REPEATS):
        order = placed_order()
        fulfilment.mark_paid(order=order)
        fulfilment.pack(order=order)
        answers = at_once(
            *(
                lambda each=each: each.post(url(order, "ship"), {"tracking_number": "JD0148"})  # type: ignore[misc] # noqa: B023
                for each in browsers
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        late = next(answer for answer in answers if answer.status_code == 200)
        assert "“shipped”, so this is not possible" in late.content.decode()
        assert Shipment.objects.filter(order=order).count() == 1
        assert OutboxMessage.objects.filter(order=order, topic="order.shipped").count() == 1
        assert Order.objects.get(pk=order.pk).state is Order.Status.SHIPPED
        assert StockItem.objects.get(variant=order.items.get().variant).on_hand == 18
    assert stock.verify() == []


def test_two_who_refund_all_at_once_pay_back_once() -> None:
    open_shop()
    rights = ("view_order", "change_order")
    browsers = [browser_of(staff_with(*rights, email=f"clerk{number}@example.com")) for number in range(2)]
    for _repeat in range(REPEATS):
        order = placed_order()
        fulfilment.mark_paid(order=order)
        answers = at_once(
            *(
                lambda each=each: each.post(url(order, "refund"), {"amount": "28.90"})  # type: ignore[misc] # noqa: B023
                for each in browsers
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert OutboxMessage.objects.filter(order=order, topic="order.refunded").count() == 1
        assert Payment.objects.get(order=order).amount_refunded == order.total
