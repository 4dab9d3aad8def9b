"""Verifies the index against the goods, and its parts against each other. Writes nothing."""

from __future__ import annotations

from django.db import connection

from catalog_pages.models import Product
from search.goods import read_entries, site_roots
from search.models import Imprint
from search.rows import POSTINGS, TERMS, unpack
from search.writing import chunks, documents_of


def check() -> list[str]:
    """Where the index says other than the goods, a line each; empty when all is well. Reads everything."""
    roots, wrong = site_roots(), []
    for chunk in chunks(list(Product.objects.order_by("pk").values_list("pk", flat=True))):
        known = documents_of(chunk)
        entries = {(entry.product, entry.root): entry for entry in read_entries(chunk, roots)}
        for place, document in known.items():
            if place not in entries:
                wrong.append(f"product {document.product_id}: is in the index, but not shown")
            elif entries[place].digest != document.imprint.digest:
                wrong.append(f"{entries[place].name}: the index says something else")
        wrong += [
            f"{entry.name}: is not in the index" for place, entry in entries.items() if place not in known
        ]
    return wrong + _unsound()


def _unsound() -> list[str]:
    """Postings without a document, documents without their postings, terms counted wrongly."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT document, COUNT(*) FROM {POSTINGS} GROUP BY document")  # noqa: S608
        counted = dict(cursor.fetchall())
    imprints = Imprint.objects.values_list("pk", "document__product", "terms")
    for pk, product, terms in imprints.iterator():
        if counted.pop(pk, 0) != len(unpack(terms)):
            found.append(f"product {product}: its words are not all in the index")
    if counted:
        found.append(f"words of {len(counted)} documents that are not there")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM {TERMS} WHERE documents <> "  # noqa: S608
            f"(SELECT COUNT(*) FROM {POSTINGS} WHERE {POSTINGS}.term = {TERMS}.key) ORDER BY word"
        )
        found += [f"the word “{word}” is counted wrongly" for (word,) in cursor.fetchall()]
    return found
