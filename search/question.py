"""What a shopper asks, in terms of the index: the words that must be there, and what may stand for each of them.

A question is read in one or more ways: as it is typed, with two words written as one (lap top, tn 2110), with one
written as two, with the synonyms that editors keep. Of all ways those whose every word is in the catalogue count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from search.models import Corpus, Term
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
    """`readings` are never empty and none is empty, unless there is no word at all."""

    language: str
    readings: tuple[Reading, ...]
    corpus: int

    def weight(self, slot: Slot) -> float:
        return rarity(slot.documents, self.corpus)

    @property
    def unknown(self) -> list[Slot]:
        """The words of the first reading that the catalogue does not have, when no other reading is of known words."""
        if not self.readings or any(all(slot.is_known for slot in reading) for reading in self.readings):
            return []
        return [slot for slot in self.readings[0] if not slot.is_known]


@dataclass
class Phrases:
    """Sequences of stems and what else they may be called, as editors keep them (search.synonyms)."""

    by_stems: dict[tuple[str, ...], list[tuple[str, ...]]] = field(default_factory=dict)


def ask(q: str, *, language: str, synonyms: Phrases | None = None) -> Question:
    """Read a question. Two queries: the words of the catalogue, and how many documents there are."""
    typed = _typed(q, language)
    ways = list(_ways(typed, language))
    if synonyms is not None:
        ways += [other for way in ways for other in _renamed(way, synonyms)]
    stems = {term for way in ways for _word, term in way}
    known = _known(stems, language)
    readings = []
    for number, way in enumerate(ways):
        reading = tuple(_slot(word, term, known, language) for word, term in way)
        if number == 0 or (all(slot.is_known for slot in reading) and not _takes_apart(reading, readings[0])):
            readings.append(reading)
    corpus = Corpus.objects.filter(language=language).values_list("documents", flat=True).first() or 0
    return Question(language, tuple(dict.fromkeys(readings))[:MOST_READINGS] if typed else (), corpus)


def _takes_apart(reading: Reading, plain: Reading) -> bool:
    """Whether it has two words for one that the catalogue knows as it is: a notebook is no note and no book."""
    if len(reading) <= len(plain):
        return False
    kept = {slot.term for slot in reading}
    return all(slot.is_known or slot.term in kept for slot in plain)


Way = tuple[tuple[str, str], ...]
"""Words, each with its stem."""


def _typed(q: str, language: str) -> list[Word]:
    """The words as they are typed, joined ones left out; words that name nothing only where there are no others."""
    words = [word for word in words_in(q, language) if not word.is_joined][:MOST_WORDS]
    each = list({word.stem: word for word in words}.values())
    return [word for word in each if not is_function_word(word.written, language)] or each


def _ways(typed: Sequence[Word], language: str) -> Iterator[Way]:
    """As typed, each two neighbours as one word, each word as two."""
    plain = tuple((word.written, word.stem) for word in typed)
    if not plain:
        return
    yield plain
    for length in range(2, MOST_JOINED + 1):
        for at in range(len(plain) - length + 1):
            joined = "".join(word for word, _stem in plain[at : at + length])[:LONGEST_WORD]
            yield (*plain[:at], (joined, stem(joined, language)), *plain[at + length :])
    for at, (word, _stem) in enumerate(plain):
        for first, second in _halves(word):
            halves = ((first, stem(first, language)), (second, stem(second, language)))
            yield (*plain[:at], *halves, *plain[at + 1 :])


def _halves(word: str) -> Iterator[tuple[str, str]]:
    if len(word) <= LONGEST_SPLIT and PART.fullmatch(word):
        for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            yield word[:at], word[at:]


def _renamed(way: Way, synonyms: Phrases) -> Iterator[Way]:
    """The way with one phrase in it called by each of its other names."""
    stems = tuple(term for _word, term in way)
    for phrase, others in synonyms.by_stems.items():
        for at in range(len(stems) - len(phrase) + 1):
            if stems[at : at + len(phrase)] == phrase:
                for other in others:
                    yield (*way[:at], *((term, term) for term in other), *way[at + len(phrase) :])


def _known(stems: Iterable[str], language: str) -> dict[int, int]:
    """How many documents have each of these stems, by key. One query."""
    keys = [key_of(term, language) for term in stems]
    if not keys:
        return {}
    return dict(Term.objects.filter(key__in=keys, documents__gt=0).values_list("key", "documents"))


def _slot(word: str, term: str, known: dict[int, int], language: str) -> Slot:
    key = key_of(term, language)
    return Slot(word, term, key, known.get(key, 0))
