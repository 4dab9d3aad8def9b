"""Discounts by name on the pages of cart and checkout, and businesses that owe the VAT themselves."""

from decimal import Decimal

import pytest

from catalog_pages.models import Product
from orders.models import Order
from tests.factories import (
    PromotionFactory,
    ShippingMethodFactory,
    ShippingZoneFactory,
    TaxRateFactory,
    VoucherFactory,
)
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db
FRENCH = "FR 40 303 265 045"
PARIS = {
    "shipping-country": "FR",
    "shipping-first_name": "Ada",
    "shipping-last_name": "Byron",
    "shipping-line1": "5 rue de Rivoli",
    "shipping-city": "Paris",
    "shipping-postcode": "75001",
}


@pytest.fixture
def at_checkout(shopper: Shopper, mug: Product) -> Shopper:
    """A guest at the checkout with one small mug in clay, at 12.00."""
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    return shopper


@pytest.fixture
def france(shop: object) -> None:
    """20 % there, and post for 6.00."""
    TaxRateFactory(country="FR", rate=Decimal("0.20"))
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["FR"]), price=Decimal("6.00"))


def test_each_discount_is_named_in_the_cart_and_at_the_checkout(shopper: Shopper, mug: Product) -> None:
    PromotionFactory(is_automatic=True, name="Spring sale")
    VoucherFactory(code="POST", promotion__kind="free_shipping", promotion__name="Post for nothing")
    shopper.add(sku="MUG-S-CLAY")
    shopper.send('form[action="/cart/voucher/"]', code="post")
    for page in ("/cart/", "/checkout/"):
        shopper.visit(page)
        for part in ("Spring sale", "−€1.20", "Post for nothing", "POST", "free delivery"):
            assert part in shopper.text, (page, part)


def test_a_voucher_that_is_outdone_says_so_and_stays(shopper: Shopper, mug: Product) -> None:
    PromotionFactory(is_automatic=True, is_exclusive=True, name="Half", value=50)
    VoucherFactory(code="TEN")
    shopper.add(sku="MUG-S-CLAY")
    shopper.send('form[action="/cart/voucher/"]', code="ten")
    assert "You save more without this voucher" in shopper.text
    assert "TEN" in shopper.text


def test_a_business_elsewhere_in_the_eu_sees_and_pays_the_net(at_checkout: Shopper, france: None) -> None:
    at_checkout.send("#checkout-form", ("action", "update"), vat_number=FRENCH, **PARIS)
    assert "reverse charge" in at_checkout.text
    assert "€15.00" in at_checkout.text  # 12.00 and 6.00, without 20 %
    at_checkout.order(email="ada@example.com", vat_number=FRENCH, **PARIS)
    order = Order.objects.get()
    assert (order.total, order.vat_number, order.reverse_charge) == (15, "FR40303265045", True)


def test_a_number_typed_at_the_last_step_is_shown_with_its_total_before_it_binds(
    at_checkout: Shopper, france: None
) -> None:
    at_checkout.send("#checkout-form", ("action", "update"), **PARIS)
    at_checkout.order(email="ada@example.com", vat_number=FRENCH, **PARIS)
    assert "With these choices the total is €15.00." in at_checkout.text
    at_checkout.order(email="ada@example.com", vat_number=FRENCH, **PARIS)
    assert Order.objects.get().total == 15


def test_what_is_no_number_is_said_at_its_field_and_kept(at_checkout: Shopper) -> None:
    at_checkout.order(email="ada@example.com", vat_number="DE12", **ADDRESS)
    assert "Enter a VAT number of the EU" in at_checkout.text
    assert at_checkout.page.select_one("#id_vat_number")["value"] == "DE12"
    assert not Order.objects.exists()


def test_who_has_ordered_before_learns_at_the_end_that_it_is_no_first_order(
    shopper: Shopper, mug: Product
) -> None:
    """Not while typing: an address would tell whoever types it whether it has ordered."""
    order_of(filled_cart(stocked()), email="ada@example.com")
    PromotionFactory(is_automatic=True, first_order_only=True, name="Hello")
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    shopper.send("#checkout-form", ("action", "update"), email="ada@example.com", **ADDRESS)
    assert "Hello" in shopper.text
    shopper.order(email="ada@example.com", **ADDRESS)
    assert Order.objects.count() == 1
    assert "€16.90" in shopper.text
    assert "Hello" not in shopper.text
    shopper.order(email="ada@example.com", **ADDRESS)
    assert Order.objects.latest("pk").discount_gross == 0
