"""The account's part of the API, below auth/. Only what is named here of djoser's routes exists."""

from django.urls import path
from rest_framework.permissions import AllowAny

from customers.api.addresses import AddressBookViewSet
from customers.api.views import AccountViewSet, LogInView, LogOutView

# Where nobody need be logged in, a stale token in the header is no reason to be refused.
PUBLIC = {"authentication_classes": [], "permission_classes": [AllowAny]}

urlpatterns = [
    path("users/", AccountViewSet.as_view({"post": "create"}, **PUBLIC), name="sign-up"),
    path("users/activation/", AccountViewSet.as_view({"post": "activation"}, **PUBLIC), name="activation"),
    path(
        "users/resend_activation/",
        AccountViewSet.as_view({"post": "resend_activation"}, **PUBLIC),
        name="resend-activation",
    ),
    path("users/me/", AccountViewSet.as_view({"get": "me", "patch": "me", "delete": "me"}), name="me"),
    path("users/me/email/", AccountViewSet.as_view({"post": "email"}), name="email"),
    path(
        "users/email_confirm/",
        AccountViewSet.as_view({"post": "email_confirm"}, **PUBLIC),
        name="email-confirm",
    ),
    path("users/set_password/", AccountViewSet.as_view({"post": "set_password"}), name="set-password"),
    path(
        "users/reset_password/",
        AccountViewSet.as_view({"post": "reset_password"}, **PUBLIC),
        name="reset-password",
    ),
    path(
        "users/reset_password_confirm/",
        AccountViewSet.as_view({"post": "reset_password_confirm"}, **PUBLIC),
        name="reset-password-confirm",
    ),
    path(
        "users/me/addresses/",
        AddressBookViewSet.as_view({"get": "list", "post": "create"}),
        name="address-list",
    ),
    path(
        "users/me/addresses/<str:pk>/",
        AddressBookViewSet.as_view(
            {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}
        ),
        name="address-detail",
    ),
    path("token/login/", LogInView.as_view(), name="login"),
    path("token/logout/", LogOutView.as_view(), name="logout"),
]
