"""Text that people and printers can read."""

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_printable(value: str) -> None:
    """Refuses control characters, line breaks and lone surrogates, which no name or address holds."""
    if any(category(char) in ("Cc", "Cs") for char in value):
        raise ValidationError(_("Leave out characters that cannot be printed."), code="invalid")
