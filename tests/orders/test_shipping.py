"""How a cart can be sent, and for how much."""

from decimal import Decimal

import pytest

from orders.models import ShippingMethod, ShippingWeightBand
from orders.shipping import NO_DELIVERY, methods_for
from tests.factories import ShippingMethodFactory, ShippingZoneFactory

pytestmark = pytest.mark.django_db


def quotes(country: str, subtotal: str = "20", weight: int = 500, **more: bool) -> dict[str, Decimal]:
    found = methods_for(country=country, subtotal=Decimal(subtotal), weight_grams=weight, **more)
    return {quote.code: quote.price for quote in found}


def test_a_zone_that_names_the_country_goes_before_everywhere_else() -> None:
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["DE", "AT"]), price=Decimal("4.90"))
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=[]), code="world", price=Decimal("19.00"))
    assert quotes("AT") == {"standard": Decimal("4.90")}
    assert quotes("NZ") == {"world": Decimal("19.00")}


def test_a_zone_that_names_a_country_and_offers_nothing_means_no_delivery_there() -> None:
    ShippingZoneFactory(countries=["KP"])
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=[]))
    assert quotes("KP") == {}


def test_no_zone_no_delivery() -> None:
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["DE"]))
    assert quotes("FR") == {}
    assert quotes("") == {}
    assert quotes("D") == {}


def test_the_price_goes_by_weight_and_ends_with_the_heaviest_band() -> None:
    method = ShippingMethodFactory(kind=ShippingMethod.Kind.WEIGHT, price=Decimal(0))
    for grams, price in ((5_000, "8.00"), (1_000, "4.00"), (20_000, "16.00")):
        ShippingWeightBand.objects.create(method=method, up_to_grams=grams, price=Decimal(price))
    at = {weight: quotes("DE", weight=weight) for weight in (0, 1_000, 1_001, 20_000, 20_001)}
    assert [found.get("standard") for found in at.values()] == [4, 4, 8, 16, None]


def test_it_is_free_from_an_amount_even_by_weight_but_not_when_too_heavy() -> None:
    method = ShippingMethodFactory(kind=ShippingMethod.Kind.WEIGHT, free_above=Decimal("50.00"))
    ShippingWeightBand.objects.create(method=method, up_to_grams=1_000, price=Decimal("4.00"))
    assert quotes("DE", subtotal="49.99")["standard"] == 4
    assert quotes("DE", subtotal="50.00")["standard"] == 0
    assert quotes("DE", subtotal="50.00", weight=2_000) == {}


def test_methods_come_in_the_order_staff_put_them_and_switched_off_ones_do_not() -> None:
    zone = ShippingZoneFactory()
    ShippingMethodFactory(zone=zone, code="express", position=2, price=Decimal("9.90"))
    ShippingMethodFactory(zone=zone, code="standard", position=1)
    ShippingMethodFactory(zone=zone, code="pigeon", is_active=False)
    assert list(quotes("DE")) == ["standard", "express"]


def test_goods_that_are_not_sent_need_no_delivery() -> None:
    ShippingMethodFactory()
    assert quotes("DE", requires_shipping=False) == {NO_DELIVERY: 0}
