"""The cart comes with the customer, joins at log-in and goes with the customer."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import login
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core import serializers
from django.core.management import call_command
from django.test import RequestFactory

from catalog_pages.models import ShopSettings
from customers.models import Customer
from orders import carts
from orders.access import CART_SESSION_KEY
from orders.models import Cart, Item, Order
from tests.factories import CustomerFactory
from tests.shops import filled_cart, placed_order, stocked

pytestmark = pytest.mark.django_db


def test_a_customer_gets_a_cart_when_made_and_only_then() -> None:
    customer = CustomerFactory()
    cart = Cart.objects.get(customer=customer)
    customer.first_name = "Augusta"
    customer.save()
    assert Cart.objects.get() == cart


def test_the_cart_goes_with_the_customer(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    filled_cart(stocked(), customer=customer)
    customer.delete()
    assert (Cart.objects.count(), Item.objects.count()) == (0, 0)


def test_deleting_a_customer_with_cart_and_orders_succeeds(shop: ShopSettings) -> None:
    """A fault of the system this one grows from: deleting a customer failed."""
    customer = CustomerFactory()
    placed_order(customer=customer)
    filled_cart(stocked(), customer=customer)
    Customer.objects.filter(pk=customer.pk).delete()
    assert not Customer.objects.exists()
    assert Order.objects.get().customer is None


def test_a_customer_loaded_from_a_fixture_brings_their_own_cart(tmp_path: Any) -> None:
    customer = CustomerFactory()
    cart = Cart.objects.get()
    fixture = tmp_path / "customers.json"
    fixture.write_text(serializers.serialize("json", [customer, cart]))
    Customer.objects.all().delete()
    call_command("loaddata", str(fixture), stdout=StringIO())
    assert Cart.objects.get().token == cart.token


def test_a_customer_loaded_without_a_cart_gets_one_at_the_first_look(tmp_path: Any) -> None:
    customer = CustomerFactory()
    fixture = tmp_path / "customers.json"
    fixture.write_text(serializers.serialize("json", [customer]))
    Customer.objects.all().delete()
    call_command("loaddata", str(fixture), stdout=StringIO())
    assert not Cart.objects.exists()
    loaded = Customer.objects.get()
    assert carts.cart_for_customer(customer=loaded) == Cart.objects.get(customer=loaded)


def logged_in(customer: Customer, guest: Cart | None, *, with_messages: bool = True) -> Any:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    if guest is not None:
        request.session[CART_SESSION_KEY] = guest.token
    if with_messages:
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    login(request, customer, backend="customers.backends.EmailBackend")
    return request


def test_logging_in_brings_the_guests_cart_along_and_says_what_changed(shop: ShopSettings) -> None:
    variant, customer = stocked(3), CustomerFactory()
    filled_cart(variant, quantity=2, customer=customer)
    guest = filled_cart(variant, quantity=2)
    request = logged_in(customer, guest)
    assert Cart.objects.get().items.get().quantity == 3
    assert [str(message) for message in get_messages(request)] == [
        f"Only 3 of {variant.full_name} can be had; your cart holds that many."
    ]
    assert CART_SESSION_KEY not in request.session


@pytest.mark.parametrize("has_guest_cart", [True, False])
def test_logging_in_works_without_messages_and_without_a_guests_cart(
    shop: ShopSettings, has_guest_cart: bool
) -> None:
    customer = CustomerFactory()
    guest = filled_cart(stocked()) if has_guest_cart else None
    logged_in(customer, guest, with_messages=False)
    assert Cart.objects.get().items.count() == int(has_guest_cart)


def test_logging_in_twice_with_the_same_token_brings_nothing_twice(shop: ShopSettings) -> None:
    customer, guest = CustomerFactory(), filled_cart(stocked(), quantity=2)
    logged_in(customer, guest)
    logged_in(customer, guest)
    assert Cart.objects.get().items.get().quantity == 2


def test_the_token_log_in_of_the_api_merges_the_cart_of_the_header(shop: ShopSettings, client: Any) -> None:
    customer = CustomerFactory(password="a long password")
    guest = filled_cart(stocked(), quantity=2)
    answer = client.post(
        "/api/v1/auth/token/login/",
        {"email": customer.email, "password": "a long password"},
        content_type="application/json",
        headers={"X-Cart-Token": guest.token},
    )
    assert answer.status_code == 200, answer.content
    assert Cart.objects.get(customer=customer).items.get().quantity == 2
