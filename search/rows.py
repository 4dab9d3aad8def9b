"""Writes to the index many rows at a time: COPY and arrays on PostgreSQL, prepared statements on SQLite."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import Array
from search.models import Posting, Term

POSTINGS = Posting._meta.db_table
TERMS = Term._meta.db_table


def pack(keys: Iterable[int]) -> bytes:
    """Keys of terms as a document keeps them: 8 bytes each, sorted."""
    return array("q", sorted(keys)).tobytes()


def unpack(packed: bytes | memoryview) -> list[int]:
    keys = array("q")
    keys.frombytes(bytes(packed))
    return list(keys)


def unpacked(column: bytes | memoryview | None) -> Array:
    """The numbers that PostgreSQL packed by `string_agg(int8send(..), '')`: some times quicker than as many rows."""
    return np.frombuffer(column or b"", dtype=">i8").astype(np.int64)


def add_postings(rows: Sequence[tuple[int, int, int]]) -> None:
    """Rows of (term, document, impact). One statement."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {POSTINGS} (term, document, impact) FROM STDIN") as copy:
                copy.write("".join(f"{term}\t{document}\t{impact}\n" for term, document, impact in rows))
        else:
            cursor.executemany(
                f"INSERT INTO {POSTINGS} (term, document, impact) VALUES (%s, %s, %s)",  # noqa: S608
                rows,
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
                [list(terms), list(documents)],
            )
        else:
            cursor.executemany(
                f"DELETE FROM {POSTINGS} WHERE term = %s AND document = %s",  # noqa: S608
                pairs,
            )


def count_terms(changes: Mapping[int, int], known: Mapping[int, tuple[str, str, str]]) -> None:
    """Add `changes` to how many documents have each term, in the order of the keys so that writers queue.

    `known` says the language, stem and a way of writing of every term that may be new. One statement.
    """
    rows = [(key, *known.get(key, ("", "", "")), change) for key, change in sorted(changes.items()) if change]
    if not rows:
        return
    update = f"ON CONFLICT (key) DO UPDATE SET documents = {TERMS}.documents + excluded.documents"
    columns = "(key, language, stem, word, documents)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {TERMS} {columns} SELECT * FROM "  # noqa: S608
                f"unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::int[]) {update}",
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {TERMS} {columns} VALUES (%s, %s, %s, %s, %s) {update}",  # noqa: S608
                rows,
            )
