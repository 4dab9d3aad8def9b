"""Finds goods by words: the Finder that lists ask (catalog_pages.finding, the setting PRODUCT_FINDER)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wagtail.models import Site

from catalog_pages.columns.ragged import NONE, Array
from catalog_pages.finding import Progress
from search import popularity, warming, writing
from search.models import Document
from search.question import Question, ask
from search.ranking import Terms
from search.rules import placed
from search.spelling import Spelling, nearest

FEW = 3
"""A word in no more documents than this may be a slip of the catalogue's own."""
FAR_COMMONER = 20


@dataclass(frozen=True)
class Found:
    """What some words find under a root. See catalog_pages.finding.Found."""

    products: Array
    relaxed: bool = False
    corrected: str = ""
    suggestion: str = ""

    def ranked(self) -> Array:
        return self.products


class Finder:
    def find(self, q: str, *, site: Site) -> Found:
        """What the words find on the site in the language of the request, by the first of these that finds anything:

        all words as typed, or with two as one, one as two, or by another name; all words with those corrected that
        the catalogue does not have; some of the words. Five queries where the words are found as typed.
        """
        root = site.root_page.localized
        language = root.locale.language_code
        question = ask(q, language=language)
        if not question.readings:
            return Found(NONE)
        promoted, buried = placed([slot.stem for slot in question.readings[0]], language)
        typed = Terms(root.pk, question, promoted=promoted, buried=buried)
        products = _with_all_words(typed)
        if len(products):
            return Found(products, suggestion=_suggestion(question))
        corrected, words = _corrected(question)
        if corrected is not None:
            products = _with_all_words(replace(typed, question=corrected))
            if len(products):
                return Found(products, corrected=words)
        some = replace(typed, question=corrected or question, any_word=True)
        return Found(some.ranked(), relaxed=True, corrected=words)

    def warm(self) -> None:
        warming.warm()

    def renew(self, products: Sequence[int]) -> None:
        writing.renew(products)

    def catch_up(self, progress: Progress) -> int:
        return writing.catch_up(progress)

    def forget(self, products: Sequence[int]) -> None:
        writing.forget(products)

    def restock(self, variants: Sequence[int]) -> None:
        popularity.restock(variants)

    def shown_by(self, pages: Sequence[int]) -> Sequence[int]:
        return list(Document.objects.filter(page__in=pages).values_list("product", flat=True))


finder = Finder()


def _with_all_words(terms: Terms) -> Array:
    """What has all the words, best first. No query where one of them is in no document."""
    readings = [reading for reading in terms.question.readings if all(slot.is_known for slot in reading)]
    return terms.ranked() if readings or terms.promoted else NONE


def _corrected(question: Question) -> tuple[Question | None, str]:
    """The question with the words corrected that the catalogue does not have; and how it reads then.

    A query for each such word, three at most.
    """
    unknown = question.unknown[:3]
    spellings = {slot.term: nearest(slot.word, slot.stem, language=question.language) for slot in unknown}
    if not any(spellings.values()):
        return None, ""
    return _respelled(question, spellings)


def _respelled(question: Question, spellings: dict[int, Spelling | None]) -> tuple[Question, str]:
    reading, words = [], []
    for slot in question.readings[0]:
        near = spellings.get(slot.term)
        if near is None:
            reading.append(slot)
            words.append(slot.word)
        else:
            reading.append(
                replace(slot, word=near.word, stem=near.stem, term=near.term, documents=near.documents)
            )
            words.append(near.word)
    return replace(question, readings=(tuple(reading),)), " ".join(words)


def _suggestion(question: Question) -> str:
    """How it may have been meant, where a word is very rare and another like it far commoner. A query a rare word."""
    rare = [slot for slot in question.readings[0] if 0 < slot.documents <= FEW][:2]
    spellings = {}
    for slot in rare:
        commoner = slot.documents * FAR_COMMONER
        spellings[slot.term] = nearest(
            slot.word, slot.stem, language=question.language, commoner_than=commoner
        )
    return _respelled(question, spellings)[1] if any(spellings.values()) else ""
