"""No page of the shop, in any state, breaks a rule that axe-core can check; nothing is wider than the screen.

And the whole purchase by keyboard alone, with the focus to be seen all the way.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from catalog_pages import reviews
from catalog_pages.models import Product, StockItem
from customers.models import Customer
from orders import fulfilment, returns, reviewing
from orders.models import Order
from orders.returns import PiecesBack
from tests.factories import CategoryFactory, CustomerFactory, VoucherFactory
from tests.shops import open_shop, placed_order
from tests.storefront import category_page, choice, for_sale, front_page, show, variant_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
PASSWORD = "a heron stands in the reeds"
SHOTS = os.environ.get("SCREENSHOTS", "")
"""A folder to leave pictures in, for people to look at."""
# Contrast hangs on the scheme and room on the width: two runs see all of both. People look at each with each.
SCREENS = [(390, "dark"), (1280, "light"), *([(390, "light"), (1280, "dark")] if SHOTS else [])]


@pytest.fixture
def ada(transactional_db: None) -> Customer:
    """A customer with an order on its way, in a shop with a category, options, a sale and reviews."""
    front_page()
    shop = open_shop()
    shop.postal_address = "Setzergasse 7, 10119 Berlin"
    shop.save()
    customer = CustomerFactory(email="ada@example.com", password=PASSWORD)
    mugs = CategoryFactory(name="Mugs")
    below = category_page(mugs)
    category_page(CategoryFactory(name="Small mugs", parent=mugs), below)
    mug = _mug(mugs)
    for number in range(3):
        for_sale(f"Bowl {number}", category=mugs, sale_price="9.00", on_hand=number)
    order = placed_order(customer=customer)
    fulfilment.ship(order=fulfilment.pack(order=fulfilment.mark_paid(order=order)))
    item = order.items.get()
    returns.request(order=order, pieces=[PiecesBack(item=item, quantity=1)])
    assert item.variant is not None
    show(item.variant.product)
    review = reviews.write(product=mug, author=customer, shown_name="Ada", rating=4, text="It pours well.")
    reviews.publish(review=review)
    reviews.answer(review=review, text="So we hope.")
    VoucherFactory(code="TEN")
    return customer


def _mug(mugs: Any) -> Product:
    mug = Product.objects.create(name="Mug", slug="mug", category=mugs, description="<p>Thrown by hand.</p>")
    for size, on_hand in (("small", 0), ("large", 2)):
        variant_of(mug, choice("size", size), on_hand=on_hand, sku=f"MUG-{size}".upper())
    show(mug)
    return mug


class Inspector:
    """Looks at pages in one window and collects what is wrong with them."""

    def __init__(self, page: Page, width: int, scheme: str) -> None:
        self.page, self.width, self.scheme = page, width, scheme
        self.axe = Axe()
        self.faults: list[str] = []
        self.seen: list[str] = []

    def look(self, name: str, url: str = "", act: Callable[[Page], Any] | None = None) -> None:
        """At the page of this address, or the one that is open, once `act` has brought it into a state."""
        if url:
            self.page.goto(url)
        if act is not None:
            act(self.page)
        self.page.wait_for_timeout(300)  # what fades in has no contrast before
        self.seen.append(name)
        if SHOTS:
            file = Path(SHOTS) / f"{name.replace(' ', '-')}-{self.width}-{self.scheme}.png"
            self.page.screenshot(path=str(file), full_page=True)
        for rule in self.axe.run(self.page).response["violations"]:
            self.faults += [f"{name}: {rule['id']} {node['html'][:120]}" for node in rule["nodes"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.faults.append(f"{name}: {wide} pixels wide")


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
def inspector(
    request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer, ada: Customer
) -> Iterator[Inspector]:
    width, scheme = request.param
    viewport = {"width": width, "height": 900}
    with chromium.new_context(base_url=live_server.url, viewport=viewport, color_scheme=scheme) as context:  # type: ignore[arg-type]
        yield Inspector(context.new_page(), width, scheme)


def test_every_page_of_the_shop_in_every_state(inspector: Inspector, ada: Customer) -> None:
    look = inspector.look
    look("home", "/")
    look("menu open", act=_open_the_menu)
    look("category", "/mugs/")
    look("filters open", act=_open_the_filters)
    look("filters used", "/mugs/?max_price=10")
    look("product", "/mug/")
    look("product chosen", act=lambda page: page.get_by_role("radio", name="LARGE").check())
    look("product after others", "/bowl-1/", _go_to_the_end)
    look("reviews", "/reviews/mug/")
    look("search", "/search/?q=bowl")
    look("suggestions", "/search/", _ask_for_suggestions)
    look("nothing found", "/search/?q=zzzz")
    look("cart empty", "/cart/")
    look("wishes empty", "/wishes/")
    look("log in refused", "/account/login/", _log_in_wrongly)
    look("sign up refused", "/account/signup/", _press("Make the account"))
    look("forgotten password", "/account/password/reset/")
    look("newsletter", "/account/newsletter/", _press("Send me the newsletter"))
    look("not found", "/nothing-here/")
    look("product added", "/mug/?sku=MUG-LARGE", _press("Put into the cart"))
    look("cart with too many", "/cart/", _too_many)
    page = inspector.page
    page.get_by_label("Quantity of Mug").first.fill("2")
    page.get_by_label("Quantity of Mug").first.press("Enter")
    expect(page.locator("main")).to_contain_text("€24.00")
    StockItem.objects.filter(variant__sku="MUG-LARGE").update(on_hand=1)
    look("cart with a problem", "/cart/")
    look("checkout with a problem", "/checkout/")
    StockItem.objects.filter(variant__sku="MUG-LARGE").update(on_hand=9)
    look("checkout", "/checkout/")
    look("checkout refused", act=_press("Place the order"))
    assert inspector.faults == []
    assert len(inspector.seen) == 25


def test_every_page_of_the_account_in_every_state(inspector: Inspector, ada: Customer) -> None:
    look, page = inspector.look, inspector.page
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    order = Order.objects.get()
    look("account")
    look("orders", "/orders/")
    look("order", f"/orders/{order.number}/")
    look("send back refused", f"/orders/{order.number}/return/", _press("Announce the return"))
    look("thank you", f"/checkout/done/{order.number}/")
    look("addresses empty", "/account/addresses/")
    look("address refused", "/account/addresses/add/", _press("Save the address"))
    look("details", "/account/details/")
    look("email refused", "/account/email/", _press("Send the link"))
    look("password", "/account/password/")
    look("sessions", "/account/sessions/")
    look("export refused", "/account/export/", _press("Download the file"))
    look("own reviews", "/account/reviews/")
    bought = order.items.get().variant
    assert bought is not None
    assert reviewing.products_bought_by(ada).exists()
    look("review refused", f"/account/reviews/{bought.product.slug}/", _press("Send the review"))
    look("wishes", "/mug/", _press("Keep for later"))
    look("delete refused", "/account/delete/", _press("Delete"))
    unpaid = placed_order(customer=ada)
    look("order to pay", f"/orders/{unpaid.number}/")
    look("ways to pay", f"/orders/{unpaid.number}/pay/")
    assert inspector.faults == []
    assert len(inspector.seen) == 18


def _press(name: str) -> Callable[[Page], None]:
    """Without what the browser checks by itself: it is our own words that are looked at."""

    def press(page: Page) -> None:
        _leave_checks_to_the_server(page)
        _and_see_the_answer(page, page.get_by_role("button", name=name).first)

    return press


def _leave_checks_to_the_server(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")


def _and_see_the_answer(page: Page, button: Locator) -> None:
    with page.expect_response(lambda response: response.request.method == "POST"):
        button.click()
    page.wait_for_load_state()


def _open_the_menu(page: Page) -> None:
    menu = page.locator("details.menu > summary")
    (menu if menu.is_visible() else page.locator(".nav summary").first).click(timeout=2_000)


def _open_the_filters(page: Page) -> None:
    link = page.get_by_role("link", name="Filter")
    if link.is_visible():  # on a phone; a wide screen shows them anyway
        link.click()
        expect(page.get_by_role("link", name="Close")).to_be_visible()


def _go_to_the_end(page: Page) -> None:
    page.get_by_role("contentinfo").scroll_into_view_if_needed()
    expect(page.get_by_role("region", name="You looked at these")).to_be_visible()


def _ask_for_suggestions(page: Page) -> None:
    page.locator("#page-search").press_sequentially("bo")
    expect(page.locator("#page-search-suggestions")).to_be_visible()


def _log_in_wrongly(page: Page) -> None:
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("wrong")
    _and_see_the_answer(page, page.get_by_role("button", name="Log in"))


def _too_many(page: Page) -> None:
    """As a browser sends it that does not look at `max`."""
    _leave_checks_to_the_server(page)
    page.get_by_label("Quantity of Mug").first.fill("500")
    page.get_by_label("Quantity of Mug").first.press("Enter")
    expect(page.locator("main")).to_contain_text("Only 2 of Mug, LARGE are left.")


FOCUS_IS_SEEN = """() => {
  // A ring around what has the focus, around the card or the field it is part of, or around its label.
  const one = document.activeElement;
  if (one === document.body) return true; // after the last link the focus is with the browser
  const around = [one, one.nextElementSibling];
  for (let up = one.parentElement, steps = 0; up && steps < 4; up = up.parentElement, steps++) around.push(up);
  return around.some((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
}"""


def reach(page: Page, target: Locator) -> None:
    """By Tab alone; what has the focus can be seen to have it."""
    for _step in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {target}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_purchase_by_keyboard_alone(
    chromium: Browser, live_server: LiveServer, ada: Customer, scripts: bool
) -> None:
    with chromium.new_context(base_url=live_server.url, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto("/mug/")
        reach(page, page.get_by_role("link", name="Skip to the content"))
        page.keyboard.press("Enter")
        reach(page, page.get_by_role("radio").first)  # one stop for the group; arrows choose in it
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="LARGE")).to_be_checked()
        reach(page, page.get_by_role("button", name="Put into the cart"))
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("is in your cart")
        reach(page, page.get_by_role("link", name="Go to the checkout"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/checkout/")
        for label, value in (
            ("E-mail address", "ada@example.com"),
            ("First name", "Ada"),
            ("Last name", "Byron"),
            ("Address line 1", "Lindenstr. 12"),
            ("Postcode", "10969"),
            ("Town or city", "Berlin"),
        ):
            reach(page, page.get_by_label(label).first)
            page.keyboard.type(value)
        reach(page, page.get_by_role("button", name="Place the order"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
    assert Order.objects.filter(email="ada@example.com", total=Decimal("16.90")).exists()
