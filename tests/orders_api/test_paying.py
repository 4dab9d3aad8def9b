"""Paying by card over the API: the client secret, another try, another way."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.models import Order
from tests.services.stripe_stand_in import PUBLISHABLE_KEY, Gate, LocalStripe
from tests.shops import filled_cart, placed_order, stocked

pytestmark = [pytest.mark.service, pytest.mark.django_db]


def pay(api: APIClient, order: Any, **body: Any) -> Any:
    return api.post(
        f"/api/v1/orders/{order['number']}/payment/?token={order['token']}", body or {}, format="json"
    )


@pytest.fixture
def ordered(gate: Gate, shop: ShopSettings, api: APIClient, check_out: Any) -> Any:
    """The order as the checkout answered it."""
    options = api.get(
        "/api/v1/checkout/options/", headers={"X-Cart-Token": filled_cart(stocked()).token}
    ).json()
    assert [method["code"] for method in options["payment_methods"]] == ["card", "bank_transfer"]
    answer = check_out(api, filled_cart(stocked()).token, payment_method="card")
    assert answer.status_code == 201
    return answer.json()


def test_an_app_gets_what_it_needs_to_confirm_and_asks_when_it_is_done(
    ordered: Any, api: APIClient, localstripe: LocalStripe
) -> None:
    action = ordered["payment"]["next_action"]
    assert (action["type"], action["publishable_key"]) == ("stripe", PUBLISHABLE_KEY)
    assert pay(api, ordered).json()["payment"]["next_action"] == action  # asking costs nothing
    localstripe.pay(action["client_secret"])
    answer = pay(api, ordered)
    assert (answer.status_code, answer.json()["status"]) == (200, "paid")
    assert answer.json()["payment"] == {"method": "card", "status": "paid", "next_action": {"type": "none"}}
    assert len(localstripe.intents()) == 1


def test_an_app_changes_the_way_of_paying(ordered: Any, api: APIClient, localstripe: LocalStripe) -> None:
    payment = pay(api, ordered, payment_method="bank_transfer").json()["payment"]
    assert (payment["method"], payment["next_action"]["type"]) == ("bank_transfer", "bank_transfer")
    assert [intent["status"] for intent in localstripe.intents()] == ["canceled"]


def test_a_way_that_is_not_offered_is_refused_at_its_field(ordered: Any, api: APIClient) -> None:
    answer = pay(api, ordered, payment_method="shells")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "payment_method"
    assert answer.json()["errors"][0]["code"] == "payment_method_not_available"


def test_an_order_that_is_not_to_be_paid_answers_409(shop: ShopSettings, gate: Gate, api: APIClient) -> None:
    order = placed_order()
    fulfilment.cancel(order=order)
    answer = pay(api, {"number": order.number, "token": order.token})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "illegal_transition")


def test_orders_of_others_answer_404(ordered: Any, api: APIClient) -> None:
    assert pay(api, {**ordered, "token": "guessed"}).status_code == 404
    assert Order.objects.get().payments.count() == 1
