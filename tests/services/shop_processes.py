"""Processes of a shop as operators run them: lines in `manage.py shell`, a Celery worker. On the test's database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu import Connection

from tests.services.file_database import database_url

ROOT = Path(__file__).resolve().parents[2]


def environment_of(*, broker: str, smtp_port: int) -> dict[str, str]:
    """What the processes are started with: this test's database, a queue of their own at the broker, SMTP."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": broker,
        "CELERY_QUEUE": f"test-{uuid4().hex}",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
    }


def start_worker(environment: dict[str, str], *, log: Path | None = None) -> subprocess.Popen[bytes]:
    """A worker that works in its own process, so that whoever kills it kills the sender.

    Its name is its own: RabbitMQ keeps a second worker of the same name out while it knows of the first.
    """
    output = log.open("ab") if log else subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--pool", "solo", "--loglevel", "INFO",
         "--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", f"{uuid4().hex}@%h"],
        cwd=ROOT, env=environment, stdout=output, stderr=output,
    )  # fmt: skip


@contextmanager
def working(environment: dict[str, str], *, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, ended with the block if it was not before."""
    process = start_worker(environment, log=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=30)


def shop_command(code: str) -> list[str]:
    """A few lines as a process of the shop runs them."""
    return [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]


def in_the_shop(environment: dict[str, str], code: str) -> str:
    """Run a few lines as a command of the shop would; what they print."""
    return _output(shop_command(code), environment)


def in_a_web_worker(environment: dict[str, str], code: str) -> str:
    """Run a few lines as a process that serves the shop would, with its pool of connections; what they print."""
    return _output([sys.executable, "-c", f"from config.wsgi import application\n{code}"], environment)


def _output(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_until(condition: Callable[[], Any], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def forget_queue(environment: dict[str, str]) -> None:
    """A broker keeps a shop's queue for ever: nobody asks for a test's any more."""
    with Connection(environment["CELERY_BROKER_URL"]) as broker:
        broker.default_channel.queue_delete(environment["CELERY_QUEUE"])
