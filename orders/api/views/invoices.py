"""Invoices and credit notes as PDF, for those whose order they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from orders.access import order_for
from orders.api.errors import RefusalsMixin
from orders.api.schema import NOT_FOUND, ORDER_TOKEN
from orders.invoicing.downloads import invoice_response
from orders.invoicing.files import PDF

if TYPE_CHECKING:
    from rest_framework.renderers import BaseRenderer


class OrderInvoiceAPIView(RefusalsMixin, APIView):
    """The one answer of the API that is no JSON; its refusals are, whatever the client says it accepts."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type

    @extend_schema(
        summary="An invoice or a credit note, as PDF",
        description="For the order's customer, or for whoever has its token. Everybody else's answer 404.",
        parameters=[
            ORDER_TOKEN,
            OpenApiParameter(
                "invoice",
                OpenApiTypes.STR,
                OpenApiParameter.PATH,
                description="Its number, as the order's `invoices` have it.",
            ),
        ],
        responses={
            (200, PDF): OpenApiResponse(OpenApiTypes.BINARY, description="The PDF."),
            404: NOT_FOUND,
        },
        tags=["orders"],
    )
    def get(self, request: Request, number: str, invoice: str) -> HttpResponse:
        order = order_for(request, number, request.query_params.get("token", ""))
        found: Any = order.invoices.get(number=invoice)
        return invoice_response(found)
