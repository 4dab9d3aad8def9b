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
from search.models import Document, LoggedSearch, Posting, Term
from search.ranking import POPULARITY
from search.scoring import FULL
from search.text import Word, key_of, words_in

SHORTEST = 2
"""Letters before anything is suggested."""
LONGEST = 80
PRODUCTS, CATEGORIES, SEARCHES = 5, 3, 3
BEGINNINGS = 12
"""Words of the catalogue, the commonest first, that the last word typed may be the beginning of."""
CONSIDERED = 300
"""Products that are looked at more closely, of those that fit best."""
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
    """Products with all the words, of which the last may be a beginning."""
    *whole, last = words
    postings, terms = Posting._meta.db_table, Term._meta.db_table
    having = f" AND document IN (SELECT document FROM {postings} WHERE term = %s)" * len(whole)  # noqa: S608
    return (
        "SELECT 'product' AS kind, g.name AS label, p.url_path AS url_path, "  # noqa: S608
        f"t.text + {round(POPULARITY * FULL)} * d.popularity AS rank FROM "
        f"(SELECT document, MAX(impact) AS text FROM {postings} WHERE term IN "
        f"(SELECT key FROM {terms} WHERE language = %s AND (stem LIKE %s OR key = %s) "
        f"AND documents > 0 ORDER BY documents DESC LIMIT {BEGINNINGS}){having} "
        f"GROUP BY document ORDER BY text DESC, document LIMIT {CONSIDERED}) AS t "
        f"JOIN {Document._meta.db_table} AS d ON d.id = t.document AND d.root_id = %s "
        f"JOIN {Product._meta.db_table} AS g ON g.id = d.product_id "
        f"JOIN {Page._meta.db_table} AS p ON p.id = d.page "
        f"ORDER BY rank DESC, g.id LIMIT {PRODUCTS}",
        [
            language,
            f"{last.written}%",
            key_of(last.stem, language),
            *(key_of(word.stem, language) for word in whole),
            root.pk,
        ],
    )


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
