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
from catalog_pages.models import CategoryPage
from search.models import LoggedSearch
from search.text import words_in
from search.unfinished import unfinished

SHORTEST = 2
"""Letters before anything is suggested."""
LONGEST = 80
PRODUCTS, CATEGORIES, SEARCHES = 5, 3, 3
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
        unfinished(words, root=root.pk, language=language, limit=PRODUCTS),
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
