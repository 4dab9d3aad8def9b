"""What vouchers take off and when they do not."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders import carts
from orders.exceptions import VoucherNotUsable, VoucherProblem
from orders.models import Promotion
from tests.factories import VoucherFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db
Kind = Promotion.Kind


def test_a_code_is_found_whatever_its_case(shop: ShopSettings) -> None:
    VoucherFactory(code="Spring")
    cart = filled_cart(stocked(), quantity=2)
    carts.apply_voucher(cart=cart, code=" sPRING ")
    view = carts.view(cart=cart)
    assert (view.voucher_code, view.totals.discount) == ("Spring", Decimal("2.40"))


def test_an_amount_comes_off_up_to_what_the_goods_cost(shop: ShopSettings) -> None:
    VoucherFactory(code="TWENTY", promotion__kind=Kind.AMOUNT, promotion__value=Decimal("20.00"))
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code="TWENTY")
    assert carts.view(cart=cart).totals.total == 0
    assert carts.view(cart=cart, shipping_method="standard").totals.total == Decimal("4.90")


def test_free_shipping_makes_every_method_free(shop: ShopSettings) -> None:
    VoucherFactory(code="POST", promotion__kind=Kind.FREE_SHIPPING)
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code="POST")
    view = carts.view(cart=cart, shipping_method="standard")
    assert (view.totals.shipping, view.totals.total) == (0, Decimal("12.00"))
    assert [quote.price for quote in view.shipping_methods()] == [0]
    order = order_of(cart)
    assert order.total == Decimal("12.00")
    redemption = order.redemptions.get()
    assert (redemption.amount_gross, redemption.shipping_gross) == (0, Decimal("4.90"))


SOON, BEFORE = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_active": False}, VoucherProblem.INACTIVE),
        ({"promotion__is_active": False}, VoucherProblem.INACTIVE),
        ({"promotion__starts_at": SOON}, VoucherProblem.NOT_STARTED),
        ({"promotion__ends_at": BEFORE}, VoucherProblem.ENDED),
        ({"usage_limit": 3, "times_used": 3}, VoucherProblem.USED_UP),
        ({"promotion__usage_limit": 3, "promotion__times_used": 3}, VoucherProblem.USED_UP),
        ({"promotion__minimum_subtotal": Decimal("12.01")}, VoucherProblem.BELOW_MINIMUM),
    ],
)
def test_a_voucher_that_cannot_be_used_is_refused_and_says_why(
    shop: ShopSettings, fields: dict[str, object], reason: VoucherProblem
) -> None:
    VoucherFactory(code="NOPE", **fields)
    cart = filled_cart(stocked())
    with pytest.raises(VoucherNotUsable) as refused:
        carts.apply_voucher(cart=cart, code="NOPE")
    assert refused.value.reason is reason


@pytest.mark.parametrize("code", ["", "  ", "NOBODY", "\x00", "' OR 1=1"])
def test_an_unknown_code_is_refused(shop: ShopSettings, code: str) -> None:
    with pytest.raises(VoucherNotUsable) as refused:
        carts.apply_voucher(cart=filled_cart(stocked()), code=code)
    assert refused.value.reason is VoucherProblem.UNKNOWN


def test_a_voucher_that_ended_in_the_cart_counts_no_longer_and_the_cart_says_so(shop: ShopSettings) -> None:
    voucher = VoucherFactory()
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code=voucher.code)
    Promotion.objects.update(ends_at=BEFORE)
    cart.refresh_from_db()
    view = carts.view(cart=cart)
    assert (view.totals.discount, view.voucher, view.voucher_code) == (0, None, voucher.code)
    assert view.voucher_message == VoucherProblem.ENDED.label
    with pytest.raises(VoucherNotUsable):
        order_of(cart)


def test_placing_an_order_uses_the_voucher_once_and_takes_it_out_of_the_cart(shop: ShopSettings) -> None:
    voucher = VoucherFactory(usage_limit=1)
    cart = filled_cart(stocked(), quantity=2)
    carts.apply_voucher(cart=cart, code=voucher.code)
    order = order_of(cart)
    voucher.refresh_from_db()
    cart.refresh_from_db()
    assert (order.discount_gross, order.voucher_code, order.redemptions.get().amount_gross) == (
        Decimal("2.40"),
        voucher.code,
        Decimal("2.40"),
    )
    assert (voucher.times_used, cart.voucher_id) == (1, None)


def test_a_code_named_at_the_checkout_goes_before_the_carts(shop: ShopSettings) -> None:
    VoucherFactory(code="TEN")
    VoucherFactory(code="HALF", promotion__value=Decimal(50))
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code="TEN")
    assert order_of(cart, voucher="half").discount_gross == Decimal("6.00")
