"""VAT, ways of sending, promotions and who listens are kept between requests, and hold until they change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog_pages.page_cache.frame import frame
from catalog_pages.page_cache.listening import hear, one_request
from orders.models import (
    Promotion,
    ShippingMethod,
    ShippingWeightBand,
    ShippingZone,
    TaxRate,
    WebhookDelivery,
)
from orders.promotions.running import any_runs
from orders.shipping import ways_to
from tests.factories import (
    PromotionFactory,
    ShippingMethodFactory,
    ShippingZoneFactory,
    WebhookEndpointFactory,
)
from tests.shops import ADDRESS, filled_cart, open_shop, stocked

pytestmark = pytest.mark.usefixtures("committed")

Buy = Callable[[], dict[str, Any]]


@pytest.fixture
def buy(client: Any) -> Buy:
    """Orders one piece over the API; the answer."""
    open_shop()
    variant = stocked()

    def checkout() -> dict[str, Any]:
        cart = filled_cart(variant)
        body = {
            "email": "ada@example.com",
            "shipping_address": ADDRESS,
            "shipping_method": "standard",
            "payment_method": "bank_transfer",
        }
        headers = {"X-Cart-Token": cart.token, "Idempotency-Key": cart.token}
        answer = client.post("/api/v1/checkout/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        placed: dict[str, Any] = answer.json()
        return placed

    checkout()
    return checkout


def test_a_checkout_reads_none_of_them_again(buy: Buy) -> None:
    with CaptureQueriesContext(connection) as asked:
        buy()
    read = " ".join(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
    for table in ("taxrate", "shippingmethod", "promotion", "webhookendpoint"):
        assert f"orders_{table}" not in read


def test_the_price_of_a_way_is_charged_as_soon_as_staff_have_changed_it(buy: Buy) -> None:
    ShippingMethod.objects.update(price=Decimal("7.50"))
    assert buy()["totals"]["shipping"]["amount"] == "7.50"
    ShippingMethod.objects.update(kind=ShippingMethod.Kind.WEIGHT)
    ShippingWeightBand.objects.create(
        method=ShippingMethod.objects.get(), up_to_grams=30_000, price=Decimal(3)
    )
    assert buy()["totals"]["shipping"]["amount"] == "3.00"
    ShippingWeightBand.objects.update(price=Decimal(2))
    assert buy()["totals"]["shipping"]["amount"] == "2.00"


def test_a_zone_that_names_the_country_counts_at_once(buy: Buy) -> None:
    ShippingZone.objects.all().delete()
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=[]), price=Decimal(9))
    assert buy()["totals"]["shipping"]["amount"] == "9.00"
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["DE"]), price=Decimal(1))
    assert buy()["totals"]["shipping"]["amount"] == "1.00"


def test_a_new_rate_of_vat_is_charged_at_once(buy: Buy) -> None:
    TaxRate.objects.filter(country="DE").update(rate=Decimal("0.25"))
    assert buy()["items"][0]["tax_rate"] == "0.2500"


def test_a_promotion_counts_while_it_runs(buy: Buy) -> None:
    promotion = PromotionFactory(is_automatic=True, value=Decimal(50))
    assert buy()["totals"]["discount"]["amount"] == "6.00"
    Promotion.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert buy()["discounts"] == []
    Promotion.objects.update(ends_at=None, starts_at=timezone.now() + timedelta(minutes=1))
    assert buy()["discounts"] == []
    assert any_runs(timezone.now() + timedelta(minutes=2))
    Promotion.objects.update(starts_at=None, usage_limit=1, times_used=0)
    assert [buy()["discounts"] != [] for _twice in range(2)] == [True, False]
    promotion.is_active = False
    promotion.save()
    assert not any_runs(timezone.now())


def test_whoever_begins_to_listen_is_told_of_the_next_order(buy: Buy) -> None:
    endpoint = WebhookEndpointFactory()
    number = buy()["number"]
    assert WebhookDelivery.objects.get().order.number == number
    endpoint.is_active = False
    endpoint.save()
    buy()
    assert WebhookDelivery.objects.count() == 1


def test_what_a_transaction_writes_itself_is_read_by_it_unless_it_says_that_it_does_not(buy: Buy) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    with one_request():
        hear()
        assert frame.kept("thing", make) == 1
        with transaction.atomic():
            assert frame.kept("thing", make, is_written_here=False) == 1
            assert frame.kept("thing", make) == 2
    with transaction.atomic():  # in no request: nobody has heard what others wrote
        assert frame.kept("thing", make, is_written_here=False) == 3


def test_ways_read_within_a_transaction_are_those_it_wrote_where_nothing_was_heard(buy: Buy) -> None:
    with transaction.atomic():
        ShippingMethod.objects.update(price=Decimal(8))
        assert [way.price for way in ways_to("DE")] == [8]
        transaction.set_rollback(True)
    assert [way.price for way in ways_to("DE")] == [Decimal("4.90")]
