"""`make bench`: load the demo shop into a database of its own, serve it as production does, measure, print.

    make bench ARGS="--seconds 10 --clients 4 --workers 2 --database-url postgres://..."
    make bench ARGS="--products 10000 --database-url postgres://..."

Without --database-url a SQLite file under var/ is used; a database that is named is filled with the demo, or with
that many made-up products, and the shelves are restocked. W7 is how many products a second were seeded, where any
were missing. The last column compares machines and days: how many answers that no view made are given in the time of
one. Figures go to var/benchmarks.json too. Pages and that reference are asked for by wrk where it is
installed (Debian: apt-get install wrk), each at random among hundreds; a wrong answer is an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks import pages
from tests.benchmarks.flows import Flow, Shop, discover, flows, page_flow, scramble
from tests.benchmarks.server import PYTHON, ROOT, Memory, environment, manage, run, running, workers_memory

WARM_UP_SECONDS = 2
PICTURE_SCALE = "0.2"
"""Of the demo's pictures: pages only name them, and small ones are drawn in a minute."""


SEEDING = "W7 seeding, products"
REFERENCE = "bare answer (the limit)"
"""What the server answers before any view, session or query: nothing can be faster."""
RESTOCK = ("-m", "tests.benchmarks.restock")
BUYERS, UNITS = 60, 20


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
    # A shop that is measured is one that has been open for a while: nothing is left to do behind its back.
    manage("prepare_pictures", env=env)
    return found


def told_of(seeded: dict[str, Any], bare: float) -> dict[str, Any]:
    """Print how fast the products were seeded beside `bare`, bare answers a second; the figures."""
    rate = seeded["products_per_second"]
    if rate:
        print(f"{SEEDING:36}{rate:>10}{'':26}{round(bare / rate, 2):>14}")
    else:
        print(f"{SEEDING:36}  none were missing: name an empty database to measure it")
    return {**seeded, "per_second": rate, "bare_answers": round(bare / rate, 2) if rate else 0}


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


PAGES = {"W1 category page": "categories", "W2 product page": "products", "W3 search page": "searches"}
"""What is asked for again with pages kept; a search is made each time."""


MOST_KEPT = 40
"""Pages that are asked for again and again, so that all of them are kept before anything is counted."""


def measure_pages(
    shop: Shop, options: argparse.Namespace, paths: Sequence[str], whole: str = "</html>"
) -> dict[str, Any]:
    """Ask for these paths; an answer without `whole` in it is wrong."""
    if pages.is_there():
        return pages.load(shop.base, paths, clients=options.clients, seconds=options.seconds, whole=whole)
    flow = page_flow(shop, paths, whole)
    return asyncio.run(measure(flow, clients=options.clients, seconds=options.seconds))


class Table:
    """Prints a row as soon as it is measured. The first is the reference."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, Any]] = {}
        print(f"{'':36}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'errors':>8}{'bare answers':>14}")

    @property
    def bare(self) -> float:
        reference: float = next(iter(self.figures.values()))["per_second"]
        return reference

    def add(self, name: str, result: dict[str, Any]) -> None:
        self.figures[name] = result
        result["bare_answers"] = round(self.bare / result["per_second"], 1) if result["per_second"] else 0
        print(
            f"{name:36}{result['per_second']:>10}{result['p50_ms']:>9}{result['p95_ms']:>9}"
            f"{result['errors']:>8.0f}{result['bare_answers']:>14}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default=f"sqlite:///{ROOT / 'var' / 'benchmark.sqlite3'}")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--python", type=Path, default=PYTHON, help="The Python to serve with.")
    parser.add_argument("--products", type=int, default=0, help="Seed so many instead of loading the demo.")
    options = parser.parse_args()

    env = {**environment(options.database_url), "MEDIA_ROOT": str(ROOT / "var" / "benchmark-media")}
    manage("migrate", "--verbosity", "0", env=env)
    seeded = seed(options.products, env) if options.products else None
    if seeded is None:
        manage("load_demo", "--scale", PICTURE_SCALE, env=env)
    run(*RESTOCK, env=env)
    manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
    table = Table()
    with running(env={**env, "PAGE_CACHE": "0"}, workers=options.workers, python=options.python) as base:
        shop = asyncio.run(discover(base))
        table.add(REFERENCE, measure_pages(shop, options, ["/livez"], '"ok"'))
        for name, kind in PAGES.items():
            table.add(f"{name}, made each time", measure_pages(shop, options, getattr(shop, kind)))
        for name, flow in flows(shop).items():
            table.add(name, asyncio.run(measure(flow, clients=options.clients, seconds=options.seconds)))
        few = [*RESTOCK, shop.skus[-1], str(UNITS)]
        run(*few, env=env)
        sold, refused, seconds = asyncio.run(scramble(shop, shop.skus[-1], buyers=BUYERS))
        print(f"W6 {BUYERS} buyers for {UNITS} units: {sold} sold, {refused} told so, in {seconds:.1f} s")
        table.figures["W6"] = {"sold": sold, "refused": refused, "seconds": seconds}
        memory = {"made each time": workers_memory(base)}
    with running(env={**env, "PAGE_CACHE": "1"}, workers=options.workers, python=options.python) as base:
        shop = replace(shop, base=base)
        for name, kind in list(PAGES.items())[:2]:
            table.add(f"{name}, kept", measure_pages(shop, options, getattr(shop, kind)[:MOST_KEPT]))
        memory["kept"] = workers_memory(base)
    for what, workers in memory.items():
        largest = workers[-1] if workers else Memory(0, 0)
        print(f"{f'A worker in the end, {what}':36}{largest.resident:>10} MB, its share {largest.share} MB")
    if sold != UNITS:
        raise SystemExit(f"W6 sold {sold} pieces of {UNITS}.")
    if seeded is not None:
        table.figures[SEEDING] = told_of(seeded, table.bare)
    megabytes = {what: [asdict(each) for each in workers] for what, workers in memory.items()}
    figures = {**table.figures, "megabytes": megabytes}
    (ROOT / "var" / "benchmarks.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
