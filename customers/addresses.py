"""Whether an address is one, by the rules of its country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.address_rules import (
    ADDRESS_PARTS,
    AddressField,
    address_fields,
    is_country,
    match_region,
    rules_for,
)
from customers.models.address import AddressFields
from customers.phones import clean_phone
from customers.printable import validate_printable

__all__ = ["ADDRESS_PARTS", "AddressField", "address_fields", "validate_address"]


def validate_address(data: Mapping[str, str | None]) -> dict[str, str]:
    """The address with every part present, as we keep it; unknown keys are left out.

    The country and the postcode in capitals, a region in its official short form where it has one ("CA"), the
    phone in E.164; names, lines and city stay as typed. Raises ValidationError with a dict of field to message,
    its codes being required, invalid or max_length.
    """
    address = {name: str(data.get(name) or "").strip() for name in ADDRESS_PARTS}
    address["country"] = address["country"].upper()
    errors = {name: error for name in ADDRESS_PARTS if (error := _unfit(name, address[name]))}
    if "country" in errors:
        raise ValidationError(errors)
    for field in address_fields(address["country"]):
        if field.required and not address[field.name]:
            message = _("%(field)s is needed.") % {"field": field.label}
            errors[field.name] = ValidationError(message, code="required")
    for name, clean in (("region", _clean_region), ("postcode", _clean_postcode), ("phone", _clean_phone)):
        if address[name] and name not in errors:
            try:
                address[name] = clean(address)
            except ValidationError as error:
                errors[name] = error
    if errors:
        raise ValidationError(errors)
    return address


def _unfit(name: str, value: str) -> ValidationError | None:
    """What is wrong with a part whatever its country."""
    try:
        validate_printable(value)
    except ValidationError as error:
        return error
    if name == "country":
        if not value:
            return ValidationError(_("Choose a country."), code="required")
        if not is_country(value):
            return ValidationError(_("Choose a country from the list."), code="invalid")
        return None
    limit = getattr(AddressFields._meta.get_field(name), "max_length", None)
    if limit is not None and len(value) > limit:
        message = _("Use at most %(limit)d characters.") % {"limit": limit}
        return ValidationError(message, code="max_length")
    return None


def _clean_region(address: Mapping[str, str]) -> str:
    country, region = address["country"], address["region"]
    known = match_region(country, region)
    # Where the country can do without a region, an unknown one is no reason to refuse an order.
    rules = rules_for(country)
    if known is None and rules.country_area_choices and "country_area" in rules.required_fields:
        label = next(field.label for field in address_fields(country) if field.name == "region")
        message = _("%(region)s is not a %(label)s we know.") % {"region": region, "label": label.lower()}
        raise ValidationError(message, code="invalid")
    return known or region


def _clean_postcode(address: Mapping[str, str]) -> str:
    """In capitals, digits and letters of any width made plain; checked where its country has a pattern."""
    postcode = re.sub(r"\s+", " ", normalize("NFKC", address["postcode"])).upper()
    rules = rules_for(address["country"], match_region(address["country"], address["region"]) or "")
    if not rules.postal_code_matchers:
        return postcode
    of_country, *of_region = rules.postal_code_matchers
    pattern = of_country.pattern.removeprefix("^").removesuffix("$")
    for candidate in (postcode, postcode.replace(" ", ""), postcode.replace(" ", "-")):
        if re.fullmatch(pattern, candidate):
            if any(matcher.match(candidate) is None for matcher in of_region):
                message = _("This postcode is not in %(region)s.") % {"region": address["region"]}
                raise ValidationError(message, code="invalid")
            return candidate
    if example := next(iter(rules.postal_code_examples), ""):
        raise ValidationError(_("This should look like %(example)s.") % {"example": example}, code="invalid")
    raise ValidationError(_("This is not a postcode of the country."), code="invalid")


def _clean_phone(address: Mapping[str, str]) -> str:
    return clean_phone(address["phone"], country=address["country"])
