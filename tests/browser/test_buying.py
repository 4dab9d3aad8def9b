"""A shopper in Chromium chooses a size and a colour and buys: without JavaScript, and with it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from catalog_pages.models import Product, StockItem
from orders.models import Order
from tests.browser.checkout_form import fill_in
from tests.browser.chromium import is_a_fault
from tests.factories import ProductFactory
from tests.shops import open_shop
from tests.storefront import choice, front_page, show, variant_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def mug(transactional_db: None) -> Product:
    """In two sizes and two colours, in a shop that is open."""
    front_page()
    open_shop()
    product = ProductFactory(name="Mug", slug="mug")
    for size, price in (("small", "12.00"), ("large", "15.00")):
        for colour in ("clay", "ink"):
            options = [choice("size", size), choice("colour", colour)]
            variant_of(product, *options, sku=f"MUG-{size}-{colour}".upper(), price=price)
    show(product)
    return product


def put_into_the_cart(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/mug/")
    page.get_by_role("radio", name="LARGE").check()
    page.get_by_role("radio", name="INK").check()
    page.get_by_role("button", name="Put into the cart").click()
    expect(page.locator("main")).to_contain_text("is in your cart")
    expect(page.locator("main")).to_contain_text("€15.00")


def go_to_the_checkout(page: Page, live_server: LiveServer) -> None:
    """With the mug in the cart."""
    put_into_the_cart(page, live_server)
    page.get_by_role("link", name="Go to the checkout").click()


def the_order_is_right(page: Page) -> None:
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    order = Order.objects.get()
    expect(page.locator("main")).to_contain_text(order.number)
    assert [(item.sku, item.quantity) for item in order.items.all()] == [("MUG-LARGE-INK", 1)]
    assert order.total == Decimal("19.90")
    assert StockItem.objects.get(variant__sku="MUG-LARGE-INK").reserved == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_shopper_without_javascript_buys_a_large_mug_in_ink(
    chromium: Browser, live_server: LiveServer, mug: Product, width: int
) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}) as browser:
        page = browser.new_page()
        go_to_the_checkout(page, live_server)
        page.get_by_label("E-mail address").fill("ada@example.com")
        page.get_by_label("Country").first.select_option("GB")
        page.get_by_role("button", name="Change the country").first.click()
        expect(page.get_by_label("E-mail address")).to_have_value("ada@example.com")
        fill_in(page)
        page.get_by_role("button", name="Place the order: €19.90").click()
        the_order_is_right(page)
        page.get_by_role("link", name="See your order").click()
        expect(page.locator("main")).to_contain_text("12 St James's Square")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_with_javascript_the_country_is_followed_at_once(
    chromium: Browser, live_server: LiveServer, mug: Product
) -> None:
    with chromium.new_context() as browser:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        go_to_the_checkout(page, live_server)
        expect(page.locator("#id_shipping-region")).to_have_count(0)
        page.get_by_label("Country").first.select_option("CA")
        expect(page.locator("#id_shipping-region")).to_have_count(1)
        expect(page.locator("main")).to_contain_text("we cannot send these goods to Canada")
        page.get_by_label("Country").first.select_option("GB")
        expect(page.locator("#id_shipping-region")).to_have_count(0)
        fill_in(page)
        page.get_by_role("button", name="Place the order: €19.90").dblclick()
        the_order_is_right(page)
        assert [each for each in complaints if is_a_fault(each)] == []


def test_what_is_typed_while_the_country_is_followed_is_kept(
    chromium: Browser, live_server: LiveServer, mug: Product
) -> None:
    with chromium.new_context() as browser:
        page = browser.new_page()
        go_to_the_checkout(page, live_server)
        waiting: list[Route] = []
        page.route("**/checkout/", lambda route: waiting.append(route))
        page.get_by_label("Country").first.select_option("CA")
        page.get_by_label("E-mail address").fill("ada@example.com")
        page.get_by_label("Town or city").first.fill("Ottawa")
        expect(page.locator("#id_shipping-region")).to_have_count(0)
        waiting[0].continue_()
        expect(page.locator("#id_shipping-region")).to_have_count(1)
        expect(page.get_by_label("E-mail address")).to_have_value("ada@example.com")
        expect(page.get_by_label("Town or city").first).to_have_value("Ottawa")


def press_while_the_country_is_asked_for(page: Page, country: str) -> None:
    """Hold the button that places the order down until the answer is there."""
    waiting: list[Route] = []
    page.route("**/checkout/", lambda route: waiting.append(route), times=1)
    page.get_by_label("Country").first.select_option(country)
    page.get_by_role("button", name="Place the order: €19.90").hover()
    page.mouse.down()
    with page.expect_response("**/checkout/"):
        waiting[0].continue_()


def test_a_press_of_the_button_is_not_lost_to_an_answer_that_comes_meanwhile(
    chromium: Browser, live_server: LiveServer, mug: Product
) -> None:
    with chromium.new_context() as browser:
        page = browser.new_page()
        go_to_the_checkout(page, live_server)
        fill_in(page)
        press_while_the_country_is_asked_for(page, "GB")
        page.mouse.up()
        the_order_is_right(page)


def test_a_button_let_go_elsewhere_orders_nothing_and_the_country_is_followed(
    chromium: Browser, live_server: LiveServer, mug: Product
) -> None:
    with chromium.new_context() as browser:
        page = browser.new_page()
        go_to_the_checkout(page, live_server)
        press_while_the_country_is_asked_for(page, "CA")
        page.wait_for_timeout(200)
        expect(page.locator("#id_shipping-region")).to_have_count(0)
        page.mouse.move(5, 5)
        page.mouse.up()
        expect(page.locator("#id_shipping-region")).to_have_count(1)
        assert not Order.objects.exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_with_javascript_what_was_added_is_shown_over_the_page(
    chromium: Browser, live_server: LiveServer, mug: Product, width: int
) -> None:
    with chromium.new_context(viewport={"width": width, "height": 900}) as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/mug/")
        dialog = page.get_by_role("dialog", name="Your cart")
        page.get_by_role("button", name="Put into the cart").click()
        expect(dialog).to_contain_text("Please choose:")
        dialog.get_by_role("button", name="Choose again").click()
        expect(dialog).to_be_hidden()
        page.get_by_role("radio", name="LARGE").check()
        page.get_by_role("radio", name="INK").check()
        page.get_by_role("button", name="Put into the cart").click()
        expect(dialog).to_contain_text("1 piece in the cart, €15.00.")
        expect(page.locator("#cart-count")).to_contain_text("1")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.get_by_role("button", name="Put into the cart").click()
        expect(dialog).to_contain_text("2 pieces in the cart, €30.00 together.")
        dialog.get_by_role("button", name="Go on looking").click()
        assert page.url == f"{live_server.url}/mug/"
        page.get_by_role("button", name="Keep for later").click()
        expect(page.locator("main")).to_contain_text("Mug is on your wish list.")
        page.goto(f"{live_server.url}/cart/")
        expect(page.get_by_label("Quantity of Mug")).to_have_value("2")
