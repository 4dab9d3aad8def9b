"""What is searched for, counted by the day, without a trace of who searched.

Kept are the words, the day and three numbers; no address, no session, no time of the day. What looks like an
e-mail address, a telephone number or another number of a person is not kept at all, and everything goes after KEPT.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from catalog_pages.prepared import prepared_cursor
from search.models import LoggedSearch
from search.text import fold

KEPT = timedelta(days=180)
LONGEST = 80
MOST_DIGITS = 6
"""More digits than these on end, whatever stands between them, may be somebody's number."""
NUMBER = re.compile(rf"\d(?:[\s().+/-]*\d){{{MOST_DIGITS},}}")
TABLE = LoggedSearch._meta.db_table


def words_to_keep(q: str) -> str:
    """The words as they are kept: small, single-spaced; empty where nothing is to be kept."""
    words = " ".join(fold(q).split())
    if not words or len(words) > LONGEST or "@" in words or NUMBER.search(words):
        return ""
    return words


def count_search(q: str, *, language: str, results: int) -> None:
    """One more search of today, with so many results. Safe beside any number of others: one statement counts."""
    words = words_to_keep(q)
    if not words:
        return
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            COUNT.format(table=TABLE, always=QUICK if connection.vendor == "postgresql" else "true"),
            [language, words, timezone.localdate(), results],
        )


COUNT = """
INSERT INTO {table} (language, words, day, searches, results, clicks)
SELECT %s, %s, %s, 1, %s, 0 WHERE {always} ON CONFLICT (language, words, day) DO UPDATE SET
searches = {table}.searches + 1, results = excluded.results
"""
QUICK = "set_config('synchronous_commit', 'off', true) = 'off'"
"""A count lost with the machine is no loss: the transaction, which is this statement, waits for no disk."""


def count_click(q: str, *, language: str) -> bool:
    """One more result of this search opened today; False where nobody has searched for it today. One statement."""
    words = words_to_keep(q)
    if not words:
        return False
    today = LoggedSearch.objects.filter(language=language, words=words, day=timezone.localdate())
    return bool(today.update(clicks=F("clicks") + 1))


def forget() -> int:
    """Drop what is older than KEPT; how many rows."""
    return LoggedSearch.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]
