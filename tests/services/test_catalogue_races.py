"""Goods written by several connections at the same moment, on PostgreSQL."""

import contextlib
import random

import pytest
from django.db.models import ProtectedError

from catalog_pages import stock, trees
from catalog_pages.exceptions import ImpossibleMove, OutOfStock, StockConflict
from catalog_pages.models import Category, Product, StockItem, StockMovement, Variant
from tests.factories import CategoryFactory, TaxClassFactory, VariantFactory
from tests.races import at_once, errors

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

POSITIONS = ("first-child", "last-child", "left", "right")


def sixty_categories() -> list[Category]:
    made: list[Category] = []
    for number in range(60):
        parent = made[number // 3 - 1] if number >= 3 else None
        made.append(trees.create_category(name=f"Category {number}", parent=parent))
    return made


def move_about(categories: list[Category], moves: int, seed: int) -> int:
    """Moves by instances that were read before the race, as a page left open over lunch has them."""
    chance, impossible = random.Random(seed), 0
    for _ in range(moves):
        category, target = chance.sample(categories, 2)
        if chance.random() < 0.5:
            category = Category.objects.get(pk=category.pk)
        try:
            trees.move_category(category=category, target=target, position=chance.choice(POSITIONS))
        except ImpossibleMove:
            impossible += 1
    return impossible


def test_two_people_moving_categories_200_times_leave_a_valid_tree() -> None:
    categories = sixty_categories()
    results = at_once(
        lambda: move_about(list(Category.objects.all()), 100, seed=1),
        lambda: move_about(list(Category.objects.all()), 100, seed=2),
    )
    assert errors(results) == []
    assert trees.category_problems() == []
    assert Category.objects.count() == len(categories)


def create_about(seed: int) -> None:
    chance = random.Random(seed)
    for number in range(40):
        with contextlib.suppress(Category.DoesNotExist):
            trees.create_category(name=f"New {number}", parent=chance.choice([None, *Category.objects.all()]))


def delete_about(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        leaves = [category for category in Category.objects.all() if category.is_leaf_node()]
        with contextlib.suppress(ProtectedError):
            trees.delete_category(category=chance.choice(leaves))


def rename_about(seed: int) -> None:
    chance = random.Random(seed)
    for number in range(60):
        category = chance.choice(list(Category.objects.all()))
        category.name = f"Renamed {number}"
        with contextlib.suppress(Category.DoesNotExist):
            category.save()


def move_what_is_there(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        with contextlib.suppress(Category.DoesNotExist, ImpossibleMove):
            category, target = chance.sample(list(Category.objects.all()), 2)
            trees.move_category(category=category, target=target, position=chance.choice(POSITIONS))


def test_creating_moving_renaming_and_deleting_at_once_leave_a_valid_tree() -> None:
    sixty_categories()
    results = at_once(
        lambda: create_about(1),
        lambda: delete_about(2),
        lambda: rename_about(3),
        lambda: move_what_is_there(4),
        lambda: move_what_is_there(5),
    )
    assert errors(results) == []
    assert trees.category_problems() == []


@pytest.mark.parametrize("name", ["Чашка", "Mug"])
def test_products_of_one_name_made_at_once_each_get_a_slug(name: str) -> None:
    category, tax_class = CategoryFactory(), TaxClassFactory()
    results = at_once(
        *[
            lambda: Product.objects.create(name=name, category=category, tax_class=tax_class)
            for _ in range(12)
        ]
    )
    assert errors(results) == []
    assert len({product.slug for product in results}) == 12


def test_categories_of_one_name_made_at_once_each_get_a_slug() -> None:
    results = at_once(*[lambda: Category.objects.create(name="Mugs") for _ in range(8)])
    assert errors(results) == []
    assert len({category.slug for category in results}) == 8
    assert trees.category_problems() == []


def levels(variant: Variant) -> tuple[int, int]:
    return StockItem.objects.values_list("on_hand", "reserved").get(variant=variant)


def test_sixty_reservations_of_the_last_twenty_give_twenty() -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=20)
    results = at_once(
        *[
            lambda number=number: stock.reserve(lines={variant.pk: 1}, reference=f"ORDER{number}")
            for number in range(60)
        ]
    )
    refused = errors(results)
    assert len(refused) == 40
    assert all(isinstance(error, OutOfStock) and error.available == 0 for error in refused)
    assert levels(variant) == (20, 20)
    assert stock.verify() == []


def test_carts_that_hold_the_same_goods_in_any_order_do_not_deadlock() -> None:
    variants = [VariantFactory() for _ in range(6)]
    for variant in variants:
        stock.receive(variant=variant, quantity=100)
    keys = [variant.pk for variant in variants]

    def buy(number: int) -> None:
        chance = random.Random(number)
        for round_ in range(5):
            lines = dict.fromkeys(chance.sample(keys, len(keys)), 1)
            reference = f"ORDER{number}-{round_}"
            stock.reserve(lines=lines, reference=reference)
            chance.choice([stock.release, stock.ship])(lines=lines, reference=reference)

    assert errors(at_once(*[lambda number=number: buy(number) for number in range(8)])) == []
    assert stock.verify() == []
    assert set(StockItem.objects.values_list("reserved", flat=True)) == {0}


def test_one_reservation_released_twice_at_once_is_released_once() -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=20)
    stock.reserve(lines={variant.pk: 5}, reference="ORDER1")
    stock.reserve(lines={variant.pk: 5}, reference="ORDER2")
    results = at_once(*[lambda: stock.release(lines={variant.pk: 5}, reference="ORDER1") for _ in range(6)])
    assert [type(error) for error in errors(results)] == [StockConflict] * 5
    assert levels(variant) == (20, 5)
    assert stock.verify() == []


def test_counting_while_selling_keeps_ledger_and_level_equal() -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=50)

    def sell(number: int) -> None:
        for round_ in range(10):
            reference = f"ORDER{number}-{round_}"
            stock.reserve(lines={variant.pk: 1}, reference=reference)
            stock.ship(lines={variant.pk: 1}, reference=reference)

    def count() -> None:
        for level in range(100, 120):
            stock.adjust(variant=variant, on_hand=level, reason="counted")

    assert errors(at_once(count, lambda: sell(1), lambda: sell(2))) == []
    assert stock.verify() == []


def test_a_variant_first_received_by_two_people_has_one_stock() -> None:
    variant = VariantFactory()
    results = at_once(*[lambda: stock.receive(variant=variant, quantity=2) for _ in range(6)])
    assert errors(results) == []
    assert levels(variant) == (12, 0)
    assert StockMovement.objects.count() == 6
