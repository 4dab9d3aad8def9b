"""The mails about an order say everything, in HTML and in text."""

import re
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.models import Order
from tests.factories import VariantFactory, VoucherFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


def ship(order: Order) -> None:
    fulfilment.pack(order=fulfilment.mark_paid(order=order))
    fulfilment.ship(
        order=order, carrier="DHL", tracking_number="0034", tracking_url="https://dhl.example/0034"
    )


def deliver(order: Order) -> None:
    ship(order)
    fulfilment.deliver(order=order)


def refund(order: Order) -> None:
    fulfilment.refund(order=fulfilment.mark_paid(order=order), amount=Decimal("5.00"))


CASES: dict[str, Callable[[Order], object]] = {
    "placed": lambda order: None,
    "paid": lambda order: fulfilment.mark_paid(order=order),
    "shipped": ship,
    "delivered": deliver,
    "cancelled": lambda order: fulfilment.cancel(order=order),
    "expired": lambda order: fulfilment.expire(order=order),
    "refunded": refund,
}


class Text(HTMLParser):
    """What a reader of the HTML sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.seen).split())


@pytest.mark.parametrize("case", CASES)
def test_each_mail_holds_lines_totals_and_the_way_to_the_order(shop: ShopSettings, case: str) -> None:
    voucher = VoucherFactory(code="SPRING")
    variants = [stocked(product__name="Flow field <1>"), stocked(price=Decimal("3.33"))]
    order = order_of(filled_cart(*variants, quantity=2), voucher=voucher.code)
    CASES[case](order)
    mail = order.messages.get(topic=f"order.{case}")
    link = f"{reverse('orders:detail', kwargs={'number': order.number})}?token={order.token}"
    readable = str(Text(mail.html))
    assert order.number in mail.subject
    assert "Pipit" in mail.subject
    assert link in mail.text
    assert link in mail.html.replace("&amp;", "&")
    for part in ("Flow field <1>", variants[1].sku, "€24.00", "€6.66", "€30.66", "SPRING", "€4.90", "€32.49"):
        assert part in mail.text, part
        assert part in readable, part
    assert "<1>" not in mail.html
    for text in (mail.text, readable, mail.subject):
        assert not re.search(r"{%|{{|None|&lt;|&#", text)
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("case", ["placed", "paid", "shipped", "delivered"])
def test_a_mail_about_a_parcel_says_where_it_goes(shop: ShopSettings, case: str) -> None:
    order = order_of(filled_cart(stocked()))
    CASES[case](order)
    mail = order.messages.get(topic=f"order.{case}")
    for part in ("Ada Byron", "Lindenstr. 12", "10969", "Berlin", "Germany"):
        assert part in mail.text
        assert part in mail.html


def test_the_shipping_mail_says_how_to_follow_the_parcel_and_when_to_expect_it(shop: ShopSettings) -> None:
    order = order_of(filled_cart(stocked()))
    ship(order)
    text = order.messages.get(topic="order.shipped").text
    for part in ("DHL", "0034", "https://dhl.example/0034", "within 5 working days"):
        assert part in text


def test_an_order_of_downloads_speaks_of_no_parcel(shop: ShopSettings) -> None:
    order = order_of(filled_cart(VariantFactory(requires_shipping=False)))
    deliver(order)
    for mail in order.messages.exclude(topic="order.delivered"):
        assert "parcel" not in mail.text
        assert "Delivery address" not in mail.text


def test_answers_go_to_the_shops_contact(shop: ShopSettings) -> None:
    assert order_of(filled_cart(stocked())).messages.get().reply_to == []
    ShopSettings.objects.update(contact_email="hello@pipit.example")
    assert order_of(filled_cart(stocked())).messages.get().reply_to == ["hello@pipit.example"]
