"""The checkout's page: what it asks, what it says when something is wrong, and that nothing typed is lost."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog_pages.models import Product, ShopSettings, StockItem, Variant
from catalog_pages.stock import adjust
from orders.models import IdempotencyKey, Order
from tests.factories import ShippingMethodFactory, ShippingZoneFactory, VoucherFactory
from tests.orders_web.shopper import ADDRESS, Shopper
from tests.shops import filled_cart, stocked

pytestmark = pytest.mark.django_db

LONDON = {
    "shipping-country": "GB",
    "shipping-first_name": "Ada",
    "shipping-last_name": "Byron",
    "shipping-line1": "12 St James's Square",
    "shipping-city": "London",
    "shipping-postcode": "SW1Y 4JH",
}


@pytest.fixture
def at_checkout(shopper: Shopper, mug: Product) -> Shopper:
    """A guest at the checkout with one small mug in clay."""
    shopper.add(sku="MUG-S-CLAY")
    shopper.visit("/checkout/")
    return shopper


def form_of(shopper: Shopper) -> dict[str, object]:
    form = shopper.page.select_one("#checkout-form")
    assert form is not None
    return shopper.filled(form)


def test_there_is_no_checkout_of_nothing(shopper: Shopper, mug: Product) -> None:
    shopper.visit("/checkout/")
    assert shopper.response.request["PATH_INFO"] == "/cart/"
    shopper.add(sku="MUG-S-CLAY")
    shopper.send('form[action$="/remove/"]')
    shopper.visit("/checkout/")
    assert shopper.response.request["PATH_INFO"] == "/cart/"
    assert "nothing to order" in shopper.page.text


def test_errors_stand_at_the_field_and_in_a_linked_summary(at_checkout: Shopper) -> None:
    at_checkout.order(**{"email": "ada@", "shipping-first_name": "Ada", "note": "Ring twice"})
    page = at_checkout.page
    links = {link["href"] for link in page.select(".error-summary a")}
    assert {"#id_email", "#id_shipping-last_name", "#id_shipping-postcode"} <= links
    for link in links:
        assert page.select_one(link.replace("#", "[id='") + "']")
    assert page.select_one("#id_email")["aria-invalid"] == "true"
    kept = form_of(at_checkout)
    assert kept["email"] == "ada@"
    assert kept["shipping-first_name"] == "Ada"
    assert kept["note"] == "Ring twice"
    assert not Order.objects.exists()


def test_changing_the_country_asks_for_what_that_country_writes_and_keeps_the_rest(
    at_checkout: Shopper,
) -> None:
    at_checkout.send(
        "#checkout-form",
        ("action", "update"),
        **{"email": "ada@example.com", "shipping-first_name": "Ada", "shipping-country": "GB"},
    )
    kept = form_of(at_checkout)
    assert kept["shipping-country"] == "GB"
    assert kept["shipping-first_name"] == "Ada"
    assert kept["email"] == "ada@example.com"
    assert not at_checkout.page.select(".error-summary")


def test_what_was_typed_is_there_after_a_look_at_the_cart(at_checkout: Shopper) -> None:
    at_checkout.send("#checkout-form", ("action", "update"), email="ada@example.com", note="Ring twice")
    at_checkout.visit("/cart/")
    at_checkout.visit("/checkout/")
    assert form_of(at_checkout)["email"] == "ada@example.com"
    assert form_of(at_checkout)["note"] == "Ring twice"


def test_nothing_typed_stays_behind_after_the_order(at_checkout: Shopper) -> None:
    at_checkout.order(email="ada@example.com", **ADDRESS)
    at_checkout.add(sku="MUG-L-CLAY")
    at_checkout.visit("/checkout/")
    assert form_of(at_checkout)["email"] == ""


def test_a_country_nobody_posts_to_is_said(at_checkout: Shopper) -> None:
    at_checkout.send("#checkout-form", ("action", "update"), **{"shipping-country": "JP"})
    assert "we cannot send these goods to Japan" in at_checkout.text
    assert at_checkout.page.select_one('button[value="place"]').has_attr("disabled")


def test_the_total_follows_the_way_of_delivery(at_checkout: Shopper) -> None:
    zone = ShippingZoneFactory(name="Germany by courier", countries=["DE"])
    ShippingMethodFactory(zone=zone, code="courier", name="Courier", price=Decimal("12.50"))
    ShippingMethodFactory(zone=zone, code="standard", name="Post", price=Decimal("4.90"))
    at_checkout.visit("/checkout/")
    at_checkout.send("#checkout-form", ("action", "update"), shipping_method="courier")
    assert "€24.50" in at_checkout.text
    at_checkout.order(email="ada@example.com", **ADDRESS)
    assert Order.objects.get().total == Decimal("24.50")


def test_a_choice_that_changes_the_total_is_shown_before_it_is_ordered(at_checkout: Shopper) -> None:
    zone = ShippingZoneFactory(name="Germany by courier", countries=["DE"])
    ShippingMethodFactory(zone=zone, code="courier", name="Courier", price=Decimal("12.50"))
    ShippingMethodFactory(zone=zone, code="standard", name="Post", price=Decimal("4.90"))
    at_checkout.visit("/checkout/")
    filled = {"email": "ada@example.com", **ADDRESS}
    other = next(
        radio["value"]
        for radio in at_checkout.page.select('input[name="shipping_method"]')
        if not radio.has_attr("checked")
    )
    at_checkout.order(shipping_method=other, **filled)
    assert "With these choices the total is" in at_checkout.text
    assert not Order.objects.exists()
    at_checkout.order()
    assert Order.objects.get().shipping_method_code == other


def test_prices_that_changed_are_shown_before_it_is_ordered(at_checkout: Shopper) -> None:
    Variant.objects.filter(sku="MUG-S-CLAY").update(price=Decimal("13.00"))
    at_checkout.order(email="ada@example.com", **ADDRESS)
    assert "from €16.90 to €17.90" in at_checkout.text
    assert not Order.objects.exists()
    at_checkout.order()
    assert Order.objects.get().total == Decimal("17.90")


def test_what_ran_short_at_the_last_step_names_the_line_and_offers_the_fix(
    shopper: Shopper, mug: Product
) -> None:
    shopper.add(sku="MUG-S-CLAY", quantity=5)
    shopper.visit("/checkout/")
    adjust(variant=Variant.objects.get(sku="MUG-S-CLAY"), on_hand=2, reason="counted")
    shopper.order(email="ada@example.com", **ADDRESS)
    assert "Mug" in shopper.page.select_one('[role="alert"]').text
    assert "Only 2 left." in shopper.text
    assert not Order.objects.exists()
    button = shopper.page.select_one('button[name="fix"]')
    assert button["form"] == "checkout-form"
    shopper.send("#checkout-form", ("fix", button["value"]))
    assert form_of(shopper)["email"] == "ada@example.com"
    shopper.order()
    assert Order.objects.get().items.get().quantity == 2


def test_what_sold_out_at_the_last_step_can_be_left_out(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.add(sku="MUG-L-INK")
    shopper.visit("/checkout/")
    adjust(variant=Variant.objects.get(sku="MUG-L-INK"), on_hand=0, reason="broken")
    shopper.order(email="ada@example.com", **ADDRESS)
    assert "Sold out." in shopper.text
    shopper.send("#checkout-form", ("fix", shopper.page.select_one('button[name="fix"]')["value"]))
    shopper.order()
    assert Order.objects.get().items.get().sku == "MUG-S-CLAY"


@pytest.mark.parametrize("wish", ["", ":", "x:1", "1:x", "0:0", f"{10**30}:1", "1:2:3", "\x00:1"])
def test_a_fix_that_is_none_does_nothing(at_checkout: Shopper, wish: str) -> None:
    at_checkout.send("#checkout-form", ("fix", wish))
    assert at_checkout.response.status_code == 200
    assert "€16.90" in at_checkout.text


def test_a_voucher_used_up_at_the_last_step_is_said(shopper: Shopper, mug: Product) -> None:
    voucher = VoucherFactory(code="ONCE", promotion__kind="amount", promotion__value=2, usage_limit=1)
    shopper.add(sku="MUG-S-CLAY")
    shopper.send('form[action="/cart/voucher/"]', code="once")
    shopper.visit("/checkout/")
    assert "€14.90" in shopper.text
    voucher.times_used = 1
    voucher.save()
    shopper.order(email="ada@example.com", **ADDRESS)
    assert "used up" in shopper.text
    assert not Order.objects.exists()


def test_the_same_page_sent_twice_is_one_order(at_checkout: Shopper) -> None:
    data = {**form_of(at_checkout), "action": "place", "email": "ada@example.com", **ADDRESS}
    first = at_checkout.client.post("/checkout/", data)
    again = at_checkout.client.post("/checkout/", data)
    changed = at_checkout.client.post("/checkout/", {**data, "email": "other@example.com"})
    order = Order.objects.get()
    assert first["Location"] == again["Location"] == changed["Location"] == f"/checkout/done/{order.number}/"
    assert StockItem.objects.get(variant__sku="MUG-S-CLAY").reserved == 1


def test_two_tabs_make_two_orders_only_if_both_have_something_to_order(at_checkout: Shopper) -> None:
    first_tab = {**form_of(at_checkout), "action": "place", "email": "ada@example.com", **ADDRESS}
    at_checkout.visit("/checkout/")
    second_tab = {**form_of(at_checkout), "action": "place", "email": "ada@example.com", **ADDRESS}
    assert first_tab["idempotency_key"] != second_tab["idempotency_key"]
    at_checkout.client.post("/checkout/", first_tab)
    answer = at_checkout.client.post("/checkout/", second_tab, follow=True)
    assert answer.request["PATH_INFO"] == "/cart/"
    assert Order.objects.count() == 1


def test_a_total_that_was_tampered_with_orders_nothing(at_checkout: Shopper) -> None:
    for total in ("0.01", "", "NaN", "-1", "1e999"):
        at_checkout.visit("/checkout/")
        at_checkout.order(email="ada@example.com", expected_total=total, **ADDRESS)
        assert at_checkout.response.status_code == 200
    assert not Order.objects.exists()


def test_a_key_of_any_kind_is_no_server_error(at_checkout: Shopper) -> None:
    for key in ("", "\x00", "x" * 5_000, "☃"):
        at_checkout.visit("/checkout/")
        at_checkout.order(email="ada@example.com", idempotency_key=key)
        assert at_checkout.response.status_code == 200
    assert not IdempotencyKey.objects.exists()


def test_a_bill_that_goes_elsewhere_is_checked_too(at_checkout: Shopper) -> None:
    at_checkout.order(email="ada@example.com", billing_same=None, **ADDRESS)
    links = {link["href"] for link in at_checkout.page.select(".error-summary a")}
    assert "#id_billing-line1" in links
    assert not Order.objects.exists()


def test_a_guest_abroad_buys(at_checkout: Shopper) -> None:
    at_checkout.send("#checkout-form", ("action", "update"), **{"shipping-country": "GB"})
    at_checkout.order(email="ada@example.com", **LONDON)
    assert Order.objects.get().tax_total == Decimal("2.82")


@pytest.mark.parametrize("lines", [2, 20])
def test_the_page_costs_the_same_however_much_is_ordered(
    shop: ShopSettings, client: Client, lines: int, django_assert_max_num_queries
) -> None:
    cart = filled_cart(*(stocked() for _ in range(lines)))
    session = client.session
    session["cart_token"] = cart.token
    session.save()
    client.get("/checkout/")
    # Session, cart, site, settings; items, options, pictures, pages, VAT, delivery; navigation, cart count.
    with django_assert_max_num_queries(13):
        answer = client.get("/checkout/")
    assert answer.status_code == 200
