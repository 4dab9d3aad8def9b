"""The SQL of a search: which documents have the words, and in which order (docs/adr/0016)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from search.models import Document, Posting
from search.question import Question, Reading
from search.rows import POSTINGS
from search.scoring import FULL

POPULARITY = 0.1
"""What the best seller gains on a product nobody bought, where the words alone give 0 to 1."""
SOLD_OUT = 0.1
"""What a product loses while nothing of it can be bought."""
OTHERWISE = 0.9
"""What words count that are read otherwise than they are typed: as one, as two, by another name."""
PROMOTED = 1000
CONSIDERED = 1000
"""Documents whose stock and popularity are looked at, of those whose words fit best: what is further down would
not be moved to the first pages by the little these two weigh."""
SELECTIVE = 4
"""A word this many times rarer than all together is looked up first."""

WHOLE = FULL * FULL
"""What a text is given in the SQL that could not fit better: the weight of a word by its impact."""
DOCUMENTS = Document._meta.db_table


@dataclass(frozen=True)
class Terms:
    """What to look for under a root. `any_word`: some of the words will do, the more of them the better."""

    root: int
    question: Question
    any_word: bool = False
    promoted: tuple[int, ...] = ()
    buried: tuple[int, ...] = ()

    def documents(self) -> QuerySet[Document]:
        """The documents found. Evaluates nothing."""
        found = Q(pk__in=[])
        for reading in self.question.readings:
            if self.any_word:
                found |= Q(pk__in=_having(*(slot.term for slot in reading)))
            else:
                every = Q()
                for slot in reading:
                    every &= Q(pk__in=_having(slot.term))
                found |= every
        if self.promoted:
            found |= Q(product__in=self.promoted)
        return Document.objects.filter(found, root=self.root)

    def best(self, among: QuerySet[Any, Any] | None, start: int, stop: int) -> list[int]:
        """The pks of products in the order of their rank, those `among` alone. One query."""
        if not self.question.readings and not self.promoted:
            return []
        texts, parameters = self._texts()
        if among is None and self.question.is_of_one_root and not (self.any_word or self.promoted):
            considered = max(CONSIDERED, 4 * stop)
            texts = f"SELECT * FROM ({texts}) AS every ORDER BY text DESC, document LIMIT {considered}"  # noqa: S608
        where = ["d.root_id = %s"]
        parameters.append(self.root)
        if among is not None:
            sql, among_parameters = among.query.sql_with_params()
            where.append(f"d.product_id IN ({sql})")
            parameters += among_parameters
        rank, rank_parameters = self._rank()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT d.product_id FROM ({texts}) AS t JOIN {DOCUMENTS} AS d ON d.id = t.document "  # noqa: S608
                f"WHERE {' AND '.join(where)} ORDER BY {rank}, d.product_id LIMIT %s OFFSET %s",
                [*parameters, *rank_parameters, stop - start, start],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def _rank(self) -> tuple[str, list[Any]]:
        order = []
        parameters: list[Any] = []
        if self.promoted:
            places = " ".join("WHEN %s THEN %s" for _ in self.promoted)
            order.append(f"CASE d.product_id {places} ELSE {PROMOTED} END")
            parameters += [value for place, pk in enumerate(self.promoted) for value in (pk, place)]
        if self.buried:
            order.append(f"CASE WHEN d.product_id IN ({_marks(self.buried)}) THEN 1 ELSE 0 END")
            parameters += self.buried
        if self.any_word:
            order.append("t.found DESC")
        order.append(
            f"t.text + {round(POPULARITY * WHOLE)} * d.popularity "
            f"- CASE WHEN d.in_stock THEN 0 ELSE {round(SOLD_OUT * WHOLE)} END DESC"
        )
        return ", ".join(order), parameters

    def _texts(self) -> tuple[str, list[Any]]:
        """Documents with how well the words describe them (0 to WHOLE) and how many of the words they have."""
        parts, parameters = [], []
        for number, reading in enumerate(self.question.readings):
            sql, some = self._reading(reading, OTHERWISE if number else 1.0)
            parts.append(sql)
            parameters += some
        if self.promoted:
            parts.append(
                f"SELECT id AS document, {WHOLE} AS text, 1 AS found FROM {DOCUMENTS} "  # noqa: S608
                f"WHERE product_id IN ({_marks(self.promoted)})"
            )
            parameters += self.promoted
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
            f"FROM {POSTINGS} WHERE term IN ({_marks(terms)})"
        )
        parameters: list[Any] = [*terms, *terms]
        if self.any_word:
            return f"{sql} GROUP BY document", parameters
        rarest = min(reading, key=lambda slot: slot.documents)
        if rarest.documents * SELECTIVE < sum(slot.documents for slot in reading):
            sql += f" AND document IN (SELECT document FROM {POSTINGS} WHERE term = %s)"  # noqa: S608
            parameters.append(rarest.term)
        return f"{sql} GROUP BY document HAVING COUNT(*) = {len(reading)}", parameters


def _having(*terms: int) -> QuerySet[Posting, Any]:
    return Posting.objects.filter(term__in=terms).values("document")


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
