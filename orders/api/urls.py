"""The orders part of the API: cart, checkout, orders, payment providers' messages."""

from django.urls import path

from orders import converters  # noqa: F401 - registers order_number
from orders.api.views.cart import CartAPIView, CartItemAPIView, CartItemsAPIView, CartVoucherAPIView
from orders.api.views.checkout import CheckoutAPIView, CheckoutOptionsAPIView
from orders.api.views.invoices import OrderInvoiceAPIView
from orders.api.views.orders import (
    OrderAPIView,
    OrderCancelAPIView,
    OrderListAPIView,
    OrderPaymentAPIView,
)
from orders.api.views.webhook import PaymentWebhookAPIView

urlpatterns = [
    path("cart/", CartAPIView.as_view(), name="cart"),
    path("cart/items/", CartItemsAPIView.as_view(), name="cart-items"),
    path("cart/items/<int:pk>/", CartItemAPIView.as_view(), name="cart-item"),
    path("cart/voucher/", CartVoucherAPIView.as_view(), name="cart-voucher"),
    path("checkout/options/", CheckoutOptionsAPIView.as_view(), name="checkout-options"),
    path("checkout/", CheckoutAPIView.as_view(), name="checkout"),
    path("orders/", OrderListAPIView.as_view(), name="orders"),
    path("orders/<order_number:number>/", OrderAPIView.as_view(), name="order"),
    path("orders/<order_number:number>/cancel/", OrderCancelAPIView.as_view(), name="order-cancel"),
    path(
        "orders/<order_number:number>/invoices/<slug:invoice>/",
        OrderInvoiceAPIView.as_view(),
        name="order-invoice",
    ),
    path("orders/<order_number:number>/payment/", OrderPaymentAPIView.as_view(), name="order-payment"),
    path("payments/<slug:provider>/webhook/", PaymentWebhookAPIView.as_view(), name="payment-webhook"),
]
