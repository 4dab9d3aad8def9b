"""The forms of the account's pages."""

from customers.forms.account import (
    DeleteForm,
    DetailsForm,
    EmailChangeForm,
    EmailForm,
    ExportForm,
    LogInForm,
    NewPasswordForm,
    PasswordChangeForm,
    SignUpForm,
)
from customers.forms.address import AddressForm

__all__ = [
    "AddressForm",
    "DeleteForm",
    "DetailsForm",
    "EmailChangeForm",
    "EmailForm",
    "ExportForm",
    "LogInForm",
    "NewPasswordForm",
    "PasswordChangeForm",
    "SignUpForm",
]
