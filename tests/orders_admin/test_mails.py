"""The mails of the shop in the back-office: read, and sent again where they were not sent."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog_pages.models import ShopSettings
from customers.mail import account_mail
from orders import outbox
from orders.models import OutboxMessage
from orders.models.outbox import MOST_ATTEMPTS
from tests.orders_admin.pages import said, soup, text
from tests.shops import placed_order

pytestmark = pytest.mark.django_db

MAILS = "/admin/orders/outboxmessage/"


@pytest.fixture(autouse=True)
def _as_in_the_shop(settings: Any) -> Iterator[None]:
    """Django's test runner puts a backend of its own in our backend's place."""
    settings.EMAIL_BACKEND = "orders.outbox.EmailBackend"
    outbox.written.clear()
    yield
    outbox.written.clear()


@pytest.fixture
def message(shop: ShopSettings) -> OutboxMessage:
    """The mail about a new order, not sent yet."""
    return placed_order().messages.get()


def give_up(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=MOST_ATTEMPTS, due_at=timezone.now() + timedelta(hours=6), last_error="SMTP 550 no such user"
    )


def page(client: Client, message: OutboxMessage) -> str:
    return client.get(f"{MAILS}{message.pk}/change/").content.decode()


def states(client: Client, **query: str) -> list[str]:
    found = soup(client.get(MAILS, query))
    return [text(cell) for cell in found.select("#result_list .field-state .status")]


def test_mails_are_listed_by_their_state(admin_client: Client, message: OutboxMessage) -> None:
    assert states(admin_client) == states(admin_client, state="waiting") == ["waiting"]
    give_up(message)
    assert states(admin_client) == states(admin_client, state="given-up") == ["given up"]
    assert states(admin_client, state="waiting") == []
    OutboxMessage.objects.update(sent_at=timezone.now())
    assert states(admin_client) == states(admin_client, state="sent") == ["sent"]
    assert states(admin_client, q="ADA@example") == ["sent"]
    assert states(admin_client, q="eve@example") == []


def test_a_mail_given_up_says_why_and_is_sent_again(admin_client: Client, message: OutboxMessage) -> None:
    give_up(message)
    assert "SMTP 550 no such user" in page(admin_client, message)
    assert outbox.sweep() == 0
    answer = admin_client.post(f"{MAILS}{message.pk}/send-again/", follow=True)
    assert "1 mail goes out now." in said(answer)
    assert LogEntry.objects.filter(object_id=message.pk).exists()
    assert outbox.sweep() == 1
    assert mail.outbox[0].to == ["ada@example.com"]


def test_sending_again_wakes_the_sender(
    admin_client: Client, message: OutboxMessage, django_capture_on_commit_callbacks: Any
) -> None:
    give_up(message)
    outbox.written.clear()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{MAILS}{message.pk}/send-again/")
    assert outbox.written.is_set()


def test_what_was_sent_or_is_being_sent_is_left_alone(admin_client: Client, shop: ShopSettings) -> None:
    sent, claimed, waiting = (placed_order().messages.get() for _number in range(3))
    OutboxMessage.objects.filter(pk=sent.pk).update(sent_at=timezone.now(), attempts=1)
    OutboxMessage.objects.filter(pk=claimed.pk).update(
        claimed_until=timezone.now() + timedelta(minutes=5), attempts=3
    )
    give_up(waiting)
    keys = [str(row.pk) for row in (sent, claimed, waiting)]
    answer = admin_client.post(MAILS, {"action": "send_again", "_selected_action": keys}, follow=True)
    assert "1 mail goes out now." in said(answer)
    assert "2 mails were left alone" in said(answer)
    attempts = [OutboxMessage.objects.get(pk=key).attempts for key in keys]
    assert attempts == [1, 3, 0]
    assert "Send again" not in page(admin_client, sent)


def test_looking_sends_nothing(admin_client: Client, message: OutboxMessage) -> None:
    give_up(message)
    assert admin_client.get(f"{MAILS}{message.pk}/send-again/").status_code == 405
    assert admin_client.post(f"{MAILS}{message.pk}/change/", {"attempts": 0}).status_code == 405
    page(admin_client, message)
    message.refresh_from_db()
    assert message.attempts == MOST_ATTEMPTS


def test_only_who_may_change_mails_sends_them_again(
    staff: Callable[..., Client], message: OutboxMessage
) -> None:
    viewer = staff("view_outboxmessage")
    give_up(message)
    assert "Send again" not in page(viewer, message)
    assert viewer.post(f"{MAILS}{message.pk}/send-again/").status_code == 403
    viewer.post(MAILS, {"action": "send_again", "_selected_action": [str(message.pk)]})
    message.refresh_from_db()
    assert message.attempts == MOST_ATTEMPTS


def test_the_words_of_a_mail_are_shown_its_secret_only_to_who_may_change_orders(
    staff: Callable[..., Client], admin_client: Client, message: OutboxMessage
) -> None:
    token = message.order.token  # type: ignore[union-attr]
    html = page(staff("view_outboxmessage"), message)
    assert "Thank you for your order" in html
    assert token not in html
    assert token in page(admin_client, message)


def test_a_mail_that_opens_an_account_is_not_shown_to_anybody(
    admin_client: Client, shop: ShopSettings
) -> None:
    account_mail("account_password_reset", "ada@example.com", {"url": "https://shop.example/reset/SECRET"})
    message = OutboxMessage.objects.get()
    assert "SECRET" in message.text + message.html
    html = page(admin_client, message)
    assert "Their words are not shown here." in html
    assert "SECRET" not in html


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_mail_that_is_not_there_leads_back_to_the_list(admin_client: Client, key: str) -> None:
    answer = admin_client.get(f"{MAILS}{key}/change/", follow=True)
    assert answer.redirect_chain[-1][0] == MAILS
