"""What breaks software, typed into every form in a real browser: nothing of it runs, on any page, for anybody.

The policy that forbids inline scripts is switched off here, so that what is seen is the escaping alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Response
from pytest_django.live_server_helper import LiveServer

from customers.models import Customer
from orders.models import Order
from tests.browser.chromium import is_a_fault
from tests.every_form import Form, a_customer_with_orders, forms_of, hostile_strings
from tests.factories import CustomerFactory
from tests.shops import open_shop
from tests.storefront import front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.realdata,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
ALONE = 3
"""Rounds in which each field gets one string, which may be short enough to be taken and shown again elsewhere."""
AT_ONCE = 40
"""Strings that then go into one field together."""

FILL_AND_SEND = """({action, method, fields, typed}) => {
  const goesTo = (form) => new URL(form.getAttribute("action") ?? "", location).pathname;
  const form = [...document.forms].find((each) => goesTo(each) === action
    && (each.getAttribute("method") ?? "get") === method && typed.every((name) => each.elements[name]));
  if (!form) return false;
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements[name];
    if (control && "value" in control) control.value = value;
    else form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
  }
  HTMLFormElement.prototype.submit.call(form); // what the browser would refuse is what we are here for
  return true;
}"""


class Watcher:
    """A page in a browser that notes whatever runs that should not, and every answer of a broken server."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("dialog", self._ran)
        self.page.on("response", self._answered)
        # Strings that run some other way call what is not there, or ask elsewhere for a script.
        self.page.on("pageerror", lambda error: self._failed(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _ran(self, dialog: Dialog) -> None:
        self.faults.append(f"{self.page.url}: a dialog, {dialog.message}")
        dialog.dismiss()

    def _failed(self, error: str) -> None:
        if is_a_fault(error):
            self.faults.append(f"{self.page.url}: {error}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in ("localhost", "127.0.0.1", None):
            self.faults.append(f"{self.page.url} asked for {url}")

    def send(self, form: Form, texts: Sequence[str], begin: int) -> int:
        """Fill the form with these, from that one on, until all were typed; how often it was sent."""
        feed = islice(cycle(texts), begin, None)
        together = -(-len(texts) // (AT_ONCE * len(form.typed)))
        sent = 0
        for many in [1] * ALONE + [AT_ONCE] * together:
            self.page.goto(form.page)
            fields = dict(form.given) | {name: " ".join(islice(feed, many)) for name in form.typed}
            asked = {
                "action": urlsplit(form.action).path,
                "method": form.method,
                "fields": fields,
                "typed": list(form.typed),
            }
            with self.page.expect_navigation():
                if not self.page.evaluate(FILL_AND_SEND, asked):
                    self.page.reload()  # the form is gone with what it did
                    continue
            sent += 1
        return sent


@pytest.fixture
def customer(transactional_db: None) -> Customer:
    front_page()
    open_shop()
    return a_customer_with_orders()


@pytest.fixture(scope="module")
def strings(shared_data: Path) -> list[str]:
    """Those that a browser could take for something to run."""
    every = hostile_strings(shared_data)
    return [text for text in every if "<" in text or "script" in text.lower() or "alert" in text]


@pytest.fixture
def context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    with chromium.new_context(base_url=live_server.url, bypass_csp=True) as context:
        yield context


def logged_in(client: Client, context: BrowserContext, live_server: LiveServer) -> None:
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def feed_all(client: Client, watcher: Watcher, strings: Sequence[str]) -> int:
    forms = [form for form in forms_of(client) if form.typed]
    return sum(watcher.send(form, strings, number * 11) > 0 for number, form in enumerate(forms))


def test_a_page_that_runs_what_was_typed_would_be_noticed(
    context: BrowserContext, live_server: LiveServer
) -> None:
    watcher = Watcher(context)
    watcher.page.set_content("<p><img src=x onerror=alert(1)></p><script>undefinedFunction()</script>")
    watcher.page.wait_for_timeout(200)
    assert len(watcher.faults) == 2


def test_nothing_that_a_guest_types_is_run(
    customer: Customer, context: BrowserContext, live_server: LiveServer, strings: list[str]
) -> None:
    client = Client()
    client.post("/cart/add/", {"product": "mug"}, headers={"origin": "http://testserver"})
    watcher = Watcher(context)
    watcher.page.goto("/mug/")
    watcher.page.get_by_role("button", name="Put into the cart").click()
    assert feed_all(client, watcher, strings) >= 6
    assert watcher.faults == []


def test_nothing_that_a_customer_types_is_run_for_them_or_for_staff(
    customer: Customer, context: BrowserContext, live_server: LiveServer, strings: list[str]
) -> None:
    client = Client()
    client.force_login(customer)
    client.post("/cart/add/", {"product": "mug"}, headers={"origin": "http://testserver"})
    logged_in(client, context, live_server)
    watcher = Watcher(context)
    assert feed_all(client, watcher, strings) >= 8
    assert watcher.faults == []
    staff = Client()
    staff.force_login(CustomerFactory(is_staff=True, is_superuser=True))
    logged_in(staff, context, live_server)
    for url in seen_by_staff(customer):
        answer = watcher.page.goto(url)
        assert answer is not None
        assert answer.ok, url
    assert watcher.faults == []


def seen_by_staff(customer: Customer) -> list[str]:
    lists = ["orders/order", "customers/customer", "catalog_pages/review", "customers/subscription"]
    orders = Order.objects.values_list("pk", flat=True)
    return [
        "/admin/",
        *(f"/admin/{path}/" for path in lists),
        *(f"/admin/orders/order/{pk}/change/" for pk in orders),
        f"/admin/customers/customer/{customer.pk}/change/",
    ]
