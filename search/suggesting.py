"""What is suggested while somebody types: products, categories, what others searched for. One SQL query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, Sum, Value
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from catalog_pages.listing.cards import page_url
from catalog_pages.models import CategoryPage, Product
from search.models import LoggedSearch
from search.ranking import DOCUMENTS, POPULARITY, marks
from search.rows import POSTINGS, TERMS
from search.scoring import FULL
from search.text import Word, key_of, words_in

SHORTEST = 2
"""Letters before anything is suggested."""
LONGEST = 80
PRODUCTS, CATEGORIES, SEARCHES = 5, 3, 3
BEGINNINGS = 8
"""Words of the catalogue, the commonest first, that the last word typed may be the beginning of."""
CONSIDERED = 300
"""Products that are looked at more closely where very many fit."""
FEW = 10_000
"""Products that are all looked at."""
ASKED_OFTEN = 5
"""Searches before the words are shown to others: what only one person asks for stays their own."""
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Suggestions:
    """Names with addresses; and words. Each the best first."""

    products: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)


def suggest(typed: str, *, site: Site) -> Suggestions:
    """For what has been typed so far; nothing for less than SHORTEST letters. One query beside the site's root."""
    root = site.root_page.localized
    language = root.locale.language_code
    words = [word for word in words_in(typed[:LONGEST], language) if not word.is_joined]
    text = " ".join(typed[:LONGEST].lower().split())
    if not words or len(text) < SHORTEST:
        return Suggestions()
    parts = [
        _products(words, root, language),
        _compiled(_categories(text, root)),
        _compiled(_searches(" ".join(word.written for word in words), language)),
    ]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part" for part, _parameters in parts)  # noqa: S608
    found: dict[str, list[tuple[str, str]]] = {"product": [], "category": [], "search": []}
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter for _, parameters in parts for parameter in parameters])
        for kind, label, url_path, _rank in cursor.fetchall():
            found[kind].append((label, page_url(url_path, site) if url_path else ""))
    return Suggestions(found["product"], found["category"], [words for words, _nowhere in found["search"]])


