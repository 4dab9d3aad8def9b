"""Loads pages with wrk, which takes little of the processor that the server needs."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("pages.lua")
WARM_UP_SECONDS = 3


def is_there() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def load(
    base: str, paths: Sequence[str], *, clients: int, seconds: float, whole: str = "</html>"
) -> dict[str, Any]:
    """Ask for these paths at random from so many connections: requests a second, latencies in ms, wrong answers.

    They are asked for a while before anything is counted. An answer without `whole` in it is wrong.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as urls:
        urls.write("\n".join(paths))
        urls.flush()
        _run(base, urls.name, clients, WARM_UP_SECONDS, whole)
        return _run(base, urls.name, clients, seconds, whole)


def _run(base: str, urls: str, clients: int, seconds: float, whole: str) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "-s", str(SCRIPT), base]
    env = {**os.environ, "URLS": urls, "WHOLE": whole, "SEED": str(random.randrange(10**6))}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    return found
