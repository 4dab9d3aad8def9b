"""From what people write to what is looked up: folded letters, words, stems. The same for goods and for questions.

Nothing here knows a shop: letters lose their accents and case, words lose their endings by Snowball's rules for
the language, numbers keep their dots. A word with a dash (TN-2110, wi-fi) is known by its parts and as one.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import snowballstemmer
from babel import Locale, UnknownLocaleError

from search.function_words import FUNCTION_WORDS

LONGEST_WORD = 60
"""What is longer is cut: no word is, and no code."""
MOST_KNOWN = 30_000
"""Words that a process remembers the stems of: some megabytes, whatever strangers search for."""
MOST_PHRASES = 4_000
CHUNK = re.compile(r"[^\W_]+(?:(?:[-./'\u2019_&]|(?<=\d),(?=\d))[^\W_]+)*")
PART = re.compile(r"[^\W_]+")
SIGN = re.compile(r"[\W_]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}"
)
"""Thai, Khmer, Japanese and Chinese, which put no space between words: they are known by pairs of letters."""
DIGIT = re.compile(r"\d")


class Word(NamedTuple):
    """A word as it was written (folded) and the stem it is looked up by.

    `is_joined` says that it is several parts written as one (tn2110 of TN-2110), beside its parts.
    """

    written: str
    stem: str
    is_joined: bool = False


def fold(text: str) -> str:
    """Small letters without accents: "Café" and "CAFÉ" are "cafe", "Straße" is "strasse"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in plain if not unicodedata.combining(letter))
    )


def words_in(text: str, language: str) -> Iterator[Word]:
    """The words of a text in their order, joined forms after their parts."""
    return chain.from_iterable([_words_of(chunk, language) for chunk in _chunks(text)])


@lru_cache(maxsize=MOST_PHRASES)
def phrase(text: str, language: str) -> tuple[Word, ...]:
    """As `words_in`, for what is said of many goods in the same words: a maker, a category, a colour."""
    return tuple(words_in(text, language))


def words_of_codes(text: str, language: str) -> Iterator[Word]:
    """As `words_in`, for what hardly comes again: nothing that is remembered has to make room for it."""
    return chain.from_iterable([_read(fold(chunk), language) for chunk in _chunks(text)])


def stems_of(text: str, language: str) -> list[str]:
    """The stems of the words of a phrase, in order; those that name nothing only where there are no others."""
    words = [word for word in words_in(text, language) if not word.is_joined]
    naming = [word for word in words if not is_function_word(word.written, language)]
    return [word.stem for word in naming or words]


def stem(word: str, language: str) -> str:
    """What a folded word is looked up by. A word with a digit in it has no endings to lose."""
    has_digit = not word.isalpha() and DIGIT.search(word)
    return word if has_digit else _stem(word, language_of(language))


def codes_in(text: str) -> str:
    """A SKU or barcode with nothing but its letters and digits, in capitals: "tn-2110 " is "TN2110"."""
    return SIGN.sub("", fold(text)).upper()


def key_of(term: str, language: str) -> int:
    """The number a stem is known by in the index: 63 bits of a hash of it and its language."""
    return _key(term, language_of(language))


def is_function_word(word: str, language: str) -> bool:
    """Whether it only holds others together: "for", "the"."""
    return word in FUNCTION_WORDS.get(language.partition("-")[0].lower(), frozenset())


@lru_cache
def language_of(code: str) -> str:
    """The name Snowball has for the language of a locale: "en-gb" is "english"; empty where it knows none."""
    try:
        name = Locale.parse(code, sep="-").get_language_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return ""
    name = name.lower().partition(" ")[0]
    return name if name in snowballstemmer.algorithms() else ""


def _chunks(text: str) -> list[str]:
    found: list[str] = CHUNK.findall(text if text.isascii() else unicodedata.normalize("NFC", text))
    return found


@lru_cache(maxsize=MOST_KNOWN)
def _words_of(chunk: str, language: str) -> tuple[Word, ...]:
    return tuple(_read(fold(chunk), language))


def _read(chunk: str, language: str) -> Iterable[Word]:
    if chunk.isascii() and chunk.isalnum():  # most are, and need no looking into
        part = chunk[:LONGEST_WORD]
        return (Word(part, stem(part, language)),)
    return _taken_apart(chunk, language)


def _taken_apart(chunk: str, language: str) -> Iterator[Word]:
    parts = PART.findall(chunk)
    if len(parts) == 1:
        yield from _plain(parts[0], language)
        return
    place = 0
    for number in NUMBER.finditer(chunk):
        for part in PART.findall(chunk[place : number.start()]):
            yield from _plain(part, language)
        yield Word(number.group()[:LONGEST_WORD], number.group()[:LONGEST_WORD])
        place = number.end()
    for part in PART.findall(chunk[place:]):
        yield from _plain(part, language)
    if _is_one_word(chunk) and not NUMBER.fullmatch(chunk):
        joined = "".join(parts)[:LONGEST_WORD]
        yield Word(joined, stem(joined, language), is_joined=True)


def _is_one_word(chunk: str) -> bool:
    """Whether what was joined is also one word: by dashes, or a code. "Headphones/headset" are two."""
    return "/" not in chunk or bool(DIGIT.search(chunk))


def _plain(part: str, language: str) -> Iterator[Word]:
    if part.isascii() or not WITHOUT_SPACES.search(part):
        part = part[:LONGEST_WORD]
        yield Word(part, stem(part, language))
        return
    place = 0
    for run in WITHOUT_SPACES.finditer(part):
        if part[place : run.start()]:
            yield from _plain(part[place : run.start()], language)
        letters = run.group()
        for pair in (letters[at : at + 2] for at in range(len(letters) - 1)):
            yield Word(pair, pair)
        place = run.end()
    if part[place:]:
        yield from _plain(part[place:], language)


@lru_cache(maxsize=MOST_KNOWN)
def _stem(word: str, language: str) -> str:
    if not language:
        return word
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed or word


_own = threading.local()


def _stemmer(language: str) -> Any:
    """The thread's own: a stemmer keeps the word it is at in itself, and two threads would cut each other's words."""
    stemmers: dict[str, Any] = _own.__dict__
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(language)
    return stemmers[language]


@lru_cache(maxsize=MOST_KNOWN)
def _key(term: str, language: str) -> int:
    digest = hashlib.blake2b(f"{language}\0{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
