"""The SQL that finds products while the last word is still being typed.

They are taken from where the fewest have to be looked at (`via`): 1 the products with the rarest whole word, 2 those
with any of the commonest words that begin so, 3 all, from the one that sells best until BEST_SELLERS fit, which is
the sooner the more have the words. Of 1 and 3 no more than BEST_SELLERS are ranked: whoever has typed two letters is
shown these, and waits no longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from catalog_pages.models import Product
from search.models import Corpus
from search.ranking import DOCUMENTS, POPULARITY, marks
from search.rows import POSTINGS, TERMS
from search.scoring import FULL
from search.text import Word, key_of

BEGINNINGS = 8
"""Words of the catalogue, the commonest first, that the last word typed may be the beginning of."""
BEST_SELLERS = 60
"""Products that are looked at more closely where many fit."""
OF_RARE, OF_BEGUN = 1.0, 1.0
"""What it takes to look at a product of either list, beside one of all in the order of their sales."""
CORPORA = Corpus._meta.db_table
# What is looked up for one document is a scalar subquery, lest the planner read whole lists for it; and within a CTE
# that is made once, lest it be looked up again where it is compared.
TEXT = f"(SELECT MAX(impact) FROM {POSTINGS} WHERE term IN (SELECT key FROM beginnings) AND document = {{0}})"  # noqa: S608
HAS = f" AND (SELECT impact FROM {POSTINGS} WHERE term = %s AND document = {{0}}) > 0"  # noqa: S608
SELLS = f"(SELECT popularity FROM {DOCUMENTS} WHERE id = {{0}}.document AND root_id = %s)"  # noqa: S608
BEGINS = f"SELECT key, documents FROM {TERMS} WHERE language = %s AND stem LIKE %s AND documents"  # noqa: S608
FOUND = f"""
WITH beginnings AS MATERIALIZED (
    SELECT key, documents FROM (
        SELECT * FROM ({BEGINS} > 1 ORDER BY documents DESC LIMIT {BEGINNINGS}) AS common
        UNION SELECT * FROM ({BEGINS} = 1 LIMIT {BEGINNINGS}) AS codes
        UNION SELECT key, documents FROM {TERMS} WHERE key = %s AND documents > 0
    ) AS every ORDER BY documents DESC LIMIT {BEGINNINGS}
), rare AS MATERIALIZED (
    SELECT key, documents FROM {TERMS} WHERE key IN ({{marks}}) ORDER BY documents LIMIT 1
), sums AS MATERIALIZED (
    SELECT (SELECT SUM(documents) FROM beginnings) AS begin_so, (SELECT documents FROM rare) AS have_rare,
        (SELECT documents FROM {CORPORA} WHERE language = %s) * 1.0 AS every
), far AS MATERIALIZED (
    SELECT begin_so, have_rare, {BEST_SELLERS} * every / begin_so
        * CASE WHEN have_rare IS NULL THEN 2 WHEN have_rare > 0 THEN every / have_rare ELSE 0 END AS from_the_best
    FROM sums
), via AS MATERIALIZED (
    SELECT CASE WHEN begin_so IS NULL THEN 0
        WHEN have_rare * {{of_rare}} <= begin_so * {{of_begun}} AND have_rare * {{of_rare}} <= from_the_best THEN 1
        WHEN begin_so * {{of_begun}} <= from_the_best THEN 2 ELSE 3 END AS way FROM far
), candidates AS MATERIALIZED (
    SELECT * FROM (
        SELECT document, text FROM (
            SELECT document, {TEXT.format("r.document")} AS text FROM (
                SELECT document, {SELLS.format("p")} AS popularity FROM {POSTINGS} AS p
                WHERE term = (SELECT key FROM rare) AND document > 0 AND (SELECT way FROM via) = 1
            ) AS r WHERE popularity IS NOT NULL{{rare_have}}
            ORDER BY popularity DESC, document LIMIT 2000000000
        ) AS in_turn WHERE text > 0 LIMIT {BEST_SELLERS}
    ) AS rarest
    UNION ALL SELECT document, MAX(impact) FROM {POSTINGS}
        WHERE term IN (SELECT key FROM beginnings) AND (SELECT way FROM via) = 2 GROUP BY document
    UNION ALL SELECT * FROM (
        SELECT id, text FROM (
            SELECT id, {TEXT.format("s.id")} AS text FROM {DOCUMENTS} AS s
            WHERE root_id = %s AND (SELECT way FROM via) = 3{{best_have}}
            ORDER BY popularity DESC, id LIMIT 2000000000
        ) AS in_turn WHERE text > 0 LIMIT {BEST_SELLERS}
    ) AS best_sellers
), looked_at AS MATERIALIZED (
    SELECT document, text, {SELLS.format("c")} AS popularity FROM candidates AS c WHERE document > 0{{all_have}}
), found AS MATERIALIZED (
    SELECT document, text + {round(POPULARITY * FULL)} * popularity AS rank FROM looked_at
    WHERE text > 0 AND popularity IS NOT NULL ORDER BY rank DESC, document LIMIT {{limit}}
)
SELECT 'product' AS kind, product.name AS label, page.url_path AS url_path, found.rank AS rank FROM found
JOIN {DOCUMENTS} AS d ON d.id = found.document
JOIN {Product._meta.db_table} AS product ON product.id = d.product_id
JOIN {Page._meta.db_table} AS page ON page.id = d.page ORDER BY rank DESC, d.id
"""  # noqa: S608 - names of our own tables


def unfinished(words: Sequence[Word], *, root: int, language: str, limit: int) -> tuple[str, list[Any]]:
    """The query for the `limit` best products under a root that have all the words, and its parameters.

    Rows are ("product", name, Wagtail's url_path, rank).
    """
    *whole, last = words
    keys = [key_of(word.stem, language) for word in whole]
    have = HAS * len(keys)
    sql = FOUND.format(
        marks=marks(keys),
        of_rare=OF_RARE,
        of_begun=OF_BEGUN,
        rare_have=have.format("r.document"),
        best_have=have.format("s.id"),
        all_have=have.format("c.document"),
        limit=limit,
    )
    begins = [language, f"{last.written}%"]
    at_first = [*begins, *begins, key_of(last.stem, language), *keys, language]
    return sql, [*at_first, root, *keys, root, *keys, root, *keys]
