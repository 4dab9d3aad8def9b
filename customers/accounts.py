"""What happens to an account, a function each, called alike by the pages and the API.

Nothing here tells whether an address has an account: the same is returned and as much is done for either, down to
the hashing of a password and the writing of a mail. Only the mail itself, read by its owner, says which it was.
"""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from customers.emails import clean_email
from customers.exceptions import LinkInvalid, StaffAccount
from customers.links import activation_tokens, customer_of, encode_uid
from customers.mail import absolute_url, account_mail, ways_in
from customers.models import Customer
from customers.newsletter import ask_at_sign_up, confirm_asked_at_sign_up, forget


def sign_up(
    *,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
    newsletter: bool = False,
) -> None:
    """Make an account that works once its activation mail is answered; for a known address, mail its owner instead.

    An account still waiting for activation takes the newest password and names, and older links end. The caller has
    checked the password. Raises ValidationError for what is not an e-mail address.
    """
    email = clean_email(email)
    details = {
        # Hashed here, whatever comes of it: outside the transaction, which SQLite would hold others up with.
        "password": make_password(password),
        "first_name": first_name,
        "last_name": last_name,
        "phone": phone,
    }
    with transaction.atomic():
        customer = _found(email)
        if customer is None:
            try:
                with transaction.atomic():
                    customer = Customer(email=email, is_active=False, **details)
                    customer.save(force_insert=True)
            except IntegrityError:  # somebody signed up with it this very moment
                customer = Customer.objects.with_email(email).select_for_update().get()
        if customer.awaits_activation:
            for name, value in details.items():
                setattr(customer, name, value)
            customer.save(update_fields=list(details))
            if newsletter:
                ask_at_sign_up(email=email)
            _send_activation(customer)
        else:
            account_mail("account_exists", customer.email, ways_in())


@transaction.atomic
def resend_activation(*, email: str) -> None:
    """Mail the activation link again. Raises ValidationError for what is not an e-mail address."""
    email = clean_email(email)
    customer = _found(email)
    if customer is None:
        account_mail("account_unknown", email, {"signup_url": absolute_url("signup")})
    elif customer.awaits_activation:
        _send_activation(customer)
    else:
        account_mail("account_exists", customer.email, ways_in())


@transaction.atomic
def activate(*, uid: str, token: str) -> Customer:
    """Open the account that an activation link is about. Raises LinkInvalid."""
    customer = customer_of(uid, lock=True)
    if not customer.awaits_activation or not activation_tokens.check_token(customer, token):
        raise LinkInvalid
    customer.is_active = True
    customer.save(update_fields=["is_active"])
    confirm_asked_at_sign_up(email=customer.email)
    return customer


def change_details(*, customer: Customer, first_name: str, last_name: str, phone: str) -> Customer:
    """Store names as typed and the phone number as E.164."""
    customer.first_name, customer.last_name, customer.phone = first_name, last_name, phone
    customer.save(update_fields=["first_name", "last_name", "phone"])
    return customer


@transaction.atomic
def delete_account(*, customer: Customer) -> None:
    """Remove the account, its addresses, tokens and newsletter, and tell its owner.

    Orders stay, without the person in them: the cart goes and they are anonymised by the signals that orders
    listens to. Raises StaffAccount.
    """
    if customer.is_staff or customer.is_superuser:
        raise StaffAccount
    account_mail("account_deleted", customer.email, {})
    forget(email=customer.email)
    customer.delete()


def _found(email: str) -> Customer | None:
    return Customer.objects.with_email(email).select_for_update().first()


def _send_activation(customer: Customer) -> None:
    url = absolute_url("activate", uid=encode_uid(customer), token=activation_tokens.make_token(customer))
    account_mail("account_activation", customer.email, {"url": url})
