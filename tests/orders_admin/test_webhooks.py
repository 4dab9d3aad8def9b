"""Webhooks in the back-office: endpoints kept by who may, deliveries read and sent again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders.announcing import endpoints, posting
from orders.announcing.events import WEBHOOKS
from orders.models import PING, Topic, WebhookDelivery, WebhookEndpoint
from orders.models.outgoing import MOST_ATTEMPTS
from tests.factories import WebhookEndpointFactory
from tests.orders_admin.pages import said, soup, text
from tests.shops import placed_order
from tests.webhook_receiver import receiver

pytestmark = pytest.mark.django_db

ENDPOINTS = "/admin/orders/webhookendpoint/"
DELIVERIES = "/admin/orders/webhookdelivery/"
FORM = {
    "url": "https://erp.example.com/pipit",
    "description": "Stock system",
    "topics": ["order.paid", "stock.low"],
    "is_active": "on",
}


@pytest.fixture(autouse=True)
def _not_woken() -> Iterator[None]:
    WEBHOOKS.written.clear()
    yield
    WEBHOOKS.written.clear()


@pytest.fixture
def endpoint(db: None) -> WebhookEndpoint:
    return WebhookEndpointFactory(description="Stock system")


@pytest.fixture
def delivery(shop: ShopSettings, endpoint: WebhookEndpoint) -> WebhookDelivery:
    placed_order()
    return WebhookDelivery.objects.get()


def page_of(endpoint: WebhookEndpoint, view: str = "change") -> str:
    return reverse(f"admin:orders_webhookendpoint_{view}", args=[endpoint.pk])


def delivery_page(client: Client, delivery: WebhookDelivery) -> Any:
    return soup(client.get(f"{DELIVERIES}{delivery.pk}/change/"))


def states(client: Client, **query: str) -> list[str]:
    found = soup(client.get(DELIVERIES, query))
    return [text(cell) for cell in found.select("#result_list .field-state .status")]


# --- Endpoints -------------------------------------------------------------------------------------


def test_a_webhook_is_added_and_its_page_shows_the_secret_made_for_it(admin_client: Client) -> None:
    answer = admin_client.post(f"{ENDPOINTS}add/", FORM, follow=True)
    made = WebhookEndpoint.objects.get()
    assert answer.redirect_chain[-1][0] == page_of(made)
    assert (made.url, made.topics, made.is_active) == (FORM["url"], FORM["topics"], True)
    assert made.secret in text(soup(answer))
    assert "secret" not in {field["name"] for field in soup(answer).select("form [name]")}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://erp.example.com/", "must begin with https://"),
        ("https://user:pass@erp.example.com/", "name or password"),
        ("ftp://erp.example.com/", "Enter an address such as"),
        ("javascript:alert(1)", "Enter a valid URL"),
        ("", "required"),
    ],
)
def test_an_address_that_is_not_posted_to_is_said_so_at_the_form(
    admin_client: Client, url: str, words: str
) -> None:
    answer = admin_client.post(f"{ENDPOINTS}add/", {**FORM, "url": url})
    assert words in said(answer)
    assert not WebhookEndpoint.objects.exists()


def test_a_webhook_without_a_topic_or_with_one_that_is_none_is_not_taken(admin_client: Client) -> None:
    for topics in ([], ["order.stolen"], [PING]):
        answer = admin_client.post(f"{ENDPOINTS}add/", {**FORM, "topics": topics})
        assert said(answer)
    assert not WebhookEndpoint.objects.exists()


def test_a_webhook_is_changed_without_touching_what_is_not_on_the_form(
    admin_client: Client, endpoint: WebhookEndpoint
) -> None:
    secret = endpoint.secret
    admin_client.post(page_of(endpoint), {**FORM, "secret": "whsec_mine", "created_at": "2020-01-01"})
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.topics, endpoint.secret) == (FORM["url"], FORM["topics"], secret)


def test_the_secret_is_for_those_alone_who_may_change_webhooks(
    staff: Callable[..., Client], admin_client: Client, endpoint: WebhookEndpoint
) -> None:
    viewer = staff("view_webhookendpoint", "view_webhookdelivery")
    html = viewer.get(page_of(endpoint)).content.decode()
    assert endpoint.url in html
    assert endpoint.secret not in html
    assert "New secret" not in html and "Send a test event" not in html
    for view in ("ping", "rotate"):
        assert viewer.post(page_of(endpoint, view)).status_code == 403
    assert viewer.get(page_of(endpoint, "rotate")).status_code == 403
    assert viewer.post(page_of(endpoint), FORM).status_code == 403
    viewer.post(ENDPOINTS, {"action": "switch_off", "_selected_action": [endpoint.pk]})
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.is_active) == (before, True)
    assert endpoint.secret in admin_client.get(page_of(endpoint)).content.decode()
    assert endpoint.secret not in admin_client.get(ENDPOINTS).content.decode()


def test_staff_without_a_right_see_nothing_of_webhooks(
    staff: Callable[..., Client], endpoint: WebhookEndpoint
) -> None:
    nobody = staff("view_order", "change_order")
    for url in (ENDPOINTS, DELIVERIES, page_of(endpoint), f"{ENDPOINTS}add/"):
        assert nobody.get(url).status_code == 403


def test_nobody_deletes_a_webhook_or_writes_a_delivery(
    admin_client: Client, delivery: WebhookDelivery
) -> None:
    assert admin_client.post(page_of(delivery.endpoint, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.post(f"{DELIVERIES}{delivery.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{DELIVERIES}add/").status_code == 403
    assert admin_client.post(f"{DELIVERIES}{delivery.pk}/change/", {"attempts": 0}).status_code == 405


def test_a_new_secret_is_asked_about_made_and_logged_without_being_told(
    admin_client: Client, endpoint: WebhookEndpoint
) -> None:
    first = endpoint.secret
    question = admin_client.get(page_of(endpoint, "rotate"))
    assert "For 24 hours" in text(soup(question))
    assert "less than a day ago" not in text(soup(question))
    assert WebhookEndpoint.objects.get().secret == first
    answer = admin_client.post(page_of(endpoint, "rotate"), follow=True)
    endpoint.refresh_from_db()
    assert (endpoint.secret != first, endpoint.old_secret) == (True, first)
    shown = text(soup(answer))
    assert endpoint.secret in shown and first not in shown
    assert "the one before it signs too until" in shown
    assert "less than a day ago" in text(soup(admin_client.get(page_of(endpoint, "rotate"))))
    log = str(list(LogEntry.objects.values()))
    assert "New secret made." in log
    assert first not in log and endpoint.secret not in log


def test_webhooks_are_switched_off_and_on_and_what_waited_goes_out(
    admin_client: Client, delivery: WebhookDelivery, django_capture_on_commit_callbacks: Any
) -> None:
    keys = {"_selected_action": [delivery.endpoint_id]}
    admin_client.post(ENDPOINTS, {"action": "switch_off", **keys})
    assert not WebhookEndpoint.objects.get().is_active
    assert "switched off" in text(soup(admin_client.get(page_of(delivery.endpoint))))
    assert "Nothing is sent there" in text(delivery_page(admin_client, delivery))
    WEBHOOKS.written.clear()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(ENDPOINTS, {"action": "switch_on", **keys})
    assert WebhookEndpoint.objects.get().is_active
    assert WEBHOOKS.written.is_set()
    endpoints.switch_off(endpoint=delivery.endpoint, because="It answered 410")
    assert "It answered 410" in text(soup(admin_client.get(page_of(delivery.endpoint))))
    admin_client.post(page_of(delivery.endpoint), FORM)
    switched_on = WebhookEndpoint.objects.get()
    assert (switched_on.is_active, switched_on.switched_off_because) == (True, "")


def test_a_test_event_is_posted_and_its_page_says_what_was_answered(
    admin_client: Client, endpoint: WebhookEndpoint, settings: Any
) -> None:
    settings.ALLOW_HTTP = settings.WEBHOOKS_ALLOW_PRIVATE = True
    with receiver() as box:
        WebhookEndpoint.objects.update(url=box.url())
        answer = admin_client.post(page_of(endpoint, "ping"), follow=True)
        assert "A test event goes out now." in said(answer)
        assert "waiting" in text(soup(answer))
        assert posting.sweep() == 1
        assert box.requests[0].content["type"] == PING
    shown = text(delivery_page(admin_client, WebhookDelivery.objects.get()))
    assert "sent" in shown and "204" in shown


def test_a_webhook_that_is_off_is_not_tested(admin_client: Client, endpoint: WebhookEndpoint) -> None:
    endpoints.switch_off(endpoint=endpoint)
    answer = admin_client.post(page_of(endpoint, "ping"), follow=True)
    assert "Switch it on first" in said(answer)
    assert not WebhookDelivery.objects.exists()
    assert admin_client.get(page_of(endpoint, "ping")).status_code == 405


# --- Deliveries ------------------------------------------------------------------------------------


def test_deliveries_are_found_by_state_topic_order_and_address(
    admin_client: Client, delivery: WebhookDelivery
) -> None:
    assert states(admin_client) == states(admin_client, state="waiting") == ["waiting"]
    WebhookDelivery.objects.update(attempts=MOST_ATTEMPTS, last_error="NotTaken: The answer was 500")
    assert states(admin_client, state="given-up") == ["given up"]
    assert states(admin_client, state="waiting") == []
    WebhookDelivery.objects.update(sent_at=timezone.now())
    assert states(admin_client, state="sent") == ["sent"]
    assert delivery.order is not None
    for query in ("order.pla", delivery.order.number, "hooks.example.com"):
        assert states(admin_client, q=query) == ["sent"]
    assert states(admin_client, q="elsewhere") == []
    assert states(admin_client, topic="order.placed") == ["sent"]
    assert states(admin_client, topic="order.paid") == []
    assert states(admin_client, endpoint__id__exact=str(delivery.endpoint_id)) == ["sent"]


def test_a_deliverys_page_shows_what_was_sent_and_why_it_was_not_taken(
    admin_client: Client, delivery: WebhookDelivery
) -> None:
    WebhookDelivery.objects.update(attempts=3, response_status=503, last_error="NotTaken: The answer was 503")
    page = delivery_page(admin_client, delivery)
    words = text(page)
    assert delivery.order is not None
    for part in ("503", "NotTaken: The answer was 503", delivery.order.number, str(delivery.event_id)):
        assert part in words
    payload = page.select_one("pre")
    assert payload is not None
    assert '\n  "type": "order.placed",\n' in payload.get_text()
    assert delivery.order.token not in str(page)


def test_a_payload_cannot_bring_a_script_into_the_page(admin_client: Client, shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    placed_order(note="<script>alert(1)</script>")
    html = admin_client.get(f"{DELIVERIES}{WebhookDelivery.objects.get().pk}/change/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_delivery_is_sent_again_taken_before_or_not_and_one_under_way_left_alone(
    admin_client: Client, shop: ShopSettings, settings: Any
) -> None:
    settings.ALLOW_HTTP = settings.WEBHOOKS_ALLOW_PRIVATE = True
    with receiver() as box:
        WebhookEndpointFactory(url=box.url())
        for _ in range(3):
            placed_order()
        sent, failed, under_way = WebhookDelivery.objects.order_by("created_at")
        WebhookDelivery.objects.filter(pk=sent.pk).update(sent_at=timezone.now(), attempts=1)
        WebhookDelivery.objects.filter(pk=failed.pk).update(attempts=MOST_ATTEMPTS)
        WebhookDelivery.objects.filter(pk=under_way.pk).update(
            claimed_until=timezone.now() + timedelta(minutes=5)
        )
        keys = [str(row.pk) for row in (sent, failed, under_way)]
        answer = admin_client.post(
            DELIVERIES, {"action": "send_again", "_selected_action": keys}, follow=True
        )
        assert "2 webhooks go out now." in said(answer)
        assert "1 webhook was left alone" in said(answer)
        assert posting.sweep() == 2
        assert {request.headers["webhook-id"] for request in box.requests} == {
            str(sent.event_id), str(failed.event_id),
        }  # fmt: skip
        answer = admin_client.post(f"{DELIVERIES}{sent.pk}/send-again/", follow=True)
        assert "1 webhook goes out now." in said(answer)
        assert posting.sweep() == 1
        assert box.requests[-1].headers["webhook-id"] == str(sent.event_id)
    assert LogEntry.objects.filter(object_id=str(sent.pk)).count() == 2


def test_only_who_may_change_deliveries_sends_them_again(
    staff: Callable[..., Client], delivery: WebhookDelivery
) -> None:
    WebhookDelivery.objects.update(attempts=MOST_ATTEMPTS)
    viewer = staff("view_webhookdelivery")
    assert "Send again" not in text(delivery_page(viewer, delivery))
    assert viewer.post(f"{DELIVERIES}{delivery.pk}/send-again/").status_code == 403
    viewer.post(DELIVERIES, {"action": "send_again", "_selected_action": [str(delivery.pk)]})
    delivery.refresh_from_db()
    assert delivery.attempts == MOST_ATTEMPTS


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_delivery_that_is_not_there_leads_back_to_the_list(admin_client: Client, key: str) -> None:
    answer = admin_client.get(f"{DELIVERIES}{key}/change/", follow=True)
    assert answer.redirect_chain[-1][0] == DELIVERIES


def test_lists_and_pages_cost_the_same_however_much_there_is(
    admin_client: Client, shop: ShopSettings
) -> None:
    def costs() -> list[int]:
        found = []
        first, delivery = WebhookEndpoint.objects.first(), WebhookDelivery.objects.first()
        assert first is not None and delivery is not None
        for url in (ENDPOINTS, DELIVERIES, page_of(first), f"{DELIVERIES}{delivery.pk}/change/"):
            with CaptureQueriesContext(connection) as queries:
                assert admin_client.get(url).status_code == 200
            found.append(len(queries))
        return found

    WebhookEndpointFactory()
    placed_order()
    costs()  # what is looked up once and kept
    few = costs()
    WebhookEndpointFactory.create_batch(3)
    for _ in range(4):
        placed_order()
    assert costs() == few
    assert max(few) <= 12


def test_a_topic_says_what_it_is_about(admin_client: Client) -> None:
    labels = [text(label) for label in soup(admin_client.get(f"{ENDPOINTS}add/")).select("#id_topics label")]
    assert labels == [f"{topic.value}: {topic.label}" for topic in Topic]
