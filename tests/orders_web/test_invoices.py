"""A shopper saves the invoice from the order's page; nobody else does."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.anonymising import anonymise
from orders.invoicing.files import pdf_of
from orders.models import Order
from tests.factories import CustomerFactory
from tests.orders_web.shopper import Shopper
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


def address(order: Order, number: str = "") -> str:
    return f"/orders/{order.number}/invoices/{number or order.invoices.get().number}/"


def test_a_guest_finds_the_invoice_on_the_orders_page_and_saves_it(shopper: Shopper) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    fulfilment.refund(order=order, amount=Decimal("5.00"))
    invoice, note = order.invoices.all()
    page = shopper.visit(f"/orders/{order.number}/?token={order.token}")
    links = {link.text.strip(): link["href"] for link in page.select("a[download]")}
    assert set(links) == {f"Invoice {invoice.number}", f"Credit note {note.number}"}
    answer = shopper.client.get(links[f"Invoice {invoice.number}"])
    assert answer.status_code == 200
    assert answer.content == pdf_of(invoice)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="invoice-{invoice.number}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_before_it_is_paid_there_is_none(shopper: Shopper) -> None:
    order = placed_order()
    shopper.visit(f"/orders/{order.number}/?token={order.token}")
    assert "Invoice" not in shopper.page.text
    assert shopper.client.get(f"{address(order, '2026-000001')}?token={order.token}").status_code == 404


def test_a_customer_saves_their_own_and_nobody_elses(shop: ShopSettings, client: Client) -> None:
    owner = CustomerFactory()
    own = fulfilment.mark_paid(order=placed_order(customer=owner))
    guests = fulfilment.mark_paid(order=placed_order())
    for order in (own, guests):
        assert client.get(address(order)).status_code == 404
        assert client.get(f"{address(order)}?token={'x' * 43}").status_code == 404
    client.force_login(CustomerFactory())
    assert client.get(address(own)).status_code == 404
    client.force_login(owner)
    assert client.get(address(own)).status_code == 200
    assert client.get(address(guests)).status_code == 404
    # Neither another order's invoice by one's own order, nor by another's token.
    assert client.get(address(own, guests.invoices.get().number)).status_code == 404
    assert client.get(f"{address(guests)}?token={own.token}").status_code == 404


def test_the_links_end_where_the_customer_leaves(shop: ShopSettings, client: Client) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    url = f"{address(order)}?token={order.token}"
    assert client.get(url).status_code == 200
    anonymise(orders=[order])
    assert client.get(url).status_code == 404
    assert client.get(f"{address(order)}?token={Order.objects.get().token}").status_code == 404


@pytest.mark.parametrize("number", ["nonsense", "2026-999999", "..", "%00", "☃"])
def test_a_number_that_is_none_is_not_found(shop: ShopSettings, client: Client, number: str) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    assert client.get(f"{address(order, number)}?token={order.token}").status_code == 404


def test_it_is_read_and_nothing_else(shop: ShopSettings, client: Client) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    assert client.post(f"{address(order)}?token={order.token}").status_code == 405
