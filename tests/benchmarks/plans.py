"""How the database answers what shoppers ask: each query of the hot paths, its plan and its time.

    python -m tests.benchmarks.plans --database-url postgres://... [--database-url postgres://...]

Asks a seeded shop for some pages and lists of each kind in one process, and explains every query of the last by
EXPLAIN (ANALYZE, BUFFERS): what is slow there is slow for everybody. Nothing is kept between requests but what each
process keeps of the goods. Prints a table in Markdown for each database that is named; a table read from end to end
is named with its rows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.server import ROOT, environment

READS = re.compile(r'(?:FROM|JOIN) \(?"?([a-z_]+)"?')
SLOW = 1.0
"""Milliseconds from which a query gets a line of its own; the others are summed up."""
LABELS = re.compile(r"^(?:catalog_pages|wagtail(?:core|images|search)?|orders|customers)_")


@dataclass(frozen=True)
class Asked:
    """A query as it was explained: milliseconds to plan and to execute it, pages of 8 kB that it read."""

    tables: str
    planning: float
    execution: float
    buffers: int
    plan: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", action="append", required=True, dest="urls")
    options = parser.parse_args()
    if len(options.urls) == 1 and os.environ.get("DATABASE_URL") == options.urls[0]:
        explain_all()
        return
    for url in options.urls:  # each in a process of its own, for settings are read once
        env = {
            **environment(url),
            "PAGE_CACHE": "0",
            "EMBEDDED_HEARTBEAT": "0",
            "BASE_URL": "http://127.0.0.1",
        }
        command = [sys.executable, "-m", "tests.benchmarks.plans", "--database-url", url]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def explain_all() -> None:
    """Print the table of the database of DATABASE_URL."""
    import django

    os.environ["PREPARED_STATEMENTS"] = "0"  # a plan is shown for values, which stand in the text then
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from catalog_pages.columns.warming import warm
    from catalog_pages.models import Product

    warm()
    client = Client(headers={"host": "127.0.0.1"})
    print(f"\n## {Product.objects.count():,} products\n")
    print("| request | queries | reads | plan, ms | execution, ms | pages | how |")
    print("|---|---|---|---|---|---|---|")
    for name, paths in requests():
        for path in paths[:-1]:
            client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(paths[-1])
        assert answer.status_code == 200, f"{answer.status_code} {paths[-1]}"
        asked = [explained(each["sql"]) for each in captured if each["sql"].startswith(("SELECT", "WITH"))]
        print("\n".join(rows(name, asked)), flush=True)


def requests() -> Iterator[tuple[str, list[str]]]:
    """Kinds of requests with some paths of each; the last is explained, those before it warm what is kept."""
    from django.db.models import F

    from catalog_pages.models import Category, CategoryPage, Product, ProductPage
    from search.models import Document, Term

    dice = random.Random(1)
    leaves = CategoryPage.objects.live().filter(category__lft=F("category__rght") - 1).order_by("pk")
    found = dice.sample(list(leaves), 5)
    yield "category page, a leaf", [page.url for page in found]
    top = CategoryPage.objects.live().filter(category__level=0).order_by("pk")
    yield "category page, a whole department", [page.url for page in top[:2]]
    yield "the same, by price, third page", [f"{page.url}?sort=price&page=3" for page in top[:2]]
    places = [dice.randrange(ProductPage.objects.count()) for _page in range(5)]
    pages: list[Any] = [ProductPage.objects.live().order_by("pk")[place] for place in places]
    yield "product page", [page.url for page in pages]
    common = list(Term.objects.order_by("-documents").values_list("word", "documents")[:40])
    some = Term.objects.filter(documents__gt=1, word__regex="^[a-z]{4,}$").order_by("documents", "word")
    rare = list(some.values_list("word", flat=True)[:5])
    often = [word for word, _documents in common if word.isalpha()]
    yield f"search for a word that {common[0][1]:,} have", [f"/search/?q={word}" for word in often[3:0:-1]]
    yield (
        "search for two common words",
        [f"/search/?q={often[4]}+{often[5]}", f"/search/?q={often[2]}+{often[1]}"],
    )
    yield "search for the rarest word", [f"/search/?q={word}" for word in reversed(rare)]
    yield (
        "search for a word with a mistake in it",
        [f"/search/?q={often[6]}x", f"/search/?q={often[2][:-2]}x{often[2][-2:]}"],
    )
    yield "suggestions for two letters", [f"/api/v1/suggestions/?q={word[:2]}" for word in often[:3]]
    yield (
        "suggestions for a word and two letters",
        [f"/api/v1/suggestions/?q={one}+{two[:2]}" for one, two in zip(often[:3], often[3:6], strict=True)],
    )
    slug = Category.objects.filter(level=0).order_by("pk")[0].slug
    yield "listing of the API", [f"/api/v1/products/?category={slug}&page_size=24"] * 2
    product: Any = Product.objects.filter(pk__in=Document.objects.values("product")[:3])
    yield "product of the API", [f"/api/v1/products/{each.slug}/" for each in product]


def explained(sql: str) -> Asked:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql.replace('%', '%%')}", [])
        (found,) = cursor.fetchone()
    found = json.loads(found)[0] if isinstance(found, str) else found[0]
    plan = found["Plan"]
    return Asked(
        tables=", ".join(dict.fromkeys(LABELS.sub("", name) for name in READS.findall(sql) if "_" in name)),
        planning=found["Planning Time"],
        execution=found["Execution Time"],
        buffers=plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0),
        plan=", ".join(dict.fromkeys(scans(plan))),
    )


def scans(node: dict[str, Any]) -> Iterator[str]:
    """By what each table is read, those that were not read left out."""
    for child in node.get("Plans", []):
        yield from scans(child)
    if not node["Actual Loops"]:
        return
    rows_read = round(node["Actual Rows"] * node["Actual Loops"])
    if "Index Name" in node:
        yield f"{node['Index Name']} ({rows_read:,})"
    elif node["Node Type"].endswith("Seq Scan"):
        discarded = node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
        yield f"all of {node['Relation Name']} ({rows_read + round(discarded):,})"
    elif node["Node Type"] == "Sort":
        yield f"sort ({rows_read:,})"


def rows(name: str, asked: list[Asked]) -> Iterator[str]:
    """Lines of the table: the whole request, then each query that is not quick."""
    slow = [each for each in asked if each.planning + each.execution >= SLOW]
    planning, execution = (sum(getattr(each, what) for each in asked) for what in ("planning", "execution"))
    buffers = sum(each.buffers for each in asked)
    yield f"| **{name}** | {len(asked)} | | {planning:.1f} | {execution:.1f} | {buffers:,} | |"
    for each in slow:
        yield f"| | | {each.tables} | {each.planning:.1f} | {each.execution:.1f} | {each.buffers:,} | {each.plan} |"


if __name__ == "__main__":
    main()
