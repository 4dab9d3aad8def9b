"""The caller's cart. A customer's is their own; a guest's is named by X-Cart-Token, or by the session."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_standardized_errors.openapi_validation_errors import extend_validation_errors
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog_pages.api.shaping import shaped
from catalog_pages.models import ShopSettings
from orders import carts
from orders.access import cart_from_request
from orders.api.errors import RefusalsMixin
from orders.api.schema import CART_TOKEN, CART_TOKEN_ANSWERED, CONFLICT, FORBIDDEN, NOT_FOUND
from orders.api.serializers import (
    CartItemAddSerializer,
    CartItemChangeSerializer,
    CartSerializer,
    CartVoucherCodeSerializer,
)
from orders.models import Cart, Item
from orders.pricing import CartView

PARAMETERS = [CART_TOKEN, CART_TOKEN_ANSWERED]
TAGS = ["cart"]


class CartAPIBase(RefusalsMixin, APIView):
    """What the cart's endpoints share: every answer is the whole priced cart and names it in X-Cart-Token."""

    def cart(self) -> Cart:
        """The caller's cart; a guest who has none gets one."""
        cart = cart_from_request(self.request, create=True, use_session=False)
        if cart.pk is None:
            cart.save(force_insert=True)
        return cart

    def item(self, cart: Cart, pk: int) -> Item:
        """A line of this cart. Raises Item.DoesNotExist for anybody else's."""
        return cart.items.select_related("variant").get(pk=pk)

    def answer(self, cart: Cart) -> Response:
        return self.shown(carts.view(cart=cart, shop=ShopSettings.for_request(self.request), pictures=False))

    def shown(self, view: CartView, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(
            shaped(CartSerializer, view), status=status_code, headers={"X-Cart-Token": view.cart.token}
        )


@extend_schema_view(
    get=extend_schema(
        summary="Show the cart",
        description="With live prices and what is left of each line. A guest without a cart gets an empty one.",
        responses={200: CartSerializer},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
    delete=extend_schema(
        summary="Empty the cart",
        description="Takes out every line and the voucher.",
        responses={200: CartSerializer, 403: FORBIDDEN},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
)
class CartAPIView(CartAPIBase):
    def get(self, request: Request) -> Response:
        return self.answer(self.cart())

    def delete(self, request: Request) -> Response:
        cart = self.cart()
        carts.clear(cart=cart)
        return self.answer(cart)


@extend_validation_errors(["not_found"], field_name="sku", methods=["post"])
@extend_validation_errors(["quantity_out_of_range"], field_name="quantity", methods=["post"])
class CartItemsAPIView(CartAPIBase):
    @extend_schema(
        summary="Add to the cart",
        description="Adds to the quantity of a line that is there already. Answers with the whole cart.",
        request=CartItemAddSerializer,
        responses={201: CartSerializer, 403: FORBIDDEN, 404: NOT_FOUND, 409: CONFLICT},
        parameters=PARAMETERS,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        wanted = CartItemAddSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        cart = cart_from_request(request, create=True, use_session=False)
        view = carts.add_sku_and_view(
            cart=cart, shop=ShopSettings.for_request(request), **wanted.validated_data
        )
        return self.shown(view, status.HTTP_201_CREATED)


@extend_schema_view(
    patch=extend_schema(
        summary="Set a line's quantity",
        description="0 removes it. More than can be promised is refused: out_of_stock.",
        request=CartItemChangeSerializer,
        responses={200: CartSerializer, 403: FORBIDDEN, 404: NOT_FOUND, 409: CONFLICT},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
    delete=extend_schema(
        summary="Remove a line",
        description="Answers with the cart that is left.",
        responses={200: CartSerializer, 403: FORBIDDEN, 404: NOT_FOUND},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
)
@extend_validation_errors(["quantity_out_of_range"], field_name="quantity", methods=["patch"])
class CartItemAPIView(CartAPIBase):
    def patch(self, request: Request, pk: int) -> Response:
        cart = self.cart()
        item = self.item(cart, pk)
        wanted = CartItemChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        carts.set_quantity(cart=cart, item=item, quantity=wanted.validated_data["quantity"])
        return self.answer(cart)

    def delete(self, request: Request, pk: int) -> Response:
        cart = self.cart()
        carts.remove(cart=cart, item=self.item(cart, pk))
        return self.answer(cart)


@extend_schema_view(
    post=extend_schema(
        summary="Put a voucher into the cart",
        description="In place of any other. Its code is read whatever its case.",
        request=CartVoucherCodeSerializer,
        responses={200: CartSerializer, 403: FORBIDDEN},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
    delete=extend_schema(
        summary="Take the voucher out",
        description="Nothing happens where there is none.",
        responses={200: CartSerializer, 403: FORBIDDEN},
        parameters=PARAMETERS,
        tags=TAGS,
    ),
)
@extend_validation_errors(["voucher_not_usable"], field_name="code", methods=["post"])
class CartVoucherAPIView(CartAPIBase):
    # Codes are short enough to be guessed by a machine that may try often.
    throttle_scope = "checkout"

    def post(self, request: Request) -> Response:
        wanted = CartVoucherCodeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        cart = self.cart()
        shop = ShopSettings.for_request(request)
        carts.apply_voucher(cart=cart, code=wanted.validated_data["code"], shop=shop)
        return self.answer(cart)

    def delete(self, request: Request) -> Response:
        cart = self.cart()
        carts.remove_voucher(cart=cart)
        return self.answer(cart)
