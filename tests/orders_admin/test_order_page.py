"""The page of an order: all that staff need to know of it, and nothing to those who may not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog_pages.models import ShopSettings
from orders import fulfilment, timeline
from orders.models import Item, Order, OutboxMessage
from tests.factories import CustomerFactory, ProductFactory, VoucherFactory
from tests.orders_admin.conftest import browser_of
from tests.orders_admin.pages import page_of, soup, text, url, words_of
from tests.shops import BRITISH_ADDRESS, filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


def cents(words: str) -> Decimal:
    return Decimal(words.replace("€", "").replace("−", "-").replace(",", "").strip())


def test_the_page_tells_all_of_an_order(admin_client: Client, admin_user: Any, shop: ShopSettings) -> None:
    customer = CustomerFactory(email="ada@example.com")
    mug = stocked(sku="MUG-7", product=ProductFactory(name="Mug with waves"))
    order = order_of(
        filled_cart(mug, quantity=2, customer=customer),
        billing_address=BRITISH_ADDRESS,
        note="Ring twice.",
    )
    fulfilment.mark_paid(order=order, reference="Statement 12", actor=admin_user)
    fulfilment.pack(order=order)
    fulfilment.ship(
        order=order, carrier="DHL", tracking_number="JD0148", tracking_url="https://dhl.example/JD0148"
    )
    fulfilment.refund(order=order, amount=Decimal("5.00"), reason="Chipped")
    timeline.add_note(order=order, message="She rang.", actor=admin_user)
    page = page_of(admin_client, order)
    words = text(page.select_one("#content"))
    for part in (
        order.number, "partly refunded", "2 pieces", "Mug with waves", "MUG-7", "€12.00", "19 %", "€24.00",
        "Standard post", "€28.90", "Statement 12", "€5.00", "Lindenstr. 12", "12 St James's Square", "Germany",
        "Ring twice.", "DHL", "JD0148", "Chipped", "She rang.", admin_user.email, "On its way", "waiting",
    ):  # fmt: skip
        assert part in words, part
    links = {link["href"] for link in page.select("#content a[href]")}
    assert f"/admin/customers/customer/{customer.pk}/change/" in links
    assert f"/admin/catalog_pages/variant/{mug.pk}/change/" in links
    assert "https://dhl.example/JD0148" in links
    assert any(f"/orders/{order.number}/?token={order.token}" in link for link in links)


@pytest.mark.parametrize("with_vat", [True, False])
def test_the_figures_add_up_in_the_orders_price_basis(admin_client: Client, db: None, with_vat: bool) -> None:
    open_shop(prices_include_tax=with_vat)
    goods = [stocked(price=Decimal(price)) for price in ("12.35", "7.77", "0.99")]
    order = order_of(
        filled_cart(*goods, quantity=3), voucher=VoucherFactory(code="TEN", promotion__name="Spring").code
    )
    page = page_of(admin_client, order)
    totals = {text(row.dt): cents(text(row.dd)) for row in page.select(".order__totals > div")}
    lines = [cents(text(row.select("td")[-1])) for row in page.select(".order__lines tbody tr")]
    goods_sum, discount = totals["Goods"], totals["Spring (TEN)"]
    delivery, vat = totals["Delivery (Standard post)"], totals.get("VAT", Decimal(0))
    assert sum(lines) == goods_sum + discount
    assert discount < 0
    assert goods_sum + discount + delivery + vat == totals["Total"] == order.total
    assert ("VAT" in totals) is not with_vat
    assert ("of which VAT" in totals) is with_vat


def test_the_page_costs_the_same_however_much_is_on_it(admin_client: Client, shop: ShopSettings) -> None:
    def cost(order: Order) -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(admin_client, order)
        return len(queries)

    small = placed_order(customer=CustomerFactory())
    large = order_of(filled_cart(*(stocked() for _number in range(12)), customer=CustomerFactory()))
    for number in range(12):
        timeline.add_note(order=large, message=str(number), actor=CustomerFactory(is_staff=True))
    cost(small)
    assert cost(large) == cost(small) <= 21


def test_who_only_looks_sees_no_buttons_no_note_form_and_no_secret(
    staff: Callable[..., Client], shop: ShopSettings
) -> None:
    order = placed_order()
    viewer = staff("view_order", "view_outboxmessage", "view_payment", "view_cart", "view_shipment")
    page = page_of(viewer, order)
    assert order.number in text(page)
    assert not page.select("#content form, #content .button")
    addresses = [url(order), "/admin/orders/order/", "/admin/orders/payment/", "/admin/orders/outboxmessage/"]
    addresses += [f"/admin/orders/payment/{order.payments.get().pk}/change/"]
    addresses += [f"/admin/orders/outboxmessage/{mail.pk}/change/" for mail in OutboxMessage.objects.all()]
    assert len(addresses) > 5
    for address in addresses:
        assert order.token not in viewer.get(address).content.decode(), address


def test_staff_without_the_right_see_nothing(staff: Callable[..., Client], shop: ShopSettings) -> None:
    order, stranger = placed_order(), staff()
    for address in ("/admin/orders/order/", url(order), url(order, "ship"), url(order, "history")):
        assert stranger.get(address).status_code == 403, address
    assert stranger.post(url(order, "mark_paid")).status_code == 403


def test_a_customer_gets_to_nothing_even_of_an_own_order(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = placed_order(customer=customer)
    for client in (browser_of(customer), Client()):
        for address in ("/admin/orders/order/", url(order), url(order, "ship"), url(order, "note")):
            assert client.get(address).status_code == 302, address
        answer = client.post(url(order, "mark_paid"), {"reference": "mine"})
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]
    order.refresh_from_db()
    assert order.state is Order.Status.PENDING


def test_nothing_that_people_type_is_run(admin_client: Client, shop: ShopSettings) -> None:
    evil = "<script>alert(1)</script>"
    address = {**BRITISH_ADDRESS, "first_name": evil[:20], "line1": evil}
    order = order_of(filled_cart(stocked()), note=evil, shipping_address=address)
    Item.objects.update(name=evil, sku=evil)
    fulfilment.mark_paid(order=order, reference=evil)
    timeline.add_note(order=order, message=evil)
    OutboxMessage.objects.update(subject=evil, text=evil, html=f"{evil}\" onload='alert(1)'", last_error=evil)
    addresses = [url(order), "/admin/orders/order/", "/admin/orders/outboxmessage/", "/admin/orders/payment/"]
    addresses += [f"/admin/orders/outboxmessage/{mail.pk}/change/" for mail in OutboxMessage.objects.all()]
    for each in addresses:
        page = soup(admin_client.get(each))
        assert not [script for script in page.select("script") if "alert(1)" in script.get_text()], each
        assert not page.select("[onload]"), each
    frame = page.select_one("iframe")
    assert frame is not None
    assert not frame["sandbox"]  # nothing is allowed in it
    assert frame["srcdoc"] == f"{evil}\" onload='alert(1)'"


def test_the_page_changes_nothing_by_any_method(admin_client: Client, shop: ShopSettings) -> None:
    order = placed_order()
    before = Order.objects.values().get()
    assert admin_client.post(url(order), {"status": "paid", "email": "x@example.com"}).status_code == 405
    page_of(admin_client, order)
    assert Order.objects.values().get() == before


@pytest.mark.parametrize("key", ["999", "x", "0", "-1", "99999999999999999999999"])
def test_an_order_that_is_not_there_leads_back_to_the_list(
    admin_client: Client, shop: ShopSettings, key: str
) -> None:
    answer = admin_client.get(f"/admin/orders/order/{key}/change/", follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/orders/order/"
    assert "There is no such order." in answer.content.decode()


def test_the_timeline_says_who(admin_client: Client, admin_user: Any, shop: ShopSettings) -> None:
    order = placed_order()
    fulfilment.mark_paid(order=order, actor=admin_user)
    fulfilment.pack(order=order)
    lines = [text(line) for line in page_of(admin_client, order).select(".order__event")]
    assert [line.split()[0] for line in lines] == ["Packed", "Paid", "Placed"]
    assert [line.rsplit(" · ")[1] for line in lines] == ["the shop", admin_user.email, "the shopper"]


def test_an_order_whose_goods_are_gone_still_shows(admin_client: Client, shop: ShopSettings) -> None:
    variant = stocked(sku="GONE-1")
    order = order_of(filled_cart(variant))
    variant.product.delete()
    words = words_of(admin_client, order)
    assert "GONE-1" in words
    assert "no longer in the catalogue" in words


def test_an_anonymised_order_shows_its_figures_and_leads_nowhere(
    admin_client: Client, shop: ShopSettings
) -> None:
    customer = CustomerFactory()
    order = placed_order(customer=customer)
    customer.delete()
    words = words_of(admin_client, order)
    assert "account deleted" in words
    assert "€28.90" in words
    assert "The shopper's page" not in words


def test_an_unknown_payment_method_is_said_and_nothing_fails(
    admin_client: Client, shop: ShopSettings
) -> None:
    order = placed_order()
    Order.objects.update(payment_method="pigeon")
    assert "no longer knows the payment method “pigeon”" in words_of(admin_client, order)
