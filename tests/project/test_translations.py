"""Words that are gathered say what they said before."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import ngettext, override, trans_real

from config import translations


def said_by(language: str) -> dict[Any, tuple[str, ...]]:
    found: Any = trans_real.translation(language)
    words = {key if isinstance(key, str) else key[0] for key in found._catalog.keys()}  # noqa: SIM118 - no mapping
    asked = sorted(words | {"no such word", "Add to cart", ""})
    return {
        word: (found.gettext(word), *(found.ngettext(word, f"{word}s", n) for n in (0, 1, 2, 7)))
        for word in asked
    }


@pytest.mark.parametrize("language", ["en-gb", "de", "pl"])
def test_every_word_is_what_it_was(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(settings, "LANGUAGES", [(language, language)])
    before = said_by(language)
    catalogues = len(trans_real.translation(language)._catalog._catalogs)
    translations.gather()
    assert said_by(language) == before and len(before) > 100
    assert len(trans_real.translation(language)._catalog._catalogs) < catalogues / 2
    with override(language):
        assert ngettext("%(count)d product", "%(count)d products", 2) % {"count": 2}


def test_catalogues_that_count_differently_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(settings, "LANGUAGES", [("en-gb", "English")])
    found: Any = trans_real.translation("en-gb")
    found._catalog._catalogs = [
        {"a": "1"},
        {"a": "2", ("b", 0): "b1"},
        {"c": "3"},
        {"c": "4", ("b", 1): "b2"},
    ]
    alike, other = (lambda number: int(number != 1)), (lambda number: 0)
    found._catalog._plurals = [alike, lambda number: int(number != 1), other, alike]
    translations.gather()
    assert found._catalog._catalogs == [{"a": "1", ("b", 0): "b1"}, {"c": "3"}, {"c": "4", ("b", 1): "b2"}]
    assert found._catalog._plurals == [alike, other, alike]
