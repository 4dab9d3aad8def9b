"""PDFs as answers: saved under a name that says what they are, kept by no cache."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from orders.invoicing.files import PDF, pdf_of
from orders.models import Invoice


def invoice_response(invoice: Invoice) -> HttpResponse:
    """The invoice's PDF for whoever was found to be allowed to read it."""
    return pdf_response(pdf_of(invoice), name=invoice.file_name)


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """A PDF to be saved as `name`: personal, so that neither proxies nor browsers keep it."""
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["X-Content-Type-Options"] = "nosniff"
    return response
