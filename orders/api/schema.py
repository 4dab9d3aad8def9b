"""Parts that several operations of the OpenAPI schema share."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from drf_standardized_errors.openapi_serializers import ErrorResponse403Serializer, ErrorResponse404Serializer
from drf_standardized_errors.openapi_validation_errors import extend_validation_errors
from rest_framework import serializers
from rest_framework.views import APIView

from customers.addresses import ADDRESS_PARTS
from orders.api.errors import RefusalSerializer

View = TypeVar("View", bound=type[APIView])

CART_TOKEN = OpenApiParameter(
    "X-Cart-Token",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description=_("Names a guest's cart. Left out or unknown: a new cart. Of no effect for a customer."),
)
CART_TOKEN_ANSWERED = OpenApiParameter(
    "X-Cart-Token",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description=_("The token of the cart this answer is about: send it with the next request."),
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=_(
        "A key of your own making, such as a UUID, at most 255 characters, one an order. A repeat with the same "
        "body answers 201 with the order placed the first time; with a different body, 409 idempotency_conflict."
    ),
)
ORDER_TOKEN = OpenApiParameter(
    "token",
    OpenApiTypes.STR,
    OpenApiParameter.QUERY,
    description=_("The order's secret token, for who bought as a guest."),
)
CONFLICT = OpenApiResponse(
    RefusalSerializer,
    description=_("The state of the shop stands against it; `code` says why, `data` gives the facts."),
    examples=[
        OpenApiExample(
            "Out of stock",
            value={
                "type": "client_error",
                "errors": [
                    {
                        "code": "out_of_stock",
                        "detail": "Only 2 of Flow field no. 7, A3 are left.",
                        "attr": None,
                        "data": {"sku": "FLOW-7-A3", "available": 2},
                    }
                ],
            },
            response_only=True,
            status_codes=["409"],
        ),
    ],
)
FORBIDDEN = OpenApiResponse(
    ErrorResponse403Serializer, description=_("A log-in by session cookie without its CSRF token.")
)
NOT_FOUND = OpenApiResponse(
    ErrorResponse404Serializer, description=_("There is no such thing, or it is somebody else's.")
)


class ProblemErrorSerializer(serializers.Serializer[object]):
    """What went wrong, for programs and for people."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ProblemSerializer(serializers.Serializer[object]):
    """An error in the one shape of the API."""

    type = serializers.CharField()
    errors = ProblemErrorSerializer(many=True)  # type: ignore[assignment]


NOT_GENUINE = OpenApiResponse(
    ProblemSerializer, description=_("`not_genuine`: the signature is missing, wrong or too old.")
)
UNANSWERED = OpenApiResponse(
    ProblemSerializer,
    description=_("`later`: the payment provider did not answer. Nothing is lost: try again later."),
)


def with_address_errors(*fields: str) -> Callable[[View], View]:
    """Document what a country's rules may say of each part of the addresses in these fields of the request."""

    def decorate(view: View) -> View:
        for name in (f"{field}.{part}" for field in fields for part in ADDRESS_PARTS):
            extend_validation_errors(["required", "invalid", "max_length"], name, methods=["post"])(view)
        return view

    return decorate
