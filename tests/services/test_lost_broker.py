"""RabbitMQ stopped and started again while shoppers order, and a broker that says nothing: no mail is lost."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from catalog_pages.models import ShopSettings
from orders import outbox
from orders.models import Order, OutboxMessage
from tests.conftest import unavailable
from tests.mail_server import Mailbox, mail_server
from tests.services import rabbitmq_node
from tests.services.file_database import in_a_file
from tests.services.shop_processes import (
    ROOT,
    environment_of,
    shop_command,
    wait_until,
    working,
)
from tests.shops import open_shop

pytestmark = [
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),  # whose connections would leave none for the processes started here
]

A_SHOPPERS_PATIENCE = 20.0
"""Seconds for a whole checkout, on a machine that is busy with other tests."""
# An order a line that comes in; how many seconds it took, a line that goes out.
TAKE_ORDERS = """
import sys, time
from tests.shops import placed_order
for number, _line in enumerate(sys.stdin):
    began = time.monotonic()
    placed_order(email=f"shopper{number}@example.com")
    print(time.monotonic() - began, flush=True)
"""


class Shop:
    """A process that stands for the web's: it takes orders one after the other, as they are asked of it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            shop_command(TAKE_ORDERS),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def order(self) -> float:
        """The seconds it took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


@contextmanager
def taking_orders(environment: dict[str, str]) -> Iterator[Shop]:
    shop = Shop(environment)
    try:
        yield shop
    finally:
        shop.process.kill()
        shop.process.communicate()


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.fixture
def mailbox(shop: ShopSettings, settings: Any) -> Iterator[tuple[Mailbox, int]]:
    """Where the shop's processes send, and this process's own sweep."""
    with mail_server() as (box, port):
        settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box, port


@pytest.fixture
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rabbitmq_node.Node]:
    if rabbitmq_node.command() is None:
        unavailable(
            "Needs RabbitMQ installed, to start one and stop it. On Debian: apt-get install rabbitmq-server"
        )
    node = rabbitmq_node.Node(tmp_path_factory.mktemp("rabbitmq"))
    node.start()
    yield node
    node.leave()


def test_rabbitmq_stopped_during_20_checkouts_and_started_again_loses_and_doubles_nothing(
    mailbox: tuple[Mailbox, int], node: rabbitmq_node.Node, tmp_path: Path
) -> None:
    box, port = mailbox
    environment = environment_of(broker=node.url, smtp_port=port)
    with working(environment, log=tmp_path / "worker.log") as worker, taking_orders(environment) as shop:
        seconds = [shop.order() for _ in range(6)]
        wait_until(lambda: len(box.letters) >= 6)  # the worker is at work
        stopping = threading.Thread(target=node.stop)
        stopping.start()
        seconds += [shop.order() for _ in range(3)]
        stopping.join()
        seconds += [shop.order() for _ in range(5)]  # there is no broker at all
        node.start()
        seconds += [shop.order() for _ in range(6)]
        assert max(seconds) < A_SHOPPERS_PATIENCE, seconds
        # The worker comes back by itself: the last orders' mails need no sweep.
        wait_until(lambda: any(letter["To"] == "shopper19@example.com" for letter in box.letters))
        assert worker.poll() is None
        outbox.sweep()
        wait_until(lambda: not OutboxMessage.objects.filter(sent_at=None).exists())
    assert Order.objects.count() == 20
    assert Counter(str(letter["To"]) for letter in box.letters) == {
        f"shopper{number}@example.com": 1 for number in range(20)
    }
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}
    call_command("audit_books")


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_takes_calls_and_says_nothing_keeps_one_shopper_waiting_for_seconds_and_the_next_not(
    mailbox: tuple[Mailbox, int], scheme: str
) -> None:
    box, port = mailbox
    with socket.create_server(("127.0.0.1", 0)) as mute:
        environment = environment_of(broker=f"{scheme}://127.0.0.1:{mute.getsockname()[1]}/", smtp_port=port)
        with taking_orders(environment) as shop:
            seconds = [shop.order() for _ in range(4)]
    assert seconds[0] < A_SHOPPERS_PATIENCE
    assert max(seconds[1:]) < 3, seconds  # less than the time-out: it is not asked
    assert box.letters == []
    assert OutboxMessage.objects.filter(sent_at=None, attempts=0).count() == Order.objects.count() == 4
    call_command("audit_books")
