"""From a cart to an order."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_validation_errors import extend_validation_errors
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog_pages.api.shaping import shaped
from catalog_pages.models import ShopSettings
from orders import checkout
from orders.access import cart_from_request
from orders.api.errors import RefusalsMixin
from orders.api.schema import CART_TOKEN, CONFLICT, FORBIDDEN, IDEMPOTENCY_KEY, with_address_errors
from orders.api.serializers import (
    CheckoutCountrySerializer,
    CheckoutOptionsSerializer,
    CheckoutSerializer,
    OrderSerializer,
)
from orders.api.serializers.order import READ_OF_AN_ORDER
from orders.exceptions import CartIsEmpty
from orders.models import Cart

TAGS = ["checkout"]


class CheckoutAPIBase(RefusalsMixin, APIView):
    def cart(self) -> Cart:
        """The caller's cart. Raises CartIsEmpty where there is none: a checkout makes no cart."""
        cart = cart_from_request(self.request, use_session=False)
        if cart is None:
            raise CartIsEmpty
        return cart


@extend_validation_errors(["invalid_choice", "invalid", "null"], field_name="country", methods=["get"])
@extend_validation_errors(
    [
        "vat_number_not_valid",
        "invalid",
        "max_length",
        "null_characters_not_allowed",
        "surrogate_characters_not_allowed",
    ],
    field_name="vat_number",
    methods=["get"],
)
class CheckoutOptionsAPIView(CheckoutAPIBase):
    @extend_schema(
        summary="How the cart can be sent and paid for",
        description="Prices are for this cart as it is now, sent to this country, in the shop's price basis.",
        parameters=[CheckoutCountrySerializer, CART_TOKEN],
        responses={200: CheckoutOptionsSerializer, 409: CONFLICT},
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        shop = ShopSettings.for_request(request)
        asked = CheckoutCountrySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        country = asked.validated_data.get("country", str(shop.country))
        options = checkout.checkout_options(
            cart=self.cart(),
            country=country,
            vat_number=asked.validated_data.get("vat_number", ""),
            shop=shop,
        )
        return Response(shaped(CheckoutOptionsSerializer, options, shop.currency))


@extend_validation_errors(
    ["idempotency_key_required", "idempotency_key_not_valid"], field_name="Idempotency-Key", methods=["post"]
)
@with_address_errors("shipping_address", "billing_address")
@extend_validation_errors(["voucher_not_usable"], field_name="voucher", methods=["post"])
@extend_validation_errors(["vat_number_not_valid"], field_name="vat_number", methods=["post"])
@extend_validation_errors(["shipping_not_available"], field_name="shipping_method", methods=["post"])
@extend_validation_errors(["payment_method_not_available"], field_name="payment_method", methods=["post"])
class CheckoutAPIView(CheckoutAPIBase):
    throttle_scope = "checkout"
    voucher_field = "voucher"

    @extend_schema(
        summary="Place the order",
        description="Everything in the cart becomes one order, or nothing happens. "
        "`payment.next_action` of the answer says what the shopper does next to pay.",
        request=CheckoutSerializer,
        parameters=[IDEMPOTENCY_KEY, CART_TOKEN],
        responses={201: OrderSerializer, 403: FORBIDDEN, 409: CONFLICT},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        shop = ShopSettings.for_request(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            message = _("Send an Idempotency-Key header: a key of your own making, one an order.")
            raise ValidationError(
                {"Idempotency-Key": [ErrorDetail(message, code="idempotency_key_required")]}
            )
        form = CheckoutSerializer(data=request.data, context={"currency": shop.currency})
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        order = checkout.place_order(
            cart=self.cart(),
            email=wanted["email"],
            shipping_address=wanted["shipping_address"],
            billing_address=wanted.get("billing_address"),
            shipping_method=wanted["shipping_method"],
            payment_method=wanted["payment_method"],
            vat_number=wanted.get("vat_number", ""),
            idempotency_key=key,
            expected_total=wanted.get("expected_total"),
            customer=request.user if request.user.is_authenticated else None,
            note=wanted.get("note", ""),
            shop=shop,
            to_be_shown=True,
        )
        prefetch_related_objects([order], *READ_OF_AN_ORDER)
        return Response(shaped(OrderSerializer, order), status=status.HTTP_201_CREATED)
