"""Many buyers and many sweeps at the same moment: one fall is told once. On PostgreSQL, and on SQLite in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog_pages import stock
from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, StockItem
from orders.announcing import low_stock
from orders.books import differences
from orders.models import LowStockNotice, WebhookDelivery
from tests.factories import WebhookEndpointFactory
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.services.test_order_races import carts_of, kinds_of, repeats
from tests.shops import open_shop, order_of, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def test_many_buyers_racing_to_the_last_pieces_are_one_announcement(shop: ShopSettings) -> None:
    WebhookEndpointFactory(topics=["stock.low"])
    for repeat in repeats(5):
        variant = stocked(20)
        low_stock.announce()
        buyers = [lambda cart=cart: order_of(cart, shop=shop) for cart in carts_of(30, variant)]
        results = at_once(*buyers, *[low_stock.announce] * 4)
        low_stock.announce()
        assert kinds_of(results[:30]) == {"Order": 20, "OutOfStock": 10}
        assert sum(result for result in results[30:]) <= 1
        assert WebhookDelivery.objects.count() == LowStockNotice.objects.count() == repeat + 1
    assert list(differences()) == []


def test_sweeps_at_once_announce_many_falls_once_each(shop: ShopSettings) -> None:
    WebhookEndpointFactory()
    for _ in range(40):
        stocked(1)
    results = at_once(*[low_stock.announce] * 6)
    assert errors(results) == []
    assert sum(results) == 40
    assert (
        WebhookDelivery.objects.count() == WebhookDelivery.objects.values("event_id").distinct().count() == 40
    )


def test_rising_and_falling_at_once_never_leaves_a_level_that_contradicts_what_it_says(
    shop: ShopSettings,
) -> None:
    for repeat in repeats(5):
        variant = stocked(6)
        item = StockItem.objects.get(variant=variant)

        def buy(number: int, variant=variant, repeat=repeat) -> None:
            reference = f"R{repeat}-{number}"
            stock.reserve(lines={variant.pk: 1}, reference=reference)
            if number % 2:
                stock.release(lines={variant.pk: 1}, reference=reference)

        results = at_once(
            *(lambda number=number: buy(number) for number in range(12)),
            *[lambda: stock.receive(variant=variant, quantity=1)] * 3,  # noqa: B023
            *(
                lambda low_from=low_from: stock.set_terms(item=item, backorder=False, low_from=low_from)  # noqa: B023
                for low_from in (2, 5, 3)
            ),
        )
        assert all(isinstance(error, OutOfStock) for error in errors(results))
        assert stock.verify() == []
