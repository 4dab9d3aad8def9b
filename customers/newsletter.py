"""Consent to the newsletter: asked for, proved by a link in a mail, withdrawn as easily. No letter is sent from here.

Nothing tells whether an address is known: whoever types one is told the same (docs/adr/0005).
"""

from __future__ import annotations

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from customers.emails import clean_email
from customers.exceptions import LinkInvalid
from customers.mail import absolute_url, account_mail
from customers.models import Subscription

CONFIRM_SALT, LEAVE_SALT = "customers.newsletter.confirm", "customers.newsletter.leave"
CONFIRMED_WITHIN = 14 * 24 * 60 * 60
"""Seconds. A link to leave is good for ever: letters are kept."""

Source = Subscription.Source


def ask(*, email: str, source: Subscription.Source = Source.PAGE) -> None:
    """Mail a link that proves the address; one that gets the letter already is left in peace, and gets no mail.

    Raises ValidationError for what is not an e-mail address.
    """
    email = clean_email(email)
    with transaction.atomic():
        subscription = _asked(email, source)
        if not subscription.is_consenting:
            url = absolute_url("newsletter_confirm", token=signing.dumps(subscription.pk, salt=CONFIRM_SALT))
            account_mail("newsletter_confirm", subscription.email, {"url": url})


def ask_at_sign_up(*, email: str) -> None:
    """Noted; the activation of the account will prove the address, so that no second mail is needed."""
    _asked(clean_email(email), Source.SIGN_UP)


def confirm(*, token: str) -> Subscription:
    """The address is theirs. Raises LinkInvalid."""
    subscription = _read(token, CONFIRM_SALT, max_age=CONFIRMED_WITHIN)
    _confirm(subscription)
    return subscription


def confirm_asked_at_sign_up(*, email: str) -> None:
    """The account's activation has proved the address."""
    waiting = Subscription.objects.with_email(email).filter(source=Source.SIGN_UP, confirmed_at=None)
    waiting.update(confirmed_at=timezone.now())


def subscribe(*, email: str) -> None:
    """A customer whose address is proved says yes in their account."""
    with transaction.atomic():
        _confirm(_asked(email, Source.ACCOUNT))


def withdraw(*, email: str) -> None:
    """No more letters to this address; nothing happens where none went there."""
    Subscription.objects.with_email(email).filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


def leave(*, token: str) -> Subscription:
    """Withdraw by the link of a letter, without log-in. Raises LinkInvalid."""
    subscription = _read(token, LEAVE_SALT)
    withdraw(email=subscription.email)
    return subscription


def leave_url(subscription: Subscription) -> str:
    """For the foot of each letter, and its List-Unsubscribe header: a POST to it is enough (RFC 8058)."""
    return absolute_url("newsletter_leave", token=signing.dumps(subscription.pk, salt=LEAVE_SALT))


def is_subscribed(email: str) -> bool:
    """One query."""
    return Subscription.objects.with_email(email).consenting().exists()


def move(*, old_email: str, new_email: str) -> None:
    """A customer's address has changed, and been proved: the letter goes there, unless that has a say of its own."""
    if not Subscription.objects.with_email(new_email).exists():
        Subscription.objects.with_email(old_email).update(email=new_email)


def forget(*, email: str) -> None:
    """Nothing of it is kept: the account goes."""
    Subscription.objects.with_email(email).delete()


def _asked(email: str, source: Subscription.Source) -> Subscription:
    """The row of the address. One that consents stays as it is; any other begins anew."""
    now = timezone.now()
    subscription = Subscription.objects.with_email(email).select_for_update().first()
    if subscription is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(email=email, source=source, asked_at=now)
        except IntegrityError:  # asked for twice at once
            subscription = Subscription.objects.with_email(email).select_for_update().get()
    if not subscription.is_consenting:
        subscription.source, subscription.asked_at = source, now
        subscription.confirmed_at = subscription.withdrawn_at = None
        subscription.save()
    return subscription


def _confirm(subscription: Subscription) -> None:
    """Once: the first time counts. A link used after a withdrawal brings nothing back."""
    waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None, withdrawn_at=None)
    waiting.update(confirmed_at=timezone.now())


def _read(token: str, salt: str, *, max_age: int | None = None) -> Subscription:
    try:
        return Subscription.objects.get(pk=signing.loads(token, salt=salt, max_age=max_age))
    except (signing.BadSignature, ValueError, TypeError, Subscription.DoesNotExist):
        raise LinkInvalid from None
