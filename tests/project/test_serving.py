"""`python -m config.serve`: the production server, as operators start it."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from config.serve import FORKS
from tests.benchmarks.server import ROOT, running, workers_memory, workers_of
from tests.conftest import unavailable
from tests.services.shop_processes import wait_until


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    database = tmp_path_factory.mktemp("shop") / "shop.sqlite3"
    found = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": f"sqlite:///{database}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "ALLOW_HTTP": "1",
        "EMBEDDED_HEARTBEAT": "0",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=found, check=True
    )
    return found


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[str]:
    if not FORKS:
        unavailable("Workers are forked on Linux alone: run it there.")
    with running(env=environment, workers=2) as base:
        yield base


def test_workers_have_the_code_in_common(server: str) -> None:
    wait_until(lambda: len(workers_of(server)) == 2)
    for worker in workers_memory(server):
        assert worker.resident - worker.share > 30, "megabytes that another process has too"


def test_a_worker_that_is_killed_is_renewed(server: str) -> None:
    wait_until(lambda: len(workers_of(server)) == 2)
    killed = workers_of(server)[0]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: killed not in workers_of(server) and len(workers_of(server)) == 2)


def test_what_is_loaded_before_the_fork_holds_no_connection_and_no_thread(
    environment: dict[str, str],
) -> None:
    code = (
        "import threading\n"
        "from config.serve import load\n"
        "load()\n"
        "from django.db import connections\n"
        "assert all(each.connection is None for each in connections.all())\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
