"""Levels move only with a line of the ledger, and never into an impossible state."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.exceptions import OutOfStock, StockConflict
from catalog_pages.models import StockItem, StockMovement, Variant
from tests.factories import CustomerFactory, VariantFactory

pytestmark = pytest.mark.django_db


def stocked(pieces: int, **levels: object) -> Variant:
    variant = VariantFactory()
    if pieces:
        stock.receive(variant=variant, quantity=pieces)
    else:
        stock.adjust(variant=variant, on_hand=0, reason="nothing there")
    StockItem.objects.filter(variant=variant).update(**levels)
    return variant


def levels(variant: Variant) -> tuple[int, int]:
    item = StockItem.objects.get(variant=variant)
    return item.on_hand, item.reserved


def test_receiving_tracks_a_variant_and_writes_the_ledger() -> None:
    variant, clerk = VariantFactory(), CustomerFactory()
    movement = stock.receive(
        variant=variant, quantity=7, reference="DN-1", reason="new delivery", actor=clerk
    )
    assert levels(variant) == (7, 0)
    assert (movement.kind, movement.on_hand_change, movement.reserved_change) == ("receive", 7, 0)
    assert (movement.reference, movement.reason, movement.actor) == ("DN-1", "new delivery", clerk)
    assert stock.verify() == []


def test_reserving_promises_without_touching_the_shelf() -> None:
    variant = stocked(5)
    stock.reserve(lines={variant.pk: 3}, reference="ORDER1")
    assert levels(variant) == (5, 3)
    assert Variant.objects.select_related("stock").get(pk=variant.pk).available == 2


def test_too_few_names_the_variant_and_what_there_is_and_writes_nothing() -> None:
    plenty, short = stocked(50), stocked(2)
    ledger = StockMovement.objects.count()
    with pytest.raises(OutOfStock) as caught:
        stock.reserve(lines={plenty.pk: 5, short.pk: 3}, reference="ORDER1")
    assert (caught.value.variant, caught.value.available) == (short, 2)
    assert levels(plenty) == (50, 0)
    assert levels(short) == (2, 0)
    assert StockMovement.objects.count() == ledger


def test_untracked_variants_are_passed_over() -> None:
    download, mug = VariantFactory(), stocked(2)
    lines = {download.pk: 900, mug.pk: 1}
    stock.reserve(lines=lines, reference="ORDER1")
    stock.ship(lines=lines, reference="ORDER1")
    stock.restock(lines=lines, reference="ORDER1", reason="came back")
    assert levels(mug) == (2, 0)
    assert not StockItem.objects.filter(variant=download).exists()


def test_backorders_are_promised_beyond_the_shelf() -> None:
    variant = stocked(1, backorder=True)
    stock.reserve(lines={variant.pk: 4}, reference="ORDER1")
    assert levels(variant) == (1, 4)
    assert stock.verify() == []


def test_a_backorder_cannot_be_shipped_from_an_empty_shelf() -> None:
    variant = stocked(1, backorder=True)
    stock.reserve(lines={variant.pk: 4}, reference="ORDER1")
    with pytest.raises(StockConflict):
        stock.ship(lines={variant.pk: 4}, reference="ORDER1")
    assert levels(variant) == (1, 4)
    stock.receive(variant=variant, quantity=3)
    stock.ship(lines={variant.pk: 4}, reference="ORDER1")
    assert levels(variant) == (0, 0)


def test_no_level_outgrows_the_database() -> None:
    variant = stocked(1, backorder=True)
    with pytest.raises(OutOfStock):
        stock.reserve(lines={variant.pk: 2**40}, reference="ORDER1")
    with pytest.raises(StockConflict):
        stock.receive(variant=variant, quantity=2**40)
    with pytest.raises(StockConflict):
        stock.adjust(variant=variant, on_hand=2**40, reason="typed with the elbow")
    assert levels(variant) == (1, 0)


def test_shipping_takes_from_the_shelf_and_keeps_the_promise() -> None:
    variant = stocked(5)
    stock.reserve(lines={variant.pk: 3}, reference="ORDER1")
    stock.ship(lines={variant.pk: 3}, reference="ORDER1")
    assert levels(variant) == (2, 0)
    assert stock.verify() == []


def test_a_second_release_is_refused_even_where_others_hold_some() -> None:
    variant = stocked(10)
    stock.reserve(lines={variant.pk: 3}, reference="ORDER1")
    stock.reserve(lines={variant.pk: 3}, reference="ORDER2")
    stock.release(lines={variant.pk: 3}, reference="ORDER1")
    with pytest.raises(StockConflict):
        stock.release(lines={variant.pk: 3}, reference="ORDER1")
    with pytest.raises(StockConflict):
        stock.ship(lines={variant.pk: 4}, reference="ORDER2")
    assert levels(variant) == (10, 3)


def test_an_order_from_before_tracking_takes_nobody_elses_promise() -> None:
    variant = VariantFactory()
    stock.reserve(lines={variant.pk: 2}, reference="EARLY")
    stock.receive(variant=variant, quantity=5)
    stock.reserve(lines={variant.pk: 5}, reference="LATER")
    stock.ship(lines={variant.pk: 2}, reference="EARLY")
    assert levels(variant) == (5, 5)
    stock.ship(lines={variant.pk: 5}, reference="LATER")
    assert levels(variant) == (0, 0)


def test_counting_sets_the_level_and_says_why() -> None:
    variant = stocked(5)
    movement = stock.adjust(variant=variant, on_hand=3, reason="two were chipped")
    assert movement is not None
    assert (movement.kind, movement.on_hand_change, movement.reason) == ("adjust", -2, "two were chipped")
    assert stock.adjust(variant=variant, on_hand=3, reason="counted again") is None
    assert stock.verify() == []


def test_counting_fewer_than_are_promised_is_refused() -> None:
    variant = stocked(5)
    stock.reserve(lines={variant.pk: 4}, reference="ORDER1")
    with pytest.raises(StockConflict):
        stock.adjust(variant=variant, on_hand=3, reason="counted")
    with pytest.raises(StockConflict):
        stock.adjust(variant=variant, on_hand=-1, reason="counted")
    assert levels(variant) == (5, 4)


def test_what_comes_back_is_on_the_shelf_again() -> None:
    variant = stocked(5)
    stock.reserve(lines={variant.pk: 2}, reference="ORDER1")
    stock.ship(lines={variant.pk: 2}, reference="ORDER1")
    stock.restock(lines={variant.pk: 2}, reference="ORDER1", reason="wrong size")
    assert levels(variant) == (5, 0)
    assert StockMovement.objects.filter(kind="return", reference="ORDER1", on_hand_change=2).exists()
    assert stock.verify() == []


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_at_least_one(quantity: int) -> None:
    variant = stocked(5)
    for move in (stock.reserve, stock.release, stock.ship):
        with pytest.raises(ValueError, match="1 or more"):
            move(lines={variant.pk: quantity}, reference="ORDER1")
    with pytest.raises(ValueError, match="1 or more"):
        stock.receive(variant=variant, quantity=quantity)


def test_verify_names_what_was_written_past_the_ledger() -> None:
    honest, cooked = stocked(5), stocked(5)
    StockItem.objects.filter(variant=cooked).update(on_hand=6)
    assert stock.verify() == [f"{cooked.sku}: on hand 6, ledger 5; reserved 0, ledger 0"]
    assert honest.sku not in stock.verify()[0]


def test_reserving_costs_two_queries_and_one_a_line(django_assert_num_queries) -> None:
    variants = [stocked(5) for _ in range(6)]
    with django_assert_num_queries(2 + 6):
        stock.reserve(lines={variant.pk: 1 for variant in variants}, reference="ORDER1")


# --- Low since when --------------------------------------------------------------------------------


def low_since(variant: Variant) -> datetime | None:
    return StockItem.objects.get(variant=variant).low_since


def test_a_level_says_since_when_it_is_low_and_forgets_it_once_there_is_more() -> None:
    variant = stocked(5)  # low from 3
    assert low_since(variant) is None
    stock.reserve(lines={variant.pk: 1}, reference="ORDER1")
    assert low_since(variant) is None
    stock.reserve(lines={variant.pk: 1}, reference="ORDER2")
    fell = low_since(variant)
    assert fell is not None and timezone.now() - fell < timedelta(minutes=1)
    stock.reserve(lines={variant.pk: 1}, reference="ORDER3")
    assert low_since(variant) == fell
    stock.ship(lines={variant.pk: 1}, reference="ORDER3")
    assert low_since(variant) == fell
    stock.release(lines={variant.pk: 1}, reference="ORDER2")
    assert low_since(variant) == fell  # three are left
    stock.release(lines={variant.pk: 1}, reference="ORDER1")
    assert low_since(variant) is None
    stock.reserve(lines={variant.pk: 2}, reference="ORDER4")
    again = low_since(variant)
    assert again is not None and again > fell
    assert stock.verify() == []


def test_counting_receiving_and_returns_keep_it_too() -> None:
    variant = VariantFactory()
    stock.adjust(variant=variant, on_hand=0, reason="first count")
    assert low_since(variant) is not None
    stock.receive(variant=variant, quantity=4)
    assert low_since(variant) is None
    stock.adjust(variant=variant, on_hand=2, reason="two broke")
    assert low_since(variant) is not None
    stock.restock(lines={variant.pk: 2}, reference="ORDER1", reason="came back")
    assert low_since(variant) is None
    assert stock.verify() == []


def test_what_counts_as_low_can_change_and_the_level_is_judged_anew() -> None:
    variant = stocked(5)
    item = StockItem.objects.get(variant=variant)
    stock.set_terms(item=item, backorder=True, low_from=5)
    item.refresh_from_db()
    assert (item.low_since is not None, item.backorder, item.low_stock_threshold) == (True, True, 5)
    fell = item.low_since
    stock.set_terms(item=item, backorder=False, low_from=9)
    assert low_since(variant) == fell
    stock.set_terms(item=item, backorder=False, low_from=4)
    assert low_since(variant) is None
    assert stock.verify() == []


def test_backorders_are_low_and_not_less_than_nothing() -> None:
    variant = stocked(5)
    stock.set_terms(item=StockItem.objects.get(), backorder=True, low_from=0)
    stock.reserve(lines={variant.pk: 9}, reference="ORDER1")
    assert low_since(variant) is not None
    stock.receive(variant=variant, quantity=5)
    assert low_since(variant) is None
    assert stock.verify() == []


def test_verify_names_a_level_that_is_said_to_be_low_and_is_not_and_the_other_way_round() -> None:
    plenty, few = stocked(9), stocked(2)
    StockItem.objects.filter(variant=plenty).update(low_since=datetime(2026, 1, 2, tzinfo=UTC))
    StockItem.objects.filter(variant=few).update(low_since=None)
    assert set(stock.verify()) == {
        f"{plenty.sku}: 9 available, low from 3, but low since 2026-01-02T00:00:00+00:00",
        f"{few.sku}: 2 available, low from 3, but low since never",
    }
