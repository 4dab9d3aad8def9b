"""What shoppers see of parcels and returns on their order's page."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from catalog_pages.models import ShopSettings
from orders import fulfilment, returns
from orders.models import Order
from orders.returns import PiecesBack
from tests.factories import CustomerFactory, ProductFactory, VariantFactory
from tests.orders.test_parcels import packed_order
from tests.shops import stocked

pytestmark = pytest.mark.django_db


def page_of(client: Client, order: Order) -> BeautifulSoup:
    answer = client.get(f"/orders/{order.number}/?token={order.token}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(part: Any) -> str:
    return " ".join(part.get_text(" ").split())


def test_each_parcel_shows_what_is_in_it_how_to_follow_it_and_where_it_is(
    shop: ShopSettings, client: Client
) -> None:
    mug = stocked(sku="MUG", product=ProductFactory(name="Mug with waves"))
    card = stocked(sku="CARD", product=ProductFactory(name="Card with a bird"))
    order = packed_order(mug, card)
    of_mug, of_card = order.items.get(sku="MUG"), order.items.get(sku="CARD")
    fulfilment.ship(
        order=order,
        lines={of_mug.pk: 2},
        carrier="DHL",
        tracking_number="ONE",
        tracking_url="https://dhl.example/ONE",
    )
    fulfilment.deliver(order=order)
    fulfilment.ship(order=order, lines={of_card.pk: 3}, carrier="GLS", tracking_number="TWO")
    page = page_of(client, order)
    assert "Partly shipped" in words(page)
    first, second = page.select(".parcel")
    for part in ("Parcel 1", "Arrived on", "DHL", "2 × Mug with waves", "ONE"):
        assert part in words(first)
    assert first.select_one("a")["href"] == "https://dhl.example/ONE"  # type: ignore[index]
    for part in ("Parcel 2", "On its way.", "GLS", "3 × Card with a bird", "Its number is TWO"):
        assert part in words(second)
    to_come = page.select_one("[aria-labelledby=to-come-title]")
    assert "1 × Mug with waves" in words(to_come)
    fulfilment.cancel_rest(order=order)
    assert page_of(client, order).select_one("[aria-labelledby=to-come-title]") is None


def test_a_return_is_shown_as_it_goes(shop: ShopSettings, client: Client) -> None:
    customer = CustomerFactory()
    client.force_login(customer)
    order = fulfilment.ship(order=packed_order(stocked(), customer=customer))
    pieces = [PiecesBack(item=order.items.get(), quantity=1)]
    made = returns.request(order=order, pieces=pieces)
    assert "On its way back to us" in words(page_of(client, order))
    returns.refuse(goods_return=made, answer="It was made to measure.")
    said = words(page_of(client, order))
    assert "Return refused" in said
    assert "It was made to measure." in said
    returns.take_back(order=order, pieces=pieces)
    assert "Came back to us" in words(page_of(client, order))


def test_a_download_is_no_parcel(shop: ShopSettings, client: Client) -> None:
    order = fulfilment.ship(order=packed_order(VariantFactory(requires_shipping=False)))
    (ready,) = page_of(client, order).select(".parcel")
    assert "Ready for you" in words(ready)
    assert "Parcel" not in words(ready)


def test_a_page_costs_the_same_however_many_parcels_there_are(
    shop: ShopSettings, client: Client, django_assert_max_num_queries: Any
) -> None:
    order = packed_order(stocked(), quantity=9)
    item = order.items.get()
    for parcels in (1, 5):
        for _parcel in range(parcels):
            fulfilment.ship(order=order, lines={item.pk: 1})
            returns.take_back(order=order, pieces=[PiecesBack(item=item, quantity=1)])
        page_of(client, order)
        with django_assert_max_num_queries(17):
            page_of(client, order)
