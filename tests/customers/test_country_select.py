"""The choice of a country, written once for each language."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override
from django_countries import countries as all_countries

from customers.forms.address import AddressForm
from customers.forms.country_select import CountryChoices, CountrySelect, named_countries


def select(code: str | None, *, widget: forms.Select) -> str:
    return widget.render("country", code, {"id": "id_country"}).replace("\n", "").replace("  ", "")


@pytest.mark.parametrize("code", ["DE", "CI", "AX", None, "", 'DE">', "XX"])
def test_it_is_the_same_html_as_djangos_own(code: str | None) -> None:
    pairs = named_countries()
    ours = select(code, widget=CountrySelect(choices=CountryChoices(pairs)))
    assert ours == select(code, widget=forms.Select(choices=pairs))


def test_it_has_every_country_in_the_order_of_its_language() -> None:
    with override("de"):
        german = named_countries()
        assert german == tuple((code, str(name)) for code, name in all_countries)
    assert dict(german)["DE"] == "Deutschland"
    assert dict(named_countries())["DE"] == "Germany"


def test_only_the_countries_allowed_are_offered(db: None) -> None:
    form = AddressForm(countries=["FR", "AT"])
    assert [code for code, _name in form.fields["country"].choices] == ["AT", "FR"]
    assert str(form["country"]).count("<option") == 2


def test_a_country_that_is_not_offered_is_refused(db: None) -> None:
    form = AddressForm({"country": "US"}, countries=["FR", "AT"])
    assert "country" in form.errors
