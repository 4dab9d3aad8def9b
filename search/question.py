"""What a shopper asks, in terms of the index: the words that must be there, and what may stand for each of them.

A question is read in one or more ways: as it is typed, with two words written as one (lap top, tn 2110), with one
written as two, with the synonyms that editors keep. Of all ways those whose every word is in the catalogue count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from search.models import Corpus, Term
from search.rules import other_names
from search.scoring import rarity
from search.text import LONGEST_WORD, PART, Word, is_function_word, key_of, stem, words_in

MOST_WORDS = 16
MOST_READINGS = 6
MOST_JOINED = 4
"""Words that may be one together: a code typed in pieces."""
SHORTEST_HALF = 2
"""Letters of either half of a word that is taken apart."""
LONGEST_SPLIT = 30


@dataclass(frozen=True)
class Slot:
    """One word of a question, and how many documents have it. `term` is its key in the index."""

    word: str
    stem: str
    term: int
    documents: int

    @property
    def is_known(self) -> bool:
        return self.documents > 0


Reading = tuple[Slot, ...]


@dataclass(frozen=True)
class Question:
    """`readings` are never empty and none is empty, unless there is no word at all.

    `corpus` is how many documents there are in the language.
    """

    language: str
    readings: tuple[Reading, ...]
    corpus: int = 0

    def weight(self, slot: Slot) -> float:
        return rarity(slot.documents, self.corpus)

    @property
    def unknown(self) -> list[Slot]:
        """The words of the first reading that the catalogue does not have, when no other reading is of known words."""
        if not self.readings or any(all(slot.is_known for slot in reading) for reading in self.readings):
            return []
        return [slot for slot in self.readings[0] if not slot.is_known]


def ask(q: str, *, language: str) -> Question:
    """Read a question. Two queries: what editors call by other names, and the words of the catalogue."""
    typed = _typed(q, language)
    if not typed:
        return Question(language, ())
    plain = tuple((word.written, word.stem) for word in typed)
    names = other_names([word.stem for word in typed], language)
    ways = [plain, *_renamed(plain, names), *_joined(plain, language)]
    apart = list(_taken_apart(plain, language))
    stems = {term for way in (*ways, *(way for _at, way in apart)) for _word, term in way}
    known, corpus = _known(stems, language)

    def reading(way: Way) -> Reading:
        return tuple(_slot(word, term, known, language) for word, term in way)

    first, *others = (reading(way) for way in ways)
    # What the catalogue knows as one word is not taken apart: a notebook is no note and no book.
    others += [reading(way) for at, way in apart if not first[at].is_known]
    good = [other for other in others if all(slot.is_known for slot in other)]
    return Question(language, tuple(dict.fromkeys([first, *good]))[:MOST_READINGS], corpus)


Way = tuple[tuple[str, str], ...]
"""Words, each with its stem."""


def _typed(q: str, language: str) -> list[Word]:
    """The words as they are typed, joined ones left out; words that name nothing only where there are no others."""
    words = [word for word in words_in(q, language) if not word.is_joined][:MOST_WORDS]
    each = list({word.stem: word for word in words}.values())
    return [word for word in each if not is_function_word(word.written, language)] or each


def _joined(plain: Way, language: str) -> Iterator[Way]:
    """With neighbours as one word."""
    for length in range(2, MOST_JOINED + 1):
        for at in range(len(plain) - length + 1):
            joined = "".join(word for word, _stem in plain[at : at + length])[:LONGEST_WORD]
            yield (*plain[:at], (joined, stem(joined, language)), *plain[at + length :])


def _taken_apart(plain: Way, language: str) -> Iterator[tuple[int, Way]]:
    """With one word as two, and which word that is."""
    for at, (word, _stem) in enumerate(plain):
        for first, second in _halves(word):
            halves = ((first, stem(first, language)), (second, stem(second, language)))
            yield at, (*plain[:at], *halves, *plain[at + 1 :])


def _halves(word: str) -> Iterator[tuple[str, str]]:
    if len(word) <= LONGEST_SPLIT and PART.fullmatch(word):
        for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            yield word[:at], word[at:]


def _renamed(way: Way, names: Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]) -> Iterator[Way]:
    """The way with one phrase in it called by each of its other names."""
    stems = tuple(term for _word, term in way)
    for phrase, others in names.items():
        for at in range(len(stems) - len(phrase) + 1):
            if stems[at : at + len(phrase)] == phrase:
                for other in others:
                    yield (*way[:at], *((term, term) for term in other), *way[at + len(phrase) :])


def _known(stems: Iterable[str], language: str) -> tuple[dict[int, int], int]:
    """How many documents have each of these stems, by key; and how many there are. One query."""
    found = _KNOWN.rows(terms=[key_of(term, language) for term in stems], language=language)
    return {key: documents for key, documents, _among in found}, found[0][2] if found else 0


_KNOWN: CompiledQuery[tuple[int, int, int]] = CompiledQuery(
    lambda: (
        Term.objects.filter(key__in=Parameters("terms"), documents__gt=0)
        .annotate(
            corpus=Coalesce(
                Subquery(Corpus.objects.filter(language=Parameter("language")).values("documents")), 0
            )
        )
        .values_list("key", "documents", "corpus")
    )
)


def _slot(word: str, term: str, known: dict[int, int], language: str) -> Slot:
    key = key_of(term, language)
    return Slot(word, term, key, known.get(key, 0))
