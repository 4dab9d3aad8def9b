"""Other programs are told once when few pieces of a variant are left, and again after it rose and fell again."""

import json
from typing import Any

import pytest

from catalog_pages import stock
from catalog_pages.models import Attribute, AttributeChoice, StockItem, Variant
from orders.announcing import low_stock
from orders.models import LowStockNotice, WebhookDelivery
from orders.tasks import announce_low_stock, forget_webhooks
from tests.factories import VariantFactory, WebhookEndpointFactory
from tests.shops import stocked

pytestmark = pytest.mark.django_db


def told() -> list[Any]:
    deliveries = WebhookDelivery.objects.filter(topic="stock.low").order_by("created_at")
    return [json.loads(delivery.payload)["data"] for delivery in deliveries]


def take(variant: Variant, pieces: int, reference: str = "ORDER1") -> None:
    stock.reserve(lines={variant.pk: pieces}, reference=reference)


def test_a_fall_is_told_once_with_what_is_left() -> None:
    WebhookEndpointFactory()
    variant = stocked(5, sku="MUG-L")
    announce_low_stock()
    assert told() == []
    take(variant, 2)
    announce_low_stock()
    announce_low_stock()
    take(variant, 1)
    announce_low_stock()
    assert told() == [{"sku": "MUG-L", "name": variant.full_name, "available": 3, "low_from": 3}]
    payload = json.loads(WebhookDelivery.objects.get().payload)
    low_since = StockItem.objects.get().low_since
    assert payload["type"] == "stock.low"
    assert low_since is not None
    assert payload["timestamp"] == low_since.isoformat().replace("+00:00", "Z")


def test_it_is_told_again_after_it_rose_and_fell_again() -> None:
    WebhookEndpointFactory()
    variant = stocked(5)
    take(variant, 3)
    announce_low_stock()
    stock.receive(variant=variant, quantity=5)
    announce_low_stock()
    take(variant, 5, "ORDER2")
    announce_low_stock()
    assert [data["available"] for data in told()] == [2, 2]
    assert WebhookDelivery.objects.values("event_id").distinct().count() == 2


def test_a_fall_made_good_before_anybody_looked_is_not_told() -> None:
    WebhookEndpointFactory()
    variant = stocked(5)
    take(variant, 3)
    stock.receive(variant=variant, quantity=5)
    announce_low_stock()
    assert told() == []


def test_what_counts_as_low_is_raised_and_the_level_is_told() -> None:
    WebhookEndpointFactory()
    stocked(5)
    stock.set_terms(item=StockItem.objects.get(), backorder=False, low_from=6)
    announce_low_stock()
    assert [(data["available"], data["low_from"]) for data in told()] == [(5, 6)]


def test_whoever_listens_later_hears_of_later_falls_only() -> None:
    first, second = stocked(1), stocked(9)
    announce_low_stock()
    WebhookEndpointFactory()
    announce_low_stock()
    assert told() == []
    take(second, 8)
    announce_low_stock()
    assert [data["sku"] for data in told()] == [second.sku]
    assert first.sku != second.sku


def test_a_backorder_is_told_as_nothing_left() -> None:
    WebhookEndpointFactory()
    variant = stocked(5)
    stock.set_terms(item=StockItem.objects.get(), backorder=True, low_from=3)
    take(variant, 9)
    announce_low_stock()
    assert [data["available"] for data in told()] == [0]


def test_a_sweep_costs_the_same_however_many_are_low(django_assert_num_queries: Any) -> None:
    WebhookEndpointFactory.create_batch(2)
    with django_assert_num_queries(1):
        assert low_stock.announce() == 0
    size = Attribute.objects.create(code="size", name="Size")
    large = AttributeChoice.objects.create(attribute=size, code="l", name="L")
    for _ in range(12):
        stocked(1).set_options({size: large})
    with django_assert_num_queries(11):  # with the transaction's two
        assert low_stock.announce() == 12
    assert len(told()) == 24
    assert all(data["name"].endswith(", L") for data in told())


def test_where_nobody_listens_nothing_is_read_of_the_goods(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        stocked(1)
    with django_assert_num_queries(
        7
    ):  # the falls, twice; the notices, which are ours, who listens; a transaction
        assert low_stock.announce() == 3


def test_more_falls_than_are_told_at_a_time_are_all_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(low_stock, "BATCH", 2)
    WebhookEndpointFactory()
    skus = {stocked(1).sku for _ in range(5)}
    assert low_stock.announce() == 5
    assert {data["sku"] for data in told()} == skus
    assert low_stock.announce() == 0


def test_goods_that_are_low_can_be_deleted_and_what_is_over_is_dropped() -> None:
    WebhookEndpointFactory()
    gone, risen, low = stocked(1), stocked(1), stocked(1)
    announce_low_stock()
    gone.delete()
    stock.receive(variant=risen, quantity=9)
    assert LowStockNotice.objects.count() == 3
    forget_webhooks()
    assert LowStockNotice.objects.get().stock_item.variant == low
    announce_low_stock()
    assert len(told()) == 3


def test_an_untracked_variant_is_never_low() -> None:
    WebhookEndpointFactory()
    VariantFactory()
    announce_low_stock()
    assert told() == []
