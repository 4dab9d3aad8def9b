"""Orders, for those whose they are."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_validation_errors import extend_validation_errors
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog_pages.api.shaping import shaped
from catalog_pages.models import ShopSettings
from orders import fulfilment, paying
from orders.access import order_for
from orders.api.errors import RefusalsMixin
from orders.api.schema import CONFLICT, FORBIDDEN, NOT_FOUND, ORDER_TOKEN
from orders.api.serializers import OrderPaymentChoiceSerializer, OrderSerializer
from orders.api.serializers.order import READ_OF_AN_ORDER
from orders.models import Order

TAGS = ["orders"]


@extend_schema(
    summary="One's own orders", description="Of the customer who asks, the newest first.", tags=TAGS
)
class OrderListAPIView(ListAPIView[Order]):
    serializer_class = OrderSerializer
    permission_classes = [IsAuthenticated]
    queryset = Order.objects.none()

    def get_queryset(self) -> QuerySet[Order]:
        if not self.request.user.is_authenticated:  # the schema is drawn by nobody
            return Order.objects.none()
        return Order.objects.filter(customer=self.request.user).prefetch_related(*READ_OF_AN_ORDER)


class OrderAPIView(RefusalsMixin, APIView):
    @extend_schema(
        summary="An order",
        description="For its customer, or for whoever has its token. Everybody else's answer 404.",
        parameters=[ORDER_TOKEN],
        responses={200: OrderSerializer, 404: NOT_FOUND},
        tags=TAGS,
    )
    def get(self, request: Request, number: str) -> Response:
        order = order_for(request, number, request.query_params.get("token", ""))
        return Response(shaped(OrderSerializer, order))


class OrderCancelAPIView(RefusalsMixin, APIView):
    @extend_schema(
        summary="Cancel an order",
        description="As long as it is neither paid nor packed. What was reserved goes back to the shelf.",
        parameters=[ORDER_TOKEN],
        request=None,
        responses={200: OrderSerializer, 403: FORBIDDEN, 404: NOT_FOUND, 409: CONFLICT},
        tags=TAGS,
    )
    def post(self, request: Request, number: str) -> Response:
        order = order_for(request, number, request.query_params.get("token", ""))
        fulfilment.cancel_by_owner(order=order, actor=request.user if request.user.is_authenticated else None)
        return Response(shaped(OrderSerializer, order))


@extend_validation_errors(["payment_method_not_available"], field_name="payment_method", methods=["post"])
class OrderPaymentAPIView(RefusalsMixin, APIView):
    throttle_scope = "checkout"

    @extend_schema(
        summary="Pay again, or in another way",
        description="For an order that waits for its money. Asks the payment provider first whether the money came: "
        "call it when the shopper is back from paying. Otherwise `payment.next_action` of the answer is what the "
        "shopper does next, by the method named here or by the one chosen before.",
        parameters=[ORDER_TOKEN],
        request=OrderPaymentChoiceSerializer,
        responses={200: OrderSerializer, 403: FORBIDDEN, 404: NOT_FOUND, 409: CONFLICT},
        tags=TAGS,
    )
    def post(self, request: Request, number: str) -> Response:
        order = order_for(request, number, request.query_params.get("token", ""))
        asked = OrderPaymentChoiceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        paying.pay_by(
            order=order,
            method=asked.validated_data.get("payment_method", ""),
            actor=request.user if request.user.is_authenticated else None,
            shop=ShopSettings.for_request(request),
        )
        return Response(shaped(OrderSerializer, order))
