"""The page on which an order is paid by card, the way back from the bank, and another way of paying."""

import urllib.error

import pytest
from django.test import Client
from django.urls import reverse

from catalog_pages.models import Product, ShopSettings
from orders import fulfilment
from orders.models import Order
from orders.payments import next_action
from tests.factories import CustomerFactory
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.services.stripe_stand_in import DECLINED, PUBLISHABLE_KEY, Gate, LocalStripe
from tests.shops import placed_order

pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture
def paying(gate: Gate, shopper: Shopper, mug: Product) -> Shopper:
    """A guest who has ordered a mug and chosen to pay by card, on the page to pay."""
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(**{"email": "ada@example.com", "payment_method": "card", **ADDRESS})
    return shopper


def order() -> Order:
    return Order.objects.get()


def path_of(shopper: Shopper) -> str:
    return str(shopper.response.request["PATH_INFO"])


def pay(localstripe: LocalStripe, card: str = "4242424242424242") -> None:
    localstripe.pay(str(next_action(order())["client_secret"]), card)


def test_the_checkout_leads_to_the_page_to_pay_on(paying: Shopper) -> None:
    assert path_of(paying) == f"/orders/{order().number}/pay/"
    assert "Pay €16.90" in paying.text
    form = paying.page.select_one("#pay")
    assert form is not None
    assert form["data-key"] == PUBLISHABLE_KEY
    assert form["data-secret"] == next_action(order())["client_secret"]
    assert form["data-return"] == f"http://testserver/orders/{order().number}/pay/return/"
    assert form.has_attr("hidden")  # shown by the script that can fill it
    assert "needs JavaScript" in paying.text
    assert [button.text for button in paying.page.select('button[name="payment_method"]')] == [
        "Bank transfer"
    ]


def test_stripes_script_is_allowed_on_that_page_and_nowhere_else(paying: Shopper) -> None:
    policy = paying.response.headers["Content-Security-Policy"]
    assert "https://js.stripe.com" in policy and "https://hooks.stripe.com" in policy
    assert 'payment=(self "https://js.stripe.com")' in paying.response.headers["Permissions-Policy"]
    (script,) = [each["src"] for each in paying.page.select("script") if "stripe" in each.get("src", "")]
    assert script.startswith("https://js.stripe.com/")
    for address in ("/cart/", "/checkout/", f"/orders/{order().number}/", "/"):
        paying.visit(address)
        assert "stripe.com" not in paying.response.headers["Content-Security-Policy"]
        assert not paying.page.select('script[src*="stripe"]')
        assert paying.response.headers["Permissions-Policy"].endswith("payment=()")


def test_the_page_is_kept_by_nobody(paying: Shopper) -> None:
    assert "no-store" in paying.response.headers["Cache-Control"]


def test_the_shopper_comes_back_and_the_order_is_paid(paying: Shopper, localstripe: LocalStripe) -> None:
    pay(localstripe)
    paying.visit(f"/orders/{order().number}/pay/return/?payment_intent=pi_x&redirect_status=failed")
    assert path_of(paying) == f"/checkout/done/{order().number}/"
    assert order().state is Order.Status.PAID
    paying.visit(f"/orders/{order().number}/pay/")
    assert path_of(paying) == f"/orders/{order().number}/"  # there is nothing left to pay


def test_a_declined_card_is_said_and_another_may_be_tried(paying: Shopper, localstripe: LocalStripe) -> None:
    with pytest.raises(urllib.error.HTTPError):
        pay(localstripe, DECLINED)
    paying.visit(f"/orders/{order().number}/pay/return/")
    assert path_of(paying) == f"/orders/{order().number}/pay/"
    assert "Your card was declined." in paying.text
    pay(localstripe)
    paying.visit(f"/orders/{order().number}/pay/return/")
    assert order().state is Order.Status.PAID


def test_who_comes_back_without_having_paid_is_told_so(paying: Shopper) -> None:
    paying.visit(f"/orders/{order().number}/pay/return/")
    assert "has not reached us yet" in paying.text


def test_a_stripe_out_of_reach_is_no_error_page(
    gate: Gate, shopper: Shopper, mug: Product, localstripe: LocalStripe
) -> None:
    gate.is_down = True
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(**{"email": "ada@example.com", "payment_method": "card", **ADDRESS})
    assert "Your order" in shopper.text and "The payment could not be started" in shopper.text
    shopper.visit(f"/orders/{order().number}/pay/return/")
    gate.is_down = False
    shopper.send('form:has(input[name="payment_method"][value="card"])')
    assert shopper.page.select_one("#pay") is not None
    pay(localstripe)
    shopper.visit(f"/orders/{order().number}/pay/return/")
    assert order().state is Order.Status.PAID


def test_another_way_of_paying_and_back_again(paying: Shopper, localstripe: LocalStripe) -> None:
    paying.send("form:has(button[name='payment_method'])", ("payment_method", "bank_transfer"))
    assert "DE02 1203 0000 0000 2020 51" in paying.text
    assert [intent["status"] for intent in localstripe.intents()] == ["canceled"]
    paying.visit(f"/orders/{order().number}/pay/")
    paying.send("form:has(button[name='payment_method'])", ("payment_method", "card"))
    pay(localstripe)
    paying.visit(f"/orders/{order().number}/pay/return/")
    assert order().state is Order.Status.PAID


def test_a_way_of_paying_that_is_not_offered_is_refused(paying: Shopper) -> None:
    paying.send("form:has(button[name='payment_method'])", ("payment_method", "shells"))
    assert "not offered" in paying.text


def test_an_order_that_is_no_longer_to_be_paid_shows_its_own_page(paying: Shopper) -> None:
    page = f"/orders/{order().number}/pay/"
    fulfilment.cancel(order=order())
    for address in (page, f"{page}return/"):
        paying.visit(address)
        assert path_of(paying) == f"/orders/{order().number}/"


def test_the_order_says_that_it_is_not_paid_and_leads_to_the_page(paying: Shopper) -> None:
    paying.visit(f"/orders/{order().number}/")
    link = paying.page.select_one(f'a[href="/orders/{order().number}/pay/"]')
    assert link is not None and link.text == "Pay now"


def test_a_card_that_is_charged_later_is_said_to_be_accepted(
    gate: Gate, shopper: Shopper, mug: Product, localstripe: LocalStripe, settings: object
) -> None:
    settings.STRIPE_CAPTURE = "manual"  # type: ignore[attr-defined]
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.order(**{"email": "ada@example.com", "payment_method": "card", **ADDRESS})
    pay(localstripe)
    shopper.visit(f"/orders/{order().number}/pay/return/")
    assert "Your card was accepted" in shopper.text


def test_nobody_pays_or_looks_at_somebody_elses_order(gate: Gate, shop: ShopSettings, client: Client) -> None:
    placed = placed_order(payment_method="card", customer=CustomerFactory())
    for name in ("orders:pay", "orders:pay_return"):
        assert client.get(reverse(name, args=[placed.number])).status_code == 404
    assert client.post(reverse("orders:pay", args=[placed.number])).status_code == 404
    with_token = f"{reverse('orders:pay', args=[placed.number])}?token={placed.token}"
    answer = client.get(with_token)
    assert answer.status_code == 200
    assert f"/pay/return/?token={placed.token}" in answer.content.decode()
