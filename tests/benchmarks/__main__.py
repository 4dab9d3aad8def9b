"""`make bench`: fill shops with made-up goods, serve them as production does, measure, print.

    make bench                                     10,000 and 100,000 products, each in a new database of PostgreSQL
    make bench ARGS="--products 10000"             one size; several: --products 10000 100000 1000000
    make bench ARGS="--note 'What has changed.'"   puts the table on top of docs/benchmarks.md too
    make bench ARGS="--products 10000 --database-url postgres://..."     fills up and keeps a database of your own
    make bench ARGS="--demo"                       the demo shop in SQLite, with no service running

More: --seconds 10 --clients 4 --workers 2. W7 is how many products a second were seeded, and imported from a file (up
to 10,000). The column `bare answers` compares machines and days: how many answers that no view made are given in the
time of one. Figures go to var/benchmarks.json too. Pages and that reference are asked for by wrk where it is installed
(Debian: apt-get install wrk), each at random among hundreds; a wrong answer is an error.
"""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext
from pathlib import Path

import psycopg

from tests.benchmarks.history import keep, table_of
from tests.benchmarks.measuring import RESTOCK, Figures, measured
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


def main() -> None:
    options = _options()
    sizes: dict[str, Figures] = {}
    if options.demo:
        sizes["the demo"] = figures_of(f"sqlite:///{ROOT / 'var' / 'benchmark.sqlite3'}", None, options)
    for products in () if options.demo else options.products:
        database = options.database_url
        with nullcontext(database) if database else new_database(options.server, f"bench_{products}") as url:
            print(f"\n{products:,} products")
            sizes[f"{products:,}"] = figures_of(url, products, options)
    table = table_of(sizes)
    print(f"\n{table}")
    FIGURES.write_text(json.dumps(sizes, indent=2) + "\n")
    if options.note:
        keep(table, sizes, options.note)


def figures_of(database_url: str, products: int | None, options: argparse.Namespace) -> Figures:
    """Fill the shop of a database with so many products (None: with the demo) and measure it."""
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
    table = measured(env, options)
    if products and seeded is not None:
        table.figures[SEEDING] = told_of(SEEDING, seeded, table.bare)
        if products <= MOST_IMPORTED and not options.database_url:
            made = imported(options.server, products, env)
            table.figures[IMPORTING] = told_of(IMPORTING, made, table.bare)
    return table.figures


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
