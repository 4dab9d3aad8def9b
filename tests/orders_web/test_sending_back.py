"""Shoppers announce that something comes back: what was sent, once, for as long as the shop takes it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders import fulfilment, outbox, returns
from orders.models import Item, Order, OrderEvent, Return, Shipment
from orders.returns import PiecesBack
from tests.factories import CustomerFactory
from tests.orders.test_parcels import packed_order
from tests.orders_web.shopper import Shopper
from tests.shops import placed_order, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(shop: ShopSettings) -> Order:
    """Three mugs, sent just now."""
    shop.postal_address = "Pipit Press\nSetzergasse 7\n10119 Berlin"
    shop.save()
    return fulfilment.ship(order=packed_order(stocked(sku="MUG")))


def mug(order: Order) -> Item:
    return order.items.get(sku="MUG")


def announce(shopper: Shopper, order: Order, **changes: object) -> None:
    shopper.visit(f"/orders/{order.number}/return/?token={order.token}")
    shopper.send("form.form", **changes)


def test_a_shopper_announces_two_of_three_and_is_told_where_to_send_them(
    shopper: Shopper, sent: Order
) -> None:
    shopper.visit(f"/orders/{sent.number}/?token={sent.token}")
    link = shopper.page.find("a", string="Send something back")
    shopper.visit(str(link["href"]))
    key = mug(sent).pk
    shopper.send("form.form", **{f"quantity-{key}": 2, f"reason-{key}": "damaged", "comment": "Both cracked"})
    assert "Your return is announced." in shopper.text
    assert "On its way back to us" in shopper.text
    made = Return.objects.get()
    line = made.lines.get()
    assert (made.status, line.quantity, line.reason, line.comment) == (
        "requested",
        2,
        "damaged",
        "Both cracked",
    )
    assert sent.events.filter(kind=OrderEvent.Kind.RETURN_REQUESTED).count() == 1
    outbox.sweep()
    told = next(each for each in mail.outbox if "Your return of order" in each.subject)
    assert "Setzergasse 7" in told.body
    assert "2 x " in told.body
    assert mug(sent).quantity_returned == 0


def test_no_more_than_was_sent_and_is_not_announced_yet(shopper: Shopper, sent: Order) -> None:
    returns.request(order=sent, pieces=[PiecesBack(item=mug(sent), quantity=2)])
    key = mug(sent).pk
    announce(shopper, sent, **{f"quantity-{key}": 2, f"reason-{key}": "other"})
    assert "Of this, 1 can come back at most." in shopper.text
    assert Return.objects.count() == 1
    shopper.send("form.form", **{f"quantity-{key}": 1, f"reason-{key}": "other"})
    assert Return.objects.count() == 2
    shopper.visit(f"/orders/{sent.number}/return/?token={sent.token}")
    assert "There is nothing more of this order to send back." in shopper.text


def test_the_same_form_sent_twice_announces_once(shopper: Shopper, sent: Order) -> None:
    key = mug(sent).pk
    data = {f"quantity-{key}": 1, f"reason-{key}": "other", "returns_seen": 0}
    url = f"/orders/{sent.number}/return/?token={sent.token}"
    browser = Client()
    assert browser.post(url, data).status_code == 302
    answer = browser.post(url, data, follow=True)
    assert "This return is announced already" in answer.content.decode()
    assert Return.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantity": 0}, "Say how many pieces you would like to send back."),
        ({"quantity": 1, "reason": ""}, "Choose why, so that we can do better."),
        ({"quantity": "two"}, "Enter a whole number, 0 for none."),
        ({"quantity": -1}, "Enter a whole number, 0 for none."),
        ({"quantity": 1, "reason": "not_delivered"}, "is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    shopper: Shopper, sent: Order, changes: dict[str, object], words: str
) -> None:
    key = mug(sent).pk
    fields = {"comment": "<b>cracked</b>", **{f"{name}-{key}": value for name, value in changes.items()}}
    announce(shopper, sent, **fields)
    assert words in shopper.text
    assert shopper.page.select_one("#id_comment").text.strip() == "<b>cracked</b>"
    assert not Return.objects.exists()


def test_a_time_that_is_over_is_over(shopper: Shopper, sent: Order, shop: ShopSettings) -> None:
    Shipment.objects.update(delivered_at=timezone.now() - timedelta(days=shop.return_days, minutes=1))
    shopper.visit(f"/orders/{sent.number}/?token={sent.token}")
    assert "Send something back" not in shopper.text
    announced = Client().post(f"/orders/{sent.number}/return/?token={sent.token}", {}, follow=True)
    assert "The time to send something back is over." in announced.content.decode()


def test_the_time_runs_from_the_last_parcel_or_from_when_it_must_have_come(
    sent: Order, shop: ShopSettings
) -> None:
    parcel = sent.shipments.get()
    assert returns.open_until(sent, shop) == parcel.shipped_at + timedelta(days=14 + 30)
    fulfilment.deliver(order=sent)
    again = Order.objects.get(pk=sent.pk)
    delivered = again.shipments.get().delivered_at
    assert delivered is not None
    assert returns.open_until(again, shop) == delivered + timedelta(days=30)


def test_a_shop_that_wants_to_be_written_to_offers_no_form(
    shopper: Shopper, sent: Order, shop: ShopSettings
) -> None:
    shop.return_days = 0
    shop.save()
    shopper.visit(f"/orders/{sent.number}/return/?token={sent.token}")
    assert "Please write to us if you would like to send something back." in shopper.text


def test_what_was_not_sent_yet_cannot_come_back(shop: ShopSettings, shopper: Shopper) -> None:
    order = placed_order()
    shopper.visit(f"/orders/{order.number}/return/?token={order.token}")
    assert shopper.page.select_one("form.form") is None


def test_nobody_sends_back_the_orders_of_others(sent: Order, client: Client) -> None:
    url = f"/orders/{sent.number}/return/"
    assert client.get(url).status_code == 404
    client.force_login(CustomerFactory())
    assert client.post(url, {"returns_seen": 0}).status_code == 404
