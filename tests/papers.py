"""PDFs as tests read them."""

from __future__ import annotations

import io

from pypdf import PdfReader

from orders.invoicing.files import pdf_of
from orders.models import Invoice, Order


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, spaces made single. Letters of two bytes come out of pypdf with a null before them."""
    assert pdf.startswith(b"%PDF-")
    return [
        " ".join(page.extract_text().replace("\x00", "").split()) for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def words_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def invoice_of(order: Order) -> Invoice:
    return order.invoices.get(kind=Invoice.Kind.INVOICE)  # type: ignore[no-any-return]


def invoice_words(order: Order) -> str:
    """What the order's invoice says on paper."""
    return words_of(pdf_of(invoice_of(order)))
