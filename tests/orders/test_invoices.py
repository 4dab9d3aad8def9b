"""Invoices and credit notes: when they are issued, what they say, and that nobody changes them."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page, Site

from catalog_pages.models import ShopSettings
from catalog_pages.money import ZERO
from orders import fulfilment
from orders.books import differences
from orders.exceptions import InvoiceIsFinal, RefundNotPossible
from orders.invoicing import issue_credit_note, issue_invoice
from orders.invoicing.contents import VatGroup, credit_note_content
from orders.invoicing.files import pdf_of
from orders.invoicing.issuing import split
from orders.invoicing.numbering import next_number
from orders.models import Invoice, InvoiceCounter, InvoiceFile, Order, Payment
from tests.factories import CustomerFactory, TaxClassFactory, TaxRateFactory, VariantFactory, VoucherFactory
from tests.papers import invoice_of
from tests.shops import BRITISH_ADDRESS, filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(shop: ShopSettings) -> Order:
    """Two pieces at 12.00 and 4.90 for post: 28.90, of which 4.61 VAT."""
    return fulfilment.mark_paid(order=placed_order())


def cash_order() -> Order:
    ShopSettings.objects.update(cash_on_delivery=True)
    return placed_order(payment_method="cash_on_delivery")


def two_rates() -> Order:
    """48.00 at 7 %, 3.33 at 19 %, 4.90 for post at 19 %; a tenth off the goods."""
    books = TaxClassFactory(code="books", name="Books", is_default=False)
    TaxRateFactory(country="DE", tax_class=books, rate=Decimal("0.07"))
    goods = [
        stocked(price=Decimal("48.00"), product__tax_class=books),
        stocked(price=Decimal("3.33")),
    ]
    return order_of(filled_cart(*goods), voucher=VoucherFactory().code)


# --- When ----------------------------------------------------------------------------------------------


def test_an_order_has_its_invoice_when_it_is_paid_and_not_before(shop: ShopSettings) -> None:
    order = placed_order()
    assert not order.invoices.exists()
    fulfilment.mark_paid(order=order)
    invoice = order.invoices.get()
    assert (invoice.kind, invoice.sequence, invoice.corrects) == (Invoice.Kind.INVOICE, 1, None)
    assert invoice.number == f"{timezone.localdate().year}-000001"
    assert (invoice.total_net, invoice.tax_total, invoice.total) == (
        Decimal("24.29"),
        Decimal("4.61"),
        Decimal("28.90"),
    )
    fulfilment.pack(order=order)
    fulfilment.ship(order=order)
    assert order.invoices.get() == invoice


def test_what_is_paid_on_delivery_has_its_invoice_when_it_leaves(shop: ShopSettings) -> None:
    order = cash_order()
    fulfilment.pack(order=order)
    assert not order.invoices.exists()
    fulfilment.ship(order=order)
    invoice = order.invoices.get()
    assert invoice.content["payment"] == {"method": "Cash on delivery", "paid_on": None, "on_delivery": True}
    assert invoice.content["supplied_on"] == timezone.localdate().isoformat()
    fulfilment.deliver(order=order)
    fulfilment.mark_paid(order=order)
    assert order.invoices.get() == invoice
    assert list(differences()) == []


def test_asked_for_twice_it_is_the_same_invoice(paid: Order) -> None:
    with transaction.atomic():
        assert issue_invoice(order=paid) == issue_invoice(order=paid) == paid.invoices.get()


def test_what_is_cancelled_unpaid_takes_no_number(shop: ShopSettings) -> None:
    fulfilment.cancel(order=placed_order())
    fulfilment.expire(order=placed_order())
    assert not InvoiceCounter.objects.exists()


# --- What it says --------------------------------------------------------------------------------------


def test_an_invoice_says_what_was_bought_from_whom_by_whom(shop: ShopSettings) -> None:
    ShopSettings.objects.update(
        name="Pipit Press",
        postal_address="Pipit Press Ltd\n4 Printers' Yard\n\nBristol BS1 4ST",
        contact_email="hello@pipit.example",
        vat_number="GB123456782",
        invoice_footer="Registered in England no. 01234567",
        invoice_prefix="PP-",
    )
    order = two_rates()
    fulfilment.mark_paid(order=order)
    invoice = invoice_of(order)
    content = invoice.content
    assert invoice.number.startswith("PP-2")
    assert content["seller"] == {
        "name": "Pipit Press",
        "address": ["Pipit Press Ltd", "4 Printers' Yard", "Bristol BS1 4ST"],
        "vat_number": "GB123456782",
        "email": "hello@pipit.example",
        "phone": "",
        "footer": "Registered in England no. 01234567",
    }
    assert content["buyer"]["address"] == ["Ada Byron", "Lindenstr. 12", "10969 Berlin", "Germany"]
    assert [(line["quantity"], line["unit_price"], line["tax_rate"], line["total"]) for line in content["lines"]] == [
        (1, "48.00", "0.07", "48.00"),
        (1, "3.33", "0.19", "3.33"),
    ]  # fmt: skip
    # 10 % of 51.33 is 5.13: 4.80 of the book, 0.33 of the other. 43.20 / 1.07 = 40.37; 3.00 / 1.19 = 2.52 and
    # 4.90 / 1.19 = 4.12 make 6.64 net at 19 %.
    assert content["vat"] == [
        {"rate": "0.07", "net": "40.37", "tax": "2.83", "gross": "43.20"},
        {"rate": "0.19", "net": "6.64", "tax": "1.26", "gross": "7.90"},
    ]
    assert content["sums"] == {
        "subtotal": "51.33",
        "discount": "5.13",
        "shipping": "4.90",
        "net": "47.01",
        "tax": "4.09",
        "total": "51.10",
    }


def test_the_bill_goes_to_the_billing_address(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order(billing_address=BRITISH_ADDRESS))
    content = invoice_of(order).content
    assert "12 St James's Square" in content["buyer"]["address"]
    assert "Lindenstr. 12" in content["delivery"]


def test_prices_without_vat_are_written_without(db: None) -> None:
    open_shop(prices_include_tax=False)
    order = fulfilment.mark_paid(order=placed_order())
    content = invoice_of(order).content
    assert (content["lines"][0]["unit_price"], content["lines"][0]["total"]) == ("12.00", "24.00")
    assert content["sums"] == {
        "subtotal": "24.00", "discount": "0.00", "shipping": "4.90", "net": "28.90", "tax": "5.49", "total": "34.39",
    }  # fmt: skip
    assert list(differences()) == []


def test_an_order_of_a_business_abroad_says_who_owes_the_vat(shop: ShopSettings) -> None:
    order = placed_order()
    order.reverse_charge, order.vat_number = True, "ATU12345678"  # type: ignore[attr-defined]
    with transaction.atomic():
        content = issue_invoice(order=order).content
    assert (content["reverse_charge"], content["buyer"]["vat_number"]) == (True, "ATU12345678")


def test_what_changes_later_changes_no_invoice(paid: Order) -> None:
    before = invoice_of(paid).content
    ShopSettings.objects.update(name="Another", postal_address="Elsewhere", invoice_prefix="X-")
    paid.items.update(name="Renamed")
    paid.addresses.update(line1="Moved")
    assert invoice_of(paid).content == before


# --- Credit notes --------------------------------------------------------------------------------------


def test_a_refund_has_a_credit_note_that_names_invoice_amount_and_reason(paid: Order) -> None:
    fulfilment.refund(order=paid, amount=Decimal("10.00"), reason="Chipped")
    invoice, note = paid.invoices.all()
    assert (note.kind, note.sequence, note.corrects) == (Invoice.Kind.CREDIT_NOTE, 2, invoice)
    # 10.00 / 28.90 of 4.61 VAT is 1.595.
    assert (note.total, note.tax_total, note.total_net) == (
        Decimal("10.00"),
        Decimal("1.60"),
        Decimal("8.40"),
    )
    assert note.content["reason"] == "Chipped"
    assert note.content["corrects"]["number"] == invoice.number
    assert note.content["buyer"] == invoice.content["buyer"]


def test_credit_notes_of_all_of_it_sum_to_the_invoice_rate_by_rate(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=two_rates())
    for amount in ("0.01", "17.77", "5.00", None):
        fulfilment.refund(order=order, amount=Decimal(amount) if amount else None)
    invoice, *notes = order.invoices.all()
    back: dict[str, Decimal] = {}
    for note in notes:
        for line in note.content["vat"]:
            back[line["rate"]] = back.get(line["rate"], ZERO) + Decimal(line["tax"])
    assert back == {line["rate"]: Decimal(line["tax"]) for line in invoice.content["vat"]}
    assert sum(note.total for note in notes) == invoice.total
    assert list(differences()) == []


def test_no_credit_note_gives_back_more_than_is_left(paid: Order) -> None:
    with transaction.atomic():
        issue_credit_note(order=paid, amount=Decimal("20.00"), reason="")
    for amount in ("8.91", "0", "-1", "0.001"):
        with pytest.raises(RefundNotPossible) as refused, transaction.atomic():
            issue_credit_note(order=paid, amount=Decimal(amount), reason="")
        assert refused.value.refundable == Decimal("8.90")
    assert InvoiceCounter.objects.get().last == paid.invoices.count() == 2


@settings(max_examples=300, deadline=None)
@given(
    groups=st.lists(
        st.tuples(
            st.sampled_from([Decimal(0), Decimal("0.07"), Decimal("0.19"), Decimal("0.255")]),
            st.integers(1, 10**7),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda pair: pair[0],
    ),
    parts=st.lists(st.integers(1, 10**6), max_size=6),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_however_it_is_split_no_unit_of_vat_is_lost_or_made_up(
    groups: list[tuple[Decimal, int]], parts: list[int], currency: str
) -> None:
    unit = {"EUR": Decimal("0.01"), "JPY": Decimal(1), "KWD": Decimal("0.001")}[currency]
    left = []
    for rate, units in groups:
        tax = (units * rate / (1 + rate)).quantize(Decimal(1)) * unit
        left.append(VatGroup(rate=rate, net=units * unit - tax, tax=tax))
    started = {group.rate: group for group in left}
    given_back: dict[Decimal, Decimal] = dict.fromkeys(started, ZERO)
    for part in [*parts, None]:
        whole = sum((group.gross for group in left), ZERO)
        amount = whole if part is None else min(part * unit, whole)
        if not amount:
            break
        shares = {group.rate: group for group in split(amount, left, currency)}
        assert sum(share.gross for share in shares.values()) == amount
        assert all(share.tax >= 0 and share.net >= 0 for share in shares.values())
        for rate, share in shares.items():
            given_back[rate] += share.tax
        nothing = VatGroup(ZERO, ZERO, ZERO)
        left = [
            VatGroup(
                group.rate,
                group.net - shares.get(group.rate, nothing).net,
                group.tax - shares.get(group.rate, nothing).tax,
            )
            for group in left
        ]
        assert all(group.net >= 0 and group.tax >= 0 for group in left)
    assert given_back == {rate: group.tax for rate, group in started.items()}


# --- Numbers -------------------------------------------------------------------------------------------


def test_each_year_begins_at_one(paid: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    new_year = datetime(2031, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(timezone, "now", lambda: new_year)
    number = next_number(site=ShopSettings.default().site)
    assert (number.number, number.issued_at) == ("2031-000001", new_year)
    assert next_number(site=ShopSettings.default().site).number == "2031-000002"


def test_the_year_is_the_shops_own(
    shop: ShopSettings, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # type: ignore[attr-defined]
    timezone.get_default_timezone.cache_clear()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 12, 31, 12, 0, tzinfo=ZoneInfo("UTC")))
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert next_number(site=shop.site).number == "2031-000001"
    timezone.get_default_timezone.cache_clear()


def test_a_number_that_waited_over_midnight_is_of_the_new_year(
    shop: ShopSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [datetime(2030, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("Europe/London"))]
    after = datetime(2031, 1, 1, 0, 0, 1, tzinfo=ZoneInfo("Europe/London"))
    monkeypatch.setattr(timezone, "now", lambda: moments.pop() if moments else after)
    assert next_number(site=shop.site).number == "2031-000001"
    assert dict(InvoiceCounter.objects.values_list("year", "last")) == {2030: 0, 2031: 1}


def test_each_site_counts_for_itself(paid: Order) -> None:
    other = Site.objects.create(hostname="other.example", root_page=Page.objects.first())
    assert next_number(site=other, prefix="B-").sequence == 1


def test_what_is_rolled_back_leaves_no_gap(shop: ShopSettings) -> None:
    fulfilment.mark_paid(order=placed_order())
    lost = placed_order()
    with transaction.atomic():
        fulfilment.mark_paid(order=lost)
        transaction.set_rollback(True)
    assert not lost.invoices.exists()
    fulfilment.mark_paid(order=placed_order())
    assert list(Invoice.objects.values_list("sequence", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_in_a_transaction_only(shop: ShopSettings) -> None:
    with pytest.raises(RuntimeError):
        next_number(site=shop.site)
    assert not InvoiceCounter.objects.exists()


# --- For good ------------------------------------------------------------------------------------------


def change_by_saving(invoice: Invoice) -> None:
    invoice.total = Decimal("1.00")
    invoice.save()


def change_many(invoice: Invoice) -> None:
    Invoice.objects.filter(pk=invoice.pk).update(content={})


def change_in_bulk(invoice: Invoice) -> None:
    Invoice.objects.bulk_update([invoice], ["number"])


def delete_one(invoice: Invoice) -> None:
    invoice.delete()


def delete_many(invoice: Invoice) -> None:
    invoice.order.invoices.all().delete()


def change_the_file(invoice: Invoice) -> None:
    InvoiceFile.objects.filter(pk=invoice.pk).update(pdf=b"")


@pytest.mark.parametrize(
    "attempt", [change_by_saving, change_many, change_in_bulk, delete_one, delete_many, change_the_file]
)
def test_nothing_changes_or_deletes_an_invoice(paid: Order, attempt: Callable[[Invoice], None]) -> None:
    invoice = invoice_of(paid)
    before = (Invoice.objects.values().get(), pdf_of(invoice))
    with pytest.raises(InvoiceIsFinal), transaction.atomic():
        attempt(invoice)
    assert (Invoice.objects.values().get(), pdf_of(invoice)) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orders_invoice SET number = 'X'",
        "UPDATE orders_invoicefile SET drawn_at = '2020-01-01 00:00'",
        pytest.param("DELETE FROM orders_invoicefile", marks=pytest.mark.postgres),
        pytest.param("DELETE FROM orders_invoice", marks=pytest.mark.postgres),
    ],
)
def test_the_database_itself_refuses_changes(paid: Order, change: str) -> None:
    pdf_of(invoice_of(paid))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_order_with_an_invoice_cannot_be_deleted(paid: Order) -> None:
    with pytest.raises(ProtectedError):
        paid.delete()


def test_a_customer_who_leaves_stays_on_the_invoice_which_the_law_wants_kept(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = fulfilment.mark_paid(order=placed_order(customer=customer))
    customer.delete()
    order.refresh_from_db()
    assert order.email == ""
    assert "Ada Byron" in invoice_of(order).content["buyer"]["address"]
    fulfilment.refund(order=order)
    assert "Ada Byron" in order.invoices.last().content["buyer"]["address"]  # type: ignore[union-attr]
    assert list(differences()) == []


def test_an_invoice_issued_after_the_customer_left_names_nobody(shop: ShopSettings) -> None:
    ShopSettings.objects.update(cash_on_delivery=True)
    customer = CustomerFactory()
    order = placed_order(customer=customer, payment_method="cash_on_delivery")
    customer.delete()
    order.refresh_from_db()
    fulfilment.pack(order=order)
    fulfilment.ship(order=order)
    assert invoice_of(order).content["buyer"]["address"] == []
    assert pdf_of(invoice_of(order)).startswith(b"%PDF-")


def test_what_costs_nothing_has_an_invoice_too(shop: ShopSettings) -> None:
    order = order_of(filled_cart(VariantFactory(price=Decimal(0), requires_shipping=False)))
    fulfilment.mark_paid(order=order)
    assert invoice_of(order).total == 0
    assert list(differences()) == []


# --- The audit -----------------------------------------------------------------------------------------


def skip_a_number(order: Order) -> None:
    InvoiceCounter.objects.update(last=7)
    fulfilment.mark_paid(order=placed_order())


def count_on(order: Order) -> None:
    InvoiceCounter.objects.update(last=7)


def count_a_year_without_invoices(order: Order) -> None:
    InvoiceCounter.objects.create(site=ShopSettings.default().site, year=1999, last=1)


def pay_without_an_invoice(order: Order) -> None:
    other = placed_order()
    other.payments.update(status=Payment.Status.PAID)
    Order.objects.filter(pk=other.pk).update(status=Order.Status.PAID, paid_at=timezone.now())


def change_the_orders_figures(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(
        shipping_gross=Decimal("5.90"), shipping_net=Decimal("5.12"), total=Decimal("29.90")
    )
    order.payments.update(amount=Decimal("29.90"))


def give_back_without_a_refund(order: Order) -> None:
    with transaction.atomic():
        issue_credit_note(order=order, amount=Decimal("1.00"), reason="")


def write_what_does_not_add_up(order: Order) -> None:
    invoice = invoice_of(order)
    content = credit_note_content(
        invoice=invoice.content,
        reference={"number": invoice.number, "issued_on": "2026-01-01"},
        shop=ShopSettings.default(),
        groups=[VatGroup(Decimal("0.19"), Decimal("9.00"), Decimal("1.00"))],
        reason="",
    )
    Invoice(
        site=invoice.site, year=invoice.year, sequence=2, number="X", kind="credit_note", order=order,
        corrects=invoice, issued_at=timezone.now(), currency="EUR", total_net=Decimal("8.00"),
        tax_total=Decimal("2.00"), total=Decimal("10.00"), content=content,
    ).save()  # fmt: skip
    InvoiceCounter.objects.update(last=2)
    order.payments.update(amount_refunded=Decimal("10.00"), status=Payment.Status.PARTIALLY_REFUNDED)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (skip_a_number, "gap"),
        (count_on, "gap"),
        (count_a_year_without_invoices, "are gone"),
        (pay_without_an_invoice, "has no invoice"),
        (change_the_orders_figures, "its invoice"),
        (give_back_without_a_refund, "credit notes"),
        (write_what_does_not_add_up, "by rate"),
    ],
)
def test_the_audit_finds_it(paid: Order, damage: Callable[[Order], None], said: str) -> None:
    assert list(differences()) == []
    damage(paid)
    assert [line for line in differences() if said in line], list(differences())
