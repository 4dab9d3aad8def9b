"""Accounts by the API: djoser's views with the house's rules behind them.

What djoser would do by itself and does not here: list users, act on others by id, change an e-mail unverified,
delete without our deletion, tell whether an address has an account, hand out tokens without end.
"""

from typing import Any, cast

from django.contrib.auth import user_logged_in
from django.utils.translation import gettext_lazy as _
from djoser.views import TokenCreateView, TokenDestroyView, UserViewSet
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_validation_errors import extend_validation_errors
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from customers import accounts, email_change, passwords
from customers.api.authentication import token_for
from customers.api.schema import with_error_codes
from customers.api.serializers import (
    CustomerSerializer,
    EmailChangeSerializer,
    EmailConfirmSerializer,
    EmailSerializer,
    LinkSerializer,
    LogInSerializer,
    PasswordChangeSerializer,
    PasswordResetSerializer,
    SignUpSerializer,
    TokenSerializer,
    check_new_password,
)
from customers.exceptions import EmailTaken, LinkInvalid, StaffAccount
from customers.models import Customer

DONE = {204: None}


@with_error_codes
@extend_schema(tags=["auth"])
class AccountViewSet(UserViewSet):
    """Sign-up, activation, the caller's own account, passwords and e-mail."""

    throttle_scope = "auth"

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        own: dict[str, type[BaseSerializer[Any]]] = {
            "email": EmailChangeSerializer,
            "email_confirm": EmailConfirmSerializer,
        }
        return own.get(self.action) or super().get_serializer_class()

    @extend_schema(
        summary="Sign up",
        description="The account works once its activation mail is answered. The answer is the same for an "
        "address that has an account already; its owner gets a mail that says so.",
        request=SignUpSerializer,
        responses={201: SignUpSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        accounts.sign_up(**data)
        blank = {"first_name": "", "last_name": "", "phone": ""}
        shown = {**blank, **{name: value for name, value in data.items() if name != "password"}}
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Activate an account", request=LinkSerializer, responses=DONE)
    @action(["post"], detail=False)
    def activation(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        try:
            accounts.activate(**data)
        except LinkInvalid:
            raise _invalid_token() from None
        return _done()

    @extend_schema(summary="Mail the activation link again", request=EmailSerializer, responses=DONE)
    @action(["post"], detail=False)
    def resend_activation(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        accounts.resend_activation(**self._valid(request))
        return _done()

    @extend_schema(methods=["GET"], summary="The caller's account", responses=CustomerSerializer)
    @extend_schema(methods=["PATCH"], summary="Change name and phone", responses=CustomerSerializer)
    @extend_schema(
        methods=["DELETE"],
        summary="Delete the account",
        description='Asks for the body `{"current_password": "..."}`. Orders stay in the books without the person.',
        responses=DONE,
    )
    @action(["get", "patch", "delete"], detail=False)
    def me(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        customer = cast(Customer, request.user)
        if request.method == "PATCH":
            stored = {name: str(getattr(customer, name)) for name in ("first_name", "last_name", "phone")}
            changed = self._valid(request, customer, partial=True)
            customer = accounts.change_details(customer=customer, **{**stored, **changed})
        elif request.method == "DELETE":
            return self._delete(request)
        return Response(CustomerSerializer(customer).data)

    @extend_schema(
        summary="Change the password",
        description="Ends every session and token of the account, the caller's own too.",
        request=PasswordChangeSerializer,
        responses=DONE,
    )
    @action(["post"], detail=False)
    def set_password(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        passwords.change_password(customer=cast(Customer, request.user), new_password=data["new_password"])
        return _done()

    @extend_schema(summary="Ask for a link to reset the password", request=EmailSerializer, responses=DONE)
    @action(["post"], detail=False)
    def reset_password(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        passwords.ask_password_reset(**self._valid(request))
        return _done()

    @extend_schema(summary="Reset the password", request=PasswordResetSerializer, responses=DONE)
    @action(["post"], detail=False)
    def reset_password_confirm(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        try:
            customer = passwords.resettable(uid=data["uid"], token=data["token"])
            check_new_password(data["new_password"], customer, field="new_password")
            passwords.reset_password(**data)
        except LinkInvalid:
            raise _invalid_token() from None
        return _done()

    @extend_schema(
        summary="Ask to change the e-mail address",
        description="Mails a link to the new address; nothing changes until it is confirmed.",
        request=EmailChangeSerializer,
        responses=DONE,
    )
    @action(["post"], detail=False)
    def email(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        email_change.ask_email_change(customer=cast(Customer, request.user), email=data["new_email"])
        return _done()

    @extend_schema(summary="Confirm the new e-mail address", request=EmailConfirmSerializer, responses=DONE)
    @action(["post"], detail=False)
    def email_confirm(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self._valid(request)
        try:
            email_change.confirm_email_change(**data)
        except LinkInvalid:
            raise _invalid_token() from None
        except EmailTaken as taken:
            raise ValidationError({"token": taken.messages}, code="email_taken") from None
        return _done()

    def _valid(self, request: Request, *instance: Customer, partial: bool = False) -> dict[str, Any]:
        serializer = self.get_serializer(*instance, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _delete(self, request: Request) -> Response:
        self._valid(request)
        try:
            accounts.delete_account(customer=cast(Customer, request.user))
        except StaffAccount:
            message = _("Staff accounts are removed in the back office.")
            raise ValidationError({"non_field_errors": [message]}, code="staff_account") from None
        return _done()


@extend_validation_errors(["invalid_credentials"], field_name="non_field_errors")
@extend_schema(
    tags=["auth"],
    summary="Log in by e-mail and password",
    description="Send the token as `Authorization: Token <auth_token>`. The guest's cart that the header "
    "`X-Cart-Token` names becomes the customer's.",
    responses={200: TokenSerializer},
)
class LogInView(TokenCreateView):
    authentication_classes: list[Any] = []
    throttle_scope = "auth"

    def _action(self, serializer: LogInSerializer) -> Response:
        token = token_for(serializer.user)
        user_logged_in.send(sender=Customer, request=self.request._request, user=serializer.user)
        return Response(TokenSerializer(token).data)


@extend_schema(tags=["auth"], summary="Log out: end the token", request=None, responses=DONE)
class LogOutView(TokenDestroyView):
    throttle_scope = "auth"


def _invalid_token() -> ValidationError:
    message = _("This link is not valid any more.")
    return ValidationError({"token": [message]}, code="invalid_token")


def _done() -> Response:
    return Response(status=status.HTTP_204_NO_CONTENT)
