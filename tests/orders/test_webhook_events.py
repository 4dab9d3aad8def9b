"""Every move of an order is told to other programs as well, in the transaction that makes it."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from catalog_pages.models import ShopSettings
from orders import fulfilment, refunds
from orders.announcing import endpoints
from orders.announcing.events import WEBHOOKS, order_event
from orders.anonymising import anonymise
from orders.api.serializers import OrderSerializer
from orders.models import PING, Order, OutboxMessage, Topic, WebhookDelivery
from tests.factories import CustomerFactory, WebhookEndpointFactory
from tests.orders.test_expiry import aged
from tests.shops import ADDRESS, BRITISH_ADDRESS, filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_the_shop(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "orders.outbox.EmailBackend"
    WEBHOOKS.written.clear()
    yield
    WEBHOOKS.written.clear()


def told(order: Order) -> list[str]:
    return list(order.webhook_deliveries.order_by("created_at").values_list("topic", flat=True))  # type: ignore[attr-defined]


def last_payload() -> Any:
    delivery = WebhookDelivery.objects.order_by("created_at").last()
    assert delivery is not None
    return json.loads(delivery.payload)


def test_an_order_from_placing_to_paying_back_is_told_step_by_step(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    order = placed_order()
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    fulfilment.ship(order=order, carrier="DHL", tracking_number="X1")
    fulfilment.deliver(order=order)
    refunds.refund(order=order, amount=Decimal("5.00"))
    assert told(order) == [
        "order.placed", "order.paid", "order.shipped", "order.delivered", "order.refunded",
    ]  # fmt: skip
    assert set(order.messages.values_list("topic", flat=True)) == set(told(order))
    content = last_payload()
    assert content["type"] == "order.refunded"
    assert datetime.fromisoformat(content["timestamp"]).utcoffset() is not None
    data = content["data"]
    assert (data["number"], data["status"], data["payment"]) == (
        order.number, "partially_refunded", {"method": "bank_transfer", "status": "partially_refunded"},
    )  # fmt: skip
    assert data["shipments"][0]["tracking_number"] == "X1"
    assert [invoice["kind"] for invoice in data["invoices"]] == ["invoice", "credit_note"]


def test_cancelled_and_expired_orders_are_told(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    by_staff, by_owner, late = placed_order(), placed_order(), aged(placed_order(), 10_000)
    fulfilment.cancel(order=by_staff, reason="lost")
    fulfilment.cancel_by_owner(order=by_owner)
    fulfilment.expire_unpaid()
    assert told(by_staff)[1:] == told(by_owner)[1:] == ["order.cancelled"]
    assert told(late)[1:] == ["order.expired"]
    assert last_payload()["data"]["status"] == "expired"


def test_the_payload_tells_the_order_as_it_is_once_the_move_is_made(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    order = placed_order()
    fulfilment.mark_paid(order=order)
    data = last_payload()["data"]
    assert (data["status"], data["payment"]["status"]) == ("paid", "paid")
    assert data["paid_at"]
    assert [line["kind"] for line in data["timeline"]] == ["placed", "paid"]
    assert data["invoices"][0]["number"] == order.invoices.get().number


def test_the_shapes_are_the_apis_without_what_opens_anything(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    order = placed_order(shipping_address=ADDRESS, billing_address=BRITISH_ADDRESS)
    fulfilment.mark_paid(order=order)
    body = WebhookDelivery.objects.get(topic="order.paid").payload
    assert order.token not in body
    assert "next_action" not in body
    told_by_webhook = json.loads(body)["data"]
    told_by_api = json.loads(json.dumps(OrderSerializer(Order.objects.get()).data, default=str))
    assert told_by_api.pop("token") == order.token
    del told_by_api["payment"]["next_action"]
    for invoice in told_by_api["invoices"]:
        del invoice["url"]
    assert told_by_webhook.keys() == told_by_api.keys()
    for name, value in told_by_api.items():
        if not name.endswith("_at") and name not in ("timeline", "invoices"):
            assert told_by_webhook[name] == value, name


def test_only_active_webhooks_that_chose_the_topic_are_told_under_one_id(shop: ShopSettings) -> None:
    wants, also = WebhookEndpointFactory(topics=["order.placed"]), WebhookEndpointFactory()
    WebhookEndpointFactory(topics=["order.paid"])
    WebhookEndpointFactory(is_active=False)
    placed_order()
    first, second = WebhookDelivery.objects.order_by("endpoint")
    assert (first.endpoint, second.endpoint) == (wants, also)
    assert (first.event_id, first.payload) == (second.event_id, second.payload)


def test_an_event_of_a_transaction_that_failed_was_never_written(
    shop: ShopSettings, django_capture_on_commit_callbacks: Any
) -> None:
    WebhookEndpointFactory()
    order = placed_order()
    WebhookDelivery.objects.all().delete()
    WEBHOOKS.written.clear()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        order_event(topic="order.paid", order=order)
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()
    assert not WEBHOOKS.written.is_set()


def test_whoever_posts_is_woken_after_the_commit_and_not_before(
    shop: ShopSettings, django_capture_on_commit_callbacks: Any
) -> None:
    order = placed_order()
    WebhookEndpointFactory()
    with django_capture_on_commit_callbacks(execute=True):
        order_event(topic="order.paid", order=order)
        assert not WEBHOOKS.written.is_set()
    assert WEBHOOKS.written.is_set()


def test_where_nobody_listens_an_event_costs_one_query(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    order = placed_order()
    WebhookEndpointFactory(topics=["stock.low"])
    with django_assert_num_queries(1):
        assert order_event(topic="order.placed", order=order) == []


@pytest.mark.parametrize("listeners", [1, 5])
def test_however_many_listen_an_event_costs_the_same(
    shop: ShopSettings, listeners: int, django_assert_num_queries: Any
) -> None:
    order = placed_order()
    WebhookEndpointFactory.create_batch(listeners)
    with django_assert_num_queries(12):
        assert len(order_event(topic="order.placed", order=order)) == listeners


def test_an_order_without_an_address_to_write_to_is_told_all_the_same(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    order = order_of(filled_cart(stocked(), customer=CustomerFactory()))
    anonymise(orders=[order])
    fulfilment.cancel(order=order)
    assert told(order) == ["order.placed", "order.cancelled"]
    assert not OutboxMessage.objects.filter(topic="order.cancelled").exists()


def test_every_mail_about_an_order_has_a_topic_of_its_name() -> None:
    folder = Path(django_settings.BASE_DIR) / "templates" / "email"
    mails = {file.name.split(".")[0].replace("_", ".", 1) for file in folder.glob("order_*.subject.txt")}
    assert mails == {topic for topic in Topic.values if topic.startswith("order.")}
    assert mails


def test_a_person_who_is_forgotten_is_forgotten_in_webhooks_sent_and_waiting(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    customer = CustomerFactory(email="ada@example.com")
    order = order_of(
        filled_cart(stocked(), quantity=2, customer=customer),
        customer=customer,
        note="ring twice",
        shipping_address={**ADDRESS, "phone": "+49 30 1234567"},
        billing_address=BRITISH_ADDRESS,
    )
    fulfilment.mark_paid(order=order)
    WebhookDelivery.objects.filter(topic="order.placed").update(sent_at=order.placed_at)
    secrets = ("ada@example.com", "Byron", "Lindenstr", "St James", "10969", "1234567", "ring twice")
    bodies = "".join(WebhookDelivery.objects.values_list("payload", flat=True))
    assert all(secret in bodies for secret in secrets)
    customer.delete()
    deliveries = list(WebhookDelivery.objects.order_by("created_at"))
    assert len(deliveries) == 2
    assert not [secret for secret in secrets if secret in "".join(each.payload for each in deliveries)]
    data = json.loads(deliveries[0].payload)["data"]
    assert (data["number"], data["shipping_address"]["country"]) == (order.number, "DE")
    assert data["items"] and data["totals"]


def test_a_test_event_goes_to_its_webhook_alone(shop: ShopSettings) -> None:
    endpoint, _other = WebhookEndpointFactory(topics=["stock.low"]), WebhookEndpointFactory()
    delivery = endpoints.ping(endpoint=endpoint)
    assert WebhookDelivery.objects.get() == delivery
    content = json.loads(delivery.payload)
    assert (content["type"], content["data"]) == (PING, {"shop": django_settings.BASE_URL})
