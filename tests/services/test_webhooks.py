"""Webhooks over HTTP to a receiver that takes them, or is slow, broken, gone, or means harm."""

import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders import outbox
from orders.announcing import endpoints, posting, wire
from orders.announcing.events import WEBHOOKS
from orders.models import WebhookDelivery, WebhookEndpoint
from orders.models.outgoing import MOST_ATTEMPTS
from orders.tasks import forget_webhooks, post_webhooks, sweep_webhooks
from tests.factories import WebhookEndpointFactory
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.shops import open_shop, placed_order
from tests.webhook_receiver import Receiver, receiver, wait_until

pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _own_machine(settings: Any) -> Iterator[None]:
    settings.ALLOW_HTTP = settings.WEBHOOKS_ALLOW_PRIVATE = True
    WEBHOOKS.written.clear()
    yield
    WEBHOOKS.written.clear()


@pytest.fixture
def box() -> Iterator[Receiver]:
    with receiver() as box:
        yield box


@pytest.fixture
def endpoint(box: Receiver) -> WebhookEndpoint:
    return WebhookEndpointFactory(url=box.url())


def sent_to(endpoint: WebhookEndpoint, count: int = 1) -> list[WebhookDelivery]:
    """So many test events on their way there."""
    return [endpoints.ping(endpoint=endpoint) for _ in range(count)]


