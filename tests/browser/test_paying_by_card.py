"""A shopper in Chromium pays by card: Stripe's script stood in for, its books kept by localstripe."""

from __future__ import annotations

import json
import urllib.error
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from orders.books import differences
from orders.models import Order
from tests.services.stripe_stand_in import DECLINED, VISA, Gate, LocalStripe
from tests.shops import open_shop, placed_order
from tests.storefront import front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

# What the page uses of Stripe.js, with a plain field for the card: what it sends, it sends where Stripe's would.
STRIPE_JS = """
window.Stripe = (key) => ({
  elements: ({ clientSecret }) => ({
    clientSecret,
    create: () => {
      const heard = {};
      return {
        on: (name, call) => { heard[name] = call; },
        mount: (where) => {
          const label = document.createElement("label");
          label.innerHTML = 'Card number <input class="input" id="number">';
          document.querySelector(where).append(label);
          heard.ready();
        },
      };
    },
  }),
  confirmPayment: async ({ elements }) => {
    const card = document.getElementById("number").value;
    const answer = await fetch("https://api.stripe.com/v1/confirm", {
      method: "POST", body: JSON.stringify({ secret: elements.clientSecret, card }),
    });
    return answer.json();
  },
});
"""


@pytest.fixture
def order(transactional_db: None, gate: Gate) -> Order:
    front_page()
    open_shop()
    return placed_order(payment_method="card")


def address(live_server: LiveServer, order: Order) -> str:
    return f"{live_server.url}/orders/{order.number}/pay/?token={order.token}"


def cut_off(chromium: Browser, **context: Any) -> Page:
    """A page that does not reach Stripe."""
    page = chromium.new_context(**context).new_page()
    page.route("https://*.stripe.com/**", lambda route: route.abort())
    return page


def stand_in(page: Page, localstripe: LocalStripe) -> None:
    def confirm(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        try:
            localstripe.pay(asked["secret"], asked["card"])
            said: dict[str, Any] = {"paymentIntent": {"status": "succeeded"}}
        except urllib.error.HTTPError:
            said = {"error": {"message": "Your card was declined."}}
        route.fulfill(json=said, headers={"Access-Control-Allow-Origin": "*"})

    page.route(
        "https://js.stripe.com/**",
        lambda route: route.fulfill(body=STRIPE_JS, content_type="application/javascript"),
    )
    page.route("https://api.stripe.com/**", confirm)


def test_a_card_is_declined_and_another_pays_the_order(
    chromium: Browser, live_server: LiveServer, order: Order, localstripe: LocalStripe
) -> None:
    page = cut_off(chromium)
    stand_in(page, localstripe)
    page.goto(address(live_server, order))
    expect(page.get_by_text("needs JavaScript")).to_be_hidden()
    page.get_by_label("Card number").fill(DECLINED)
    page.get_by_role("button", name="Pay €28.90").click()
    expect(page.get_by_role("alert")).to_have_text("Your card was declined.")
    page.get_by_label("Card number").fill(VISA)
    page.get_by_role("button", name="Pay €28.90").click()
    expect(page.locator("h1")).to_have_text("Thank you, Ada.")
    order.refresh_from_db()
    assert order.state is Order.Status.PAID
    assert list(differences()) == []
    page.context.close()


def test_where_the_card_form_does_not_load_the_page_says_so_and_offers_the_rest(
    chromium: Browser, live_server: LiveServer, order: Order
) -> None:
    for context in ({"java_script_enabled": False}, {}):
        page = cut_off(chromium, **context)
        page.goto(address(live_server, order))
        expect(page.get_by_text("Paying by card needs JavaScript")).to_be_visible()
        expect(page.locator("#pay")).to_be_hidden()
        expect(page.get_by_role("button", name="Bank transfer")).to_be_visible()
        page.context.close()
