"""The production server on a database of its own, for as long as a measurement lasts."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.executable)
START = 600.0
"""Seconds: a process reads all goods before it answers, ten thousand a second or so."""


def environment(database_url: str) -> dict[str, str]:
    """Production settings on a machine of one's own: plain HTTP, no throttles."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": "1048576",
        "MALLOC_TRIM_THRESHOLD_": "2097152",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "ALLOW_HTTP": "1",
        "THROTTLES": "0",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
    }


def manage(command: str, *arguments: str, env: dict[str, str]) -> None:
    """Run a management command, and stop the measurement if it fails."""
    run(str(ROOT / "manage.py"), command, *arguments, env=env)


def run(*arguments: str, env: dict[str, str]) -> None:
    """Run Python with these arguments, and stop the measurement if it fails."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=True)


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process, in megabytes."""

    resident: int
    """What `ps` tells: what it shares with others is counted in full."""
    share: int
    """What it has alone, and its part of what it shares: those of all processes add up to what is used."""


def workers_of(base: str) -> list[int]:
    """The processes that answer at this address: the children of the server, who are called as it is."""
    port = base.rsplit(":", 1)[1].encode()
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if port in (folder / "cmdline").read_bytes().split(b"\0"):
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended meanwhile
    return [process for process, parent in parents.items() if parent in parents]


def workers_memory(base: str) -> list[Memory]:
    """Of each worker of the server at this address, as Linux tells, the largest last; empty elsewhere."""
    found = []
    for process in workers_of(base):
        lines = (Path("/proc") / str(process) / "smaps_rollup").read_text().splitlines()[1:]
        kilobytes = dict(line.split()[:2] for line in lines)
        found.append(Memory(int(kilobytes["Rss:"]) // 1024, int(kilobytes["Pss:"]) // 1024))
    return sorted(found, key=attrgetter("resident"))


@contextmanager
def running(*, env: dict[str, str], workers: int, python: Path = PYTHON) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1; yields the base URL and ends the server afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(str(python), "-m", "config.serve", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning"),
    ]
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, env={**env, "BASE_URL": base})
    try:
        _wait_for(f"{base}/readyz", process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    stop = time.monotonic() + START
    while time.monotonic() < stop:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"{url} did not answer within {START:.0f} seconds.")
