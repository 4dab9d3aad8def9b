"""A shopper looks around with scripts: what was seen before, and the way back into a list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import CategoryFactory
from tests.storefront import category_page, for_sale, front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def shelf(transactional_db: None) -> None:
    """Thirty mugs at 12.00, of which three are reduced to 9.00."""
    front_page()
    mugs = CategoryFactory(name="Mugs")
    category_page(mugs)
    for number in range(30):
        for_sale(f"Mug {number}", category=mugs, sale_price="9.00" if number % 10 == 0 else None)


def look_at(page: Page, name: str) -> None:
    page.goto(f"/{name.lower().replace(' ', '-')}/")
    page.get_by_role("contentinfo").scroll_into_view_if_needed()


def test_what_was_looked_at_before_is_below_a_product_until_it_is_forgotten(
    chromium: Browser, live_server: LiveServer, shelf: None
) -> None:
    with chromium.new_context(base_url=live_server.url) as context:
        page = context.new_page()
        before = page.get_by_role("region", name="You looked at these")
        look_at(page, "Mug 1")
        expect(before).to_be_hidden()
        look_at(page, "Mug 2")
        look_at(page, "Mug 3")
        look_at(page, "Mug 1")
        expect(before.get_by_role("heading", level=3)).to_have_text(["Mug 3", "Mug 2"])
        assert not [cookie for cookie in context.cookies() if "seen" in str(cookie.get("name"))]
        before.get_by_role("button", name="Forget them").click()
        expect(before).to_be_hidden()
        look_at(page, "Mug 2")
        page.wait_for_timeout(300)
        expect(before).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_back_from_a_product_leads_to_the_list_as_it_was_left(
    chromium: Browser, live_server: LiveServer, shelf: None, width: int
) -> None:
    with chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto("/mugs/")
        if width < 1000:
            page.get_by_role("link", name="Filter").click()
        page.get_by_label("From, EUR").fill("10")
        if width < 1000:
            page.get_by_role("button", name="Show matches").click()
        else:
            page.get_by_label("From, EUR").press("Tab")
        expect(page).to_have_url(re.compile("min_price=10"))
        expect(page.locator("#listing")).not_to_contain_text("9.00")
        card = page.locator(".product-card a").nth(20)
        card.scroll_into_view_if_needed()
        left_at = page.evaluate("scrollY")
        name = card.inner_text()
        card.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.go_back()
        expect(page.locator("#listing")).not_to_contain_text("9.00")
        expect(card).to_have_text(name)
        expect(card).to_be_in_viewport()
        assert abs(page.evaluate("scrollY") - left_at) < 50
        if width > 1000:
            expect(page.get_by_label("From, EUR")).to_have_value("10")
            page.go_back()
            expect(page.locator("#listing")).to_contain_text("9.00")
            expect(page.get_by_label("From, EUR")).to_have_value("")
