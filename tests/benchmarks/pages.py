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
WARM_UP_SECONDS = 10
"""A shop that is measured has been open for a while: most of what is asked for was asked for before."""
ROUND_SECONDS = 1
"""After which all connections are made anew: the system may have given most of them to one process of the server."""


def is_there() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def load(
    base: str, paths: Sequence[str], *, clients: int, seconds: float, whole: str = "</html>"
) -> dict[str, Any]:
    """Ask for these paths at random from so many connections: requests a second, latencies in ms, wrong answers.

    They are asked for a while before anything is counted, then in rounds of ROUND_SECONDS. An answer without `whole`
    in it is wrong.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as urls:
        urls.write("\n".join(paths))
        urls.flush()
        _run(base, urls.name, clients, WARM_UP_SECONDS, whole)
        rounds = max(1, round(seconds / ROUND_SECONDS))
        return _together(
            [_run(base, urls.name, clients, seconds / rounds, whole) for _round in range(rounds)]
        )


def _together(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of all rounds; a round's latencies count by how many answers it had."""
    answers = sum(each["answers"] for each in rounds)
    latencies = sorted((latency, each["answers"] / 100) for each in rounds for latency in each["latencies"])
    return {
        "per_second": round(answers / sum(each["seconds"] for each in rounds), 1),
        "p50_ms": round(_at(latencies, answers * 0.5), 1),
        "p95_ms": round(_at(latencies, answers * 0.95), 1),
        "errors": sum(each["errors"] for each in rounds),
    }


def _at(latencies: Sequence[tuple[float, float]], place: float) -> float:
    """The latency that so many answers do not exceed. `latencies`: in order, each with how many it stands for."""
    for latency, number in latencies:
        place -= number
        if place <= 0:
            return latency
    return latencies[-1][0] if latencies else 0.0


def _run(base: str, urls: str, clients: int, seconds: float, whole: str) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "-s", str(SCRIPT), base]
    env = {**os.environ, "URLS": urls, "WHOLE": whole, "SEED": str(random.randrange(10**6))}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    return found
