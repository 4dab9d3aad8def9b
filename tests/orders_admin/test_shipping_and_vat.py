"""Shipping zones, methods and VAT rates: kept by staff, with words for what is odd."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings, TaxClass
from orders.models import ShippingMethod, ShippingZone, TaxRate
from orders.shipping import methods_for
from tests.factories import ShippingMethodFactory, ShippingZoneFactory, TaxRateFactory
from tests.orders_admin.pages import said, soup, text

pytestmark = pytest.mark.django_db

ZONES, METHODS, RATES = (f"/admin/orders/{name}/" for name in ("shippingzone", "shippingmethod", "taxrate"))


def rows_of(prefix: str, *rows: dict[str, object]) -> dict[str, object]:
    """What the forms of an inline send."""
    sent: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def method(**changes: object) -> dict[str, object]:
    return {
        "name": "Express", "code": "express", "kind": "flat", "price": "9.90", "days_min": 1, "days_max": 2,
        "is_active": "on", **changes,
    }  # fmt: skip


def add_zone(client: Client, *methods: dict[str, object], **fields: object) -> Any:
    data = {"name": "The Alps", "countries": ["AT", "CH"], **fields, **rows_of("methods", *methods)}
    return client.post(f"{ZONES}add/", data, follow=True)


def add_rate(client: Client, **fields: object) -> Any:
    data = {"country": "FR", "tax_class": TaxClass.objects.get().pk, "rate": "0.2", **fields}
    return client.post(f"{RATES}add/", data, follow=True)


def test_a_zone_is_added_with_its_methods_and_shoppers_there_are_offered_them(
    admin_client: Client, shop: ShopSettings
) -> None:
    add_zone(admin_client, method())
    (quote,) = methods_for(country="CH", subtotal=Decimal(10), weight_grams=100)
    assert (quote.name, quote.price) == ("Express", Decimal("9.90"))
    words = text(soup(admin_client.get(ZONES)).select_one("#result_list"))
    assert "The Alps Austria, Switzerland Express" in words


def test_prices_have_the_decimals_of_the_currency_and_are_shown_so(
    admin_client: Client, shop: ShopSettings
) -> None:
    assert "EUR has 2 decimals." in said(add_zone(admin_client, method(price="9.905")))
    assert "0" in said(add_zone(admin_client, method(price="-1")))
    assert not ShippingZone.objects.filter(name="The Alps").exists()
    existing = ShippingMethod.objects.get()
    page = soup(admin_client.get(f"{METHODS}{existing.pk}/change/"))
    assert page.select_one("#id_price")["value"] == "4.90"  # type: ignore[index]
    assert "€4.90" in text(soup(admin_client.get(METHODS)).select_one("#result_list"))


def test_days_in_the_wrong_order_are_refused(admin_client: Client, shop: ShopSettings) -> None:
    assert "fewer days" in said(add_zone(admin_client, method(days_min=5, days_max=1)))


def test_a_country_in_two_zones_is_said(admin_client: Client, shop: ShopSettings) -> None:
    words = said(add_zone(admin_client, method(), countries=["AT", "DE"]))
    assert "Germany: in “Zone" in words
    assert "Austria" not in words


def test_a_second_everywhere_else_is_said(admin_client: Client, shop: ShopSettings) -> None:
    ShippingZoneFactory(name="The world")
    assert "“The world” is for everywhere else too" in said(add_zone(admin_client, method(), countries=[]))


def test_a_method_by_weight_has_bands_and_is_told_when_it_has_none(
    admin_client: Client, shop: ShopSettings
) -> None:
    zone = ShippingZone.objects.get()
    data = {**method(kind="weight"), "zone": zone.pk, "position": 0}
    words = said(admin_client.post(f"{METHODS}add/", {**data, **rows_of("weight_bands")}, follow=True))
    assert "has no weight bands" in words
    bands = rows_of(
        "weight_bands", {"up_to_grams": 500, "price": "3.00"}, {"up_to_grams": 2000, "price": "5"}
    )
    answer = admin_client.post(f"{METHODS}add/", {**data, "code": "parcel", **bands}, follow=True)
    assert "has no weight bands" not in said(answer)
    listed = text(soup(admin_client.get(METHODS)).select_one("#result_list"))
    assert "by weight, €3.00 to €5.00" in listed
    assert "by weight, no bands yet" in listed


def test_a_zone_with_bands_is_deleted_whole(admin_client: Client, shop: ShopSettings) -> None:
    made = ShippingMethodFactory(kind="weight")
    made.weight_bands.create(up_to_grams=500, price=3)
    admin_client.post(f"{ZONES}{made.zone.pk}/delete/", {"post": "yes"})
    assert not ShippingMethod.objects.filter(pk=made.pk).exists()


# --- VAT ---------------------------------------------------------------------------------------------


def test_a_rate_is_added_and_listed_in_per_cent(admin_client: Client, shop: ShopSettings) -> None:
    add_rate(admin_client, rate="0.055", valid_from="2026-01-01")
    listed = text(soup(admin_client.get(RATES)).select_one("#result_list"))
    assert "France (FR) - Standard 5.5 %" in listed
    assert "Germany (DE) - Standard 19 %" in listed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rate": "19"}, "A rate is a fraction: 0.19 for 19 per cent."),
        ({"rate": "-0.1"}, "A rate is a fraction"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "The last day comes before the first."),
        ({"country": "DE"}, "There is a rate without a first day already."),
        (
            {"country": "IT", "region": "rm", "valid_from": "2026-01-01"},
            "There is a rate from this day already.",
        ),
        ({"country": "XX"}, "Select a valid choice."),
        ({"rate": "much"}, "Enter a number."),
    ],
)
def test_a_rate_that_cannot_be_says_why(
    admin_client: Client, shop: ShopSettings, fields: dict[str, str], words: str
) -> None:
    TaxRateFactory(country="IT", region="RM", valid_from="2026-01-01")
    before = TaxRate.objects.count()
    assert words in said(add_rate(admin_client, **fields))
    assert TaxRate.objects.count() == before


def test_rates_are_filtered_by_when_they_hold(admin_client: Client, shop: ShopSettings) -> None:
    TaxRateFactory(country="IT", valid_until="2001-01-01")
    TaxRateFactory(country="ES", valid_from="2999-01-01")

    def countries(when: str) -> set[str]:
        page = soup(admin_client.get(RATES, {"force": when}))
        return {text(cell) for cell in page.select("#result_list .field-country_shown")}

    assert countries("now") == {"Germany (DE)", "United Kingdom (GB)"}
    assert countries("later") == {"Spain (ES)"}
    assert countries("over") == {"Italy (IT)"}
