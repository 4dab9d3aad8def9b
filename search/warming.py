"""What a process reads before anybody searches: the documents, and the lists of words that are likely searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain

from django.utils import timezone

from search import documents
from search.keeping import lists, typical_size
from search.models import Corpus, LoggedSearch, Term
from search.postings import Known, fetched
from search.text import key_of, stems_of

LATELY = timedelta(days=14)
MOST_SEARCHES = 300
"""Of those that found something, the most frequent."""
MOST_COMMON = 100
"""Words of each language."""
AT_ONCE = 150_000
"""Postings to a query: more would leave a process larger than it need be."""


def warm() -> None:
    """Read as much as is kept, and no list for longer than there is room. A few queries, and one for AT_ONCE."""
    documents.warm()
    for some in _at_once(likely()):
        fetched([(term, None) for term in some])


def likely() -> Iterator[Known]:
    """The terms whose lists are read first, as far as they fit: what was searched for of late, then common words.

    A long list is what a shopper would wait for, and in a shop that has just opened nobody has searched.
    """
    room = lists.most
    seen = set()
    for term, length in chain(_asked_for(), _common()):
        size = typical_size(length)
        if term not in seen and size <= room and lists.fits(size):
            room -= size
            seen.add(term)
            yield term, length


def _asked_for() -> Iterator[Known]:
    """The terms of the words of the searches of late, those of the most frequent first. Two queries."""
    searches = LoggedSearch.objects.filter(day__gte=timezone.localdate() - LATELY, results__gt=0).summed()
    asked = dict.fromkeys(
        key_of(stem, language)
        for language, words in searches.values_list("language", "words")[:MOST_SEARCHES]
        for stem in stems_of(words, language)
    )
    lengths = dict(Term.objects.filter(key__in=asked).values_list("key", "documents"))
    return ((term, lengths[term]) for term in asked if term in lengths)


def _common() -> Iterable[Known]:
    """The terms that the most documents have, whatever the language. A query for each."""
    found = chain.from_iterable(
        Term.objects.filter(language=language, documents__gt=1)
        .order_by("-documents")
        .values_list("key", "documents")[:MOST_COMMON]
        for language in Corpus.objects.values_list("language", flat=True)
    )
    return sorted(found, key=lambda known: -known[1])


def _at_once(terms: Iterable[Known]) -> Iterator[list[int]]:
    some: list[int] = []
    postings = 0
    for term, length in terms:
        if some and postings + length > AT_ONCE:
            yield some
            some, postings = [], 0
        some.append(term)
        postings += length
    if some:
        yield some
