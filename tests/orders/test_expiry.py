"""Orders that are not paid in time give their stock back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment
from orders.books import differences
from orders.models import Order, Payment
from orders.tasks import expire_unpaid_orders
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


def aged(order: Order, hours: float) -> Order:
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(hours=hours))
    return order


def test_only_unpaid_orders_past_their_time_expire(shop: ShopSettings) -> None:
    shop.unpaid_order_hours = 48
    shop.cash_on_delivery = True
    shop.save()
    late = aged(placed_order(), 48.1)
    kept = [
        aged(placed_order(), 47.9),
        aged(fulfilment.mark_paid(order=placed_order()), 500),
        aged(placed_order(payment_method="cash_on_delivery"), 500),
    ]
    expire_unpaid_orders()
    late.refresh_from_db()
    assert late.state is Order.Status.EXPIRED
    assert late.payments.get().status == Payment.Status.CANCELLED
    assert late.messages.filter(topic="order.expired").count() == 1
    assert sum(StockItem.objects.values_list("reserved", flat=True)) == 6
    for order in kept:
        order.refresh_from_db()
        assert order.state in (Order.Status.PENDING, Order.Status.PAID)
    assert list(differences()) == []


def test_expiring_twice_does_nothing_more(shop: ShopSettings) -> None:
    order = aged(placed_order(), 1_000)
    assert fulfilment.expire_unpaid() == 1
    assert fulfilment.expire_unpaid() == 0
    assert (order.events.filter(kind="expired").count(), order.messages.count()) == (1, 2)


def test_one_order_that_cannot_be_expired_does_not_keep_the_others_stock(shop: ShopSettings) -> None:
    broken, fine = aged(placed_order(), 1_000), aged(placed_order(), 1_000)
    # Somebody wrote past the ledger: the order holds more than the shelf says is reserved.
    StockItem.objects.filter(variant__items__in=broken.items.all()).update(reserved=0)
    assert fulfilment.expire_unpaid() == 1
    fine.refresh_from_db()
    broken.refresh_from_db()
    assert (fine.state, broken.state) == (Order.Status.EXPIRED, Order.Status.PENDING)
