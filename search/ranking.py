"""The SQL of a search: which documents have the words, and in which order (docs/adr/0016)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import Array
from search.documents import placed_under
from search.models import Document
from search.question import Question, Reading
from search.rows import POSTINGS
from search.scoring import FULL

POPULARITY = 0.1
"""What the best seller gains on a product nobody bought, where the words alone give 0 to 1."""
SOLD_OUT = 0.1
"""What a product loses while nothing of it can be bought."""
OTHERWISE = 0.9
"""What words count that are read otherwise than they are typed: as one, as two, by another name."""
CONSIDERED = 1000
"""Documents whose stock and popularity are looked at, of those whose words fit best: what is further down would
not be moved to the first pages by the little these two weigh."""
SELECTIVE = 4
"""A word this many times rarer than all together is looked up first."""

WHOLE = FULL * FULL
"""What a text is given in the SQL that could not fit better: the weight of a word by its impact."""
NO_ROWS: Array = np.empty(0, dtype=np.int64)
DOCUMENTS = Document._meta.db_table
NOTHING = (NO_ROWS, NO_ROWS, NO_ROWS)


@dataclass(frozen=True)
class Terms:
    """What to look for under a root. `any_word`: some of the words will do, the more of them the better."""

    root: int
    question: Question
    any_word: bool = False
    promoted: tuple[int, ...] = ()
    buried: tuple[int, ...] = ()

    def ranked(self) -> Array:
        """The pks of all the products found, in the order of their rank.

        Two queries: what the words say of each document, and the standing of the best; one more where something is
        promoted, or where documents are new to this process.
        """
        documents, text, found = _fetch(*self._texts()) if self.question.readings else NOTHING
        products, is_here = placed_under(self.root, documents)
        documents, text, found = documents[is_here], text[is_here], found[is_here]
        order = self._order(documents, text, found, products)
        return self._placed(products[order])

    def _order(self, documents: Array, text: Array, found: Array, products: Array) -> Array:
        """Whoever has more of the words comes first where some will do; then by text, for the best with standing."""
        words = -found if self.any_word else np.zeros_like(found)
        order = np.lexsort((products, -text, words))
        best = order[:CONSIDERED]
        score = text[best] + standing_of(documents[best])
        again = np.lexsort((products[best], -score, words[best]))
        return np.concatenate((best[again], order[CONSIDERED:]))

    def _placed(self, products: Array) -> Array:
        """With what is promoted first and what is buried last."""
        if self.promoted:
            shown = Document.objects.filter(product__in=self.promoted, root=self.root)
            there = set(shown.values_list("product", flat=True))
            first = [pk for pk in self.promoted if pk in there]
            products = np.concatenate((first, products[~np.isin(products, first)])).astype(np.int64)
        if self.buried:
            is_buried = np.isin(products, [pk for pk in self.buried if pk not in self.promoted])
            products = np.concatenate((products[~is_buried], products[is_buried]))
        return products

    def _texts(self) -> tuple[str, list[Any]]:
        """Documents with how well the words describe them (0 to WHOLE) and how many of the words they have."""
        parts, parameters = [], []
        for number, reading in enumerate(self.question.readings):
            sql, some = self._reading(reading, OTHERWISE if number else 1.0)
            parts.append(sql)
            parameters += some
        if len(parts) == 1:
            return parts[0], parameters
        together = " UNION ALL ".join(parts)
        return (
            f"SELECT document, MAX(text) AS text, MAX(found) AS found FROM ({together}) AS p GROUP BY document",  # noqa: S608
            parameters,
        )

    def _reading(self, reading: Reading, worth: float) -> tuple[str, list[Any]]:
        weights = [self.question.weight(slot) for slot in reading]
        whole = sum(weights)
        # Whole numbers, for PostgreSQL reckons with them far faster than with decimals.
        parts = [max(1, round(FULL * worth * weight / whole)) for weight in weights]
        terms = [slot.term for slot in reading]
        if len(reading) == 1:
            return (
                f"SELECT document, {parts[0]} * impact AS text, 1 AS found FROM {POSTINGS} WHERE term = %s",  # noqa: S608
                terms,
            )
        cases = " ".join(f"WHEN %s THEN {part}" for part in parts)
        sql = (
            f"SELECT document, SUM(CASE term {cases} END * impact) AS text, COUNT(*) AS found "  # noqa: S608
            f"FROM {POSTINGS} WHERE term IN ({marks(terms)})"
        )
        parameters: list[Any] = [*terms, *terms]
        if self.any_word:
            return f"{sql} GROUP BY document", parameters
        rarest = min(reading, key=lambda slot: slot.documents)
        if rarest.documents * SELECTIVE < sum(slot.documents for slot in reading):
            sql += f" AND document IN (SELECT document FROM {POSTINGS} WHERE term = %s)"  # noqa: S608
            parameters.append(rarest.term)
        return f"{sql} GROUP BY document HAVING COUNT(*) = {len(reading)}", parameters


def _fetch(sql: str, parameters: Sequence[int]) -> tuple[Array, Array, Array]:
    """Documents, their text and how many words they have; on PostgreSQL as packed numbers, for there may be many."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            packed = ", ".join(
                f"string_agg(int4send({name}::int), '')" for name in ("document", "text", "found")
            )
            cursor.execute(f"SELECT {packed} FROM ({sql}) AS found", list(parameters))  # noqa: S608
            document, text, found = (
                np.frombuffer(column or b"", dtype=">i4").astype(np.int64) for column in cursor.fetchone()
            )
            return document, text, found
        cursor.execute(sql, list(parameters))
        fetched = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 3)
        return fetched[:, 0], fetched[:, 1], fetched[:, 2]


def standing_of(documents: Array) -> Array:
    """What stock and popularity add to the text of these documents. One query, none for none."""
    added = np.zeros(len(documents))
    if not len(documents):
        return added
    places = {document: place for place, document in enumerate(documents.tolist())}
    for pk, popularity, in_stock in _standings(list(places)):
        added[places[pk]] = POPULARITY * WHOLE * popularity - (0 if in_stock else SOLD_OUT * WHOLE)
    return added


def _standings(documents: list[int]) -> Iterable[tuple[int, float, bool]]:
    if connection.vendor != "postgresql":
        return Document.objects.filter(pk__in=documents).values_list("pk", "popularity", "in_stock")
    with connection.cursor() as cursor:  # one parameter, where `in` would make a thousand
        cursor.execute(
            f"SELECT id, popularity, in_stock FROM {DOCUMENTS} WHERE id = ANY(%s)",  # noqa: S608
            [documents],
        )
        rows: list[tuple[int, float, bool]] = cursor.fetchall()
        return rows


def marks(values: Sequence[Any]) -> str:
    """Places for so many parameters; one that nothing equals for none."""
    return ", ".join(["%s"] * len(values)) or "NULL"
