"""`make bench`: load the demo shop into a database of its own, serve it as production does, measure, print.

    make bench ARGS="--seconds 10 --clients 4 --workers 2 --database-url postgres://..."
    make bench ARGS="--products 10000 --database-url postgres://..."

Without --database-url a SQLite file under var/ is used; a database that is named is filled with the demo, or with
that many made-up products, and the shelves are restocked. W7 is how many products a second were seeded, where any
were missing. The last column compares machines and days: how many requests for a view that does nothing
are answered in the time of one. Figures go to var/benchmarks.json too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks.flows import Flow, discover, flows
from tests.benchmarks.server import ROOT, environment, manage, run, running

WARM_UP_SECONDS = 2
PICTURE_SCALE = "0.2"
"""Of the demo's pictures: pages only name them, and small ones are drawn in a minute."""


SEEDING = "W7 seeding, products"


def seed(products: int, env: dict[str, str]) -> dict[str, Any]:
    """Fill the shop up to so many made-up products; the command's figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "seed.json"
        manage(
            "seed_scale",
            "--products",
            str(products),
            "--scale",
            PICTURE_SCALE,
            "--figures",
            str(figures),
            env=env,
        )
        found: dict[str, Any] = json.loads(figures.read_text())
    return found


def told_of(seeded: dict[str, Any], bare: float) -> dict[str, Any]:
    """Print how fast the products were seeded beside `bare`, bare views a second; the figures."""
    rate = seeded["products_per_second"]
    if rate:
        print(f"{SEEDING:36}{rate:>10}{'':26}{round(bare / rate, 2):>12}")
    else:
        print(f"{SEEDING:36}  none were missing: name an empty database to measure it")
    return {**seeded, "per_second": rate, "bare_views": round(bare / rate, 2) if rate else 0}


async def measure(flow: Flow, *, clients: int, seconds: float) -> dict[str, float]:
    """Run `flow` from `clients` at once; requests that began in the warm-up are not counted."""
    latencies: list[float] = []
    errors: list[str] = []
    numbers = count()
    begin = time.perf_counter() + WARM_UP_SECONDS
    stop = begin + seconds

    async def client_loop() -> None:
        while time.perf_counter() < stop:
            jar = aiohttp.CookieJar(unsafe=True)
            async with aiohttp.ClientSession(cookie_jar=jar) as client:
                began = time.perf_counter()
                try:
                    await flow(client, next(numbers))
                except (AssertionError, aiohttp.ClientError) as error:
                    errors.append(repr(error)[:200])
                    continue
                if began >= begin:
                    latencies.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(client_loop() for _ in range(clients)))
    cuts = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
    if errors:
        print(f"  first error: {errors[0]}")
    return {
        "per_second": round(len(latencies) / seconds, 1),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "errors": len(errors),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default=f"sqlite:///{ROOT / 'var' / 'benchmark.sqlite3'}")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--products", type=int, default=0, help="Seed so many instead of loading the demo.")
    parser.add_argument(
        "--query", default="", help="What is searched for: print in the demo, lamp in a seeded shop."
    )
    options = parser.parse_args()

    env = {**environment(options.database_url), "MEDIA_ROOT": str(ROOT / "var" / "benchmark-media")}
    manage("migrate", "--verbosity", "0", env=env)
    seeded = seed(options.products, env) if options.products else None
    if seeded is None:
        manage("load_demo", "--scale", PICTURE_SCALE, env=env)
    query = options.query or ("lamp" if options.products else "print")
    run("-m", "tests.benchmarks.restock", env=env)
    manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
    figures: dict[str, dict[str, Any]] = {}
    with running(env=env, workers=options.workers) as base:
        shop = asyncio.run(discover(base))
        print(f"{'':36}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'errors':>8}{'bare views':>12}")
        for name, flow in flows(shop, query).items():
            result = asyncio.run(measure(flow, clients=options.clients, seconds=options.seconds))
            figures[name] = result
            bare = next(iter(figures.values()))["per_second"]
            result["bare_views"] = round(bare / result["per_second"], 1) if result["per_second"] else 0
            print(
                f"{name:36}{result['per_second']:>10}{result['p50_ms']:>9}{result['p95_ms']:>9}"
                f"{result['errors']:>8.0f}{result['bare_views']:>12}"
            )
        if seeded is not None:
            figures[SEEDING] = told_of(seeded, next(iter(figures.values()))["per_second"])
    (ROOT / "var" / "benchmarks.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
