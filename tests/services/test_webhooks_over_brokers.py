"""From a business transaction to another program: webhooks, a real broker, a real worker, real HTTP."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest

from catalog_pages.models import ShopSettings
from orders.models import WebhookDelivery, WebhookEndpoint
from tests.conftest import unavailable
from tests.factories import WebhookEndpointFactory
from tests.services.file_database import in_a_file
from tests.services.shop_processes import environment_of, in_the_shop, working
from tests.services.test_mail_over_brokers import BROKERS, PLACE_AN_ORDER
from tests.shops import open_shop
from tests.webhook_receiver import Receiver, receiver, wait_until

pytestmark = [
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("races"),  # whose connections would leave none for the processes started here
]


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.fixture
def box() -> Iterator[Receiver]:
    with receiver() as box:
        yield box


@pytest.fixture
def endpoint(shop: ShopSettings, box: Receiver) -> WebhookEndpoint:
    return WebhookEndpointFactory(url=box.url(), topics=["order.placed", "stock.low"])


@pytest.fixture(params=BROKERS)
def environment(request: pytest.FixtureRequest, endpoint: WebhookEndpoint) -> dict[str, str]:
    """What a shop's processes are started with: this test's database, a broker with a queue of its own."""
    url = BROKERS[request.param]
    place = urlparse(url)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=2).close()
    except OSError:
        unavailable(f"Needs {request.param} at {url}.")
    return {
        **environment_of(broker=url, smtp_port=1),
        "EMAIL_URL": "dummymail://",
        "WEBHOOKS_ALLOW_PRIVATE": "1",
    }


@pytest.fixture
def worker(environment: dict[str, str]) -> Iterator[None]:
    with working(environment):
        yield


def test_an_order_in_one_process_is_posted_by_another(
    environment: dict[str, str], worker: None, box: Receiver, endpoint: WebhookEndpoint
) -> None:
    number = in_the_shop(environment, PLACE_AN_ORDER).strip()
    wait_until(lambda: box.requests)
    (request,) = box.requests
    assert request.content["data"]["number"] == number
    assert request.is_signed_with(endpoint.secret)
    wait_until(lambda: WebhookDelivery.objects.get().sent_at)


def test_with_a_broker_the_sweep_has_workers_post_what_no_task_was_told_of(
    environment: dict[str, str], worker: None, box: Receiver
) -> None:
    scheme = urlparse(environment["CELERY_BROKER_URL"]).scheme
    down = {**environment, "CELERY_BROKER_URL": f"{scheme}://127.0.0.1:1/"}
    number = in_the_shop(down, PLACE_AN_ORDER).strip()
    time.sleep(1)
    assert box.requests == []
    in_the_shop(environment, "from orders.tasks import sweep_webhooks; sweep_webhooks()")
    wait_until(lambda: box.requests)
    assert [request.content["data"]["number"] for request in box.requests] == [number]


def test_low_stock_is_told_by_the_worker_too(
    environment: dict[str, str], worker: None, box: Receiver
) -> None:
    code = "from tests.shops import stocked; stocked(1, sku='FEW')"
    in_the_shop(environment, f"{code}; from orders.tasks import announce_low_stock; announce_low_stock()")
    wait_until(lambda: box.requests)
    assert [request.content["data"]["sku"] for request in box.requests] == ["FEW"]
