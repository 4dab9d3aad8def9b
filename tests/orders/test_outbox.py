"""Every mail is a row first and leaves after the commit, once."""

from collections.abc import Iterator
from datetime import timedelta
from email.mime.text import MIMEText
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from orders import outbox
from orders.models import OutboxMessage
from orders.models.outbox import MOST_ATTEMPTS
from orders.tasks import deliver, sweep_outbox

pytestmark = pytest.mark.django_db


class RefusingBackend(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no mail server")


REFUSING = f"{__name__}.RefusingBackend"


@pytest.fixture(autouse=True)
def _as_in_the_shop(settings: Any) -> Iterator[None]:
    """Django's test runner puts a backend of its own in our backend's place."""
    settings.EMAIL_BACKEND = "orders.outbox.EmailBackend"
    outbox.written.clear()
    yield
    outbox.written.clear()


def write(**changes: Any) -> OutboxMessage:
    message = EmailMessage(**{"subject": "Hello", "body": "World", "to": ["ada@example.com"], **changes})
    return outbox.write(message)


def test_sending_writes_a_row_and_nothing_leaves_yet() -> None:
    send_mail("Hello", "World", None, ["ada@example.com"])
    row = OutboxMessage.objects.get()
    assert (row.subject, row.text, row.recipients, row.sent_at) == (
        "Hello",
        "World",
        ["ada@example.com"],
        None,
    )
    assert mail.outbox == []


def test_the_sweep_sends_what_is_due_once(django_assert_max_num_queries: Any) -> None:
    write()
    sweep_outbox()
    sweep_outbox()
    assert [message.subject for message in mail.outbox] == ["Hello"]
    row = OutboxMessage.objects.get()
    assert (row.attempts, row.sent_at is not None, row.claimed_until) == (1, True, None)


def test_a_mail_of_a_transaction_that_failed_was_never_written() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_nothing_of_a_mail_is_lost() -> None:
    message = EmailMultiAlternatives(
        "Übergrößen",
        "Plain",
        "Shop <shop@example.com>",
        ["a@example.com"],
        cc=["b@example.com"],
        bcc=["c@example.com"],
        reply_to=["d@example.com"],
        headers={"X-Pipit-Topic": "account.activation", "X-Own": "kept"},
    )
    message.attach_alternative("<p>Rich</p>", "text/html")
    message.attach_alternative(b"{}", "application/json")
    message.attach("invoice.pdf", b"%PDF\x00\xff", "application/pdf")
    message.attach("list.csv", "ä,ö", "text/csv")
    part = MIMEText("attached part", "plain", "utf-8")
    part.add_header("Content-Disposition", "attachment", filename="part.txt")
    message.attach(part)
    message.attach("forwarded.eml", EmailMessage("Inner", "inner body"), "message/rfc822")
    message.send()
    row = OutboxMessage.objects.get()
    assert (row.topic, row.text, row.html) == ("account.activation", "Plain", "<p>Rich</p>")

    outbox.sweep()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.subject, sent.body, sent.from_email) == ("Übergrößen", "Plain", "Shop <shop@example.com>")
    assert sent.recipients() == ["a@example.com", "b@example.com", "c@example.com"]
    assert sent.extra_headers == {"Message-ID": f"<{row.pk}@example.com>", "X-Own": "kept"}
    assert [(kind, content) for content, kind in sent.alternatives] == [
        ("text/html", "<p>Rich</p>"),
        ("application/json", b"{}"),
    ]
    attached = {name: content for name, content, _kind in sent.attachments}
    assert attached["invoice.pdf"] == b"%PDF\x00\xff"
    assert (attached["list.csv"], attached["part.txt"]) == ("ä,ö", "attached part")
    raw = sent.message().as_string()
    assert "Reply-To: d@example.com" in raw
    assert "inner body" in raw


def test_a_mail_that_is_only_html_stays_so() -> None:
    message = EmailMessage("Hello", "<p>Only</p>", to=["a@example.com"])
    message.content_subtype = "html"
    message.send()
    outbox.sweep()
    (sent,) = mail.outbox
    assert (sent.body, sent.content_subtype) == ("<p>Only</p>", "html")


def test_a_subject_cannot_smuggle_headers_in() -> None:
    write(subject="Hello\r\nBcc: everybody@example.com")
    outbox.sweep()
    assert mail.outbox[0].subject == "Hello Bcc: everybody@example.com"


def test_a_failure_is_written_down_and_the_mail_put_off_twice_as_long_each_time(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = REFUSING
    row = write()
    pauses = []
    for attempt in range(1, 4):
        assert outbox.sweep() == 0
        row.refresh_from_db()
        assert (row.attempts, row.sent_at, row.claimed_until) == (attempt, None, None)
        assert row.last_error == "ConnectionRefusedError: no mail server"
        pauses.append(round((row.due_at - timezone.now()).total_seconds(), -1))
        assert outbox.sweep() == 0
        OutboxMessage.objects.update(due_at=timezone.now())
    assert pauses == [30, 60, 120]
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.sweep() == 1
    row.refresh_from_db()
    assert (row.last_error, row.sent_at is not None) == ("", True)


def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_others() -> None:
    write(
        to=["a@example.com"], from_email="shop@example.com\nBcc: x@example.com"
    )  # Django refuses such a header
    write(subject="Fine")
    assert outbox.sweep() == 1
    assert [message.subject for message in mail.outbox] == ["Fine"]


def test_after_many_attempts_it_is_given_up_and_can_be_tried_again(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = REFUSING
    row = write()
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS - 1)
    outbox.sweep()
    assert list(OutboxMessage.objects.given_up()) == [row]
    OutboxMessage.objects.update(due_at=timezone.now())
    assert not outbox.deliver(row.pk)
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(attempts=0)
    assert outbox.sweep() == 1


def test_a_mail_claimed_by_a_sender_that_died_goes_out_under_the_same_message_id_later() -> None:
    row = write()
    OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert outbox.sweep() == 0
    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert outbox.sweep() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{row.pk}@example.com>"


def test_a_task_told_of_a_mail_already_sent_or_gone_does_nothing() -> None:
    row = write()
    deliver(str(row.pk))
    deliver(str(row.pk))
    deliver("00000000-0000-0000-0000-000000000000")
    assert len(mail.outbox) == 1


def test_without_a_broker_the_embedded_sender_is_woken_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert not outbox.written.is_set()
    assert outbox.written.is_set()
    assert mail.outbox == []


def test_a_broker_that_is_down_costs_the_business_nothing(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from celery import current_app

    settings.CELERY_TASK_ALWAYS_EAGER = False
    before = current_app.conf.broker_url
    current_app.conf.broker_url = "amqp://127.0.0.1:1//"
    try:
        with django_capture_on_commit_callbacks(execute=True):
            row = write()
    finally:
        current_app.conf.broker_url = before
    assert OutboxMessage.objects.get() == row
    assert outbox.sweep() == 1


def test_a_large_backlog_is_sent_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 10)
    for _ in range(25):
        write()
    assert outbox.sweep() == 25
