"""A worker killed with kill -9 between the commit and the mail: no mail is lost, and none doubled but in one case.

docs/adr/0003-every-mail-goes-through-the-outbox.md: between the mail server's "250 OK" and our UPDATE nobody can know
whether the mail went. It then goes once more, under the same Message-ID.
"""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders import outbox
from orders.books import differences
from orders.models import OutboxMessage
from orders.tasks import deliver
from tests.conftest import unavailable
from tests.mail_server import Hold, Mailbox, mail_server
from tests.services.file_database import in_a_file
from tests.services.shop_processes import environment_of, forget_queue, in_the_shop, wait_until, working
from tests.shops import open_shop

pytestmark = [
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),  # whose connections would leave none for the processes started here
]

BROKER = os.environ.get("RABBITMQ_TEST_URL", "amqp://guest:guest@127.0.0.1:5672//")
PLACE_AN_ORDER = """
from tests.shops import placed_order
placed_order()
"""


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[tuple[Mailbox, int]]:
    """Where the shop's processes send, and this process's own sweep."""
    with mail_server() as (box, port):
        settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box, port


@pytest.fixture
def environment(shop: ShopSettings, mailbox: tuple[Mailbox, int]) -> Iterator[dict[str, str]]:
    place = urlparse(BROKER)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=2).close()
    except OSError:
        unavailable(f"Needs RabbitMQ at {BROKER}.")
    environment = environment_of(broker=BROKER, smtp_port=mailbox[1])
    yield environment
    forget_queue(environment)


def says(log: Path, words: str) -> bool:
    return log.exists() and words in log.read_text()


def ids(box: Mailbox) -> list[str]:
    return [str(letter["Message-ID"]) for letter in box.letters]


def test_killed_before_it_has_begun_another_worker_sends_the_mail_at_once(
    environment: dict[str, str], mailbox: tuple[Mailbox, int], tmp_path: Path
) -> None:
    box, _port = mailbox
    first, second = tmp_path / "first.log", tmp_path / "second.log"
    with working(environment, log=first) as worker:
        wait_until(lambda: says(first, "ready."))
        worker.send_signal(signal.SIGSTOP)  # the broker gives it the task; it does not begin
        in_the_shop(environment, PLACE_AN_ORDER)
        worker.kill()
    assert (box.letters, OutboxMessage.objects.get().attempts) == ([], 0)
    with working(environment, log=second):
        wait_until(lambda: box.letters)
        wait_until(lambda: OutboxMessage.objects.get().sent_at)
    assert outbox.sweep() == 0
    assert len(box.letters) == OutboxMessage.objects.get().attempts == 1
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("command", "is_taken"),
    [("EHLO", False), ("DATA", False), ("DATA", True)],
    ids=["before the conversation", "before the answer", "after the answer"],
)
def test_killed_while_sending_the_mail_goes_once_its_claim_has_run_out(
    environment: dict[str, str], mailbox: tuple[Mailbox, int], tmp_path: Path, command: str, is_taken: bool
) -> None:
    box, _port = mailbox
    box.hold = Hold(command)
    with working(environment, log=tmp_path / "first.log") as worker:
        in_the_shop(environment, PLACE_AN_ORDER)
        assert box.hold.reached.wait(90), "the worker did not come to the mail server"
        if is_taken:
            worker.send_signal(signal.SIGSTOP)  # "250 OK" comes to its socket, and it reads it no more
            box.hold.go_on.set()
            wait_until(lambda: box.letters)
        worker.kill()
        worker.wait(timeout=30)
    box.hold.go_on.set()
    row = OutboxMessage.objects.get()
    assert (row.sent_at, row.attempts) == (None, 1)
    assert row.claimed_until is not None and row.claimed_until > timezone.now()
    already = [f"<{row.pk}@example.com>"] if is_taken else []
    assert ids(box) == already

    # Whoever comes by leaves it alone while the claim lasts: the sweep, and whom the broker gives the task next.
    assert outbox.sweep() == 0
    deliver(str(row.pk))
    assert ids(box) == already

    OutboxMessage.objects.update(claimed_until=timezone.now())
    assert outbox.sweep() == 1
    assert ids(box) == [*already, f"<{row.pk}@example.com>"]
    assert outbox.sweep() == 0
    row.refresh_from_db()
    assert (row.attempts, row.sent_at is not None) == (2, True)
    assert list(differences()) == []
