"""The statistics that words are weighed by: how many documents have a term, and how long those of a language are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Avg, Count

from search.goods import Entry, read_entries, site_roots
from search.models import Corpus, Document, Imprint
from search.rows import POSTINGS, TERMS
from search.scoring import BY_LENGTH, Averages

DOCUMENTS = Document._meta.db_table
SAMPLE = 500
"""Products whose lengths are averaged before a rebuild."""
COUNTED = "counted_terms"
"""The table, for a moment, of how many documents have each term."""
MEMORY_TO_COUNT = "64MB"
"""What each of PostgreSQL's workers may take to count them."""


def measure() -> None:
    """Count the documents of each language and average their lengths: what rarity and length are judged by."""
    found = (
        Imprint.objects.order_by()
        .values("language")
        .annotate(
            documents=Count("pk"),
            name_length=Avg("name_length"),
            attributes_length=Avg("attributes_length"),
            copy_length=Avg("copy_length"),
        )
    )
    _store([Corpus(**row) for row in found])


def averages() -> dict[str, Averages]:
    """The average lengths of each language. One query."""
    return {
        corpus.language: Averages(
            max(corpus.name_length, 1.0), max(corpus.attributes_length, 1.0), max(corpus.copy_length, 1.0)
        )
        for corpus in Corpus.objects.all()
    }


def averages_of(entries: Iterable[Entry]) -> dict[str, Averages]:
    """The average lengths of these: what there is to go by before anything has been measured."""
    return {
        language: Averages(
            *(max(sum(entry.lengths[field] for entry in some) / len(some), 1.0) for field in BY_LENGTH)
        )
        for language, some in _by_language(entries).items()
    }


def _by_language(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.language].append(entry)
    return found


def measure_sample(keys: Sequence[int]) -> None:
    """Average the lengths of SAMPLE products spread over all, for the impacts of a rebuild to go by.

    Their terms are marked as not counted.
    """
    step = max(1, len(keys) // SAMPLE)
    by_language = _by_language(read_entries(keys[::step], site_roots()))
    _store(
        [
            Corpus(
                language=language,
                is_counted=False,
                documents=len(some) * step,
                **{
                    f"{field}_length": sum(entry.lengths[field] for entry in some) / len(some)
                    for field in BY_LENGTH
                },
            )
            for language, some in by_language.items()
        ],
        also=["is_counted"],
    )


def _store(corpora: Sequence[Corpus], also: Sequence[str] = ()) -> None:
    Corpus.objects.bulk_create(
        corpora,
        update_conflicts=True,
        unique_fields=["language"],
        update_fields=["documents", *(f"{field}_length" for field in BY_LENGTH), *also],
    )


def recount() -> None:
    """Count terms and documents again, from the postings; what belongs to no document goes. Writers wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {TERMS} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY_TO_COUNT])
        # Looked for before it is removed, as is counted before it is written: only what writes nothing is read by
        # several of PostgreSQL's workers.
        of_nothing = (
            f"FROM {POSTINGS} WHERE NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {DOCUMENTS} WHERE {DOCUMENTS}.id = {POSTINGS}.document)"
        )
        cursor.execute(f"SELECT COUNT(*) {of_nothing}")
        if cursor.fetchone()[0]:
            cursor.execute(f"DELETE {of_nothing}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {COUNTED} AS "  # noqa: S608
            f"SELECT term, COUNT(*) AS documents FROM {POSTINGS} GROUP BY term"
        )
        cursor.execute(
            f"UPDATE {TERMS} SET documents = {COUNTED}.documents FROM {COUNTED} "  # noqa: S608
            f"WHERE {COUNTED}.term = {TERMS}.key AND {COUNTED}.documents <> {TERMS}.documents"
        )
        cursor.execute(
            f"DELETE FROM {TERMS} WHERE NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {COUNTED} WHERE {COUNTED}.term = {TERMS}.key)"
        )
        cursor.execute(f"DROP TABLE {COUNTED}")
        Corpus.objects.all().delete()
        measure()