def rested(endpoint: WebhookEndpoint) -> None:
    """As if the minute after a failure were over, and every pause."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(claimed_until=None)
    endpoint.deliveries.update(due_at=timezone.now())  # type: ignore[attr-defined]


def test_an_order_is_posted_signed_and_once(box: Receiver, endpoint: WebhookEndpoint, db: None) -> None:
    open_shop()
    order = placed_order()
    assert box.requests == []
    sweep_webhooks()
    sweep_webhooks()
    (request,) = box.requests
    row = WebhookDelivery.objects.get()
    assert (request.content["type"], request.content["data"]["number"]) == ("order.placed", order.number)
    assert request.body.decode() == row.payload
    assert request.headers["webhook-id"] == str(row.event_id)
    assert abs(int(request.headers["webhook-timestamp"]) - time.time()) < 60
    assert request.headers["content-type"] == "application/json"
    assert request.is_signed_with(endpoint.secret)
    assert not request.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert (row.state, row.response_status, row.attempts, row.last_error) == ("sent", 204, 1, "")


def test_after_a_rotation_receivers_with_either_secret_can_verify(
    box: Receiver, endpoint: WebhookEndpoint
) -> None:
    first = endpoint.secret
    second = endpoints.rotate_secret(endpoint=endpoint).secret
    sent_to(endpoint)
    posting.sweep()
    WebhookEndpoint.objects.update(old_secret_until=timezone.now())
    sent_to(endpoint)
    posting.sweep()
    in_time, later = box.requests
    assert in_time.is_signed_with(first) and in_time.is_signed_with(second)
    assert later.is_signed_with(second) and not later.is_signed_with(first)


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_every_2xx_is_taken(box: Receiver, endpoint: WebhookEndpoint, status: int) -> None:
    box.statuses = [status]
    sent_to(endpoint)
    assert posting.sweep() == 1
    assert WebhookDelivery.objects.get().response_status == status


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 429, 500, 503])
def test_anything_else_is_tried_again_later_under_the_same_id(
    box: Receiver, endpoint: WebhookEndpoint, status: int
) -> None:
    box.statuses = [status, 204]
    box.headers = {"Location": "/elsewhere"}
    sent_to(endpoint)
    assert posting.sweep() == 0
    row = WebhookDelivery.objects.get()
    assert (row.state, row.response_status, row.attempts) == ("waiting", status, 1)
    assert row.last_error == f"NotTaken: The answer was {status}"
    assert [request.path for request in box.requests] == ["/hooks"]  # no redirect is followed
    rested(endpoint)
    assert posting.sweep() == 1
    first, second = box.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    row.refresh_from_db()
    assert (row.state, row.response_status, row.attempts, row.last_error) == ("sent", 204, 2, "")


def test_pauses_grow_and_after_as_many_attempts_as_a_mail_has_it_is_given_up(
    box: Receiver, endpoint: WebhookEndpoint
) -> None:
    box.statuses = [500]
    sent_to(endpoint)
    pauses = []
    for _attempt in range(MOST_ATTEMPTS):
        assert posting.sweep() == 0
        row = WebhookDelivery.objects.get()
        pauses.append(round((row.due_at - timezone.now()).total_seconds(), -1))
        rested(endpoint)
    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[-1] == 6 * 3600
    assert WebhookDelivery.objects.get().state == "given-up"
    assert posting.sweep() == 0
    assert len(box.requests) == MOST_ATTEMPTS


def test_410_switches_the_webhook_off_and_says_so(box: Receiver, endpoint: WebhookEndpoint) -> None:
    box.statuses = [410]
    sent_to(endpoint, 3)
    assert posting.sweep() == 0
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert "410" in endpoint.switched_off_because
    rested(endpoint)
    assert posting.sweep() == 0
    assert len(box.requests) == 1
    box.statuses = [204]
    endpoints.switch_on(endpoint=endpoint)
    assert posting.sweep() == 3
    endpoint.refresh_from_db()
    assert endpoint.switched_off_because == ""


def test_after_a_failure_whatever_else_is_due_there_waits(box: Receiver, endpoint: WebhookEndpoint) -> None:
    box.statuses = [500, 204]
    sent_to(endpoint, 5)
    assert posting.sweep() == 0
    assert posting.sweep() == 0
    post_webhooks(str(endpoint.pk))
    assert len(box.requests) == 1
    assert sorted(WebhookDelivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    endpoint.refresh_from_db()
    assert endpoint.claimed_until is not None
    assert timedelta(seconds=30) < endpoint.claimed_until - timezone.now() <= posting.PEACE
    WebhookEndpoint.objects.update(claimed_until=timezone.now())
    assert posting.sweep() == 4  # the fifth keeps its own pause


def test_an_endpoint_that_is_not_there_is_put_off(endpoint: WebhookEndpoint) -> None:
    WebhookEndpoint.objects.update(url="http://127.0.0.1:1/")
    sent_to(endpoint)
    assert posting.sweep() == 0
    row = WebhookDelivery.objects.get()
    assert (row.response_status, row.attempts) == (None, 1)
    assert row.last_error.startswith("ConnectionRefusedError")


def test_who_is_silent_for_too_long_is_hung_up_on(
    box: Receiver, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (wire.CONNECT_TIMEOUT, wire.READ_TIMEOUT) == (5, 10)
    monkeypatch.setattr(wire, "READ_TIMEOUT", 0.3)
    box.silence = 30
    sent_to(endpoint)
    began = time.monotonic()
    assert posting.sweep() == 0
    assert time.monotonic() - began < 10
    assert WebhookDelivery.objects.get().last_error == "TimeoutError: timed out"


def test_who_answers_a_letter_at_a_time_is_hung_up_on_too(
    box: Receiver, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LONGEST", 1.0)
    box.drip = True
    sent_to(endpoint)
    began = time.monotonic()
    assert posting.sweep() == 0
    assert time.monotonic() - began < 10
    assert WebhookDelivery.objects.get().last_error == "TimeoutError: no whole answer in 1 seconds"


def test_whatever_else_listens_there_none_of_its_words_are_kept(endpoint: WebhookEndpoint) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            line, _where = server.accept()
            with line:
                line.sendall(b"SSH-2.0-SecretVersion\r\n\r\n")
                line.recv(65536)

        greeter = Thread(target=greet)
        greeter.start()
        WebhookEndpoint.objects.update(url=f"http://127.0.0.1:{server.getsockname()[1]}/")
        sent_to(endpoint)
        assert posting.sweep() == 0
        greeter.join(5)
    assert WebhookDelivery.objects.get().last_error == "ConnectionError: there came no answer in HTTP"


def test_a_certificate_that_nobody_vouches_for_is_refused_before_a_word_is_sent(
    endpoint: WebhookEndpoint, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hooks",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    settings.ALLOW_HTTP = False
    with receiver(tls=context) as box:
        WebhookEndpoint.objects.update(url=f"https://127.0.0.1:{box.port}/")
        sent_to(endpoint)
        assert posting.sweep() == 0
        assert "CERTIFICATE_VERIFY_FAILED" in WebhookDelivery.objects.get().last_error
        assert box.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        rested(endpoint)
        assert posting.sweep() == 1
        assert box.requests[0].headers["host"] == f"127.0.0.1:{box.port}"


def test_without_leave_nothing_is_posted_to_the_shops_own_machine(
    box: Receiver, endpoint: WebhookEndpoint, settings: Any
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    sent_to(endpoint)
    assert posting.sweep() == 0
    assert "no address on the public internet" in WebhookDelivery.objects.get().last_error
    settings.WEBHOOKS_ALLOW_PRIVATE, settings.ALLOW_HTTP = True, False
    rested(endpoint)
    assert posting.sweep() == 0
    assert "must begin with https://" in WebhookDelivery.objects.get().last_error
    assert box.requests == []


def test_a_webhook_that_was_taken_is_sent_again_under_the_same_id(
    box: Receiver, endpoint: WebhookEndpoint
) -> None:
    (delivery,) = sent_to(endpoint)
    posting.sweep()
    assert posting.replay(deliveries=WebhookDelivery.objects.all()) == [delivery]
    assert posting.sweep() == 1
    first, second = box.requests
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def test_a_turn_ends_and_the_others_have_theirs(
    box: Receiver, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver() as other:
        monkeypatch.setattr(posting, "TURN", 0.2)
        box.silence = 0.3
        sent_to(endpoint, 3)
        sent_to(WebhookEndpointFactory(url=other.url()), 1)
        assert posting.post_to(endpoint.pk) == 1
        assert WEBHOOKS.written.is_set()  # the rest is announced
        assert posting.sweep() == 3
        # The slow one, which has waited longest, had one post before the other had its own.
        assert [len(box.requests), len(other.requests)] == [3, 1]


def test_a_dead_endpoint_holds_up_neither_the_mails_nor_another(
    box: Receiver, settings: Any, mailoutbox: Any
) -> None:
    settings.EMAIL_BACKEND = "orders.outbox.EmailBackend"
    open_shop()
    WebhookEndpointFactory(url="http://127.0.0.1:1/", topics=["order.placed"])
    WebhookEndpointFactory(url=box.url())
    for _ in range(3):
        placed_order()
    assert outbox.sweep() == 3
    assert posting.sweep() == 3
    assert len(box.requests) == 3
    assert WebhookDelivery.objects.filter(attempts=1, sent_at=None).count() == 1


def test_old_deliveries_are_dropped(endpoint: WebhookEndpoint) -> None:
    old, new = sent_to(endpoint, 2)
    WebhookDelivery.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    forget_webhooks()
    assert list(WebhookDelivery.objects.all()) == [new]


# --- At the same moment ----------------------------------------------------------------------------


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_sweeps_and_tasks_at_once_post_each_delivery_once(shop: ShopSettings, box: Receiver) -> None:
    many = [WebhookEndpointFactory(url=box.url(f"/{number}")) for number in range(3)]
    for endpoint in many:
        sent_to(endpoint, 10)
    jobs = [posting.sweep] * 4 + [lambda: posting.post_to(many[0].pk)] * 2
    results = at_once(*jobs)
    assert errors(results) == []
    posting.sweep()
    keys = [(request.path, request.headers["webhook-id"]) for request in box.requests]
    assert len(keys) == len(set(keys)) == 30
    assert WebhookDelivery.objects.filter(sent_at=None).count() == 0
    assert set(WebhookDelivery.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_no_endpoint_is_posted_to_by_two_senders_at_once(shop: ShopSettings) -> None:
    with receiver(silence=0.05) as box:
        endpoint = WebhookEndpointFactory(url=box.url())
        sent_to(endpoint, 12)
        at_once(*[lambda: posting.post_to(endpoint.pk)] * 4)
        posting.sweep()
        wait_until(lambda: len(box.requests) == 12, 10)
        assert box.most_at_once == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_one_delivery_that_many_want_to_send_is_sent_by_one(shop: ShopSettings) -> None:
    (delivery,) = sent_to(WebhookEndpointFactory())
    sent: list[WebhookDelivery] = []
    results = at_once(*[lambda: WEBHOOKS.deliver(WebhookDelivery, delivery.pk, sent.append)] * 8)
    assert sorted(results, key=str) == [None] * 7 + [True]
    assert sent == [delivery]
    assert WebhookDelivery.objects.get().attempts == 1
