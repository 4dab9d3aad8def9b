"""The cart's page: what goes in, how many, what is said when something changed."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog_pages.models import Product, ShopSettings, StockItem, Variant
from catalog_pages.stock import adjust
from orders.models import Cart, Item
from tests.factories import CustomerFactory, VariantFactory, VoucherFactory
from tests.orders_web.shopper import Shopper
from tests.shops import filled_cart, stocked
from tests.storefront import for_sale, show

pytestmark = pytest.mark.django_db


def test_looking_at_an_empty_cart_makes_neither_cart_nor_session(shopper: Shopper) -> None:
    shopper.visit("/cart/")
    assert "There is nothing in it yet" in shopper.text
    assert not Cart.objects.exists()
    assert "sessionid" not in shopper.client.cookies


def test_a_choice_left_open_leads_back_to_the_product(shopper: Shopper, mug: Product) -> None:
    shopper.add(product="mug", option_size="large")
    assert shopper.response.request["PATH_INFO"] == "/mug/"
    assert "Please choose: colour." in shopper.text
    assert not Item.objects.exists()


def test_a_combination_that_is_not_made_leads_back_to_the_product(shopper: Shopper, mug: Product) -> None:
    shopper.add(product="mug", option_size="small", option_colour="ink")
    assert shopper.response.request["PATH_INFO"] == "/mug/"
    assert "There is none in this combination." in shopper.text
    assert not Item.objects.exists()


def test_more_than_there_are_leads_back_with_the_choice_kept(shopper: Shopper, mug: Product) -> None:
    shopper.add(product="mug", option_size="large", option_colour="ink", quantity=2)
    assert shopper.response.request["PATH_INFO"] == "/mug/"
    assert shopper.response.request["QUERY_STRING"] == "sku=MUG-L-INK"
    assert "Only 1 of Mug" in shopper.text
    assert not Item.objects.exists()


@pytest.mark.parametrize("sku", ["NO-SUCH", "", "\x00", "☃", "x" * 3_000])
def test_what_is_not_sold_is_refused_in_words(shopper: Shopper, sku: str) -> None:
    shopper.add(sku=sku)
    assert shopper.response.request["PATH_INFO"] == "/cart/"
    assert shopper.page.select_one(".notice--error")
    assert not Item.objects.exists()


def test_variants_that_nothing_tells_apart_are_not_guessed(shopper: Shopper) -> None:
    product = for_sale("Bowl")
    VariantFactory(product=product, options_key="x")
    shopper.add(product=product.slug)
    assert not Item.objects.exists()


def test_a_quantity_is_changed_and_a_line_removed(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    item = Item.objects.get()
    shopper.send(f'form[action="/cart/items/{item.pk}/"]', quantity=3)
    assert "€36.00" in shopper.text
    shopper.send(f'form[action="/cart/items/{item.pk}/remove/"]')
    assert "There is nothing in it yet" in shopper.text


@pytest.mark.parametrize("quantity", ["-1", "1.5", "", "abc", "1e9", "9" * 5_000, "\x00", "true"])
def test_a_quantity_that_is_none_changes_nothing(shopper: Shopper, mug: Product, quantity: str) -> None:
    shopper.add(sku="MUG-S-CLAY", quantity=2)
    item = Item.objects.get()
    shopper.send(f'form[action="/cart/items/{item.pk}/"]', quantity=quantity)
    assert shopper.page.select_one(".notice--error")
    assert Item.objects.get().quantity == 2


def test_what_ran_short_is_said_and_one_button_puts_it_right(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY", quantity=5)
    adjust(variant=Variant.objects.get(sku="MUG-S-CLAY"), on_hand=2, reason="counted")
    shopper.visit("/cart/")
    assert "Only 2 left." in shopper.text
    assert not shopper.page.select_one('a[href="/checkout/"]')
    shopper.send('form:has(input[type="hidden"][name="quantity"])')
    assert Item.objects.get().quantity == 2
    assert shopper.page.select_one('a[href="/checkout/"]')


def test_a_price_that_moved_is_said_until_it_was_read(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    Variant.objects.filter(sku="MUG-S-CLAY").update(price=Decimal("13.00"))
    shopper.visit("/cart/")
    assert "The price changed from €12.00 to €13.00." in shopper.text
    shopper.send('form[action="/cart/prices/"]')
    assert "The price changed" not in shopper.text
    assert "€13.00" in shopper.text


def test_what_is_no_longer_sold_can_only_be_removed(shopper: Shopper, mug: Product) -> None:
    shopper.add(sku="MUG-S-CLAY")
    shopper.add(sku="MUG-L-CLAY")
    Variant.objects.get(sku="MUG-S-CLAY").delete()
    shopper.visit("/cart/")
    assert "No longer available." in shopper.text
    assert not shopper.page.select_one('a[href="/checkout/"]')
    assert len(shopper.page.select('form input[type="number"]')) == 1


def test_a_voucher_goes_in_and_out(shopper: Shopper, mug: Product) -> None:
    VoucherFactory(code="SPRING", promotion__value=25)
    shopper.add(sku="MUG-S-CLAY")
    shopper.send('form[action="/cart/voucher/"]', code="autumn")
    assert "There is no such voucher." in shopper.text
    shopper.send('form[action="/cart/voucher/"]', code=" spring ")
    assert "−€3.00" in shopper.text
    shopper.send('form[action="/cart/voucher/"]', ("remove", "1"))
    assert "−€3.00" not in shopper.text


def test_lines_of_other_carts_are_not_found(shopper: Shopper, mug: Product) -> None:
    theirs = filled_cart(stocked(), customer=CustomerFactory()).items.get()
    shopper.add(sku="MUG-S-CLAY")
    token = shopper.client.cookies["csrftoken"].value
    for url in (f"/cart/items/{theirs.pk}/", f"/cart/items/{theirs.pk}/remove/", f"/cart/items/{10**30}/"):
        answer = shopper.client.post(url, {"csrfmiddlewaretoken": token, "quantity": 1})
        assert answer.status_code == 404
    theirs.refresh_from_db()


def test_a_forged_request_changes_nothing(shop: ShopSettings, mug: Product) -> None:
    forger = Client(enforce_csrf_checks=True)
    assert forger.post("/cart/add/", {"sku": "MUG-S-CLAY"}).status_code == 403
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\x00"]
)
def test_nobody_is_sent_to_another_site(shopper: Shopper, mug: Product, target: str) -> None:
    shopper.add(sku="MUG-S-CLAY", next=target)
    assert shopper.response.request["PATH_INFO"] == "/cart/"


@pytest.mark.parametrize("lines", [2, 20])
def test_the_page_costs_the_same_however_much_is_in_the_cart(
    shop: ShopSettings, client: Client, lines: int, django_assert_max_num_queries
) -> None:
    cart = filled_cart(*(stocked() for _ in range(lines)))
    for item in cart.items.all():
        show(item.variant.product, pictures=1)
    session = client.session
    session["cart_token"] = cart.token
    session.save()
    client.get("/cart/")
    with django_assert_max_num_queries(11):
        answer = client.get("/cart/")
    assert answer.content.count(b'class="line"') == lines
    assert StockItem.objects.count() == lines


def test_personal_pages_are_kept_from_caches_and_search_engines(shopper: Shopper) -> None:
    shopper.visit("/cart/")
    assert "no-store" in shopper.response["Cache-Control"]
    assert "noindex" in shopper.response["X-Robots-Tag"]
    assert shopper.response["Referrer-Policy"] == "same-origin"
