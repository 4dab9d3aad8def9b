"""Lists of words in documents, against the same counted one document after the other."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import pytest

from search.models import Posting
from search.postings import NOTHING, Texts, both, each_once, fetched, weighed

pytestmark = pytest.mark.django_db

TERMS = (11, 22, 33)
PARTS = {11: 5_000, 22: 3_000, 33: 2_000}
Lists = dict[int, dict[int, int]]


@pytest.fixture(params=range(20))
def postings(request: pytest.FixtureRequest) -> Lists:
    """The impact of each of TERMS in some documents: of many, few and none."""
    dice = random.Random(request.param)
    lists: Lists = {
        term: {
            document: dice.randrange(10_001)
            for document in dice.sample(range(1, 200), dice.choice((0, 5, 60, 150)))
        }
        for term in TERMS
    }
    rows = [(term, *each) for term, impacts in lists.items() for each in impacts.items()]
    dice.shuffle(rows)
    Posting.objects.bulk_create(Posting(term=t, document=d, impact=i) for t, d, i in rows)
    return lists


def told(texts: Texts) -> dict[int, tuple[int, int]]:
    assert list(texts.documents) == sorted(set(texts.documents.tolist()))
    return {
        document: (text, found)
        for document, text, found in zip(
            texts.documents.tolist(), texts.text.tolist(), texts.found.tolist(), strict=True
        )
    }


def by_hand(lists: Lists) -> dict[int, tuple[int, int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for term, impacts in lists.items():
        for document, impact in impacts.items():
            found[document].append(PARTS[term] * impact)
    return {document: (sum(texts), len(texts)) for document, texts in found.items()}


def test_documents_with_any_of_the_words(postings: Lists) -> None:
    lists = fetched({(term, None) for term in TERMS})

    assert told(each_once([weighed(lists[term, None], PARTS[term]) for term in TERMS], np.add)) == by_hand(
        postings
    )


@pytest.mark.parametrize("together", [np.add, np.maximum], ids=["the sum", "the most"])
@pytest.mark.parametrize("stride", [1, 1_000], ids=["documents that lie close", "documents far apart"])
def test_what_is_said_of_a_document_is_put_together(postings: Lists, together: np.ufunc, stride: int) -> None:
    lists = fetched({(term, None) for term in TERMS})
    texts = [weighed(lists[term, None], PARTS[term]) for term in TERMS]
    apart = [Texts(each.documents * stride, each.text, each.found) for each in texts]

    said: dict[int, list[int]] = defaultdict(list)
    for term, impacts in postings.items():
        for document, impact in impacts.items():
            said[document * stride].append(PARTS[term] * impact)
    found = told(each_once(apart, together))
    assert {document: text for document, (text, _found) in found.items()} == {
        document: together.reduce(texts) for document, texts in said.items()
    }


def test_documents_with_all_of_the_words(postings: Lists) -> None:
    lists = fetched({(term, None) for term in TERMS})
    first, second, third = (weighed(lists[term, None], PARTS[term]) for term in TERMS)

    expected = {document: said for document, said in by_hand(postings).items() if said[1] == len(TERMS)}
    assert told(both(both(first, second), third)) == expected


def test_a_list_of_only_what_has_another_word(postings: Lists) -> None:
    (found,) = fetched({(11, 22)}).values()

    assert dict(zip(found.documents.tolist(), found.impacts.tolist(), strict=True)) == {
        document: impact for document, impact in postings[11].items() if document in postings[22]
    }


def test_nothing_is_put_together_of_nothing() -> None:
    assert fetched(set()) == {}
    assert told(each_once([NOTHING, NOTHING], np.maximum)) == told(both(NOTHING, NOTHING)) == {}
