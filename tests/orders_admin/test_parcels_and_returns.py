"""Parcels, returns and refunds by line from the back-office: what the forms ask, and what comes of it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog_pages.models import ShopSettings, StockItem
from orders import fulfilment, returns
from orders.books import differences
from orders.exceptions import PaymentFailed
from orders.models import Item, Order, Return
from orders.payments.manual import ManualProvider
from orders.returns import PiecesBack
from tests.orders.test_parcels import counts, packed_order
from tests.orders_admin.pages import page_of, said, soup, text, url, words_of
from tests.papers import words_of as words_of_pdf
from tests.shops import stocked

pytestmark = pytest.mark.django_db
Status = Order.Status


@pytest.fixture
def order(shop: ShopSettings) -> Order:
    """Three MUGs and three CARDs at 12.00 and 4.90 for post: 76.90; paid and packed."""
    return packed_order(stocked(sku="MUG"), stocked(sku="CARD"))


def line(order: Order, sku: str) -> Item:
    return order.items.get(sku=sku)


def fields_of(page: BeautifulSoup) -> dict[str, str]:
    """What the form would send as it stands."""
    form = page.select_one("#content-main form[method=post]")
    assert form is not None
    sent = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if field.get("type") == "checkbox":
            sent[str(field["name"])] = "on"
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[str(field["name"])] = str(chosen["value"]) if chosen else ""
        else:
            sent[str(field["name"])] = str(field.get("value") or field.get_text())
    return sent


def send(client: Client, address: str, **changes: object) -> Any:
    """Open a form, change what is named, and send it."""
    fields = fields_of(soup(client.get(address)))
    for name, value in changes.items():
        assert value is None or name.replace("__", "-") in fields or name in ("refund", "shipping"), name
        fields[name.replace("__", "-")] = str(value)
    return client.post(address, fields, follow=True)


def test_a_part_is_shipped_by_the_form_and_then_the_rest(clerk: Client, order: Order) -> None:
    mug, card = line(order, "MUG"), line(order, "CARD")
    form = soup(clerk.get(url(order, "ship")))
    assert fields_of(form) == {
        **fields_of(form),
        f"pieces-{mug.pk}": "3",
        f"pieces-{card.pk}": "3",
    }
    assert "3 of 3 still to be sent" in text(form.select_one("#content-main"))
    send(clerk, url(order, "ship"), **{f"pieces__{card.pk}": 0, f"pieces__{mug.pk}": 2, "carrier": "DHL"})
    order.refresh_from_db()
    assert order.state is Status.PARTIALLY_SHIPPED
    words = words_of(clerk, order)
    for part in ("partly shipped", "2 sent", "2 × ", "Still to be sent:", "1 × ", "3 × "):
        assert part in words, part
    form = soup(clerk.get(url(order, "ship")))
    assert fields_of(form)[f"pieces-{mug.pk}"] == "1"
    send(clerk, url(order, "ship"), carrier="GLS")
    order.refresh_from_db()
    assert (order.state, counts(mug), counts(card)) == (Status.SHIPPED, (3, 0, 0, 0), (3, 0, 0, 0))


def test_who_ships_what_another_has_sent_is_told_and_loses_nothing_typed(clerk: Client, order: Order) -> None:
    mug = line(order, "MUG")
    fields = fields_of(soup(clerk.get(url(order, "ship"))))
    fulfilment.ship(order=order, lines={mug.pk: 2})
    answer = clerk.post(url(order, "ship"), {**fields, "tracking_number": "JD0148"}, follow=True)
    assert "Ensure this value is less than or equal to 1." in said(answer)
    assert "JD0148" in answer.content.decode()
    assert order.shipments.count() == 1


@pytest.mark.parametrize(
    ("pieces", "words"),
    [("4", "less than or equal to 3"), ("-1", "greater than or equal to 0"), ("x", "Enter a whole number.")],
)
def test_numbers_that_cannot_be_are_refused(clerk: Client, order: Order, pieces: str, words: str) -> None:
    answer = send(clerk, url(order, "ship"), **{f"pieces__{line(order, 'MUG').pk}": pieces})
    assert words in said(answer)
    assert order.shipments.count() == 0


def test_a_parcel_with_nothing_in_it_is_not_sent(clerk: Client, order: Order) -> None:
    nothing = {f"pieces__{item.pk}": "" for item in order.items.all()}
    assert "Choose at least one piece." in said(send(clerk, url(order, "ship"), **nothing))
    assert order.shipments.count() == 0


def test_what_is_not_on_the_shelf_is_not_proposed(clerk: Client, shop: ShopSettings) -> None:
    variant = stocked(1, sku="MUG")
    StockItem.objects.update(backorder=True)
    order = packed_order(variant)
    form = soup(clerk.get(url(order, "ship")))
    assert fields_of(form)[f"pieces-{line(order, 'MUG').pk}"] == "1"
    assert "3 of 3 still to be sent, 1 on the shelf" in text(form.select_one("#content-main"))
    send(clerk, url(order, "ship"))
    order.refresh_from_db()
    assert order.state is Status.PARTIALLY_SHIPPED


def test_one_parcel_of_two_is_marked_as_arrived(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.ship(order=order)
    first, second = order.shipments.all()
    buttons = page_of(clerk, order).select("#parcels form")
    assert [form.select_one("[name=shipment]")["value"] for form in buttons] == [
        str(first.pk),
        str(second.pk),
    ]  # type: ignore[index]
    answer = clerk.post(url(order, "deliver"), {"shipment": second.pk}, follow=True)
    assert f"A parcel of {order.number} is delivered." in said(answer)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.delivered_at, second.delivered_at is not None) == (None, True)
    assert f"{order.number} is delivered." in said(clerk.post(url(order, "deliver"), follow=True))


def test_the_rest_is_cancelled_and_refunded_by_the_form(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    form = soup(clerk.get(url(order, "cancel_rest")))
    assert "3 of 3 not sent, paid: €36.00" in text(form.select_one("#content-main"))
    assert fields_of(form)["refund"] == "on"
    send(clerk, url(order, "cancel_rest"), reason="Out of print")
    order.refresh_from_db()
    assert (order.state, counts(line(order, "CARD"))) == (Status.PARTIALLY_REFUNDED, (0, 3, 0, 3))
    assert "3 cancelled · 3 refunded" in words_of(clerk, order)
    assert list(differences()) == []


def test_what_is_cancelled_and_not_refunded_stands_on_the_page_until_it_is(
    clerk: Client, order: Order
) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    fulfilment.cancel_rest(order=order)
    owed = "€36.00 was paid for pieces that were cancelled"
    assert owed in words_of(clerk, order)
    fulfilment.refund(order=order, lines={line(order, "CARD").pk: 3})
    assert "was paid for pieces that were cancelled" not in words_of(clerk, order)


def test_goods_are_taken_back_and_refunded_by_the_form(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order)
    mug = line(order, "MUG")
    changes = {
        f"shelf__{mug.pk}": 1,
        f"scrap__{mug.pk}": 1,
        f"reason__{mug.pk}": "damaged",
        f"comment__{mug.pk}": "In two halves",
        "refund": "on",
    }
    answer = send(clerk, url(order, "take_back"), **changes)
    assert f"What came back of {order.number} is written down." in said(answer)
    assert counts(mug) == (3, 0, 2, 2)
    assert StockItem.objects.get(variant=mug.variant).on_hand == 18
    words = words_of(clerk, order)
    for part in ("2 came back", "Returns", "Damaged or faulty, scrapped: In two halves", "€24.00", "done"):
        assert part in words, part
    assert list(differences()) == []


def test_a_return_is_announced_then_received_as_far_as_it_came(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order)
    mug = line(order, "MUG")
    send(clerk, url(order, "take_back"), **{f"shelf__{mug.pk}": 2, "state": "announced"})
    made = Return.objects.get()
    assert (made.is_open, counts(mug)) == (True, (3, 0, 0, 0))
    addresses = {link["href"] for link in page_of(clerk, order).select("#returns .order__ways a")}
    receive, refuse = (
        reverse(f"admin:orders_order_{name}_return", args=[order.pk, made.pk])
        for name in ("receive", "refuse")
    )
    assert addresses == {receive, refuse}
    assert fields_of(soup(clerk.get(receive)))[f"shelf-{mug.pk}"] == "2"
    send(clerk, receive, **{f"shelf__{mug.pk}": 1})
    assert counts(mug) == (3, 0, 1, 0)
    answer = clerk.get(refuse, follow=True)
    assert "This return is “received” already." in said(answer)
    answer = clerk.post(refuse, {"answer": "No"}, follow=True)
    assert "This return is “received” already." in said(answer)


def test_a_return_is_refused_with_an_answer(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order)
    made = returns.request(order=order, pieces=[PiecesBack(item=line(order, "MUG"), quantity=1)])
    send(clerk, reverse("admin:orders_order_refuse_return", args=[order.pk, made.pk]), answer="Too late.")
    made.refresh_from_db()
    assert (made.status, made.answer) == ("refused", "Too late.")
    assert "Too late." in words_of(clerk, order)


def test_a_refund_that_is_refused_after_the_goods_were_taken_back_says_so_and_takes_nothing_twice(
    clerk: Client, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise PaymentFailed("The card was closed.")

    fulfilment.ship(order=order)
    monkeypatch.setattr(ManualProvider, "refund", refuse)
    mug = line(order, "MUG")
    answer = send(clerk, url(order, "take_back"), **{f"shelf__{mug.pk}": 1, "refund": "on"})
    assert answer.redirect_chain[-1][0] == url(order)
    assert "The card was closed." in said(answer)
    assert counts(mug) == (3, 0, 1, 0)


def test_pieces_are_refunded_by_the_form(clerk: Client, order: Order) -> None:
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 3})
    mug = line(order, "MUG")
    form = soup(clerk.get(url(order, "refund")))
    words = text(form.select_one("#content-main"))
    assert "3 to refund: €36.00, 3 sent" in words
    assert "3 to refund: €36.00, 3 not sent yet" in words
    answer = send(clerk, url(order, "refund"), **{f"pieces__{mug.pk}": 2, "how": "lines", "shipping": "on"})
    assert f"€28.90 of {order.number} paid back." in said(answer)
    assert counts(mug) == (3, 0, 0, 2)
    assert not soup(clerk.get(url(order, "refund"))).select("[name=shipping]")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"how": "lines"}, "Choose at least one piece, or the delivery."),
        ({"how": "amount", "shipping": "on"}, "You chose pieces: say that they are what is paid back."),
    ],
)
def test_a_refund_is_not_guessed(clerk: Client, order: Order, changes: dict[str, str], words: str) -> None:
    assert words in said(send(clerk, url(order, "refund"), **changes))
    assert order.payments.get().amount_refunded == 0


def test_a_packing_slip_lists_one_parcel_or_what_is_left(clerk: Client, order: Order) -> None:
    mug = line(order, "MUG")
    fulfilment.ship(order=order, lines={mug.pk: 2})
    shipment = order.shipments.get()
    address = reverse("admin:orders_order_parcel_slip", args=[order.pk, shipment.pk])
    assert address in str(page_of(clerk, order))
    of_parcel = words_of_pdf(clerk.get(address).content)
    assert "MUG" in of_parcel and "CARD" not in of_parcel
    assert "several parcels" in of_parcel
    of_rest = words_of_pdf(clerk.get(url(order, "packing_slip")).content)
    assert "CARD" in of_rest and "MUG" in of_rest
    fulfilment.ship(order=order, lines={mug.pk: 1})
    assert "MUG" not in words_of_pdf(clerk.get(url(order, "packing_slip")).content)


def test_the_slip_of_another_orders_parcel_is_not_had_by_this_ones_address(
    clerk: Client, order: Order
) -> None:
    other = fulfilment.ship(order=packed_order(stocked()))
    address = reverse("admin:orders_order_parcel_slip", args=[order.pk, other.shipments.get().pk])
    assert "There is no such order." in said(clerk.get(address, follow=True))


def test_who_only_looks_may_take_nothing_back(staff: Callable[..., Client], order: Order) -> None:
    fulfilment.ship(order=order)
    made = returns.request(order=order, pieces=[PiecesBack(item=line(order, "MUG"), quantity=1)])
    viewer = staff("view_order", "view_return", "view_shipment")
    page = page_of(viewer, order)
    assert not page.select("#parcels form, #returns .order__ways a")
    for name in ("receive", "refuse"):
        address = reverse(f"admin:orders_order_{name}_return", args=[order.pk, made.pk])
        assert viewer.get(address).status_code == viewer.post(address).status_code == 403
    assert Return.objects.get().is_open


def test_orders_with_something_left_to_send_or_coming_back_are_work_to_do(
    clerk: Client, order: Order
) -> None:
    def found(todo: str) -> bool:
        return order.number in text(
            soup(clerk.get("/admin/orders/order/", {"todo": todo})).select_one("#content")
        )

    assert found("ship")
    fulfilment.ship(order=order, lines={line(order, "MUG").pk: 1})
    assert found("ship")
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 1})
    assert (order.state, found("ship"), found("pack")) == (Status.PARTIALLY_REFUNDED, True, False)
    fulfilment.ship(order=order)
    assert not found("ship")
    returns.request(order=order, pieces=[PiecesBack(item=line(order, "MUG"), quantity=1)])
    assert found("return")


def test_the_page_costs_the_same_however_many_parcels_returns_and_refunds(
    clerk: Client, order: Order
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(clerk, order)
        return len(queries)

    def one_of_each(sku: str) -> None:
        item = line(order, sku)
        fulfilment.ship(order=order, lines={item.pk: 1})
        returns.take_back(order=order, pieces=[PiecesBack(item=item, quantity=1)], refund=True)

    one_of_each("MUG")
    cost()
    few = cost()
    for sku in ("MUG", "MUG", "CARD", "CARD"):
        one_of_each(sku)
    assert cost() == few
