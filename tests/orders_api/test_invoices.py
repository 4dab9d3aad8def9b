"""Invoices by API: listed with their order, and as PDF for whose order it is."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from customers.models import Customer
from orders import fulfilment
from orders.invoicing.files import pdf_of
from orders.models import Order
from tests.factories import CustomerFactory
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


def address(order: Order) -> str:
    return f"/api/v1/orders/{order.number}/invoices/{order.invoices.first().number}/"  # type: ignore[union-attr]


def test_an_order_lists_its_invoices_with_an_address_that_opens_them(
    shop: ShopSettings, api: APIClient, settings: object
) -> None:
    settings.BASE_URL = "http://testserver"  # type: ignore[attr-defined]
    order = placed_order()
    url = f"/api/v1/orders/{order.number}/?token={order.token}"
    assert api.get(url).json()["invoices"] == []
    fulfilment.mark_paid(order=order)
    fulfilment.refund(order=order, amount=Decimal("5.00"))
    listed = api.get(url).json()["invoices"]
    assert [(each["kind"], each["number"]) for each in listed] == list(
        order.invoices.values_list("kind", "number")
    )
    for each, invoice in zip(listed, order.invoices.all(), strict=True):
        answer = api.get(each["url"], headers={"Accept": "application/pdf"})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{invoice.file_name}"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content == pdf_of(invoice)


def test_invoices_of_others_do_not_exist(
    shop: ShopSettings, api: APIClient, customers_api: APIClient
) -> None:
    theirs = fulfilment.mark_paid(order=placed_order(customer=CustomerFactory()))
    guests = fulfilment.mark_paid(order=placed_order())
    for client in (api, customers_api):
        for order in (theirs, guests):
            for query in ("", "?token=", "?token=%00", f"?token={'x' * 43}"):
                answer = client.get(f"{address(order)}{query}", headers={"Accept": "application/pdf"})
                assert answer.status_code == 404
                assert answer.json()["errors"][0]["code"] == "not_found"
    assert api.get(f"{address(theirs)}?token={guests.token}").status_code == 404
    mixed = f"/api/v1/orders/{guests.number}/invoices/{theirs.invoices.get().number}/?token={guests.token}"
    assert api.get(mixed).status_code == 404


def test_a_customer_reads_their_own(customer: Customer, customers_api: APIClient) -> None:
    order = fulfilment.mark_paid(order=placed_order(customer=customer))
    assert customers_api.get(address(order)).content.startswith(b"%PDF-")
    assert customers_api.post(address(order)).status_code == 405
