"""Forgotten and changed passwords, called alike by the pages and the API."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from rest_framework.authtoken.models import Token

from customers.accounts import resend_activation
from customers.emails import clean_email
from customers.exceptions import LinkInvalid
from customers.links import customer_of, encode_uid, password_tokens
from customers.mail import absolute_url, account_mail
from customers.models import Customer


@transaction.atomic
def ask_password_reset(*, email: str) -> None:
    """Mail a link to choose a new password; to an account that waits for activation, the activation link again.

    An address without an account gets a mail that says so: its owner may have another, and no onlooker can tell.
    Accounts without a password (imported, or made by staff) get theirs this way. Raises ValidationError for what
    is not an e-mail address.
    """
    customer = Customer.objects.with_email(clean_email(email)).first()
    if customer is None or customer.awaits_activation:
        resend_activation(email=email)
    elif customer.is_active:
        url = absolute_url(
            "password_reset_confirm", uid=encode_uid(customer), token=password_tokens.make_token(customer)
        )
        account_mail("account_password_reset", customer.email, {"url": url})
    else:
        account_mail("account_closed", customer.email, {})


def resettable(*, uid: str, token: str, lock: bool = False) -> Customer:
    """The account that a reset link is about, its row locked if asked. Raises LinkInvalid."""
    customer = customer_of(uid, lock=lock)
    if not customer.is_active or not password_tokens.check_token(customer, token):
        raise LinkInvalid
    return customer


def reset_password(*, uid: str, token: str, new_password: str) -> Customer:
    """Set a new password by a link from a mail. The caller has checked the password. Raises LinkInvalid."""
    hashed = make_password(new_password)
    with transaction.atomic():
        customer = resettable(uid=uid, token=token, lock=True)
        _store(customer, hashed)
    return customer


def change_password(*, customer: Customer, new_password: str) -> None:
    """Set a new password. The caller has checked the old one and the new one.

    Ends every session (keep the caller's own with update_session_auth_hash) and API token, and tells the owner.
    """
    hashed = make_password(new_password)
    with transaction.atomic():
        _store(customer, hashed)


def _store(customer: Customer, hashed: str) -> None:
    customer.password = hashed
    customer.save(update_fields=["password"])
    Token.objects.filter(user=customer).delete()
    account_mail("account_password_changed", customer.email, {"reset_url": absolute_url("password_reset")})
