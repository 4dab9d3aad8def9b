"""A product's page says how long delivery takes, and how long one may change one's mind."""

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings, Variant
from orders.models import ShippingMethod
from tests.storefront import for_sale

pytestmark = pytest.mark.django_db


def test_the_page_says_what_the_checkout_at_home_offers_first(shop: ShopSettings, client: Client) -> None:
    for_sale("Jug")
    ShippingMethod.objects.update(days_min=1, days_max=2)
    page = client.get("/jug/").content.decode()
    assert "With you in 1 to 2 working days, in Germany." in page
    assert "30 days to send it back." in page
    ShippingMethod.objects.update(days_min=1, days_max=1)
    assert "With you in 1 working day, in Germany." in client.get("/jug/").content.decode()


def test_what_is_not_sent_or_goes_nowhere_promises_nothing(shop: ShopSettings, client: Client) -> None:
    for_sale("Jug")
    Variant.objects.update(requires_shipping=False)
    assert "With you in" not in client.get("/jug/").content.decode()
    Variant.objects.update(requires_shipping=True)
    ShippingMethod.objects.all().delete()
    assert "With you in" not in client.get("/jug/").content.decode()
