"""Rows of files to import, and all rows of the database to compare."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps

PIPIT_COLUMNS = [
    "sku", "product", "name", "categories", "brand", "description", "attributes", "options", "price",
    "sale_price", "stock", "weight_grams", "images",
]  # fmt: skip


def written(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8"
) -> Path:
    """The file, with a header of these columns and these rows (what is left out is empty)."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def tee(sku: str = "TEE-M", **cells: str) -> dict[str, str]:
    """A row of Pipit's format: one size of a T-shirt."""
    row = {
        "sku": sku,
        "product": "TEE",
        "name": "Plain Tee",
        "categories": "Clothes > Tees",
        "description": "<p>Soft.</p>",
        "options": f"Size={sku.rsplit('-', 1)[-1]}",
        "price": "20.00",
        "stock": "5",
    }
    return row | cells


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def differences(before: Mapping[str, list[Any]], after: Mapping[str, list[Any]]) -> Iterable[str]:
    """The tables in which anything at all differs."""
    return [label for label, rows in before.items() if rows != after[label]]
