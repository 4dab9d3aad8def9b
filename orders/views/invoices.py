"""An order's invoices and credit notes as PDF, for its customer or for who has its token."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from orders.invoicing.downloads import invoice_response
from orders.models import Invoice
from orders.views.guest_orders import visible_order


@require_GET
def download(request: HttpRequest, number: str, invoice: str) -> HttpResponse:
    """The PDF. Everybody else's order, and another order's invoice, is a 404."""
    order = visible_order(request, number)
    try:
        return invoice_response(order.invoices.get(number=invoice))
    except Invoice.DoesNotExist as error:
        raise Http404 from error
