"""Which VAT applies where and when."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from orders.models import TaxRate
from orders.taxes import rates_for
from tests.factories import TaxClassFactory, TaxRateFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def test_the_rate_of_the_destination_counts_and_shipping_goes_by_the_default_class() -> None:
    standard = TaxClassFactory()
    books = TaxClassFactory(code="books", name="Books", is_default=False)
    TaxRateFactory(country="DE", tax_class=standard, rate=Decimal("0.19"))
    TaxRateFactory(country="DE", tax_class=books, rate=Decimal("0.07"))
    TaxRateFactory(country="FR", tax_class=standard, rate=Decimal("0.20"))
    rates = rates_for("DE", on=TODAY)
    assert (rates[standard.pk], rates[books.pk], rates.shipping) == (
        Decimal("0.19"),
        Decimal("0.07"),
        Decimal("0.19"),
    )
    assert rates_for("FR", on=TODAY)[books.pk] == 0


def test_where_there_is_no_rate_nothing_is_taxed() -> None:
    TaxRateFactory(country="DE")
    rates = rates_for("CH", on=TODAY)
    assert rates.shipping == 0
    assert len(rates) == 0


def test_a_rate_counts_from_its_first_day_to_its_last() -> None:
    standard = TaxClassFactory()
    TaxRateFactory(rate=Decimal("0.19"), valid_until=date(2020, 6, 30))
    TaxRateFactory(rate=Decimal("0.16"), valid_from=date(2020, 7, 1), valid_until=date(2020, 12, 31))
    TaxRateFactory(rate=Decimal("0.19"), valid_from=date(2021, 1, 1))
    days = {
        date(2020, 6, 30): "0.19",
        date(2020, 7, 1): "0.16",
        date(2020, 12, 31): "0.16",
        date(2021, 1, 1): "0.19",
    }
    assert {day: str(rates_for("DE", on=day)[standard.pk].normalize()) for day in days} == days


def test_a_later_start_goes_before_an_earlier_one() -> None:
    standard = TaxClassFactory()
    TaxRateFactory(rate=Decimal("0.25"), valid_from=date(2026, 1, 1))
    TaxRateFactory(rate=Decimal("0.19"), valid_from=None)
    assert rates_for("DE", on=TODAY)[standard.pk] == Decimal("0.25")


def test_a_region_goes_before_its_country_whatever_the_case() -> None:
    standard = TaxClassFactory()
    TaxRateFactory(country="US", region="CA", rate=Decimal("0.0725"))
    TaxRateFactory(country="US", rate=Decimal("0"))
    assert rates_for("US", "ca", on=TODAY)[standard.pk] == Decimal("0.0725")
    assert rates_for("US", "OR", on=TODAY)[standard.pk] == 0


def test_rates_take_one_query(django_assert_num_queries: object) -> None:
    TaxRateFactory()
    with django_assert_num_queries(1):  # type: ignore[operator]
        rates_for("DE")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": Decimal("19")},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
        {"valid_from": None},
    ],
)
def test_impossible_rates_are_refused_with_words(wrong: dict[str, object]) -> None:
    TaxRateFactory()
    rate = TaxRate(**{"country": "DE", "tax_class": TaxClassFactory(), "rate": Decimal("0.07"), **wrong})
    with pytest.raises(ValidationError):
        rate.full_clean()
