"""The mails about an account. Sending one writes a row of the outbox, so it belongs in the caller's transaction."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from customers.shop import shop_settings


def account_mail(template: str, to: str, context: Mapping[str, Any]) -> None:
    """Render templates/email/<template>.{subject.txt,txt,html} and send it to one address.

    No mail holds a name or anything else that whoever filled in a form could choose, so that nobody can have us
    carry their words to a stranger.
    """
    context = {"shop": shop_settings(), "base_url": settings.BASE_URL, "email": to, **context}
    subject = " ".join(render_to_string(f"email/{template}.subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"email/{template}.txt", context),
        to=[to],
        headers={"X-Pipit-Topic": template},
    )
    mail.attach_alternative(render_to_string(f"email/{template}.html", context), "text/html")
    mail.send()


def absolute_url(name: str, **kwargs: str) -> str:
    """The address of one of the account's pages. From BASE_URL, never from a request's Host header."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse(f'account:{name}', kwargs=kwargs)}"


def ways_in() -> dict[str, str]:
    """The links for somebody who has an account and may not know it."""
    return {"login_url": absolute_url("login"), "reset_url": absolute_url("password_reset")}
