"""How good the results are: the product's own search over Icecat's goods, against what people judged of them.

    python -m tests.benchmarks.relevance ../shared/data/icecat --scorer ../shared/tools/ndcg.py

Fills the database of DATABASE_URL where it has no goods (it must be one of its own), builds the index, asks every
query of judgments.csv through the finder that the search page and the API ask, writes the ranking to
var/relevance.csv and has it scored. Prints how long a query takes, too.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RANKS = 100


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="products.jsonl.gz and judgments.csv")
    parser.add_argument("--scorer", type=Path, required=True, help="ndcg.py")
    parser.add_argument("--copies", type=int, default=1, help="of every product, for a larger catalogue")
    options = parser.parse_args()
    prepare(options.folder, options.copies)
    run = ROOT / "var" / "relevance.csv"
    seconds = rank(options.folder / "judgments.csv", run)
    cuts = statistics.quantiles(seconds, n=20)
    print(f"a query: {statistics.mean(seconds) * 1000:.1f} ms, p95 {cuts[18] * 1000:.1f} ms")
    subprocess.run([sys.executable, options.scorer, options.folder / "judgments.csv", run], check=True)


def prepare(folder: Path, copies: int) -> None:
    """Migrate, and where there are no goods load them and build the index."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django

    django.setup()
    from django.core.management import call_command

    from catalog_pages.models import Product
    from tests.benchmarks import icecat

    call_command("migrate", verbosity=0)
    if not Product.objects.exists():
        began = time.perf_counter()
        print(f"{icecat.load(folder / 'products.jsonl.gz', copies=copies)} products", end=" ")
        print(f"in {time.perf_counter() - began:.0f} s")
        call_command("rebuild_search")


def rank(judgments: Path, run: Path) -> list[float]:
    """Write the best RANKS products of each query; the seconds each took."""
    from wagtail.models import Site

    from catalog_pages.finding import finder
    from catalog_pages.models import Product

    site = Site.objects.select_related("root_page").get(is_default_site=True)
    with judgments.open(newline="") as file:
        queries = list(dict.fromkeys(row["query"] for row in csv.DictReader(file)))
    seconds = []
    with run.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["query", "product_id", "rank"])
        for query in queries:
            began = time.perf_counter()
            keys = finder().find(query, site=site).ranked()[:RANKS].tolist()
            seconds.append(time.perf_counter() - began)
            slugs = dict(Product.objects.filter(pk__in=keys).values_list("pk", "slug"))
            for place, key in enumerate(keys, 1):
                rows.writerow([query, slugs[key].removeprefix("icecat-"), place])
    return seconds


if __name__ == "__main__":
    main()
