"""Tokens that end."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from customers.models import Customer


class ExpiringTokenAuthentication(TokenAuthentication):
    """DRF's token log-in; a token older than TOKEN_LIFETIME_DAYS is refused and removed."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        # A header may hold bytes that no key does and that a database would choke on.
        if not key.isalnum():
            raise AuthenticationFailed(_("Invalid token."), code="authentication_failed")
        customer, token = super().authenticate_credentials(key)
        if _has_expired(token):
            token.delete()
            raise AuthenticationFailed(
                _("This token has expired. Log in again."), code="authentication_failed"
            )
        return customer, token


@transaction.atomic
def token_for(customer: Customer) -> Token:
    """The customer's token, shared by their devices, its lifetime starting anew; another key if it had expired."""
    token, _made = Token.objects.get_or_create(user=customer)
    if _has_expired(token):
        token.delete()
        return Token.objects.create(user=customer)
    token.created = timezone.now()
    token.save(update_fields=["created"])
    return token


def _has_expired(token: Token) -> bool:
    return bool(token.created < timezone.now() - timedelta(days=settings.TOKEN_LIFETIME_DAYS))
