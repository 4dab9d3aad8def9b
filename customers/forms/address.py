"""An address form in its country's own order, for the address book and for checkout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.address_rules import ADDRESS_PARTS, AddressField, address_fields, is_country
from customers.addresses import validate_address
from customers.forms.country_select import CountryChoices, CountrySelect, named_countries
from customers.models import AddressFields
from customers.shop import home_country

# A button of this name asks for the form anew with the fields of the country chosen; see AddressForm.redrawn.
UPDATE_COUNTRY = "update_country"


class SuggestingInput(forms.TextInput):
    """A text field with suggestions beneath (HTML's datalist), which needs no script and takes other words too."""

    template_name = "account/widgets/suggesting_input.html"

    def __init__(self, suggestions: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        self.suggestions = list(suggestions)
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        list_id = f"{(attrs or {}).get('id', name)}_suggestions"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id})
        context["widget"] |= {"list_id": list_id, "suggestions": self.suggestions}
        return context


class AddressForm(forms.Form):
    """Has the fields that its country writes, in that order; `cleaned_data` is what validate_address returns.

    The country is the posted one, else that of `initial`, else the first of `countries`, else the shop's own.
    `countries` limits the choice (ISO codes). `country_attrs` go onto the country's select. With the prefix
    "shipping" or "billing" browsers tell the two addresses apart.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        countries: Iterable[str] | None = None,
        country_attrs: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), prefix=prefix, **kwargs)
        self._choices = named_countries(set(countries) if countries is not None else None)
        self.country = self._country()
        self.initial.setdefault("country", self.country)
        for field in self._fields():
            self.fields[field.name] = self._form_field(field)
        self.fields["country"].widget.attrs.update(country_attrs or {})

    @classmethod
    def redrawn(cls, data: Mapping[str, Any], *, prefix: str | None = None, **kwargs: Any) -> AddressForm:
        """The form with what was typed so far, unchecked, and the fields of the country chosen now."""
        start = f"{prefix}-" if prefix else ""
        typed = {name: data[start + name] for name in ADDRESS_PARTS if data.get(start + name)}
        if not is_country(str(typed.get("country", ""))):
            typed.pop("country", None)
        return cls(initial=typed, prefix=prefix, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = {name: self.cleaned_data.get(name, "") for name in ADDRESS_PARTS}
        try:
            address: dict[str, Any] = validate_address(typed)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, errors)
            return self.cleaned_data
        return address

    def _country(self) -> str:
        posted = self.data.get(self.add_prefix("country")) if self.is_bound else None
        allowed = dict(self._choices)
        for code in (posted, self.initial.get("country")):
            if code and str(code) in allowed:
                return str(code)
        home = home_country()
        return home if home in allowed or not allowed else next(iter(allowed))

    def _fields(self) -> list[AddressField]:
        """The country's fields, and any other that has a value to keep: a county in Britain is not lost."""
        fields = list(address_fields(self.country))
        names = {field.name for field in fields}
        kept = [
            AddressField(name, _plain_label(name), False, "off")
            for name in ("city", "region", "postcode")
            if name not in names and self.initial.get(name) and str(self.initial["country"]) == self.country
        ]
        return [*fields[:-1], *kept, fields[-1]]

    def _form_field(self, field: AddressField) -> forms.Field:
        attrs = {"autocomplete": self._autocomplete(field)}
        needed = {"required": _("%(field)s is needed.") % {"field": field.label}}
        if field.name == "country":
            return forms.ChoiceField(
                label=field.label, choices=CountryChoices(self._choices), widget=CountrySelect(attrs)
            )
        widget = SuggestingInput(field.suggestions, attrs) if field.suggestions else forms.TextInput(attrs)
        if field.name == "phone":
            widget.input_type = "tel"
        return forms.CharField(
            label=field.label,
            required=field.required,
            max_length=getattr(AddressFields._meta.get_field(field.name), "max_length", None),
            widget=widget,
            error_messages=needed,
        )

    def _autocomplete(self, field: AddressField) -> str:
        purpose = f"{self.prefix} " if self.prefix in ("shipping", "billing") else ""
        return f"{purpose}{field.autocomplete}" if field.autocomplete != "off" else "off"


def _plain_label(name: str) -> str:
    return str(getattr(AddressFields._meta.get_field(name), "verbose_name", name)).capitalize()
