"""Telephone numbers, by the rules of Google's libphonenumber."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException, PhoneNumberFormat, example_number, format_number


def clean_phone(value: str, *, country: str | None = None) -> str:
    """The number in E.164, "" for none. Without a country's prefix it is read as a number of `country`.

    Raises ValidationError.
    """
    if not value.strip():
        return ""
    try:
        number = PhoneNumber.from_string(value, region=country)
    except NumberParseException:
        number = None
    if number is not None and number.is_valid():
        return str(number.as_e164)
    known = example_number(country) if country else None
    example = format_number(known, PhoneNumberFormat.INTERNATIONAL) if known else "+44 20 7946 0958"
    raise ValidationError(_("Enter a phone number like %(example)s.") % {"example": example}, code="invalid")
