"""Searching with the keyboard, with the mouse and without JavaScript."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from search.models import LoggedSearch
from tests.factories import CategoryFactory
from tests.storefront import category_page, for_sale
from tests.webhook_receiver import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("SCREENSHOTS", "")
"""A folder to leave pictures in, for people to look at."""


@pytest.fixture
def mugs(transactional_db: None) -> None:
    category_page(CategoryFactory(name="Mugs and cups"))
    for name in ("Mug, tall and blue", "Mug, small", "Bowl"):
        for_sale(name)
    LoggedSearch.objects.create(
        language="en-gb", words="mug with a handle", day=timezone.localdate(), searches=9, results=2
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_are_walked_by_keyboard_and_lead_to_the_product(
    chromium: Browser, live_server: LiveServer, mugs: None, width: int
) -> None:
    with chromium.new_context(viewport={"width": width, "height": 900}) as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/search/")
        field = page.locator("#page-search")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press_sequentially("mu")
        suggestions = page.locator("#page-search-suggestions")
        expect(suggestions).to_be_visible()
        expect(suggestions.get_by_role("option")).to_have_text(
            ["mug with a handle", "Mugs and cups", "Mug, small", "Mug, tall and blue"]
        )
        expect(field).to_have_attribute("aria-expanded", "true")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"suggestions-{width}.png"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        field.press("ArrowUp")
        chosen = suggestions.locator("[aria-selected=true]")
        expect(chosen).to_have_text("Mug, tall and blue")
        expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
        field.press("Escape")
        expect(suggestions).to_be_hidden()
        field.press_sequentially("g")
        expect(suggestions).to_be_visible()
        field.press("ArrowUp")
        field.press("Enter")
        expect(page).to_have_url(f"{live_server.url}/mug-tall-and-blue/")


def test_enter_without_a_choice_searches_and_a_result_opened_is_counted(
    chromium: Browser, live_server: LiveServer, mugs: None
) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/search/")
        page.locator("#page-search").press_sequentially("tall mugz")
        page.locator("#page-search").press("Enter")
        expect(page.locator("main")).to_contain_text("These are the results for “tall mug”")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / "corrected-1280.png"))
        page.wait_for_load_state("load")  # only then a script listens
        page.get_by_role("link", name="Mug, tall and blue").click()
        expect(page).to_have_url(f"{live_server.url}/mug-tall-and-blue/")
        # A page that is left is told nothing of what becomes of its last request.
        wait_until(lambda: LoggedSearch.objects.filter(words="tall mugz", clicks=1).exists(), seconds=30)
    row = LoggedSearch.objects.get(words="tall mugz")
    assert (row.searches, row.results, row.clicks) == (1, 1, 1)


def test_without_javascript_the_search_is_a_form(
    chromium: Browser, live_server: LiveServer, mugs: None
) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}) as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/search/")
        page.locator("#page-search").fill("large tall mug")
        page.locator("#page-search").press("Enter")
        expect(page.locator("main")).to_contain_text(
            "Nothing has all of these words. These have some of them."
        )
        expect(page.get_by_role("link", name="Mug, tall and blue")).to_be_visible()
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / "relaxed-390.png"))
