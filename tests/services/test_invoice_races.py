"""Invoices issued at the same moment: numbered from 1 without a gap, whatever is rolled back between."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.books import differences
from orders.exceptions import IllegalTransition
from orders.invoicing import issue_invoice
from orders.invoicing.files import pdf_of
from orders.models import Invoice, InvoiceCounter, InvoiceFile, Order
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.shops import filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


class WorkerDied(Exception):
    """What ends every third transaction."""


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def orders(count: int) -> list[Order]:
    variant = stocked(1000)
    return [order_of(filled_cart(variant)) for _ in range(count)]


def test_75_at_once_of_which_25_are_rolled_back_are_numbered_1_to_50(shop: ShopSettings) -> None:
    def pay(order: Order, *, dies: bool) -> Order:
        with transaction.atomic():
            fulfilment.mark_paid(order=order)
            if dies:
                raise WorkerDied
        return order

    placed = orders(75)
    results = at_once(
        *(lambda order=order, n=n: pay(order, dies=n % 3 == 2) for n, order in enumerate(placed))  # type: ignore[misc]
    )
    assert [type(error) for error in errors(results)] == [WorkerDied] * 25
    issued = list(Invoice.objects.order_by("sequence").values_list("sequence", "issued_at"))
    assert [sequence for sequence, _moment in issued] == list(range(1, 51))
    assert [moment for _sequence, moment in issued] == sorted(moment for _sequence, moment in issued)
    assert InvoiceCounter.objects.get().last == 50
    assert list(differences()) == []


def test_an_order_paid_twice_at_once_has_one_invoice(shop: ShopSettings) -> None:
    order = placed_order()
    results = at_once(*[lambda: fulfilment.mark_paid(order=Order.objects.get(pk=order.pk))] * 5)
    assert [type(error) for error in errors(results)] == [IllegalTransition] * 4
    assert order.invoices.count() == 1


def test_an_invoice_asked_for_many_times_at_once_is_one(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    results = at_once(*[lambda: issue_invoice(order=Order.objects.get(pk=order.pk))] * 5)
    assert {invoice.pk for invoice in results} == {order.invoices.get().pk}


def test_refunds_at_once_have_credit_notes_that_sum_to_them(shop: ShopSettings) -> None:
    placed = orders(6)
    for order in placed:
        fulfilment.mark_paid(order=order)
    jobs = [
        lambda order=order: fulfilment.refund(  # type: ignore[misc]
            order=Order.objects.get(pk=order.pk), amount=Decimal("3.33")
        )
        for order in placed
        for _ in range(2)
    ]
    assert errors(at_once(*jobs)) == []
    assert list(Invoice.objects.order_by("pk").values_list("sequence", flat=True)) == list(range(1, 19))
    assert list(differences()) == []


def test_a_paper_drawn_many_times_at_once_is_kept_once(shop: ShopSettings) -> None:
    fulfilment.mark_paid(order=placed_order())
    results = at_once(*[lambda: pdf_of(Invoice.objects.get())] * 5)
    assert errors(results) == []
    assert set(results) == {bytes(InvoiceFile.objects.get().pdf)}
