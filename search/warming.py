"""What a process reads before anybody searches: the documents, and the lists of words that are searched for lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from search import documents
from search.keeping import OVERHEAD, lists
from search.models import LoggedSearch, Term
from search.postings import fetched
from search.text import key_of, stems_of

LATELY = timedelta(days=14)
MOST_SEARCHES = 300
"""Of those that found something, the most frequent."""
AT_ONCE = 20
"""Lists to a query."""


def warm() -> None:
    """Read as much as is kept, and no list for longer than there is room. Some three queries and one for AT_ONCE."""
    documents.warm()
    terms = list(terms_asked_for())
    for start in range(0, len(terms), AT_ONCE):
        fetched([(term, None) for term in terms[start : start + AT_ONCE]])


def terms_asked_for() -> Iterator[int]:
    """The terms of the words of the searches of late, those of the most frequent first, as far as their lists fit."""
    searches = LoggedSearch.objects.filter(day__gte=timezone.localdate() - LATELY, results__gt=0).summed()
    asked = dict.fromkeys(
        key_of(stem, language)
        for language, words in searches.values_list("language", "words")[:MOST_SEARCHES]
        for stem in stems_of(words, language)
    )
    lengths = dict(Term.objects.filter(key__in=asked).values_list("key", "documents"))
    room = lists.most
    for term in asked:
        size = lengths.get(term, 0) + OVERHEAD
        if term in lengths and size <= room and lists.fits(size):
            room -= size
            yield term
