"""Whose cart, whose order: what a request may reach."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import RequestFactory

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings
from orders import carts
from orders.access import cart_from_request, order_for, remember_order
from orders.anonymising import anonymise
from orders.context_processors import cart as cart_context
from orders.models import Cart, Order
from tests.factories import CartFactory, CustomerFactory, StockItemFactory
from tests.shops import filled_cart, placed_order, stocked

pytestmark = pytest.mark.django_db


def request_of(user: Any = None, *, cart_token: str = "", session: SessionStore | None = None) -> HttpRequest:
    headers = {"X-Cart-Token": cart_token} if cart_token else {}
    request = RequestFactory().get("/", headers=headers)
    request.user = user or AnonymousUser()
    request.session = session if session is not None else SessionStore()
    return request


def test_a_cart_that_nothing_was_put_into_is_not_kept(shop: ShopSettings) -> None:
    request = request_of()
    cart = cart_from_request(request, create=True)
    with pytest.raises(OutOfStock):
        carts.add(cart=cart, variant=StockItemFactory(on_hand=0).variant)
    assert not Cart.objects.exists()


def test_looking_makes_no_cart_and_no_session(shop: ShopSettings) -> None:
    request = request_of()
    assert cart_from_request(request) is None
    assert int(str(cart_context(request)["cart_count"])) == 0
    assert (Cart.objects.count(), Session.objects.count(), request.session.modified) == (0, 0, False)


def test_a_guests_cart_is_remembered_by_the_session(shop: ShopSettings) -> None:
    first = request_of()
    cart = cart_from_request(first, create=True)
    assert cart is not None
    carts.add(cart=cart, variant=stocked())
    assert cart_from_request(request_of(session=first.session)) == cart
    assert cart_from_request(request_of()) is None


def test_a_guests_cart_is_named_by_the_header_and_then_needs_no_session(shop: ShopSettings) -> None:
    cart = CartFactory()
    assert cart_from_request(request_of(cart_token=cart.token)) == cart
    request = request_of()
    made = cart_from_request(request, create=True, use_session=False)
    assert made is not None
    assert not request.session.modified


def test_the_api_does_not_reach_the_sessions_cart(shop: ShopSettings) -> None:
    first = request_of()
    cart_from_request(first, create=True)
    assert cart_from_request(request_of(session=first.session), use_session=False) is None


def test_a_customers_cart_is_never_reached_by_its_token(shop: ShopSettings) -> None:
    customer = CustomerFactory()
    token = Cart.objects.get(customer=customer).token
    assert cart_from_request(request_of(cart_token=token)) is None
    assert cart_from_request(request_of(customer)) == customer.cart


@pytest.mark.parametrize("token", ["nonsense", "\x00", "x" * 5_000])
def test_a_wrong_token_is_nobodys_cart(shop: ShopSettings, token: str) -> None:
    request = request_of()
    request.META["HTTP_X_CART_TOKEN"] = token
    assert cart_from_request(request) is None
    assert int(str(cart_context(request)["cart_count"])) == 0


def test_the_count_takes_at_most_one_query(shop: ShopSettings, django_assert_num_queries: Any) -> None:
    customer = CustomerFactory()
    filled_cart(stocked(), stocked(), quantity=3, customer=customer)
    guest = filled_cart(stocked(), quantity=2)
    with django_assert_num_queries(0):
        nobody = cart_context(request_of())["cart_count"]
        assert nobody == 0
        count, guests = (
            cart_context(request)["cart_count"]
            for request in (request_of(customer), request_of(cart_token=guest.token))
        )
    with django_assert_num_queries(2):
        assert (count, guests) == (6, 2)


def test_an_order_is_its_customers_and_nobody_elses(shop: ShopSettings) -> None:
    owner, other = CustomerFactory(), CustomerFactory()
    order = placed_order(customer=owner)
    assert order_for(request_of(owner), order.number) == order
    for stranger in (other, None):
        with pytest.raises(Order.DoesNotExist):
            order_for(request_of(stranger), order.number)


def test_an_order_is_for_whoever_has_its_token(shop: ShopSettings) -> None:
    order, another = placed_order(), placed_order()
    assert order_for(request_of(), order.number.lower(), order.token) == order
    for token in (another.token, "", None, "nonsense", "é", order.token[:-1]):
        with pytest.raises(Order.DoesNotExist):
            order_for(request_of(), order.number, token)


def test_a_number_is_read_as_people_misread_it(shop: ShopSettings) -> None:
    order = placed_order()
    Order.objects.filter(pk=order.pk).update(number="10ABCDEF")
    assert order_for(request_of(), "IOabcdef", order.token) == order
    with pytest.raises(Order.DoesNotExist):
        order_for(request_of(), "\x00", order.token)


def test_the_browser_that_placed_an_order_sees_it(shop: ShopSettings) -> None:
    request = request_of()
    orders = [placed_order() for _ in range(12)]
    for order in orders:
        remember_order(request, order)
    assert order_for(request_of(session=request.session), orders[-1].number) == orders[-1]
    with pytest.raises(Order.DoesNotExist):
        order_for(request_of(session=request.session), orders[0].number)


def test_an_anonymised_order_is_nobodys(shop: ShopSettings) -> None:
    order = placed_order()
    token = order.token
    anonymise(orders=[order])
    with pytest.raises(Order.DoesNotExist):
        order_for(request_of(), order.number, token)
    with pytest.raises(Order.DoesNotExist):
        order_for(request_of(), order.number, order.token)
