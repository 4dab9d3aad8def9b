"""Fills the shop that is measured, and tells how fast that went (W7)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.benchmarks.server import manage

SEEDING = "W7 seeding, products"
IMPORTING = "W7 importing a file, products"
MOST_IMPORTED = 100_000
"""Products of the largest shop whose goods are imported anew: it takes some minutes."""
PICTURE_SCALE = "0.2"
"""Of the pictures: pages only name them, and small ones are drawn in a minute."""


@contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    """The URL of an empty database of this name on the PostgreSQL server, for as long as it is needed."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(drop)


def seed(products: int, env: Mapping[str, str]) -> dict[str, Any]:
    """Fill the shop up to so many made-up products; the command's figures."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seed.json"
        wishes = ("--products", str(products), "--scale", PICTURE_SCALE, "--figures", str(file))
        manage("seed_scale", *wishes, env=env)
        found: dict[str, Any] = json.loads(file.read_text())
    # A shop that is measured is one that has been open for a while: nothing is left to do behind its back.
    manage("prepare_pictures", env=env)
    return found


def imported(server: str, products: int, env: Mapping[str, str]) -> dict[str, Any]:
    """Write the goods of this shop of so many products to a file, and import that into a new database beside.

    How fast that went by the command's own clock: from the start of reading until the search index is complete.
    """
    with tempfile.TemporaryDirectory() as folder, new_database(server, f"bench_{products}_import") as url:
        file, figures = Path(folder) / "catalogue.csv", Path(folder) / "import.json"
        manage("export_catalogue", str(file), env=env)
        into = {**env, "DATABASE_URL": url}
        manage("migrate", "--verbosity", "0", env=into)
        manage("import_catalogue", str(file), "--strict", "--figures", str(figures), env=into)
        made = json.loads(figures.read_text())
        return {"products_per_second": round(made["products"]["created"] / made["seconds"], 1)}


def told_of(what: str, size: str, made: dict[str, Any], bare: float) -> dict[str, Any]:
    """Print how fast the products were made beside `bare`, bare answers a second; the figures."""
    rate = made["products_per_second"]
    if rate:
        print(f"{what:36}{size:>10}{rate:>10}{'':26}{round(bare / rate, 2):>14}")
    else:
        print(f"{what:36}{size:>10}  none were missing: name an empty database to measure it")
    return {**made, "per_second": rate, "bare_answers": round(bare / rate, 2) if rate else 0}
