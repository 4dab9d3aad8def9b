"""A new e-mail address takes effect when its owner says so, and the old one is told."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from customers import newsletter
from customers.emails import clean_email
from customers.exceptions import EmailTaken
from customers.links import read_email_change, sign_email_change
from customers.mail import absolute_url, account_mail, ways_in
from customers.models import Customer


@transaction.atomic
def ask_email_change(*, customer: Customer, email: str) -> None:
    """Mail a link to the new address; nothing changes before it is followed. The caller has checked the password.

    Where the new address has an account already, its owner is told so instead, and the caller learns nothing.
    Raises ValidationError for what is not an e-mail address.
    """
    email = clean_email(email)
    owner = Customer.objects.with_email(email).exclude(pk=customer.pk).first()
    if owner is None:
        url = absolute_url("email_confirm", token=sign_email_change(customer, email))
        account_mail("account_email_confirm", email, {"url": url})
    else:
        account_mail("account_exists", owner.email, ways_in())


@transaction.atomic
def confirm_email_change(*, token: str) -> Customer:
    """Make the address the account's, and tell the old one. Raises LinkInvalid, EmailTaken (since it was asked)."""
    customer, email = read_email_change(token, lock=True)
    old_email = customer.email
    customer.email, customer.email_changed_at = email, timezone.now()
    try:
        with transaction.atomic():
            customer.save(update_fields=["email", "email_changed_at"])
    except IntegrityError:
        raise EmailTaken(email) from None
    newsletter.move(old_email=old_email, new_email=email)
    account_mail("account_email_changed", old_email, {"new_email": email})
    return customer
