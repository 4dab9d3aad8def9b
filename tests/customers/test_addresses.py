"""Addresses by the rules of their country."""

import pytest
from django.core.exceptions import ValidationError
from django_countries import countries

from customers.address_rules import address_fields, region_names, rules_for
from customers.addresses import validate_address
from customers.forms import AddressForm
from customers.models import Address

BRITISH = {
    "first_name": "Ada",
    "last_name": "Byron",
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
}
AMERICAN = {
    **BRITISH,
    "line1": "350 5th Ave",
    "city": "New York",
    "region": "NY",
    "postcode": "10118",
    "country": "US",
}


def problems(**changes) -> dict[str, str]:
    """Field to code of what is wrong with the British address, changed."""
    with pytest.raises(ValidationError) as raised:
        validate_address({**BRITISH, **changes})
    return {name: errors[0].code for name, errors in raised.value.error_dict.items()}


def wrong_parts(address: dict[str, str]) -> set[str]:
    try:
        validate_address(address)
    except ValidationError as error:
        return set(error.error_dict)
    return set()


def test_a_postcode_that_is_not_a_number_is_fine():
    assert validate_address(BRITISH)["postcode"] == "SW1Y 4JH"


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", "sw1y 4jh", "SW1Y 4JH"),
        ("GB", " sw1y  4jh ", "SW1Y 4JH"),
        ("NL", "1016 ab", "1016 AB"),
        ("CA", "k1a 0b1", "K1A 0B1"),
        ("IE", "d02 af30", "D02 AF30"),
        ("PL", "00 950", "00-950"),
        ("DE", "10969", "10969"),
        ("JP", "１５４-００２３", "154-0023"),
        ("MT", "vlt 1117", "VLT 1117"),
    ],
)
def test_postcodes_are_kept_in_their_countrys_form(country, typed, kept):
    region = {"CA": "ON", "JP": "Tokyo"}.get(country, "")
    address = {**BRITISH, "country": country, "postcode": typed, "region": region}

    assert validate_address(address)["postcode"] == kept


def test_a_postcode_of_another_country_is_refused_with_an_example():
    with pytest.raises(ValidationError, match=r"like \d{5}"):
        validate_address({**BRITISH, "country": "DE"})


@pytest.mark.parametrize(
    ("country", "city", "region"),
    [("HK", "Central", "Hong Kong Island"), ("AE", "", "Dubai"), ("AG", "St. John's", "")],
)
def test_countries_without_postcodes_ask_for_none(country, city, region):
    address = validate_address(
        {**BRITISH, "country": country, "city": city, "region": region, "postcode": ""}
    )

    assert (address["city"], address["region"], address["postcode"]) == (city, region, "")


def test_what_a_country_requires_is_required():
    assert problems(postcode="") == {"postcode": "required"}
    assert problems(country="US", postcode="10118") == {"region": "required"}
    assert problems(line1="", city="", first_name="", last_name=" ") == dict.fromkeys(
        ("first_name", "last_name", "line1", "city"), "required"
    )


@pytest.mark.parametrize("typed", ["CA", "ca", "California", "california "])
def test_a_state_is_kept_in_its_short_form(typed):
    assert validate_address({**AMERICAN, "region": typed, "postcode": "94103"})["region"] == "CA"


def test_accents_need_not_be_typed():
    brazilian = {
        **BRITISH,
        "country": "BR",
        "city": "Sao Paulo",
        "region": "sao paulo",
        "postcode": "01310-100",
    }

    assert validate_address(brazilian)["region"] == "SP"


def test_a_region_typed_in_latin_stays_latin():
    japanese = {**BRITISH, "country": "JP", "city": "", "region": "tokyo", "postcode": "154-0023"}

    assert validate_address(japanese)["region"] == "Tokyo"
    assert validate_address({**japanese, "region": "東京都"})["region"] == "東京都"


def test_an_unknown_state_and_a_postcode_of_another_state_are_refused():
    assert problems(**{**AMERICAN, "region": "Utopia"}) == {"region": "invalid"}
    assert problems(**{**AMERICAN, "region": "CA"}) == {"postcode": "invalid"}


