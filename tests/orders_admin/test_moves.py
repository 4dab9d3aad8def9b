"""Moving orders on from their page: what can be pressed, by whom, and what is said when it cannot be."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment
from orders.exceptions import PaymentFailed
from orders.models import Order, OrderEvent, Shipment
from orders.payments.manual import ManualProvider
from tests.orders.test_fulfilment import MOVES, WAYS, order_that_went
from tests.orders_admin.conftest import browser_of, staff_with
from tests.orders_admin.pages import buttons, page_of, said, soup, url, words_of
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db

Status = Order.Status
ALL = [
    "mark_paid", "take_late_payment", "capture", "pack", "ship", "deliver", "cancel", "cancel_rest", "take_back",
    "refund",
]  # fmt: skip


def press(client: Client, order: Order, name: str, **fields: object) -> Any:
    answer = client.post(url(order, name), fields, follow=True)
    order.refresh_from_db()
    return answer


@pytest.mark.parametrize("state", WAYS)
def test_exactly_the_legal_moves_have_buttons(clerk: Client, shop: ShopSettings, state: str) -> None:
    order = order_that_went(*WAYS[state])
    assert buttons(clerk, order) == {move.name for move in fulfilment.legal_moves(order)}


def test_an_order_goes_its_whole_way_by_buttons(clerk: Client, shop: ShopSettings) -> None:
    order = placed_order()
    assert f"{order.number} is paid." in said(press(clerk, order, "mark_paid", reference="Statement 12"))
    assert order.payments.get().reference == "Statement 12"
    press(clerk, order, "pack")
    press(clerk, order, "ship", carrier="DHL", tracking_number="JD0148", tracking_url="dhl.example/JD0148")
    shipment = order.shipments.get()
    assert (shipment.carrier, shipment.tracking_url) == ("DHL", "https://dhl.example/JD0148")
    assert StockItem.objects.get().on_hand == 18
    press(clerk, order, "deliver")
    assert order.state is Status.DELIVERED
    actors = {event.kind: event.actor for event in order.events.all()}
    assert {str(actors[kind]) for kind in ("paid", "packed", "shipped", "delivered")} == {"clerk@example.com"}
    log = LogEntry.objects.filter(object_id=order.pk).order_by("pk").values_list("change_message", flat=True)
    assert [message.split(" is ")[1] for message in log] == ["paid.", "packed.", "on its way.", "delivered."]


def test_an_order_is_cancelled_with_a_reason_the_shopper_reads(clerk: Client, shop: ShopSettings) -> None:
    order = placed_order()
    press(clerk, order, "cancel", reason="The printer broke.")
    assert order.state is Status.CANCELLED
    assert "The printer broke." in order.messages.get(topic="order.cancelled").text


def test_a_refund_is_all_that_is_left_unless_said(clerk: Client, shop: ShopSettings) -> None:
    order = order_that_went("mark_paid")
    form = soup(clerk.get(url(order, "refund")))
    assert form.select_one("input[name=amount]")["value"] == "28.90"  # type: ignore[index]
    answer = press(clerk, order, "refund", amount="8.90", reason="Chipped")
    assert "€8.90" in said(answer)
    assert order.state is Status.PARTIALLY_REFUNDED
    press(clerk, order, "refund", amount="", reason="")
    assert order.state is Status.REFUNDED
    assert order.payments.get().amount_refunded == Decimal("28.90")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("28.91", "at most €28.90"),
        ("0", "at most €28.90"),
        ("-1", "at most €28.90"),
        ("1.005", "EUR has 2 decimals."),
        ("NaN", "Enter a number."),
        ("1e30", "Ensure that there are no more than"),
        ("ten", "Enter a number."),
    ],
)
def test_a_refund_that_cannot_be_says_why_and_keeps_what_was_typed(
    clerk: Client, shop: ShopSettings, amount: str, words: str
) -> None:
    order = order_that_went("mark_paid")
    answer = press(clerk, order, "refund", amount=amount, reason="Chipped")
    assert words in said(answer)
    assert "Chipped" in answer.content.decode()
    assert order.payments.get().amount_refunded == 0
    assert order.state is Status.PAID


def test_a_provider_that_fails_is_said_and_nothing_is_refunded(
    clerk: Client, shop: ShopSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> str:
        raise PaymentFailed("The card was closed.")

    order = order_that_went("mark_paid")
    monkeypatch.setattr(ManualProvider, "refund", refuse)
    answer = press(clerk, order, "refund", amount="8.90", reason="Chipped")
    assert "The card was closed. No money was moved" in said(answer)
    assert "Chipped" in answer.content.decode()
    assert order.payments.get().amount_refunded == 0
    assert "Problem" in words_of(clerk, order)


def test_who_comes_too_late_is_told_and_loses_nothing_typed(clerk: Client, shop: ShopSettings) -> None:
    order = order_that_went("mark_paid", "pack")
    clerk.get(url(order, "ship"))
    fulfilment.ship(order=order, carrier="DHL", tracking_number="FIRST")
    answer = press(clerk, order, "ship", carrier="UPS", tracking_number="SECOND")
    assert f"{order.number} is “shipped”, so" in said(answer)
    assert "SECOND" in answer.content.decode()
    assert Shipment.objects.get().tracking_number == "FIRST"
    words = said(press(clerk, order, "pack"))
    assert "Nothing was changed" in words
    assert order.state is Status.SHIPPED


def test_shipping_what_has_not_arrived_names_it_and_what_to_do(clerk: Client, shop: ShopSettings) -> None:
    variant = stocked(1, sku="MUG-7")
    StockItem.objects.update(backorder=True)
    order = order_of(filled_cart(variant, quantity=3))
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    answer = press(clerk, order, "ship", tracking_number="JD0148")
    words = said(answer)
    assert "MUG-7 ( 3 to be sent, 1 there )".replace("( ", "(").replace(" )", ")") in words
    assert "Receive them first" in words
    assert "JD0148" in answer.content.decode()
    assert (order.state, Shipment.objects.count()) == (Status.PACKED, 0)
    stock.receive(variant=variant, quantity=2)
    press(clerk, order, "ship", tracking_number="JD0148")
    assert order.state is Status.SHIPPED


def test_a_tracking_link_that_is_a_script_is_refused(clerk: Client, shop: ShopSettings) -> None:
    order = order_that_went("mark_paid", "pack")
    answer = press(clerk, order, "ship", tracking_url="javascript:alert(1)")
    assert "Enter a valid URL." in said(answer)
    assert order.state is Status.PACKED


@pytest.mark.parametrize("name", sorted({*ALL, "note"} - {"capture"}))  # nothing is reserved without a card
def test_looking_changes_nothing(clerk: Client, shop: ShopSettings, name: str) -> None:
    ways = {
        "take_late_payment": ["expire"],
        "pack": ["mark_paid"],
        "refund": ["mark_paid"],
        "ship": ["mark_paid", "pack"],
        "deliver": ["mark_paid", "pack", "ship"],
        "cancel_rest": ["mark_paid", "pack", "ship_one"],
        "take_back": ["mark_paid", "pack", "ship"],
    }
    order = order_that_went(*ways.get(name, []))
    before = (Order.objects.values().get(), OrderEvent.objects.count())
    for method in (clerk.get, clerk.head):
        assert method(url(order, name), {"carrier": "DHL", "amount": "1", "message": "x"}).status_code == 200
    assert (Order.objects.values().get(), OrderEvent.objects.count()) == before


@pytest.mark.parametrize("name", [*ALL, "note"])
def test_nothing_is_pressed_from_another_site(shop: ShopSettings, name: str) -> None:
    order = placed_order()
    client = browser_of(staff_with("view_order", "change_order"), enforce_csrf_checks=True)
    assert client.post(url(order, name), {"message": "x"}).status_code == 403
    assert order.events.count() == 1


@pytest.mark.parametrize("name", [*ALL, "note"])
def test_who_only_looks_may_press_nothing(
    staff: Callable[..., Client], shop: ShopSettings, name: str
) -> None:
    order, viewer = placed_order(), staff("view_order")
    assert viewer.get(url(order, name)).status_code == 403
    assert viewer.post(url(order, name), {"message": "x"}).status_code == 403
    assert order.events.count() == 1


def test_a_form_that_is_no_longer_needed_leads_back_to_the_order(clerk: Client, shop: ShopSettings) -> None:
    order = placed_order()
    answer = clerk.get(url(order, "ship"), follow=True)
    assert answer.redirect_chain[-1][0] == url(order)
    assert f"{order.number} is “awaiting payment”: this is not possible now." in said(answer)


def test_the_moves_of_an_order_that_is_not_there_lead_back_to_the_list(
    clerk: Client, shop: ShopSettings
) -> None:
    answer = clerk.post("/admin/orders/order/999/pack/", follow=True)
    assert "There is no such order." in said(answer)


def test_an_order_paid_in_an_unknown_way_is_not_refunded_and_says_why(
    clerk: Client, shop: ShopSettings
) -> None:
    order = order_that_went("mark_paid")
    Order.objects.update(payment_method="pigeon")
    order.payments.update(method="pigeon")
    assert "no longer knows the payment method “pigeon”" in words_of(clerk, order)
    answer = press(clerk, order, "refund", amount="", reason="Chipped")
    assert "no longer knows the payment method “pigeon”" in said(answer)
    assert "Chipped" in answer.content.decode()
    assert order.payments.get().amount_refunded == 0


# --- Notes -----------------------------------------------------------------------------------------


def test_a_note_stands_in_the_timeline_and_the_shopper_never_sees_it(
    clerk: Client, client: Client, shop: ShopSettings
) -> None:
    order = placed_order()
    press(clerk, order, "note", message="She rang: before Friday.")
    note = order.events.get(kind=OrderEvent.Kind.NOTE)
    assert (note.message, str(note.actor)) == ("She rang: before Friday.", "clerk@example.com")
    assert "She rang" in words_of(clerk, order)
    shoppers = client.get(f"/orders/{order.number}/", {"token": order.token}).content.decode()
    assert order.number in shoppers
    assert "She rang" not in shoppers


@pytest.mark.parametrize("message", ["", "   ", "x" * 401])
def test_a_note_that_cannot_be_kept_is_given_back(clerk: Client, shop: ShopSettings, message: str) -> None:
    order = placed_order()
    answer = press(clerk, order, "note", message=message)
    assert said(answer)
    assert message in answer.content.decode()
    assert not order.events.filter(kind=OrderEvent.Kind.NOTE).exists()


def test_the_note_form_of_the_page_sends_what_it_shows(clerk: Client, shop: ShopSettings) -> None:
    order = placed_order()
    form = page_of(clerk, order).select_one(".order__note-form")
    assert form is not None
    assert form["action"] == url(order, "note")
    assert form.select_one("textarea[name=message]") is not None
    assert form.select_one("input[name=csrfmiddlewaretoken]") is not None


def test_every_move_of_the_house_has_a_form() -> None:
    assert set(MOVES) - {"expire"} == set(ALL)
