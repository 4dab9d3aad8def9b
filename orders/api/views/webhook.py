"""What payment providers tell us."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders import webhooks
from orders.api.schema import NOT_FOUND, NOT_GENUINE, UNANSWERED
from orders.exceptions import PaymentUnanswered, WebhookNotGenuine
from orders.payments import provider_named

# No exception: it would be reported as a fault of the shop's.
LATER = {
    "type": "server_error",
    "errors": [{"code": "later", "detail": "It is noted, but could not be dealt with yet.", "attr": None}],
}


class NotGenuine(APIException):
    """400: not the provider's message."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "not_genuine"
    default_detail = "The message is not signed as it should be."


class NotedSerializer(serializers.Serializer[object]):
    """The message has been dealt with, now or before."""

    received = serializers.BooleanField()


class PaymentWebhookAPIView(APIView):
    """Where a provider's messages arrive, each provider under its own name: signed, so nobody logs in."""

    authentication_classes = []
    throttle_classes = []

    @extend_schema(
        summary="A message of a payment provider",
        description="For providers, not for apps: `stripe`. A message told before is answered as the first time. "
        "Payments made by hand have none: theirs, like an unknown provider's, answers 404.",
        request=OpenApiTypes.OBJECT,
        responses={200: NotedSerializer, 400: NOT_GENUINE, 404: NOT_FOUND, 503: UNANSWERED},
        tags=["payments"],
    )
    def post(self, request: Request, provider: str) -> Response:
        told = provider_named(provider)
        if told is None or not told.keeps_the_truth:
            raise NotFound
        try:
            webhooks.receive(provider=told, body=request.body, headers=request.headers)
        except WebhookNotGenuine as error:
            raise NotGenuine from error
        except PaymentUnanswered:
            return Response(LATER, status=status.HTTP_503_SERVICE_UNAVAILABLE)
        return Response({"received": True})
