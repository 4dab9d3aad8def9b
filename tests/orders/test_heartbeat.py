"""A shop without any service sweeps its mails and keeps its times by itself."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import send_mail

from catalog_pages.models import ShopSettings
from config import heartbeat
from orders.models import Order
from tests.orders.test_expiry import aged
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_the_shop(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """But for the connections, which the beat closes when they are old: the test's transaction must outlive that."""
    settings.EMAIL_BACKEND = "orders.outbox.EmailBackend"
    monkeypatch.setattr(heartbeat, "close_old_connections", lambda: None)


ROOT = Path(__file__).resolve().parents[2]


def test_one_beat_runs_the_whole_schedule(shop: ShopSettings, settings: Any) -> None:
    order = aged(placed_order(), 10_000)
    last_runs = dict.fromkeys(settings.CELERY_BEAT_SCHEDULE, heartbeat.LONG_AGO)
    now = datetime.now(UTC)
    nap = heartbeat.run_due(last_runs, now)
    order.refresh_from_db()
    assert order.state is Order.Status.EXPIRED
    assert any(order.number in message.subject for message in mail.outbox)
    assert set(last_runs.values()) == {now}
    assert 1 <= nap <= 60


def test_what_is_not_due_does_not_run(settings: Any) -> None:
    send_mail("Hello", "World", None, ["ada@example.com"])
    heartbeat.run_due(dict.fromkeys(settings.CELERY_BEAT_SCHEDULE, datetime.now(UTC)), datetime.now(UTC))
    assert mail.outbox == []


def test_a_task_that_fails_does_not_stop_the_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat.run("no.such.task")


def test_the_tests_themselves_do_not_beat() -> None:
    import threading

    heartbeat.start()
    assert "heartbeat" not in {thread.name for thread in threading.enumerate()}


def test_every_task_of_the_schedule_is_kept_by_one_thread_and_webhooks_by_one_of_their_own(
    settings: Any,
) -> None:
    kept = {beat.thread: set(beat.names) for beat in heartbeat.beats()}
    assert kept["webhooks"] == {"sweep-webhooks"}
    assert kept["heartbeat"] == set(settings.CELERY_BEAT_SCHEDULE) - {"sweep-webhooks"}


def test_a_worker_knows_every_task_of_the_schedule() -> None:
    """In a process of its own, which has imported no more than a worker does."""
    told = (
        "from config.celery import app; app.loader.import_default_modules(); "
        "from django.conf import settings; "
        "wanted = {entry['task'] for entry in settings.CELERY_BEAT_SCHEDULE.values()}; "
        "print(sorted(wanted - set(app.tasks)))"
    )
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    done = subprocess.run([sys.executable, "-c", told], env=env, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
