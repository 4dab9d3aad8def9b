"""Measures shops: serves them as production does, asks for each thing for a while, prints a row at once."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from itertools import count
from operator import attrgetter
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
    """The figures of one shop, named by its size, printed as they are measured. The first is the reference."""

    def __init__(self, size: str) -> None:
        self.size = size
        self.figures: Figures = {}

    @property
    def bare(self) -> float:
        reference: float = next(iter(self.figures.values()))["per_second"]
        return reference

    def add(self, name: str, result: dict[str, Any]) -> None:
        self.figures[name] = result
        result["bare_answers"] = round(self.bare / result["per_second"], 1) if result["per_second"] else 0
        print(
            f"{name:36}{self.size:>10}{result['per_second']:>10}{result['p50_ms']:>9}{result['p95_ms']:>9}"
            f"{result['errors']:>8.0f}{result['bare_answers']:>14}",
            flush=True,
        )


def measured(environments: Mapping[str, Mapping[str, str]], options: argparse.Namespace) -> dict[str, Table]:
    """Serve the shops of these environments, named by size, making pages each time and keeping them; a table for each.

    The shops are asked for each thing one right after the other, so that what their figures differ by is their size
    and not the hour. A shop that sold more than it had ends the run.
    """
    head = (
        f"{'':36}{'products':>10}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'errors':>8}{'bare answers':>14}"
    )
    print(f"\n{head}")
    shops = _Shops(environments, options)
    with shops.served(page_cache="0"):
        shops.add_pages(REFERENCE, lambda shop: ["/livez"], '"ok"')
        shops.add_pages(BARE_VIEW, lambda shop: ["/nothing/"], "nothing")
        for name, kind in PAGES.items():
            shops.add_pages(f"{name}, made each time", attrgetter(kind))
        shops.add_flows()
        shops.scramble()
        shops.note_memory("made each time")
    with shops.served(page_cache="1"):
        for name, kind in list(PAGES.items())[:2]:
            shops.add_pages(f"{name}, kept", lambda shop, kind=kind: getattr(shop, kind)[:MOST_KEPT])
        shops.note_memory("kept")
    return shops.tables


class _Shops:
    """The shops that are measured, while they are served."""

    def __init__(self, environments: Mapping[str, Mapping[str, str]], options: argparse.Namespace) -> None:
        self.tables = {size: Table(size) for size in environments}
        self._environments = environments
        self._options = options
        self._shops: dict[str, Shop] = {}

    @contextmanager
    def served(self, *, page_cache: str) -> Iterator[None]:
        with ExitStack() as stack:
            for size, env in self._environments.items():
                env = {**env, "PAGE_CACHE": page_cache}
                server = running(env=env, workers=self._options.workers, python=self._options.python)
                base = stack.enter_context(server)
                known = self._shops.get(size)
                self._shops[size] = replace(known, base=base) if known else asyncio.run(discover(base))
            yield

    def add_pages(self, name: str, paths: Callable[[Shop], Sequence[str]], whole: str = "</html>") -> None:
        for size, shop in self._shops.items():
            self.tables[size].add(name, measure_pages(shop, self._options, paths(shop), whole))

    def add_flows(self) -> None:
        of_each = {size: flows(shop) for size, shop in self._shops.items()}
        for name in next(iter(of_each.values())):
            for size, found in of_each.items():
                result = measure(found[name], clients=self._options.clients, seconds=self._options.seconds)
                self.tables[size].add(name, asyncio.run(result))

    def scramble(self) -> None:
        for size, shop in self._shops.items():
            run(*RESTOCK, shop.skus[-1], str(UNITS), env=dict(self._environments[size]))
            sold, refused, seconds = asyncio.run(scramble(shop, shop.skus[-1], buyers=BUYERS))
            what = f"W6 {BUYERS} buyers for {UNITS} units"
            print(f"{what:36}{size:>10}: {sold} sold, {refused} told so, in {seconds:.1f} s")
            if sold != UNITS:
                raise SystemExit(f"W6 sold {sold} pieces of {UNITS}.")
            self.tables[size].figures["W6"] = {"sold": sold, "refused": refused, "seconds": seconds}

    def note_memory(self, what: str) -> None:
        for size, shop in self._shops.items():
            workers = workers_memory(shop.base)
            largest = workers[-1] if workers else Memory(0, 0)
            name = f"a worker in the end, {what}"
            print(f"{name:36}{size:>10}{largest.resident:>10} MB, its share {largest.share} MB")
            self.tables[size].figures[name] = asdict(largest)


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
