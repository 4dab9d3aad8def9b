"""What people type about themselves. The rules are those of the API, in the subject modules."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.emails import MAX_LENGTH, clean_email
from customers.models import Customer
from customers.phones import clean_phone
from customers.printable import validate_printable

PASSWORD_MAX_LENGTH = 256


class EmailField(forms.EmailField):
    """Cleaned as we keep it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(max_length=MAX_LENGTH, **kwargs)

    def clean(self, value: Any) -> str:
        return clean_email(super().clean(value))


class NameField(forms.CharField):
    """Kept as typed; nobody need say their name."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": autocomplete})
        super().__init__(
            widget=widget, max_length=150, required=False, validators=[validate_printable], **kwargs
        )


class PasswordField(forms.CharField):
    """Taken as typed, outer spaces too."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(widget=widget, strip=False, max_length=PASSWORD_MAX_LENGTH, **kwargs)


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        help_text = _("With the country's prefix, such as +44.")
        super().__init__(
            label=_("Phone"), required=False, max_length=40, widget=widget, help_text=help_text, **kwargs
        )

    def clean(self, value: Any) -> str:
        return clean_phone(super().clean(value))


def new_password_field(label: Any) -> PasswordField:
    """A field for a password that is to be set. What AUTH_PASSWORD_VALIDATORS ask for, in a line, beneath."""
    return PasswordField(label=label, autocomplete="new-password", help_text=lazy(_password_help, str)())


def _password_help() -> str:
    validators = get_default_password_validators()
    length = next((each.min_length for each in validators if isinstance(each, MinimumLengthValidator)), 1)
    return ngettext(
        "At least %(length)d character. Not a common one, not only digits, nothing like your name or address.",
        "At least %(length)d characters. Not a common one, not only digits, nothing like your name or address.",
        length,
    ) % {"length": length}


class LogInForm(AuthenticationForm):
    username = forms.CharField(
        label=_("E-mail address"),
        max_length=MAX_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = PasswordField(label=_("Password"), autocomplete="current-password")
    error_messages = {
        "invalid_login": _(
            "The e-mail address and the password do not fit, or the account is not active yet. "
            "Passwords tell capital letters from small ones."
        ),
        "inactive": _("This account is not active."),
    }


class SignUpForm(forms.Form):
    email = EmailField()
    first_name = NameField(label=_("First name"), autocomplete="given-name")
    last_name = NameField(label=_("Last name"), autocomplete="family-name")
    password = new_password_field(_("Password"))
    newsletter = forms.BooleanField(
        label=_("Send me the newsletter too"),
        required=False,
        help_text=_("What is new in the shop, now and then. You can leave at any time."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        details = {name: value for name, value in data.items() if name not in ("password", "newsletter")}
        _check_new_password(self, "password", Customer(**details))
        return data


class EmailForm(forms.Form):
    email = EmailField()


class NewPasswordForm(forms.Form):
    new_password = new_password_field(_("New password"))

    def __init__(self, customer: Customer, *args: Any, **kwargs: Any) -> None:
        self.customer = customer
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_new_password(self, "new_password", self.customer)
        return data


class CurrentPasswordForm(forms.Form):
    """What asks whoever sits there now whether they are who logged in."""

    current_password = PasswordField(label=_("Your password"), autocomplete="current-password")

    def __init__(self, customer: Customer, *args: Any, **kwargs: Any) -> None:
        self.customer = customer
        super().__init__(*args, **kwargs)

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        if not self.customer.check_password(password):
            raise ValidationError(_("This is not your password."), code="invalid_password")
        return password


class PasswordChangeForm(CurrentPasswordForm):
    new_password = new_password_field(_("New password"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_new_password(self, "new_password", self.customer)
        return data


class EmailChangeForm(CurrentPasswordForm):
    email = EmailField(label=_("New e-mail address"))
    field_order = ["email", "current_password"]


class DeleteForm(CurrentPasswordForm):
    pass


class ExportForm(CurrentPasswordForm):
    pass


class DetailsForm(forms.Form):
    first_name = NameField(label=_("First name"), autocomplete="given-name")
    last_name = NameField(label=_("Last name"), autocomplete="family-name")
    phone = PhoneField()


def _check_new_password(form: forms.Form, field: str, customer: Customer) -> None:
    password = form.cleaned_data.get(field)
    if password:
        try:
            validate_password(password, customer)
        except ValidationError as error:
            form.add_error(field, error)
