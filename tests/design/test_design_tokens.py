"""The palette's contrasts, computed from the style sheet itself by WCAG 2.2's formula (SC 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from catalog_pages.theme import contrast

CSS = Path(__file__).resolve().parents[2] / "site" / "static" / "css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())}
SCHEMES = ("light", "dark")

GROUNDS = ("paper", "raised", "well", "wash-accent", "wash-good", "wash-alert")
TEXT = [
    *((text, ground) for text in ("ink", "quiet") for ground in GROUNDS),
    *((text, ground) for text in ("accent", "good", "alert") for ground in ("paper", "raised", "well")),
    ("accent", "wash-accent"),
    ("good", "wash-good"),
    ("alert", "wash-alert"),
    ("on-ink", "ink"),
    ("on-ink", "alert"),
    ("on-accent", "accent"),
]
EDGES = [(edge, ground) for edge in ("edge", "focus", "accent") for ground in ("paper", "raised", "well")]


def test_the_formula_gives_what_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    place = SCHEMES.index(scheme)
    assert contrast(COLOURS[text][place], COLOURS[ground][place]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edge_of_what_can_be_operated_can_be_seen(edge: str, ground: str, scheme: str) -> None:
    place = SCHEMES.index(scheme)
    assert contrast(COLOURS[edge][place], COLOURS[ground][place]) >= 3


def test_colours_are_named_in_the_tokens_alone() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", re.IGNORECASE)
    # The Django admin has names of its own for colours: its sheet gives them values, and does no more than that.
    named = re.compile(r"^\s*--[\w-]+:[^;]+;", re.MULTILINE)
    elsewhere = {
        sheet.name: colour.findall(
            named.sub("", sheet.read_text()) if sheet.name == "back-office.css" else sheet.read_text()
        )
        for sheet in CSS.rglob("*.css")
        if sheet.name != "tokens.css"
    }
    assert elsewhere
    assert not any(elsewhere.values()), elsewhere


def test_every_token_in_use_is_defined() -> None:
    text = "".join(sheet.read_text() for sheet in CSS.glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined
