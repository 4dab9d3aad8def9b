"""From a business transaction to a mail server: the outbox, a real broker, a real worker, real SMTP."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.conf import settings as django_settings

from catalog_pages.models import ShopSettings
from orders import outbox
from orders.models import OutboxMessage
from tests.conftest import unavailable
from tests.mail_server import Mailbox, mail_server
from tests.services.file_database import in_a_file
from tests.services.shop_processes import environment_of, in_the_shop, wait_until, working
from tests.shops import open_shop, placed_order

pytestmark = [
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("races"),  # whose connections would leave none for the processes started here
]

BROKERS = {
    "rabbitmq": os.environ.get("RABBITMQ_TEST_URL", "amqp://guest:guest@127.0.0.1:5672//"),
    "redis": os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15"),
}


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as box_and_port:
        yield box_and_port


@pytest.fixture(params=BROKERS)
def environment(
    request: pytest.FixtureRequest, shop: ShopSettings, mailbox: tuple[Mailbox, int]
) -> dict[str, str]:
    """What a shop's processes are started with: this test's database, a broker with a queue of its own, SMTP."""
    url = BROKERS[request.param]
    place = urlparse(url)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=2).close()
    except OSError:
        unavailable(f"Needs {request.param} at {url}.")
    return environment_of(broker=url, smtp_port=mailbox[1])


@pytest.fixture
def worker(environment: dict[str, str]) -> Iterator[None]:
    with working(environment):
        yield


PLACE_AN_ORDER = """
from tests.shops import placed_order
print(placed_order().number)
"""
SEND_AN_ACCOUNT_MAIL = """
from django.core.mail import send_mail
from django.db import transaction
try:
    with transaction.atomic():
        send_mail("Never", "rolled back", None, ["ada@example.com"])
        raise ZeroDivisionError
except ZeroDivisionError:
    pass
send_mail("Open your account", "Here is the link", None, ["ada@example.com"])
"""


def test_an_order_in_one_process_is_a_mail_sent_by_another(
    environment: dict[str, str], worker: None, mailbox: tuple[Mailbox, int]
) -> None:
    box, _port = mailbox
    number = in_the_shop(environment, PLACE_AN_ORDER).strip()
    wait_until(lambda: box.letters)
    (letter,) = box.letters
    row = OutboxMessage.objects.get()
    assert number in str(letter["Subject"])
    assert (letter["To"], letter["X-Envelope-To"]) == ("ada@example.com", "ada@example.com")
    assert letter["Message-ID"] == f"<{row.pk}@example.com>"
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    wait_until(lambda: OutboxMessage.objects.get().sent_at)
    assert outbox.sweep() == 0


def test_mails_of_the_account_and_of_wagtail_go_the_same_way(
    environment: dict[str, str], worker: None, mailbox: tuple[Mailbox, int]
) -> None:
    box, _port = mailbox
    in_the_shop(environment, SEND_AN_ACCOUNT_MAIL)
    wait_until(lambda: box.letters)
    assert [letter["Subject"] for letter in box.letters] == ["Open your account"]


def test_a_mail_whose_task_waits_in_the_broker_is_sent_once_though_the_sweep_was_quicker(
    environment: dict[str, str], mailbox: tuple[Mailbox, int], request: pytest.FixtureRequest
) -> None:
    box, _port = mailbox
    in_the_shop(environment, PLACE_AN_ORDER)
    assert box.letters == []
    in_the_shop(environment, "from orders.tasks import sweep_outbox; sweep_outbox()")
    assert len(box.letters) == 1
    request.getfixturevalue("worker")
    in_the_shop(environment, SEND_AN_ACCOUNT_MAIL)  # comes after the task that finds nothing to do
    wait_until(lambda: len(box.letters) > 1)
    assert [letter["Subject"] for letter in box.letters[1:]] == ["Open your account"]


def test_a_broker_that_is_down_delays_the_mail_and_nothing_else(
    shop: ShopSettings, mailbox: tuple[Mailbox, int], environment: dict[str, str]
) -> None:
    box, _port = mailbox
    scheme = urlparse(environment["CELERY_BROKER_URL"]).scheme
    down = {**environment, "CELERY_BROKER_URL": f"{scheme}://127.0.0.1:1/"}
    number = in_the_shop(down, PLACE_AN_ORDER).strip()
    assert number
    assert box.letters == []
    in_the_shop(environment, "from orders.tasks import sweep_outbox; sweep_outbox()")
    assert number in str(box.letters[0]["Subject"])


def test_a_mail_server_that_says_later_is_asked_again_later(
    shop: ShopSettings, mailbox: tuple[Mailbox, int], settings: Any
) -> None:
    box, port = mailbox
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    box.refusals = 1
    order = placed_order()
    assert outbox.sweep() == 0
    row = OutboxMessage.objects.get()
    assert (row.attempts, "451" in row.last_error) == (1, True)
    OutboxMessage.objects.update(due_at=row.created_at)
    assert outbox.sweep() == 1
    assert order.number in str(box.letters[0]["Subject"])
    assert django_settings.EMAIL_TIMEOUT <= 60
