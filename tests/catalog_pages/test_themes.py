"""A shop's own look: whatever is chosen can be read, and pages bring it along."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog_pages.models import ShopSettings
from catalog_pages.theme import GROUNDS, accent_pairs, check_accent, contrast
from tests.shops import open_shop
from tests.storefront import for_sale, front_page, picture, the_site

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
INKS = {"ink": ("#1d1b16", "#f1ede4"), "quiet": ("#5c574c", "#b3ab9c")}
EDGE = ("#857e6f", "#7d7667")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("screen", [0, 1])
def test_text_and_edges_can_be_seen_on_every_ground(ground: str, screen: int) -> None:
    for name in ("paper", "raised", "well"):
        surface = GROUNDS[ground][name][screen]
        assert all(contrast(ink[screen], surface) >= 4.5 for ink in INKS.values()), name
        assert contrast(EDGE[screen], surface) >= 3, name


@given(accent=COLOURS, ground=st.sampled_from(sorted(GROUNDS)))
def test_an_accent_is_readable_in_light_and_dark_or_refused_with_one_that_is(
    accent: str, ground: str
) -> None:
    try:
        check_accent(accent, ground)
    except ValidationError as error:
        suggested = re.search(r"#[0-9a-f]{6}", error.messages[0])
        assert suggested is not None
        check_accent(suggested[0], ground)
        return
    pairs = accent_pairs(accent, ground)
    for screen in (0, 1):
        for name in ("paper", "raised", "well"):
            assert contrast(pairs["accent"][screen], GROUNDS[ground][name][screen]) >= 4.5
        assert contrast(pairs["accent"][screen], pairs["wash-accent"][screen]) >= 4.5
        assert contrast(pairs["on-accent"][screen], pairs["accent"][screen]) >= 4.5


@pytest.mark.parametrize("accent", ["red", "#fff", "#12345g", "#a84a22;}", "url(x)"])
def test_what_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(ValidationError):
        check_accent(accent, "paper")


@pytest.mark.django_db
def test_pages_bring_the_look_along_under_an_address_that_never_changes() -> None:
    front_page()
    shop = open_shop()
    for_sale("Jug")
    assert "theme.css" not in Client().get("/jug/").content.decode()
    shop.accent, shop.ground, shop.heading_font = "#2f5d8a", "mist", "geometric"
    shop.full_clean()
    shop.save()
    page = Client().get("/jug/").content.decode()
    found = re.search(r'href="(/theme\.css\?v=\w+)"', page)
    assert found is not None
    assert 'content="#f6f8fa"' in page
    sheet = Client().get(found[1])
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["Cache-Control"]
    css = sheet.content.decode()
    assert "--accent: light-dark(#2f5d8a, #" in css
    assert "--paper: light-dark(#f6f8fa, #14171a)" in css
    assert "--serif: Avenir" in css
    assert "immutable" not in Client().get("/theme.css?v=old").headers["Cache-Control"]


@pytest.mark.django_db
def test_a_logo_stands_in_place_of_the_name_and_is_scaled_before_anybody_asks(
    django_capture_on_commit_callbacks: object,
) -> None:
    front_page()
    shop = open_shop()
    shop.logo = picture("logo")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        shop.save()
    assert shop.logo.renditions.filter(filter_spec="height-64|format-webp").exists()
    page = Client().get("/").content.decode()
    assert re.search(r'<a class="wordmark"[^>]*>\s*<img [^>]*alt="Pipit" class="wordmark__logo"', page)


@pytest.mark.django_db
def test_an_editor_is_told_which_colour_would_do() -> None:
    front_page()
    shop = ShopSettings.for_site(the_site())
    shop.accent = "#f0c000"
    with pytest.raises(ValidationError) as refusal:
        shop.full_clean()
    assert "too light to be read" in refusal.value.message_dict["accent"][0]
