"""Invoices go out with the mails they belong to, by reference: drawn when the mail is sent."""

from decimal import Decimal

import pytest
from django.core import mail

from catalog_pages.models import ShopSettings
from orders import fulfilment, outbox
from orders.invoicing.files import pdf_of
from orders.models import InvoiceFile, Order
from tests.factories import CustomerFactory
from tests.shops import placed_order

pytestmark = pytest.mark.django_db


def sent(order: Order, topic: str) -> list[tuple[str, bytes, str]]:
    """What is attached to the mail of this topic, as it leaves the house."""
    assert outbox.deliver(order.messages.get(topic=topic).pk)
    return mail.outbox[-1].attachments  # type: ignore[return-value]


def test_the_mail_about_the_payment_carries_the_invoice(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    assert not InvoiceFile.objects.exists()
    row = order.messages.get(topic="order.paid")
    invoice = order.invoices.get()
    assert row.attachments == [
        {
            "kind": "invoice",
            "name": f"invoice-{invoice.number}.pdf",
            "mimetype": "application/pdf",
            "invoice": invoice.pk,
        }
    ]
    assert "The invoice is attached." in row.text
    assert "The invoice is attached." in row.html
    [(name, content, mimetype)] = sent(order, "order.paid")
    assert (name, mimetype) == (f"invoice-{invoice.number}.pdf", "application/pdf")
    assert content == pdf_of(invoice)


def test_a_parcel_paid_already_brings_no_second_invoice(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    fulfilment.pack(order=order)
    fulfilment.ship(order=order)
    assert sent(order, "order.shipped") == []
    assert "attached" not in order.messages.get(topic="order.shipped").text


def test_what_is_paid_on_delivery_brings_its_invoice_when_it_leaves_and_not_again(shop: ShopSettings) -> None:
    ShopSettings.objects.update(cash_on_delivery=True)
    order = placed_order(payment_method="cash_on_delivery")
    fulfilment.pack(order=order)
    fulfilment.ship(order=order)
    [(name, _content, _type)] = sent(order, "order.shipped")
    assert name == order.invoices.get().file_name
    assert "The invoice is attached." in order.messages.get(topic="order.shipped").text
    fulfilment.mark_paid(order=order)
    assert sent(order, "order.paid") == []


def test_the_mail_about_a_refund_carries_its_credit_note(shop: ShopSettings) -> None:
    order = fulfilment.mark_paid(order=placed_order())
    fulfilment.refund(order=order, amount=Decimal("5.00"))
    note = order.invoices.last()
    assert note is not None
    [(name, content, _type)] = sent(order, "order.refunded")
    assert name == f"credit-note-{note.number}.pdf"
    assert content == pdf_of(note)
    assert "The credit note is attached." in order.messages.get(topic="order.refunded").text


def test_a_customer_who_leaves_takes_the_attachments_along(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    order = fulfilment.mark_paid(order=placed_order(customer=customer))
    sent(order, "order.paid")
    customer.delete()
    assert [row.attachments for row in order.messages.all()] == [[]]
