"""Measures one shop: serves it as production does, asks for each thing for a while, prints a row at once."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import count
from typing import Any

import aiohttp

from tests.benchmarks import pages
from tests.benchmarks.flows import Flow, Shop, discover, flows, page_flow, scramble
from tests.benchmarks.server import Memory, run, running, workers_memory

Figures = dict[str, dict[str, Any]]
"""By the name of what was measured."""

WARM_UP_SECONDS = 2
REFERENCE = "bare answer (the limit)"
"""What the server answers before any middleware, view, session or query: nothing can be faster."""
BARE_VIEW = "a view that does nothing"
"""What Django and the shop's middleware take, in production's settings (`tests.benchmarks.urls`)."""
RESTOCK = ("-m", "tests.benchmarks.restock")
BUYERS, UNITS = 60, 20
PAGES = {"W1 category page": "categories", "W2 product page": "products", "W3 search page": "searches"}
"""What is asked for again with pages kept; a search is made each time."""
MOST_KEPT = 40
"""Pages that are asked for again and again, so that all of them are kept before anything is counted."""


class Table:
    """Prints a row as soon as it is measured. The first is the reference."""

    def __init__(self) -> None:
        self.figures: Figures = {}
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


def measured(env: Mapping[str, str], options: argparse.Namespace) -> Table:
    """Serve the shop of this environment twice, making pages each time and keeping them, and measure everything.

    A shop that sold more than it had ends the run.
    """
    table = Table()
    with running(env={**env, "PAGE_CACHE": "0"}, workers=options.workers, python=options.python) as base:
        shop = asyncio.run(discover(base))
        table.add(REFERENCE, measure_pages(shop, options, ["/livez"], '"ok"'))
        table.add(BARE_VIEW, measure_pages(shop, options, ["/nothing/"], "nothing"))
        for name, kind in PAGES.items():
            table.add(f"{name}, made each time", measure_pages(shop, options, getattr(shop, kind)))
        for name, flow in flows(shop).items():
            table.add(name, asyncio.run(measure(flow, clients=options.clients, seconds=options.seconds)))
        run(*RESTOCK, shop.skus[-1], str(UNITS), env=env)
        sold, refused, seconds = asyncio.run(scramble(shop, shop.skus[-1], buyers=BUYERS))
        print(f"W6 {BUYERS} buyers for {UNITS} units: {sold} sold, {refused} told so, in {seconds:.1f} s")
        if sold != UNITS:
            raise SystemExit(f"W6 sold {sold} pieces of {UNITS}.")
        table.figures["W6"] = {"sold": sold, "refused": refused, "seconds": seconds}
        memory = {"made each time": workers_memory(base)}
    with running(env={**env, "PAGE_CACHE": "1"}, workers=options.workers, python=options.python) as base:
        shop = replace(shop, base=base)
        for name, kind in list(PAGES.items())[:2]:
            table.add(f"{name}, kept", measure_pages(shop, options, getattr(shop, kind)[:MOST_KEPT]))
        memory["kept"] = workers_memory(base)
    for what, workers in memory.items():
        largest = workers[-1] if workers else Memory(0, 0)
        name = f"a worker in the end, {what}"
        print(f"{name:36}{largest.resident:>10} MB, its share {largest.share} MB")
        table.figures[name] = asdict(largest)
    return table


def measure_pages(
    shop: Shop, options: argparse.Namespace, paths: Sequence[str], whole: str = "</html>"
) -> dict[str, Any]:
    """Ask for these paths; an answer without `whole` in it is wrong."""
    if pages.is_there():
        return pages.load(shop.base, paths, clients=options.clients, seconds=options.seconds, whole=whole)
    flow = page_flow(shop, paths, whole)
    return asyncio.run(measure(flow, clients=options.clients, seconds=options.seconds))


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
