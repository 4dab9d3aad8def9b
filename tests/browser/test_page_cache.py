"""Kept pages in Chromium: the head, its badge, and putting something into the cart, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from catalog_pages.models import ShopSettings
from catalog_pages.page_cache.listening import pages
from tests.shops import open_shop
from tests.storefront import for_sale, the_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(autouse=True)
def _kept_pages(transactional_db: None, live_server: LiveServer, settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE = True
    ShopSettings.for_site(the_site())
    open_shop()
    for_sale("Sea chart")
    pages.clear()
    host = live_server.url.removeprefix("http://")
    for url in ("/", "/sea-chart/"):
        assert Client().get(url, headers={"host": host}).status_code == 200
    assert len(pages) == 2
    yield
    pages.clear()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_fresh_visitor_buys_from_a_kept_page(
    chromium: Browser, live_server: LiveServer, scripts: bool, width: int
) -> None:
    with chromium.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 900}
    ) as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/sea-chart/")
        assert browser.cookies() == []
        expect(page.locator("#cart-count")).to_be_hidden()
        page.get_by_label("Quantity").fill("3")
        page.get_by_role("button", name="Put into the cart").click()
        expect(page.locator("main")).to_contain_text("is in your cart")
        expect(page.locator("#cart-count")).to_contain_text("3 pieces")
        page.goto(f"{live_server.url}/")
        if scripts:
            expect(page.locator("#cart-count")).to_be_visible()
            expect(page.locator("#cart-count")).to_contain_text("3 pieces")
        else:
            expect(page.locator("#cart-count")).to_be_hidden()
        page.locator(".header__tools a[href='/cart/']").click()
        expect(page.locator("main")).to_contain_text("Sea chart")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_badge_moves_nothing(chromium: Browser, live_server: LiveServer) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as browser:
        browser.add_cookies([{"name": "cart_pieces", "value": "12", "url": live_server.url}])
        page = browser.new_page()
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach("
            "(entry) => (window.moved += entry.value))).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(f"{live_server.url}/", wait_until="networkidle")
        expect(page.locator("#cart-count")).to_contain_text("12 pieces")
        assert page.evaluate("window.moved") < 0.001
