"""What the API reads and writes about accounts. The rules are those of the pages, in the subject modules."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from customers.api.addresses import AddressSerializer
from customers.emails import MAX_LENGTH, clean_email
from customers.models import Customer
from customers.phones import clean_phone
from customers.printable import validate_printable

__all__ = ["AddressSerializer"]

PASSWORD_MAX_LENGTH = 256


class PasswordField(serializers.CharField):
    """A password is taken as typed, outer spaces too: trimmed here, it would not fit the pages' log-in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            write_only=True,
            trim_whitespace=False,
            max_length=PASSWORD_MAX_LENGTH,
            style={"input_type": "password"},
            **kwargs,
        )


class EmailSerializer(serializers.Serializer[dict[str, Any]]):
    email = serializers.EmailField(max_length=MAX_LENGTH)

    def validate_email(self, value: str) -> str:
        return clean_email(value)


class PersonMixin(serializers.Serializer[Any]):
    first_name = serializers.CharField(
        max_length=150, required=False, allow_blank=True, validators=[validate_printable]
    )
    last_name = serializers.CharField(
        max_length=150, required=False, allow_blank=True, validators=[validate_printable]
    )
    phone = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text=_("With the country's prefix, e.g. +442079460958."),
    )

    def validate_phone(self, value: str) -> str:
        return clean_phone(value)


class SignUpSerializer(PersonMixin, EmailSerializer):
    """Echoes what was sent, never what is stored: the answer for a known address must be no other."""

    password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        details = {name: value for name, value in attrs.items() if name != "password"}
        check_new_password(attrs["password"], Customer(**details), field="password")
        return attrs


class CustomerSerializer(PersonMixin, serializers.ModelSerializer[Customer]):
    class Meta:
        model = Customer
        fields = ("id", "email", "first_name", "last_name", "phone", "date_joined")
        read_only_fields = ("id", "email", "date_joined")

    def to_representation(self, instance: Customer) -> dict[str, Any]:
        phone = instance.phone.as_e164 if instance.phone else ""
        return {**super().to_representation(instance), "phone": phone}


class LinkSerializer(serializers.Serializer[dict[str, Any]]):
    """What a link in a mail holds: .../<uid>/<token>/."""

    uid = serializers.CharField(max_length=100)
    token = serializers.CharField(max_length=500)


class CurrentPasswordSerializer(serializers.Serializer[dict[str, Any]]):
    current_password = PasswordField()

    def validate_current_password(self, value: str) -> str:
        if not self.context["request"].user.check_password(value):
            raise serializers.ValidationError(_("This is not your password."), code="invalid_password")
        return value


class PasswordChangeSerializer(CurrentPasswordSerializer):
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_new_password(attrs["new_password"], self.context["request"].user, field="new_password")
        return attrs


class PasswordResetSerializer(LinkSerializer):
    """The password is checked by the view, once the link has said whose it is to be."""

    new_password = PasswordField()


class EmailChangeSerializer(CurrentPasswordSerializer):
    new_email = serializers.EmailField(max_length=MAX_LENGTH)

    def validate_new_email(self, value: str) -> str:
        return clean_email(value)


class EmailConfirmSerializer(serializers.Serializer[dict[str, Any]]):
    """What the link in the mail to the new address holds: .../email/confirm/<token>/."""

    token = serializers.CharField(max_length=1000)


class LogInSerializer(serializers.Serializer[dict[str, Any]]):
    email = serializers.CharField(max_length=MAX_LENGTH)
    password = PasswordField()
    user: Customer

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # Django's own request, because django-axes notes on it what its middleware looks for; and the e-mail as
        # `username`, under which axes counts failures of the pages' log-in too.
        request = self.context["request"]._request
        customer = authenticate(request, username=attrs["email"], password=attrs["password"])
        if not isinstance(customer, Customer):
            message = _("The e-mail address and the password do not fit, or the account is not active.")
            raise serializers.ValidationError(message, code="invalid_credentials")
        self.user = customer
        return attrs


class TokenSerializer(serializers.Serializer[Any]):
    auth_token = serializers.CharField(source="key", read_only=True)


def check_new_password(password: str, customer: Customer, *, field: str) -> None:
    """Raise the API's ValidationError at `field` unless AUTH_PASSWORD_VALIDATORS are content."""
    try:
        validate_password(password, customer)
    except ValidationError as error:
        raise serializers.ValidationError(
            {field: serializers.as_serializer_error(error)["non_field_errors"]}
        ) from None
