"""What an e-mail address may look like, and when two are the same."""

from django.contrib.auth.models import BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets


def clean_email(value: str) -> str:
    """The address as we keep it: outer space gone, the domain in lower case, the rest as typed.

    Raises ValidationError. Beyond Django's own rules the local part is printable ASCII: its validator lets control
    characters through between quotes, and ignores case in a way that takes the Kelvin sign for a "k", where LOWER()
    in PostgreSQL would make two people one.
    """
    email = str(BaseUserManager.normalize_email(value.strip()))
    validate_email(email)
    validate_local_part(email)
    if len(email) > MAX_LENGTH:
        raise ValidationError(_("Enter a valid email address."), code="invalid")
    return email


def validate_local_part(email: str) -> None:
    """The rules that Django's validator lacks, for model fields that have Django's already."""
    local_part = email.rpartition("@")[0]
    if not local_part.isascii() or not local_part.isprintable():
        raise ValidationError(_("Enter a valid email address."), code="invalid")
