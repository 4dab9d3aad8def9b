"""Eight walks through the shop, each on a desktop in the dark, and on a phone that runs no scripts.

The ninth and tenth are next door: a guest's purchase (test_buying) and a card declined, then paid
(test_paying_by_card).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalog_pages.models import Product, StockItem, Variant
from customers.models import Customer
from orders import fulfilment
from orders.models import Order, Return
from tests.browser.checkout_form import fill_in
from tests.browser.chromium import is_a_fault
from tests.factories import CustomerFactory, PromotionFactory, VoucherFactory
from tests.shops import open_shop, placed_order
from tests.storefront import for_sale, front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
PASSWORD = "a heron stands in the reeds"
VISITS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone without scripts": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
}


@pytest.fixture
def mug(transactional_db: None) -> Product:
    """At 12.00, in a shop that is open."""
    front_page()
    open_shop()
    return for_sale("Mug")


@pytest.fixture(params=list(VISITS))
def page(
    request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer, mug: Product
) -> Iterator[Page]:
    """Somebody's browser; whatever they did, no page was wider than it and no script failed."""
    visit = VISITS[request.param]
    with chromium.new_context(base_url=live_server.url, **visit) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert page.evaluate("document.documentElement.scrollWidth") <= visit["viewport"]["width"]
        assert [each for each in complaints if is_a_fault(each)] == []


def put_into_the_cart(page: Page) -> None:
    page.goto("/mug/")
    page.get_by_role("button", name="Put into the cart").click()
    expect(page.locator("main")).to_contain_text("Mug is in your cart.")


def go_to_the_checkout(page: Page) -> None:
    page.goto("/cart/")
    page.get_by_role("link", name="Go to the checkout").click()
    page.wait_for_load_state()  # before, no script listens yet
    change = page.get_by_role("button", name="Change the country").first
    with page.expect_response("**/checkout/"):
        page.get_by_label("Country").first.select_option("GB")
        if change.is_visible():  # scripts follow the country by themselves
            change.click()
    expect(page.locator("[name=shown_for]")).to_have_value(re.compile("^GB"))


def place(page: Page, total: str) -> None:
    page.get_by_role("button", name=f"Place the order: {total}").click()


def log_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def link_in_the_mail(topic: str, to: str) -> str:
    mails = [each for each in mail.outbox if each.extra_headers["X-Pipit-Topic"] == topic and each.to == [to]]
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mails[-1].body))
    assert found is not None
    return found[1]


def test_sign_up_and_purchase(page: Page) -> None:
    page.goto("/account/signup/")
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator("main")).to_contain_text("ada@example.com")
    page.goto(link_in_the_mail("account_activation", "ada@example.com"))
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#messages")).to_contain_text("Your account is open.")
    log_in(page, "ada@example.com")
    put_into_the_cart(page)
    go_to_the_checkout(page)
    expect(page.get_by_label("E-mail address")).to_have_value("ada@example.com")
    fill_in(page)
    place(page, "€16.90")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    page.goto("/orders/")
    expect(page.get_by_role("link", name=Order.objects.get().number)).to_be_visible()


def test_a_log_in_merges_the_carts(page: Page) -> None:
    customer = CustomerFactory(email="ada@example.com", password=PASSWORD)
    log_in(page, customer.email)
    put_into_the_cart(page)
    page.goto("/account/")
    page.get_by_role("button", name="Log out").first.click()
    put_into_the_cart(page)
    log_in(page, customer.email)
    page.goto("/cart/")
    expect(page.get_by_label("Quantity of Mug")).to_have_value("2")
    expect(page.locator("main")).to_contain_text("€24.00")


def test_a_voucher_takes_off_what_it_says(page: Page) -> None:
    VoucherFactory(code="TEN", promotion=PromotionFactory(value=Decimal(10)))
    put_into_the_cart(page)
    page.goto("/cart/")
    page.get_by_text("I have a voucher").click()
    page.get_by_label("Voucher code").fill("nonsense")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("main")).to_contain_text("There is no such voucher.")
    expect(page.get_by_label("Voucher code")).to_have_value("nonsense")
    page.get_by_label("Voucher code").fill("ten")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("main")).to_contain_text("Your voucher has been applied.")
    go_to_the_checkout(page)
    fill_in(page)
    place(page, "€15.70")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    assert Order.objects.get().voucher_code == "TEN"


def test_sold_out_at_the_last_step(page: Page) -> None:
    jug = for_sale("Jug")
    put_into_the_cart(page)
    page.goto("/jug/")
    page.get_by_role("button", name="Put into the cart").click()
    go_to_the_checkout(page)
    fill_in(page)
    StockItem.objects.filter(variant__product=jug).update(on_hand=0)
    place(page, "€28.90")
    expect(page.get_by_role("alert").first).to_contain_text("Nothing has been ordered yet.")
    expect(page.get_by_label("Town or city").first).to_have_value("London")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_label("Town or city").first).to_have_value("London")
    place(page, "€16.90")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    assert [item.name for item in Order.objects.get().items.all()] == ["Mug"]


def test_another_price_at_the_last_step(page: Page) -> None:
    put_into_the_cart(page)
    go_to_the_checkout(page)
    fill_in(page)
    Variant.objects.update(price=Decimal("14.00"))
    place(page, "€16.90")
    expect(page.locator("main")).to_contain_text("from €16.90 to €18.90")
    assert not Order.objects.exists()
    place(page, "€18.90")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    assert Order.objects.get().total == Decimal("18.90")


def test_a_return(page: Page) -> None:
    order = placed_order()
    fulfilment.ship(order=fulfilment.pack(order=fulfilment.mark_paid(order=order)))
    page.goto(f"/orders/{order.number}/?token={order.token}")
    page.get_by_role("link", name="Send something back").click()
    page.get_by_role("button", name="Announce the return").click()
    expect(page.locator("#error-summary")).to_contain_text("Say how many pieces you would like to send back.")
    page.get_by_label("How many (at most 2)").fill("1")
    page.get_by_label("Why").select_option("damaged")
    page.get_by_role("button", name="Announce the return").click()
    expect(page.locator("main")).to_contain_text("Your return is announced.")
    expect(page.locator("main")).to_contain_text("On its way back to us")
    assert Return.objects.get().lines.get().quantity == 1


def test_an_order_bought_again(page: Page) -> None:
    customer = CustomerFactory(email="ada@example.com", password=PASSWORD)
    log_in(page, customer.email)
    put_into_the_cart(page)
    go_to_the_checkout(page)
    fill_in(page)
    place(page, "€16.90")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    page.goto(f"/orders/{Order.objects.get().number}/")
    page.get_by_role("button", name="Buy it again, same address").click()
    expect(page.get_by_label("Town or city").first).to_have_value("London")
    place(page, "€16.90")
    expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    assert Order.objects.count() == 2


def test_another_e_mail_address(page: Page) -> None:
    CustomerFactory(email="old@example.com", password=PASSWORD)
    log_in(page, "old@example.com")
    page.goto("/account/email/")
    page.get_by_label("New e-mail address").fill("new@example.com")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("#messages")).to_contain_text("We have written to new@example.com.")
    assert Customer.objects.get().email == "old@example.com"
    page.goto(link_in_the_mail("account_email_confirm", "new@example.com"))
    page.get_by_role("button").filter(has_text="address").click()
    expect(page.locator("#messages")).to_contain_text("Your e-mail address is now new@example.com.")
    assert Customer.objects.get().email == "new@example.com"
