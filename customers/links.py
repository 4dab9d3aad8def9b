"""The secrets in links of account mails: signed, good for PASSWORD_RESET_TIMEOUT seconds, usable once.

None is stored. Each is signed together with the state of the account that its use changes, so that using one, or
any newer change of that state, ends it.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from customers.exceptions import LinkInvalid
from customers.models import Customer

_EMAIL_SALT = "customers.links.email_change"


class _ActivationTokens(PasswordResetTokenGenerator):
    """Ends when the account is activated, or signed up for anew with another password."""

    key_salt = "customers.links.activation"

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int | datetime) -> str:
        customer = cast(Customer, user)
        return f"{customer.pk}|{customer.email}|{customer.password}|{customer.activated_at}|{timestamp}"


activation_tokens = _ActivationTokens()
password_tokens = default_token_generator


def encode_uid(customer: Customer) -> str:
    return urlsafe_base64_encode(force_bytes(customer.pk))


def customer_of(uid: str, *, lock: bool = False) -> Customer:
    """The account that a link is about, its row locked if asked. Raises LinkInvalid."""
    try:
        pk = int(urlsafe_base64_decode(uid).decode())
        customers = Customer.objects.select_for_update() if lock else Customer.objects.all()
        return customers.get(pk=pk)
    except (ValueError, OverflowError, Customer.DoesNotExist):
        raise LinkInvalid from None


def sign_email_change(customer: Customer, email: str) -> str:
    """A token that proves: whoever holds it reads mail sent to `email`, and `customer` asked for it."""
    return signing.dumps(
        {"customer": customer.pk, "email": email, "state": _email_state(customer)}, salt=_EMAIL_SALT
    )


def read_email_change(token: str, *, lock: bool = False) -> tuple[Customer, str]:
    """The account and its new e-mail, its row locked if asked. Raises LinkInvalid."""
    try:
        claim = signing.loads(token, salt=_EMAIL_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
        customers = Customer.objects.select_for_update() if lock else Customer.objects.all()
        customer = customers.get(pk=claim["customer"], is_active=True)
    except (signing.BadSignature, ValueError, Customer.DoesNotExist):
        raise LinkInvalid from None
    if not constant_time_compare(claim["state"], _email_state(customer)):
        raise LinkInvalid
    return customer, str(claim["email"])


def _email_state(customer: Customer) -> str:
    state = f"{customer.pk}|{customer.email}|{customer.password}|{customer.email_changed_at}"
    return salted_hmac(_EMAIL_SALT, state, algorithm="sha256").hexdigest()[:32]
