"""Writes to the index many rows at a time: COPY and arrays on PostgreSQL, prepared statements on SQLite."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import Array
from catalog_pages.lookups import array_of_numbers, array_of_texts
from search.models import Posting, Term

POSTINGS = Posting._meta.db_table
TERMS = Term._meta.db_table


def packed_each(terms: Array, counts: Sequence[int]) -> list[bytes]:
    """Keys of terms as documents keep them, 8 bytes each, sorted: the first so many, the next so many, and so on."""
    ends = np.cumsum(counts, dtype=np.int64)
    in_order = terms[np.lexsort((terms, np.repeat(np.arange(len(ends)), counts)))]
    return [in_order[end - count : end].tobytes() for count, end in zip(counts, ends, strict=True)]


def unpack(packed: bytes | memoryview) -> list[int]:
    keys = array("q")
    keys.frombytes(bytes(packed))
    return list(keys)


def unpacked(column: bytes | memoryview | None) -> Array:
    """The numbers that PostgreSQL packed by `string_agg(int8send(..), '')`: some times quicker than as many rows."""
    return np.frombuffer(column or b"", dtype=">i8").astype(np.int64)


COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"
COPY_ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("l8", ">i4"),
        ("term", ">i8"),
        ("l4", ">i4"),
        ("document", ">i4"),
        ("l2", ">i4"),
        ("impact", ">i2"),
    ]
)
"""A posting as PostgreSQL's binary COPY has it: how many columns, and each with its length before it."""


def add_postings(terms: Array, documents: Array, impacts: Array) -> None:
    """Rows of a term, a document and an impact, one for each place. One statement."""
    if not len(terms):
        return
    rows = np.empty(len(terms), dtype=COPY_ROW)
    rows["term"], rows["document"], rows["impact"] = terms, documents, impacts
    # In the order of the index, which is filled quicker so.
    rows = rows[np.lexsort((rows["document"], rows["term"]))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows["columns"], rows["l8"], rows["l4"], rows["l2"] = 3, 8, 4, 2
            with cursor.copy(f"COPY {POSTINGS} (term, document, impact) FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(COPY_HEADER + rows.tobytes() + COPY_END)
        else:
            cursor.executemany(
                f"INSERT INTO {POSTINGS} (term, document, impact) VALUES (%s, %s, %s)",  # noqa: S608
                rows[["term", "document", "impact"]].tolist(),
            )


def remove_postings(pairs: Sequence[tuple[int, int]]) -> None:
    """Those of these (term, document). One statement."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            terms, documents = zip(*pairs, strict=True)
            cursor.execute(
                f"DELETE FROM {POSTINGS} USING unnest(%s::bigint[], %s::int[]) AS old (term, document) "  # noqa: S608
                f"WHERE {POSTINGS}.term = old.term AND {POSTINGS}.document = old.document",
                [array_of_numbers(terms), array_of_numbers(documents)],
            )
        else:
            cursor.executemany(
                f"DELETE FROM {POSTINGS} WHERE term = %s AND document = %s",  # noqa: S608
                pairs,
            )


def count_terms(
    changes: Mapping[int, int], known: Mapping[int, tuple[str, str, str]], *, only_new: bool = False
) -> None:
    """Add `changes` to how many documents have each term, in the order of the keys so that writers queue.

    `known` says the language, stem and a way of writing of every term that may be new. With `only_new` terms that
    are there keep their number, and nobody queues: for who counts them again in the end. One statement.
    """
    rows = [(key, *known.get(key, ("", "", "")), change) for key, change in sorted(changes.items()) if change]
    if not rows:
        return
    add = f"UPDATE SET documents = {TERMS}.documents + excluded.documents"
    conflict = f"ON CONFLICT (key) DO {'NOTHING' if only_new else add}"
    columns = "(key, language, stem, word, documents)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, languages, stems, words, counts = zip(*rows, strict=True)
            cursor.execute(
                f"INSERT INTO {TERMS} {columns} SELECT * FROM "  # noqa: S608
                f"unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::int[]) {conflict}",
                [
                    array_of_numbers(keys),
                    *map(array_of_texts, (languages, stems, words)),
                    array_of_numbers(counts),
                ],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {TERMS} {columns} VALUES (%s, %s, %s, %s, %s) {conflict}",  # noqa: S608
                rows,
            )
