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


def told_of(seeded: dict[str, Any], bare: float) -> dict[str, Any]:
    """Print how fast the products were seeded beside `bare`, bare answers a second; the figures."""
    rate = seeded["products_per_second"]
    if rate:
        print(f"{SEEDING:36}{rate:>10}{'':26}{round(bare / rate, 2):>14}")
    else:
        print(f"{SEEDING:36}  none were missing: name an empty database to measure it")
    return {**seeded, "per_second": rate, "bare_answers": round(bare / rate, 2) if rate else 0}
