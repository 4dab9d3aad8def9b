"""Buyers at the same moment, on promotions that limit them: on PostgreSQL, and on SQLite in a file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.books import differences
from orders.exceptions import VoucherNotUsable, VoucherProblem
from orders.models import Order, PersonalUse, Promotion, Redemption
from tests.factories import CustomerFactory, PromotionFactory, VoucherFactory
from tests.races import at_once, errors
from tests.services.file_database import in_a_file
from tests.services.test_order_races import carts_of
from tests.shops import filled_cart, open_shop, order_of, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    """An open shop, in a database that threads may share."""
    with in_a_file(tmp_path):
        yield open_shop()


def repeats(most: int) -> range:
    return range(most if connection.vendor == "postgresql" else 2)


def kinds_of(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def reasons(results: list[Any]) -> set[VoucherProblem]:
    return {error.reason for error in errors(results) if isinstance(error, VoucherNotUsable)}


def test_a_promotion_for_10_whatever_the_code_is_used_by_10_of_30_buyers(shop: ShopSettings) -> None:
    promotion = PromotionFactory(usage_limit=10)
    codes = [VoucherFactory(promotion=promotion, usage_limit=1).code for _ in range(30)]
    jobs = zip(carts_of(30, stocked(1000)), codes, strict=True)
    results = at_once(
        *(lambda cart=cart, code=code: order_of(cart, shop=shop, voucher=code) for cart, code in jobs)  # type: ignore[misc]
    )
    assert kinds_of(results) == {"Order": 10, "VoucherNotUsable": 20}
    assert reasons(results) == {VoucherProblem.USED_UP}
    promotion.refresh_from_db()
    assert (promotion.times_used, promotion.redemptions.count()) == (10, 10)
    assert list(differences()) == []


def test_the_first_10_of_30_get_what_needs_no_code_and_the_others_order_without_it(
    shop: ShopSettings,
) -> None:
    promotion = PromotionFactory(usage_limit=10, is_automatic=True)
    results = at_once(
        *(lambda cart=cart: order_of(cart, shop=shop) for cart in carts_of(30, stocked(1000)))  # type: ignore[misc]
    )
    assert kinds_of(results) == {"Order": 30}
    assert Counter(order.discount_gross > 0 for order in results) == {True: 10, False: 20}
    assert Promotion.objects.get(pk=promotion.pk).times_used == 10
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"promotion__per_customer_limit": 1}, VoucherProblem.ALREADY_USED),
        ({"promotion__first_order_only": True}, VoucherProblem.NOT_FIRST_ORDER),
    ],
)
def test_a_guest_and_the_account_of_the_same_address_at_once_use_it_once(
    shop: ShopSettings, limits: dict[str, Any], reason: VoucherProblem
) -> None:
    for repeat in repeats(6):
        ada = CustomerFactory(email=f"Ada{repeat}@example.com")
        code = VoucherFactory(**limits).code
        variant = stocked(100)
        own = filled_cart(variant, customer=ada)
        guests = [
            lambda cart=cart: order_of(cart, shop=shop, voucher=code, email=f"aDA{repeat}@Example.com")  # noqa: B023
            for cart in carts_of(4, variant)
        ]
        results = at_once(
            *guests,  # type: ignore[arg-type]
            lambda: order_of(own, shop=shop, voucher=code, customer=ada, email="else@example.com"),  # noqa: B023
        )
        assert kinds_of(results) == {"Order": 1, "VoucherNotUsable": 4}
        assert reasons(results) <= {reason}
        assert Redemption.objects.filter(code=code).count() == 1
        fulfilment.cancel(order=next(result for result in results if isinstance(result, Order)))
    assert set(PersonalUse.objects.values_list("times_used", flat=True)) == {0}
    assert list(differences()) == []


def test_two_advantages_of_a_first_order_at_once_are_one_persons_once(shop: ShopSettings) -> None:
    for repeat in repeats(6):
        codes = [VoucherFactory(promotion__first_order_only=True).code for _ in range(4)]
        jobs = zip(carts_of(4, stocked(100)), codes, strict=True)
        results = at_once(
            *(
                lambda cart=cart, code=code: order_of(  # type: ignore[misc]
                    cart,
                    shop=shop,
                    voucher=code,
                    email=f"new{repeat}@example.com",  # noqa: B023
                )
                for cart, code in jobs
            )
        )
        assert kinds_of(results) == {"Order": 1, "VoucherNotUsable": 3}
        assert reasons(results) == {VoucherProblem.NOT_FIRST_ORDER}
    assert list(differences()) == []


def test_orders_and_cancellations_with_the_same_promotions_at_once_do_not_deadlock(
    shop: ShopSettings,
) -> None:
    for _repeat in repeats(3):
        for _promotion in range(3):
            PromotionFactory(is_automatic=True, per_customer_limit=1000, value=5)
        variant = stocked(1000)
        placed = [order_of(cart, shop=shop) for cart in carts_of(6, variant)]
        results = at_once(
            *(
                lambda order=order: fulfilment.cancel(order=Order.objects.get(pk=order.pk))
                for order in placed
            ),  # type: ignore[misc]
            *(
                lambda cart=cart: order_of(cart, shop=shop, email="other@example.com")
                for cart in carts_of(6, variant)
            ),  # type: ignore[misc]
        )
        assert errors(results) == []
    assert list(differences()) == []
