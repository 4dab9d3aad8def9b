"""Finds products while the last word is still being typed: by the commonest words of the catalogue that begin so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from django.db import connection

from catalog_pages.columns.ragged import Array
from catalog_pages.page_cache.listening import pages
from search.documents import STEPS, placed_under, standings_of
from search.keeping import Kept, KeptInOrder
from search.models import Corpus
from search.postings import Known, Texts, both, each_once, fetched, weighed, where_to_read
from search.ranking import POPULARITY, marks
from search.rows import TERMS
from search.scoring import FULL
from search.text import Word, key_of

BEGINNINGS = 8
"""Words of the catalogue, the commonest first, that the last word typed may be the beginning of."""
MOST_TYPED = 2_000
CORPORA = Corpus._meta.db_table
FEW, SHARE = 1_000, 4
"""A word tells nothing of what somebody looks for where more than FEW products and one in SHARE have it."""
BEGINS = f"SELECT key, documents FROM {TERMS} WHERE language = %s AND stem LIKE %s AND documents"  # noqa: S608
TELLS = (
    f"(documents <= {FEW} OR documents * {SHARE} <= (SELECT documents FROM {CORPORA} WHERE language = %s))"  # noqa: S608
)
# Words that a single document has (codes) are looked for apart, without order: most of the vocabulary are such.
WORDS = f"""
SELECT * FROM (
    SELECT key, documents, 1 AS is_beginning FROM (
        SELECT * FROM ({BEGINS} > 1 AND {TELLS} ORDER BY documents DESC LIMIT {BEGINNINGS}) AS common
        UNION SELECT * FROM ({BEGINS} = 1 LIMIT {BEGINNINGS}) AS codes
        UNION SELECT key, documents FROM {TERMS} WHERE key = %s AND documents > 0
    ) AS every ORDER BY documents DESC LIMIT {BEGINNINGS}
) AS beginnings
UNION ALL SELECT key, documents, 0 FROM {TERMS} WHERE key IN ({{marks}}) AND documents > 0
"""  # noqa: S608 - names of our own tables


@dataclass(frozen=True)
class _Typed:
    """What the catalogue knows of what was typed: the words that begin so, and the whole ones before."""

    beginnings: tuple[Known, ...]
    whole: tuple[Known, ...]


_typed: Kept[tuple[str, ...], _Typed] = Kept(MOST_TYPED)
_best: KeptInOrder[tuple[_Typed, int, int], list[int]] = KeptInOrder(MOST_TYPED)
pages.listeners.extend((_typed.hear, _best.hear))


def unfinished(words: Sequence[Word], *, root: int, language: str, limit: int) -> list[int]:
    """The pks of the documents of the `limit` best products under a root that have all the words, the best first.

    By what the last word says of them and by their popularity, as a search weighs it. No query where this process
    keeps what was found, or the words and their lists; else one for each of the two.
    """
    typed = _known(words, language)
    if not typed.beginnings or len(typed.whole) < len({word.stem for word in words[:-1]}):
        return []
    return _best.kept((typed, root, limit), lambda: _found(typed, root, limit))


def _known(words: Sequence[Word], language: str) -> _Typed:
    """What the catalogue knows of these. One query where it is not kept."""
    key = (language, words[-1].written, *(word.stem for word in words))
    return _typed.kept(key, lambda: _read(words, language))


def _read(words: Sequence[Word], language: str) -> _Typed:
    *whole, last = (key_of(word.stem, language) for word in words)
    begins = (language, f"{words[-1].written}%")
    with connection.cursor() as cursor:
        cursor.execute(WORDS.format(marks=marks(whole)), [*begins, language, *begins, last, *whole])
        rows = cursor.fetchall()
    return _Typed(
        tuple((key, documents) for key, documents, is_beginning in rows if is_beginning),
        tuple((key, documents) for key, documents, is_beginning in rows if not is_beginning),
    )


def _found(typed: _Typed, root: int, limit: int) -> list[int]:
    texts = _texts(typed)
    _products, is_here = placed_under(root, texts.documents)
    texts = texts.of(is_here)
    ranks = texts.text + POPULARITY * FULL * (standings_of(texts.documents) >> 1) / STEPS
    return _first(texts.documents, ranks, limit)


def _texts(typed: _Typed) -> Texts:
    """The documents that have all the whole words and any that begins so, with what the latter says of them."""
    before, begun = where_to_read(typed.whole, typed.beginnings)
    lists = fetched({*before, *begun})
    found = [weighed(lists[each], 1) for each in begun]
    if before:  # hardly any document has them all: the long lists are looked into for these alone
        whole = reduce(both, [weighed(lists[each], 0) for each in before])
        found = [both(whole, each) for each in found]
    return each_once(found, np.maximum)


def _first(documents: Array, ranks: Array, limit: int) -> list[int]:
    """By their ranks, then by their pks."""
    if len(ranks) > limit:
        last = np.partition(ranks, len(ranks) - limit)[len(ranks) - limit]
        documents, ranks = documents[ranks >= last], ranks[ranks >= last]
    best: list[int] = documents[np.lexsort((documents, -ranks))][:limit].tolist()
    return best
