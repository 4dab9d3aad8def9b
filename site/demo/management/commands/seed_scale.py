"""`manage.py seed_scale --products N`: a believable shop of any size. Stopped and run again, it goes on."""

from __future__ import annotations

import json
import resource
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import Site

from catalog_pages.bulk import aside, searching
from catalog_pages.bulk.rows import tell_planner
from catalog_pages.models import Product
from demo.loading import accounts
from demo.loading.mailing import nothing_mailed
from demo.scale import goods, orders
from demo.scale.ground import prepare


class Command(BaseCommand):
    help = (
        "Fill the shop with N made-up products, believable and the same for the same seed: categories, makers, facts, "
        "prices, stock, pages and pictures. Run again it adds only what is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--products", type=int, required=True, metavar="N", help="How many there shall be."
        )
        parser.add_argument(
            "--orders", type=int, default=0, metavar="M", help="How many orders there shall be of them."
        )
        parser.add_argument("--seed", type=int, default=1, help="Other dice, another shop. Default: 1.")
        parser.add_argument(
            "--scale", type=float, default=0.4, help="The pictures' scale; 1 means 1200 x 1500. Default: 0.4."
        )
        parser.add_argument(
            "--figures", type=Path, metavar="FILE", help="Where to write how fast it went, as JSON."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._phases: dict[str, dict[str, float]] = {}
        seed, count = options["seed"], options["products"]
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        folder = Path(settings.VAR_DIR) / "demo" / f"pictures-{options['scale']:g}"
        aside.put_back()  # where a run was killed
        with nothing_mailed():
            with self._timed("ground") as done:
                ground = prepare(site, folder=folder, scale=options["scale"], at=today)
                if settings.DEBUG:
                    accounts.load_accounts()
                done(1)
            numbers = goods.missing(count)
            with (
                self._timed("products") as done,
                aside.filling(
                    *goods.TABLES,
                    looked_up_by=goods.LOOKED_UP_BY,
                    when=aside.is_filled(new=len(numbers), there=Product.objects.count()),
                ),
            ):
                goods.write_goods(
                    numbers,
                    ground,
                    seed=seed,
                    today=today,
                    progress=lambda written: self._say("Writing the goods", written, len(numbers)),
                )
                if numbers:
                    tell_planner()
                done(len(numbers))
            with self._timed("search") as done:
                done(searching.catch_up(lambda row, rows: self._say("Indexing for the search", row, rows)))
            with self._timed("orders") as done:
                done(
                    orders.load_orders(
                        options["orders"],
                        products=count,
                        seed=seed,
                        progress=lambda order, all_: self._say("Placing orders", order, all_),
                    )
                )
        self._summarise(len(numbers), options["figures"])

    @contextmanager
    def _timed(self, name: str) -> Iterator[Any]:
        """Yields what takes the number of things made in the time."""
        made = 0

        def note(number: int) -> None:
            nonlocal made
            made = number

        wall, processor = time.perf_counter(), time.process_time()
        yield note
        self._phases[name] = {
            "made": made,
            "seconds": round(time.perf_counter() - wall, 2),
            "cpu_seconds": round(time.process_time() - processor, 2),
        }

    def _summarise(self, new: int, figures: Path | None) -> None:
        for name, phase in self._phases.items():
            rate = phase["made"] / phase["seconds"] if phase["seconds"] else 0
            phase["per_second"] = round(rate, 1)
            self.stdout.write(
                f"{name:10}{phase['made']:>9.0f} made{phase['seconds']:>9.2f} s{phase['cpu_seconds']:>9.2f} s of CPU"
                f"{rate:>11.1f} a second"
            )
        seconds = self._phases["products"]["seconds"] + self._phases["search"]["seconds"]
        whole = {
            "products": new,
            "products_per_second": round(new / seconds, 1) if seconds else 0,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "phases": self._phases,
        }
        self.stdout.write(
            f"{new} products, {whole['products_per_second']} a second with the search index; "
            f"{whole['megabytes']} MB at most."
        )
        if figures is not None:
            figures.write_text(json.dumps(whole, indent=2) + "\n")

    def _say(self, what: str, done: int, total: int) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r{what}: {done} of {total}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(f"{what}: {total}")