def _products(words: list[Word], root: Page, language: str) -> tuple[str, list[Any]]:
    """Products with all the words, of which the last may be a beginning; the best by text and popularity.

    They are taken from the shortest list there is: the goods with the rarest whole word, or with any word that begins
    so. Where both are long, from those that sell best: whoever types two letters is shown these, and waits no longer.
    """
    *whole, last = words
    keys = [key_of(word.stem, language) for word in whole]
    begins_so = f"SELECT key, documents FROM {TERMS} WHERE language = %s AND stem LIKE %s AND documents"  # noqa: S608
    beginnings = (
        f"SELECT key, documents FROM (SELECT * FROM ({begins_so} > 1 ORDER BY documents DESC LIMIT {BEGINNINGS}) AS a "  # noqa: S608
        f"UNION SELECT * FROM ({begins_so} = 1 LIMIT {BEGINNINGS}) AS b "
        f"UNION SELECT key, documents FROM {TERMS} WHERE key = %s AND documents > 0) AS t "
        f"ORDER BY documents DESC LIMIT {BEGINNINGS}"
    )
    rare = f"SELECT key, documents FROM {TERMS} WHERE key IN ({marks(keys)}) ORDER BY documents LIMIT 1"  # noqa: S608
    # Scalar, lest the planner read whole lists to look a few documents up in them.
    text = f"(SELECT MAX(impact) FROM {POSTINGS} WHERE term IN (SELECT key FROM beginnings) AND document = {{0}})"  # noqa: S608
    has = "".join(
        f" AND (SELECT impact FROM {POSTINGS} WHERE term = %s AND document = {{0}}) > 0"  # noqa: S608
        for _each in keys
    )
    with_rare = (
        f"SELECT document, CAST(NULL AS integer) AS text FROM {POSTINGS} "  # noqa: S608
        "WHERE term = (SELECT key FROM rare) AND (SELECT by FROM via) = 1"
    )
    with_beginning = (
        f"SELECT document, MAX(impact) AS text FROM {POSTINGS} WHERE term IN (SELECT key FROM beginnings) "  # noqa: S608
        "AND (SELECT by FROM via) = 2 GROUP BY document"
    )
    best_sellers = (
        f"SELECT s.id, CAST(NULL AS integer) AS text FROM {DOCUMENTS} AS s WHERE s.root_id = %s AND (SELECT by FROM via) = 3 "  # noqa: S608
        f"AND {text.format('s.id')} > 0{has.format('s.id')} ORDER BY s.popularity DESC, s.id LIMIT {CONSIDERED}"
    )
    here = f"(SELECT popularity FROM {DOCUMENTS} WHERE id = c.document AND root_id = %s)"  # noqa: S608
    sql = (
        f"WITH beginnings AS MATERIALIZED ({beginnings}), rare AS MATERIALIZED ({rare}), "  # noqa: S608
        "via AS MATERIALIZED (SELECT CASE "
        "WHEN (SELECT SUM(documents) FROM beginnings) IS NULL THEN 0 "
        f"WHEN (SELECT documents FROM rare) <= {FEW} "
        "AND (SELECT documents FROM rare) <= (SELECT SUM(documents) FROM beginnings) THEN 1 "
        f"WHEN (SELECT SUM(documents) FROM beginnings) <= {FEW} THEN 2 ELSE 3 END AS by), "
        f"candidates AS MATERIALIZED ({with_rare} UNION ALL {with_beginning} "
        f"UNION ALL SELECT * FROM ({best_sellers}) AS best), "
        f"found AS MATERIALIZED (SELECT document, text + {round(POPULARITY * FULL)} * popularity AS rank FROM "
        f"(SELECT c.document, COALESCE(c.text, {text.format('c.document')}) AS text, {here} AS popularity FROM candidates AS c "
        f"WHERE 0 = 0{has.format('c.document')}) AS looked_at WHERE text > 0 AND popularity IS NOT NULL "
        f"ORDER BY rank DESC, document LIMIT {PRODUCTS}) "
        "SELECT 'product' AS kind, g.name AS label, p.url_path AS url_path, f.rank AS rank FROM found AS f "
        f"JOIN {DOCUMENTS} AS d ON d.id = f.document "
        f"JOIN {Product._meta.db_table} AS g ON g.id = d.product_id "
        f"JOIN {Page._meta.db_table} AS p ON p.id = d.page ORDER BY rank DESC, d.id"
    )
    begins = [language, f"{last.written}%"]
    key = key_of(last.stem, language)
    return sql, [*begins, *begins, key, *keys, root.pk, *keys, root.pk, *keys]


def _categories(text: str, root: Page) -> Any:
    """Public pages of categories with a word in their name that begins so."""
    shown = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.alias(shown=shown).filter(shown__startswith=F("page__path"))
    named = CategoryPage.objects.live().filter(~Exists(private), path__startswith=root.path)
    begins = Q(lower__startswith=text) | Q(lower__contains=f" {text}")
    return (
        named.alias(lower=Lower("category__name"))
        .filter(begins)
        .order_by("depth", "title")
        .annotate(kind=Value("category"), label=F("title"), rank=Value(0.0))
        .values_list("kind", "label", "url_path", "rank")[:CATEGORIES]
    )


def _searches(text: str, language: str) -> Any:
    """What others searched for lately that begins so and finds something."""
    since = timezone.localdate() - LATELY
    return (
        LoggedSearch.objects.filter(language=language, words__startswith=text, day__gte=since)
        .order_by()
        .values("words")
        .annotate(asked=Sum("searches"), found=Max("results"), days=Count("pk"))
        .filter(asked__gte=ASKED_OFTEN, found__gt=0)
        .order_by("-asked", "words")
        .annotate(kind=Value("search"), label=F("words"), url_path=Value(""), rank=F("asked") * 1.0)
        .values_list("kind", "label", "url_path", "rank")[:SEARCHES]
    )


def _compiled(rows: Any) -> tuple[str, list[Any]]:
    sql, parameters = rows.query.sql_with_params()
    return sql, list(parameters)
