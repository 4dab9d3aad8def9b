"""`make bench`: fill shops with made-up goods, serve them as production does, measure, print.

    make bench                                     10,000 and 100,000 products, each in a new database of PostgreSQL
    make bench ARGS="--products 10000"             one size; several: --products 10000 100000 1000000
    make bench ARGS="--note 'What has changed.'"   puts the table on top of docs/benchmarks.md too
    make bench ARGS="--products 10000 --database-url postgres://..."     fills up and keeps a database of your own
    make bench ARGS="--demo"                       the demo shop in SQLite, with no service running

More: --seconds 10 --clients 4 --workers 2. W7 is how many products a second were seeded, and imported from a file (up
to 100,000). The column `bare answers` compares machines and days: how many answers that no view made are given in the
time of one. Figures go to var/benchmarks.json too. Pages and that reference are asked for by wrk where it is installed
(Debian: apt-get install wrk), each at random among hundreds; a wrong answer is an error.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.history import keep, table_of
from tests.benchmarks.measuring import RESTOCK, Figures, Table, measured
from tests.benchmarks.seeding import (
    IMPORTING,
    MOST_IMPORTED,
    PICTURE_SCALE,
    SEEDING,
    imported,
    new_database,
    seed,
    told_of,
)
from tests.benchmarks.server import PYTHON, ROOT, environment, manage, run

SIZES = (10_000, 100_000)
SERVER = "postgres://postgres@127.0.0.1:5432"
FIGURES = ROOT / "var" / "benchmarks.json"
Env = dict[str, str]
Seeded = dict[str, Any]
"""The figures of the command."""


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        shops = dict(filled(options, stack))
        tables = measured({size: env for size, (env, _seeded) in shops.items()}, options)
        for size, (env, seeded) in shops.items():
            add_seeding(tables[size], env, seeded, options)
    sizes: dict[str, Figures] = {size: table.figures for size, table in tables.items()}
    table = table_of(sizes)
    print(f"\n{table}")
    FIGURES.write_text(json.dumps(sizes, indent=2) + "\n")
    if options.note:
        keep(table, sizes, options.note)


def filled(options: argparse.Namespace, stack: ExitStack) -> Iterator[tuple[str, tuple[Env, Seeded | None]]]:
    """The shops to measure, filled with goods, by size: the environment of each, and how the seeding went.

    New databases are dropped as the stack ends.
    """
    if options.demo:
        yield "the demo", fill(f"sqlite:///{ROOT / 'var' / 'benchmark.sqlite3'}", None)
        return
    for products in options.products:
        print(f"\n{products:,} products")
        url = options.database_url or stack.enter_context(new_database(options.server, f"bench_{products}"))
        yield f"{products:,}", fill(url, products)


def fill(database_url: str, products: int | None) -> tuple[Env, Seeded | None]:
    """Fill the shop of a database with so many products (None: with the demo)."""
    env = {
        **environment(database_url),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "MEDIA_ROOT": str(ROOT / "var" / "benchmark-media"),
    }
    manage("migrate", "--verbosity", "0", env=env)
    seeded = seed(products, env) if products else None
    if seeded is None:
        manage("load_demo", "--scale", PICTURE_SCALE, env=env)
    run(*RESTOCK, env=env)
    manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
    return env, seeded


def add_seeding(table: Table, env: Env, seeded: Seeded | None, options: argparse.Namespace) -> None:
    """W7: how fast the shop was filled, and how fast its goods are imported into another."""
    if seeded is None:
        return
    table.figures[SEEDING] = told_of(SEEDING, table.size, seeded, table.bare)
    if seeded["products"] and seeded["products"] <= MOST_IMPORTED and not options.database_url:
        made = imported(options.server, seeded["products"], env)
        table.figures[IMPORTING] = told_of(IMPORTING, table.size, made, table.bare)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--products", type=int, nargs="+", default=SIZES, help="How many, for each shop.")
    parser.add_argument("--server", default=SERVER, help="PostgreSQL, where databases are made and dropped.")
    parser.add_argument("--database-url", help="A database of your own, filled up to --products and kept.")
    parser.add_argument("--demo", action="store_true", help="Measure the demo shop in SQLite instead.")
    parser.add_argument("--note", help="What to write with the table on top of docs/benchmarks.md.")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--python", type=Path, default=PYTHON, help="The Python to serve with.")
    options = parser.parse_args()
    if options.database_url and len(options.products) > 1:
        parser.error("one database holds one shop: name one number with --products")
    if not options.demo and not options.database_url:
        try:
            psycopg.connect(f"{options.server}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError as error:
            parser.error(
                f"PostgreSQL does not answer at {options.server} ({str(error).strip()}): start it, name yours with "
                "--server, or measure the demo shop in SQLite with --demo"
            )
    return options


if __name__ == "__main__":
    main()
