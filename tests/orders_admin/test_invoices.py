"""Invoices and packing slips in the back-office: read and saved by staff who may, changed by nobody."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.admin import order_papers
from orders.invoicing.files import pdf_of
from orders.models import Invoice
from tests.factories import CustomerFactory
from tests.orders_admin.conftest import browser_of
from tests.orders_admin.pages import ORDERS, page_of, said, soup, text, url
from tests.papers import pages_of, words_of
from tests.shops import placed_order

pytestmark = pytest.mark.django_db

INVOICES = "/admin/orders/invoice/"


def test_the_orders_page_leads_to_its_invoices_and_its_packing_slip(
    staff: Callable[..., Client], shop: ShopSettings
) -> None:
    order, viewer = placed_order(), staff("view_order")
    assert "None yet: an order gets its invoice" in text(page_of(viewer, order))
    fulfilment.mark_paid(order=order)
    fulfilment.refund(order=order, amount=Decimal("5.00"))
    page = page_of(viewer, order)
    links = {link["href"] for link in page.select("#content a[href]")}
    for invoice in order.invoices.all():
        assert invoice.number in text(page)
        pdf = reverse("admin:orders_invoice_pdf", args=[invoice.pk])
        assert pdf in links
        answer = viewer.get(pdf)
        assert (answer["Content-Type"], answer.content) == ("application/pdf", pdf_of(invoice))
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
    assert "−€5.00" in text(page)
    slip = viewer.get(url(order, "packing_slip"))
    assert url(order, "packing_slip") in links
    assert slip["Content-Disposition"] == f'attachment; filename="packing-slip-{order.number}.pdf"'
    assert order.number in words_of(slip.content)


def test_who_may_not_see_orders_sees_no_paper_of_them(
    staff: Callable[..., Client], client: Client, shop: ShopSettings
) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    invoice = order.invoices.get()
    papers = [reverse("admin:orders_invoice_pdf", args=[invoice.pk]), url(order, "packing_slip")]
    other, shopper = staff("view_voucher"), browser_of(CustomerFactory())
    for paper in papers:
        assert other.get(paper).status_code == 403
        assert client.get(paper).status_code == 302
        assert shopper.get(paper).status_code == 302
    assert other.get(INVOICES).status_code == 403


def test_the_list_has_every_invoice_and_is_searched_by_number_and_order(
    admin_client: Client, shop: ShopSettings
) -> None:
    orders = [fulfilment.mark_paid(order=placed_order()) for _ in range(3)]
    fulfilment.refund(order=orders[0], amount=Decimal("5.00"), reason="Chipped")
    page = soup(admin_client.get(INVOICES))
    assert len(page.select("#result_list tbody tr")) == 4
    assert "−€5.00" in text(page)
    found = soup(admin_client.get(INVOICES, {"q": orders[1].number}))
    assert len(found.select("#result_list tbody tr")) == 1
    note = Invoice.objects.get(kind="credit_note")
    words = text(soup(admin_client.get(f"{INVOICES}{note.pk}/change/")))
    for part in (note.number, orders[0].invoices.first().number, "€5.00", orders[0].number):  # type: ignore[union-attr]
        assert part in words


@pytest.mark.parametrize("orders", [2, 12])
def test_the_list_costs_the_same_however_long_it_is(
    admin_client: Client, shop: ShopSettings, orders: int, django_assert_max_num_queries
) -> None:
    for _ in range(orders):
        fulfilment.mark_paid(order=placed_order())
    with django_assert_max_num_queries(10):
        admin_client.get(INVOICES)


def test_nobody_adds_changes_or_deletes_an_invoice(admin_client: Client, shop: ShopSettings) -> None:
    invoice = fulfilment.mark_paid(order=placed_order()).invoices.get()
    assert admin_client.get(f"{INVOICES}add/").status_code == 403
    assert admin_client.post(f"{INVOICES}{invoice.pk}/change/", {"number": "X"}).status_code == 403
    assert admin_client.post(f"{INVOICES}{invoice.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [invoice.pk], "post": "yes"}
    admin_client.post(INVOICES, chosen)
    assert Invoice.objects.get().number == invoice.number


def test_the_slips_of_several_orders_are_printed_at_once_the_oldest_first(
    staff: Callable[..., Client], shop: ShopSettings
) -> None:
    orders = [placed_order() for _ in range(3)]
    chosen = {
        "action": "packing_slips_selected",
        "_selected_action": [order.pk for order in reversed(orders)],
    }
    answer = staff("view_order").post(ORDERS, chosen)
    assert answer["Content-Disposition"] == 'attachment; filename="packing-slips.pdf"'
    pages = pages_of(answer.content)
    assert [order.number in page for order, page in zip(orders, pages, strict=True)] == [True] * 3


def test_more_slips_than_a_request_can_draw_are_refused_in_words(
    staff: Callable[..., Client], shop: ShopSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_papers, "MOST_AT_ONCE", 1)
    chosen = {
        "action": "packing_slips_selected",
        "_selected_action": [placed_order().pk, placed_order().pk],
    }
    assert "at most 1 order" in said(staff("view_order").post(ORDERS, chosen, follow=True))
