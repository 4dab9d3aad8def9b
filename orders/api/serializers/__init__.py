"""What goes over the wire."""

from orders.api.serializers.cart import (
    CartItemAddSerializer,
    CartItemChangeSerializer,
    CartSerializer,
    CartVoucherCodeSerializer,
)
from orders.api.serializers.checkout import (
    CheckoutCountrySerializer,
    CheckoutOptionsSerializer,
    CheckoutSerializer,
)
from orders.api.serializers.order import OrderPaymentChoiceSerializer, OrderSerializer

__all__ = [
    "CartItemAddSerializer",
    "CartItemChangeSerializer",
    "CartSerializer",
    "CartVoucherCodeSerializer",
    "CheckoutCountrySerializer",
    "CheckoutOptionsSerializer",
    "CheckoutSerializer",
    "OrderPaymentChoiceSerializer",
    "OrderSerializer",
]
