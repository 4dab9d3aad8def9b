"""What is suggested while somebody types: products, categories, what others searched for.

The names of categories are few and change seldom: they are kept in this process until they do.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from catalog_pages.listing.cards import page_url
from catalog_pages.models import CategoryPage, Product
from catalog_pages.page_cache.frame import frame
from catalog_pages.prepared import prepared_cursor
from search.models import Document, LoggedSearch
from search.text import words_in
from search.unfinished import unfinished

SHORTEST = 2
"""Letters before anything is suggested."""
LONGEST = 80
PRODUCTS, CATEGORIES, SEARCHES = 5, 3, 3
NO_DOCUMENT = 0
BYTE_BY_BYTE = {"postgresql": ("~>=~", "~<~")}
"""How words are compared as their index has them. A plan for any LIKE could not use it."""
LAST_SIGN = chr(sys.maxunicode)
ASKED_OFTEN = 5
"""Searches before the words are shown to others: what only one person asks for stays their own."""
LATELY = timedelta(days=30)

NAMED = f"""
SELECT d.id AS document, product.name AS label, page.url_path AS url_path FROM {Document._meta.db_table} AS d
JOIN {Product._meta.db_table} AS product ON product.id = d.product_id
JOIN {Page._meta.db_table} AS page ON page.id = d.page WHERE d.id IN ({", ".join(["%s"] * PRODUCTS)})
UNION ALL SELECT * FROM (
    SELECT {NO_DOCUMENT} AS document, words AS label, '' AS url_path
    FROM {LoggedSearch._meta.db_table}
    WHERE language = %s AND words {{at_least}} %s AND words {{below}} %s AND day >= %s
    GROUP BY words HAVING SUM(searches) >= {ASKED_OFTEN} AND MAX(results) > 0
    ORDER BY SUM(searches) DESC, words LIMIT {SEARCHES}
) AS searches
"""  # noqa: S608 - names and numbers of our own
"""Documents by name, with the address of their page; and what others searched for lately that begins so."""


@dataclass(frozen=True)
class Suggestions:
    """Names with addresses; and words. Each the best first."""

    products: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)


def suggest(typed: str, *, site: Site) -> Suggestions:
    """For what has been typed so far; nothing for less than SHORTEST letters.

    One query beside the site's root, where this process keeps what words say (search.unfinished).
    """
    root = site.root_page.localized
    language = root.locale.language_code
    words = [word for word in words_in(typed[:LONGEST], language) if not word.is_joined]
    text = " ".join(typed[:LONGEST].lower().split())
    if not words or len(text) < SHORTEST:
        return Suggestions()
    best = unfinished(words, root=root.pk, language=language, limit=PRODUCTS)
    begins = " ".join(word.written for word in words)
    begun = [language, begins, f"{begins}{LAST_SIGN}", timezone.localdate() - LATELY]
    at_least, below = BYTE_BY_BYTE.get(connection.vendor, (">=", "<"))
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            NAMED.format(at_least=at_least, below=below),
            [*best, *[NO_DOCUMENT] * (PRODUCTS - len(best)), *begun],
        )
        rows = cursor.fetchall()
    products = {document: (label, page_url(url_path, site)) for document, label, url_path in rows if document}
    return Suggestions(
        [products[document] for document in best if document in products],
        [(title, page_url(url_path, site)) for title, url_path in _categories(text, root)],
        [label for document, label, _nowhere in rows if not document],
    )


def _categories(text: str, root: Page) -> list[tuple[str, str]]:
    """Titles and paths of public pages of categories with a word in their name that begins so. No query once kept."""
    named = frame.kept(("categories by name", root.pk), lambda: _named_categories(root))
    begins = ((title, url_path) for name, title, url_path in named if f" {text}" in name)
    return list(islice(begins, CATEGORIES))


def _named_categories(root: Page) -> list[tuple[str, str, str]]:
    """Names in small letters with a space before each word, titles and paths: the highest in the tree first."""
    pages = CategoryPage.objects.live().public().filter(path__startswith=root.path)
    rows = pages.order_by("depth", "title").values_list("category__name", "title", "url_path")
    return [(f" {' '.join(name.lower().split())}", title, url_path) for name, title, url_path in rows]
