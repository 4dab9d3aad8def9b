"""Rows that are at hand are shown without a query; and serializers made once say what new ones say."""

from __future__ import annotations

from typing import Any

import pytest

from catalog_pages import at_hand
from catalog_pages.api.shaping import shaped, shaped_all
from catalog_pages.models import ShopSettings
from orders.api.serializers import CartSerializer, OrderSerializer
from orders.api.serializers.order import READ_OF_AN_ORDER, OrderItemSerializer
from orders.carts import view
from orders.figures import line_figures
from orders.models import Order, OrderEvent
from tests.factories import PromotionFactory, WebhookEndpointFactory
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


def test_an_order_just_placed_is_shown_as_it_stands_without_a_query(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    PromotionFactory(is_automatic=True)
    WebhookEndpointFactory()
    order = order_of(filled_cart(stocked(), stocked(), quantity=2), to_be_shown=True, note="Ring twice")
    with django_assert_num_queries(0):
        said = shaped(OrderSerializer, order)
    read = Order.objects.prefetch_related(*READ_OF_AN_ORDER).get(pk=order.pk)
    assert said == OrderSerializer(read).data
    assert said["discounts"] and len(said["items"]) == 2


def test_an_order_that_is_not_to_be_shown_is_read_again(shop: ShopSettings) -> None:
    order = placed_order()
    OrderEvent.objects.create(order=order, kind=OrderEvent.Kind.NOTE)
    assert order.events.count() == len(order.events.all()) == 2


def test_what_is_told_is_found_until_it_is_forgotten(
    shop: ShopSettings, django_assert_num_queries: Any
) -> None:
    order = Order.objects.get(pk=placed_order().pk)
    at_hand.tell(order, payments=[], events=())
    with django_assert_num_queries(0):
        assert (order.current_payment, list(order.events.all())) == (None, [])
    at_hand.forget(order, "payments")
    assert order.current_payment is not None and list(order.events.all()) == []
    at_hand.forget(order)
    assert order.events.all()


def test_a_serializer_made_once_says_what_a_new_one_says_in_each_currency(shop: ShopSettings) -> None:
    priced = view(cart=filled_cart(stocked()), shop=shop)
    assert shaped(CartSerializer, priced) == CartSerializer(priced).data
    lines = line_figures(placed_order())
    for currency in ("EUR", "JPY", "EUR"):
        made = OrderItemSerializer(lines, many=True, context={"currency": currency}).data
        assert shaped_all(OrderItemSerializer, lines, currency) == made
        assert made[0]["unit_price"]["currency"] == currency