def test_a_county_that_britain_does_not_need_is_kept():
    assert validate_address({**BRITISH, "region": "Greater London"})["region"] == "Greater London"


def test_names_and_city_stay_as_typed():
    address = validate_address(
        {**BRITISH, "first_name": "van der", "last_name": "McDONALD", "city": "london"}
    )

    assert (address["first_name"], address["last_name"], address["city"]) == ("van der", "McDONALD", "london")


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [("GB", "020 7946 0958", "+442079460958"), ("DE", "+44 20 7946 0958", "+442079460958"), ("GB", "", "")],
)
def test_a_phone_number_is_of_the_addresss_country_unless_it_says_otherwise(country, typed, kept):
    address = {
        **BRITISH,
        "country": country,
        "postcode": "10969" if country == "DE" else "SW1Y 4JH",
        "phone": typed,
    }

    assert validate_address(address)["phone"] == kept


@pytest.mark.parametrize("phone", ["12", "not a number", "+44 12", "0" * 30])
def test_what_is_no_phone_number_is_refused(phone):
    assert problems(phone=phone) == {"phone": "invalid"}


@pytest.mark.parametrize("country", ["", "XX", "ZZ", "Germany", "ÄÖ", "G"])
def test_what_is_no_country_is_refused(country):
    assert list(problems(country=country)) == ["country"]


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\x1b[31m", "\ud800", "x" * 201])
def test_what_cannot_be_printed_or_stored_is_refused(text):
    assert set(problems(line1=text)) == {"line1"}


def test_every_countrys_example_postcode_passes_its_own_rules():
    for country, _name in countries:
        for example in rules_for(country).postal_code_examples:
            address = {**BRITISH, "country": country, "postcode": example.strip(), "region": "x"}
            assert wrong_parts(address) <= {"region"}, (country, example)


def test_every_region_of_every_country_is_known_by_its_name():
    for country, _name in countries:
        for region in region_names(country):
            address = {**BRITISH, "country": country, "region": region, "postcode": ""}
            assert wrong_parts(address) <= {"postcode"}, (country, region)


def test_every_country_has_a_form():
    for country, _name in countries:
        names = [field.name for field in address_fields(country)]
        assert names[0] == "country"
        assert names[-1] == "phone"
        assert len(names) == len(set(names))
        assert {"first_name", "last_name", "line1"} <= set(names)


def test_a_form_has_its_countrys_fields_in_its_countrys_order(db):
    german = list(AddressForm(initial={"country": "DE"}).fields)
    american = AddressForm(initial={"country": "US"})

    assert german.index("postcode") < german.index("city")
    assert "region" not in german
    assert list(american.fields).index("city") < list(american.fields).index("region")
    assert american.fields["region"].label == "State"
    assert american.fields["postcode"].label == "ZIP code"
    assert "California" in str(american["region"])


def test_a_form_says_once_what_is_missing(db):
    form = AddressForm({"country": "GB"})

    assert form.errors["postcode"] == ["Postcode is needed."]
    assert form.errors["line1"] == ["Address line 1 is needed."]


def test_two_forms_stand_on_one_page(db):
    data = {f"shipping-{name}": value for name, value in BRITISH.items()}
    form = AddressForm({**data, "billing-country": "FR"}, prefix="shipping")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["postcode"] == "SW1Y 4JH"
    assert form.fields["postcode"].widget.attrs["autocomplete"] == "shipping postal-code"


def test_a_choice_of_countries_can_be_limited(db):
    form = AddressForm({**BRITISH, "country": "US"}, countries=["GB", "DE"])

    assert list(form.errors) == ["country"]


def test_an_address_is_written_as_its_country_writes_it():
    german = Address(**{**BRITISH, "country": "DE", "postcode": "10969", "city": "Berlin", "line2": "Hof 2"})
    american = Address(**AMERICAN)

    assert german.lines == ["Ada Byron", "12 St James's Square", "Hof 2", "10969 Berlin"]
    assert american.lines == ["Ada Byron", "350 5th Ave", "New York, NY 10118"]
    assert Address(**{**BRITISH, "region": "Kent"}).lines[-1] == "Kent"
