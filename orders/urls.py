"""Cart, checkout and orders, on pages."""

from django.urls import path

from orders import converters  # noqa: F401 - registers order_number
from orders.views import again, cart, invoices, orders, paying, returning, reviews, wishes
from orders.views.checkout import CheckoutView, thank_you

app_name = "orders"
urlpatterns = [
    path("cart/", cart.show, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/items/<int:pk>/", cart.update, name="cart_update"),
    path("cart/items/<int:pk>/remove/", cart.remove, name="cart_remove"),
    path("cart/prices/", cart.prices_seen, name="cart_prices_seen"),
    path("cart/voucher/", cart.voucher, name="cart_voucher"),
    path("cart/items/<int:pk>/later/", wishes.keep_line, name="cart_keep"),
    path("wishes/", wishes.show, name="wishes"),
    path("wishes/add/", wishes.add, name="wish_add"),
    path("wishes/<int:pk>/remove/", wishes.remove, name="wish_remove"),
    path("checkout/", CheckoutView.as_view(), name="checkout"),
    path("checkout/done/<order_number:number>/", thank_you, name="thank_you"),
    path("orders/", orders.own, name="list"),
    path("orders/<order_number:number>/", orders.detail, name="detail"),
    path("orders/<order_number:number>/pay/", paying.PayView.as_view(), name="pay"),
    path("orders/<order_number:number>/pay/return/", paying.pay_return, name="pay_return"),
    path("orders/<order_number:number>/again/", again.buy_again, name="buy_again"),
    path("orders/<order_number:number>/return/", returning.send_back, name="send_back"),
    path("orders/<order_number:number>/cancel/", orders.cancel, name="cancel"),
    path("orders/<order_number:number>/invoices/<slug:invoice>/", invoices.download, name="invoice"),
    path("account/reviews/", reviews.own, name="reviews"),
    path("account/reviews/<slug:slug>/", reviews.write, name="review"),
    path("account/reviews/<slug:slug>/delete/", reviews.delete, name="review_delete"),
]
