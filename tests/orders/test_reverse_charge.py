"""Businesses in another country of the EU owe the VAT themselves."""

from decimal import Decimal
from typing import Any

import pytest

from catalog_pages.models import ShopSettings
from orders import carts, vat_numbers
from orders.books import differences
from orders.carts import Destination
from orders.checkout import checkout_options
from orders.exceptions import PricesChanged, VatNumberNotValid
from tests.factories import ShippingMethodFactory, ShippingZoneFactory, TaxRateFactory, VoucherFactory
from tests.shops import ADDRESS, filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db
D = Decimal
# Numbers of the form and check digits of each country; whose they are does not matter.
FRENCH, GERMAN, GREEK = "FR40303265045", "DE136695976", "EL094259216"
PARIS = {**ADDRESS, "line1": "5 rue de Rivoli", "city": "Paris", "postcode": "75001", "country": "FR"}


@pytest.fixture
def shop(shop: ShopSettings) -> ShopSettings:
    """At home in Germany, with gross prices, sends to France (20 %) for 6.00."""
    TaxRateFactory(country="FR", rate=D("0.20"))
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["FR"]), price=D("6.00"))
    return shop


def french_order(**changes: Any) -> Any:
    return order_of(
        filled_cart(stocked(), quantity=2), **{"shipping_address": PARIS, "vat_number": FRENCH, **changes}
    )


def test_a_business_abroad_pays_the_net_of_a_gross_shop(shop: ShopSettings) -> None:
    """24.00 / 1.2 = 20.00 and 6.00 / 1.2 = 5.00."""
    order = french_order(expected_total=D("25.00"))
    order.refresh_from_db()
    assert (order.vat_number, order.reverse_charge) == (FRENCH, True)
    assert (order.subtotal, order.shipping, order.tax_total, order.total) == (20, 5, 0, 25)
    item = order.items.get()
    assert (item.tax_rate, item.tax_amount, item.line_total_gross) == (0, 0, D("20.00"))
    assert order.shipping_tax_rate == 0
    assert order.payments.get().amount == D("25.00")
    assert list(differences()) == []


def test_a_business_abroad_pays_the_net_of_a_net_shop(shop: ShopSettings) -> None:
    shop.prices_include_tax = False
    shop.save()
    assert french_order(shop=shop).total == D("30.00")
    assert french_order(shop=shop, vat_number="").total == D("36.00")


def test_its_discounts_are_written_down_without_vat_too(shop: ShopSettings) -> None:
    """24.00 less a tenth is 21.60: 18.00 without VAT, so 2.00 off."""
    order = french_order(voucher=VoucherFactory().code)
    redemption = order.redemptions.get()
    assert (redemption.amount_net, redemption.amount_gross, order.discount) == (2, 2, 2)
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("number", "address"), [("", PARIS), (GERMAN, ADDRESS), (GERMAN, PARIS), (FRENCH, ADDRESS)]
)
def test_everybody_else_pays_vat_and_a_number_given_is_kept(
    shop: ShopSettings, number: str, address: dict[str, str]
) -> None:
    order = french_order(vat_number=number, shipping_address=address)
    assert (order.vat_number, order.reverse_charge) == (number, False)
    assert order.tax_total > 0


@pytest.mark.parametrize("seller", ["GB", "CH"])
def test_a_shop_outside_the_eu_charges_as_ever(shop: ShopSettings, seller: str) -> None:
    shop.country = seller
    shop.save()
    assert french_order(shop=shop).reverse_charge is False


@pytest.mark.parametrize(
    "number",
    ["FR40303265046", "136695976", "GB980780684", "XI110305878", "DE", "\x00", "☃", "X" * 900, "DE DE"],
)
def test_what_is_no_number_of_the_eu_is_refused(shop: ShopSettings, number: str) -> None:
    if number == "\x00":
        assert vat_numbers.checked(number) == ""
        return
    with pytest.raises(VatNumberNotValid):
        vat_numbers.checked(number)
    with pytest.raises(VatNumberNotValid):
        french_order(vat_number=number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" fr 40 303 265 045 ", FRENCH), ("GR094259216", GREEK), ("el 094259216", GREEK), ("  ", "")],
)
def test_a_number_is_written_down_in_one_way(typed: str, kept: str) -> None:
    assert vat_numbers.checked(typed) == kept


def test_greek_numbers_begin_with_other_letters_than_greece() -> None:
    assert vat_numbers.is_reverse_charge(GREEK, seller="DE", destination="GR")
    assert not vat_numbers.is_reverse_charge(GREEK, seller="GR", destination="GR")


def test_the_same_order_with_and_without_a_number_has_two_totals(shop: ShopSettings) -> None:
    with pytest.raises(PricesChanged) as refused:
        french_order(expected_total=D("30.00"))
    assert refused.value.new == D("25.00")


def test_lines_are_shown_as_they_are_charged(shop: ShopSettings) -> None:
    cart = filled_cart(stocked(), quantity=2)
    view = carts.view(cart=cart, destination=Destination("FR"), vat_number=FRENCH, shipping_method="standard")
    (line,) = view.lines
    assert (line.unit_price, line.line_total, view.totals.subtotal) == (D("10.00"), D("20.00"), D("20.00"))
    assert view.reverse_charge_number == FRENCH
    assert checkout_options(cart=cart, country="FR", vat_number=FRENCH).shipping_methods[0].price == D("5.00")


def test_the_order_says_so_in_the_api_the_mail_and_on_its_page(shop: ShopSettings, client: Any) -> None:
    order = french_order()
    answer = client.get(f"/api/v1/orders/{order.number}/?token={order.token}").json()
    assert (answer["vat_number"], answer["reverse_charge"]) == (FRENCH, True)
    assert answer["totals"]["total"]["amount"] == "25.00"
    mail = order.messages.get()
    page = client.get(f"/orders/{order.number}/?token={order.token}").content.decode()
    for text in (mail.text, mail.html, page):
        assert FRENCH in text
        assert "reverse charge" in text
        assert "of which VAT" not in text
        assert "€20.00" in text


def test_the_api_takes_a_number_and_refuses_a_wrong_one_at_its_field(shop: ShopSettings, client: Any) -> None:
    cart = filled_cart(stocked(), quantity=2)
    body = {
        "email": "ada@example.com",
        "shipping_address": PARIS,
        "shipping_method": "standard",
        "payment_method": "bank_transfer",
        "vat_number": "FR123",
        "expected_total": "25.00",
    }
    headers = {"X-Cart-Token": cart.token, "Idempotency-Key": "one"}
    refused = client.post("/api/v1/checkout/", body, content_type="application/json", headers=headers)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["attr"], error["code"]) == (400, "vat_number", "vat_number_not_valid")
    body["vat_number"] = FRENCH.lower()
    placed = client.post("/api/v1/checkout/", body, content_type="application/json", headers=headers)
    assert (placed.status_code, placed.json()["reverse_charge"]) == (201, True)
    cart = filled_cart(stocked())
    asked = client.get(
        "/api/v1/checkout/options/?country=fr&vat_number=nonsense", headers={"X-Cart-Token": cart.token}
    )
    assert (asked.status_code, asked.json()["errors"][0]["attr"]) == (400, "vat_number")
