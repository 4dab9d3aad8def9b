"""Promotions in a shop: what they are for, who may use them, what is written down, and what comes back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from catalog_pages.models import ShopSettings
from orders import carts, fulfilment
from orders.books import differences
from orders.checkout import checkout_options
from orders.exceptions import PricesChanged, VoucherNotUsable, VoucherProblem
from orders.models import Cart, Order, PersonalUse, Promotion, Redemption, Voucher
from orders.pieces import worth_of_pieces
from orders.promotions.engine import ORDER
from tests.factories import (
    CategoryFactory,
    CustomerFactory,
    PromotionFactory,
    ShippingMethodFactory,
    ShippingZoneFactory,
    VoucherFactory,
)
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db
D = Decimal
Kind = Promotion.Kind
NOW = timezone.now()


def automatic(**fields: Any) -> Promotion:
    return PromotionFactory(is_automatic=True, **fields)


def discounts_of(cart: Cart, **more: Any) -> dict[str, Decimal]:
    return {each.name: each.amount for each in carts.view(cart=cart, **more).discounts}


# --- What they are for -----------------------------------------------------------------------------


def test_every_cart_gets_an_automatic_promotion_by_name(shop: ShopSettings) -> None:
    automatic(name="Spring sale")
    assert discounts_of(filled_cart(stocked(), quantity=2)) == {"Spring sale": D("2.40")}


@pytest.mark.parametrize(
    "fields",
    [
        {"is_automatic": False},
        {"is_active": False},
        {"starts_at": NOW + timedelta(days=1)},
        {"ends_at": NOW - timedelta(days=1)},
        {"usage_limit": 1, "times_used": 1},
        {"minimum_subtotal": D("12.01")},
    ],
)
def test_no_cart_gets_one_that_is_not_on(shop: ShopSettings, fields: dict[str, Any]) -> None:
    PromotionFactory(**{"is_automatic": True, **fields})
    assert discounts_of(filled_cart(stocked())) == {}


def test_one_for_a_category_is_for_everything_below_it_and_for_what_is_listed_there_too(
    shop: ShopSettings,
) -> None:
    paper, pottery = CategoryFactory(), CategoryFactory()
    cards = CategoryFactory(parent=CategoryFactory(parent=paper))
    below, elsewhere, listed = (
        stocked(product__category=cards),
        stocked(product__category=pottery),
        stocked(product__category=pottery),
    )
    listed.product.further_categories.add(cards)
    automatic(name="Paper").categories.add(paper)
    view = carts.view(cart=filled_cart(below, elsewhere, listed))
    assert [line.discount_gross for line in view.totals.lines] == [D("1.20"), 0, D("1.20")]


def test_one_for_products_is_for_those_alone_and_adds_to_its_categories(shop: ShopSettings) -> None:
    category = CategoryFactory()
    named, within, neither = stocked(), stocked(product__category=category), stocked()
    promotion = automatic()
    promotion.products.add(named.product)
    cart = filled_cart(named, within, neither)
    assert carts.view(cart=cart).totals.discount == D("1.20")
    promotion.categories.add(category)
    assert carts.view(cart=cart).totals.discount == D("2.40")


def test_its_minimum_is_of_what_it_is_for(shop: ShopSettings) -> None:
    named, other = stocked(), stocked(price=D("100.00"))
    promotion = automatic(minimum_subtotal=D("24.00"))
    promotion.products.add(named.product)
    assert discounts_of(filled_cart(named, other)) == {}
    assert discounts_of(filled_cart(named, quantity=2)) == {promotion.name: D("2.40")}


def test_steps_and_pieces_are_read_from_the_shop(shop: ShopSettings) -> None:
    steps = automatic(kind=Kind.TIERS, value=0)
    steps.tiers.create(from_subtotal=D(20), value=D(5))
    steps.tiers.create(from_subtotal=D(40), kind="amount", value=D(6))
    assert discounts_of(filled_cart(stocked(), quantity=1)) == {}
    assert discounts_of(filled_cart(stocked(), quantity=2)) == {steps.name: D("1.20")}
    assert discounts_of(filled_cart(stocked(), quantity=4)) == {steps.name: D("6.00")}
    pieces = automatic(kind=Kind.BUY_X_GET_Y, value=100, buy_quantity=2, get_quantity=1)
    assert discounts_of(filled_cart(stocked(), quantity=3)) == {
        pieces.name: D("12.00"),
        steps.name: D("1.20"),
    }


def test_what_is_gone_from_the_shop_counts_for_no_promotion(shop: ShopSettings) -> None:
    gone, sold = stocked(), stocked()
    automatic(minimum_subtotal=D("24.00"))
    cart = filled_cart(gone, sold)
    assert discounts_of(cart)
    gone.product.is_active = False
    gone.product.save()
    assert discounts_of(cart) == {}


# --- Together, and the better one -------------------------------------------------------------------


def test_a_voucher_comes_on_top_of_what_every_cart_gets(shop: ShopSettings) -> None:
    automatic(name="Sale")
    VoucherFactory(code="FIVE", promotion__name="Five", promotion__kind=Kind.AMOUNT, promotion__value=5)
    cart = filled_cart(stocked(), quantity=2)
    carts.apply_voucher(cart=cart, code="five")
    assert discounts_of(cart) == {"Sale": D("2.40"), "Five": D("5.00")}
    order = order_of(cart)
    assert [(each.name, each.code, each.amount_gross) for each in order.redemptions.order_by("pk")] == [
        ("Sale", "", D("2.40")),
        ("Five", "FIVE", D("5.00")),
    ]
    assert sum(each.amount_net for each in order.redemptions.all()) == order.discount_net


def test_a_voucher_that_something_better_outdoes_waits_in_the_cart_and_says_so(shop: ShopSettings) -> None:
    automatic(name="Half", value=50, is_exclusive=True)
    voucher = VoucherFactory()
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code=voucher.code)
    view = carts.view(cart=cart)
    assert (view.voucher, view.voucher_code, view.voucher_problem) == (
        None,
        voucher.code,
        VoucherProblem.OUTDONE,
    )
    order = order_of(cart)
    voucher.refresh_from_db()
    cart.refresh_from_db()
    assert (order.discount_gross, order.voucher_code) == (D("6.00"), "")
    assert (voucher.times_used, cart.voucher) == (0, voucher)


def test_which_is_better_depends_on_what_delivery_costs(shop: ShopSettings) -> None:
    """1.20 off, or delivery at 4.90 free: the voucher waits in the cart until delivery is chosen, then wins."""
    ShippingMethodFactory(zone=ShippingZoneFactory(countries=["FR"]), price=D("1.00"))
    automatic(name="A tenth", is_exclusive=True)
    voucher = VoucherFactory(promotion__kind=Kind.FREE_SHIPPING, promotion__name="Post")
    cart = filled_cart(stocked())
    carts.apply_voucher(cart=cart, code=voucher.code)
    assert discounts_of(cart) == {"A tenth": D("1.20")}
    assert discounts_of(cart, shipping_method="standard") == {"Post": 0}
    abroad = carts.view(cart=cart, destination=carts.Destination("FR"), shipping_method="standard")
    assert [each.name for each in abroad.discounts] == ["A tenth"]
    assert abroad.voucher_problem == VoucherProblem.OUTDONE
    (method,) = checkout_options(cart=cart, country="DE").shipping_methods
    assert (method.price, method.price_before) == (0, D("4.90"))


def test_a_discount_never_costs_the_shopper_free_delivery(shop: ShopSettings) -> None:
    """24.00 travels free from 24.00 on; 5 % less would bring 4.90 of postage."""
    from orders.models import ShippingMethod

    ShippingMethod.objects.update(free_above=D("24.00"))
    automatic(value=5)
    view = carts.view(cart=filled_cart(stocked(), quantity=2), shipping_method="standard")
    assert (view.discounts, view.totals.total) == ((), D("24.00"))


def test_a_voucher_for_free_delivery_of_a_download_is_not_used_up(shop: ShopSettings) -> None:
    voucher = VoucherFactory(promotion__kind=Kind.FREE_SHIPPING)
    cart = filled_cart(stocked(requires_shipping=False))
    carts.apply_voucher(cart=cart, code=voucher.code)
    assert carts.view(cart=cart).voucher_problem == VoucherProblem.SAVES_NOTHING
    assert order_of(cart, shipping_method="none").voucher_code == ""
    assert Voucher.objects.get().times_used == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": Kind.BUY_X_GET_Y, "buy_quantity": 2, "get_quantity": 1}, VoucherProblem.TOO_FEW),
        ({"kind": Kind.TIERS}, VoucherProblem.BELOW_MINIMUM),
        ({"other goods": True}, VoucherProblem.NOTHING_COVERED),
    ],
)
def test_a_voucher_that_does_not_fit_the_cart_is_refused(
    shop: ShopSettings, fields: dict[str, Any], reason: VoucherProblem
) -> None:
    elsewhere = fields.pop("other goods", None)
    voucher = VoucherFactory(promotion=PromotionFactory(**fields))
    if elsewhere:
        voucher.promotion.products.add(stocked().product)
    with pytest.raises(VoucherNotUsable) as refused:
        carts.apply_voucher(cart=filled_cart(stocked()), code=voucher.code)
    assert refused.value.reason is reason


def test_a_code_for_what_needs_none_is_used_once_with_it(shop: ShopSettings) -> None:
    voucher = VoucherFactory(promotion=automatic())
    order = order_of(filled_cart(stocked()), voucher=voucher.code)
    assert (order.voucher_code, order.discount_gross) == (voucher.code, D("1.20"))
    assert order.redemptions.get().voucher == voucher


# --- Who may use them --------------------------------------------------------------------------------


def test_a_customer_uses_a_limited_one_as_often_as_it_says(shop: ShopSettings) -> None:
    ada = CustomerFactory()
    code = VoucherFactory(promotion__per_customer_limit=2).code
    for _use in range(2):
        order_of(filled_cart(stocked(), customer=ada), customer=ada, voucher=code)
    cart = filled_cart(stocked(), customer=ada)
    with pytest.raises(VoucherNotUsable) as refused:
        carts.apply_voucher(cart=cart, code=code)
    assert refused.value.reason is VoucherProblem.ALREADY_USED
    other = CustomerFactory()
    order_of(filled_cart(stocked(), customer=other), customer=other, voucher=code, email=other.email)
    assert Promotion.objects.get().times_used == 3
    assert list(differences()) == []


def test_a_guest_and_an_account_with_the_same_address_are_one_person(shop: ShopSettings) -> None:
    """A fault known of other shops: limits per customer bypassed by ordering as a guest."""
    ada = CustomerFactory(email="Ada@Example.com")
    code = VoucherFactory(promotion__per_customer_limit=1).code
    order_of(filled_cart(stocked()), email="aDA@example.COM", voucher=code)
    with pytest.raises(VoucherNotUsable):
        order_of(filled_cart(stocked(), customer=ada), customer=ada, email="else@example.com", voucher=code)
    second = VoucherFactory(promotion__per_customer_limit=1).code
    order_of(filled_cart(stocked(), customer=ada), customer=ada, email="else@example.com", voucher=second)
    for email in ("ada@example.com", "else@example.com"):
        with pytest.raises(VoucherNotUsable):
            order_of(filled_cart(stocked()), email=email, voucher=second)


def test_no_address_can_be_read_from_what_is_counted(shop: ShopSettings) -> None:
    order_of(filled_cart(stocked()), voucher=VoucherFactory(promotion__per_customer_limit=1).code)
    (use,) = PersonalUse.objects.all()
    assert "ada" not in use.who
    assert "@" not in use.who


def test_a_first_order_is_one_of_nobody_who_has_ordered(shop: ShopSettings) -> None:
    code = VoucherFactory(promotion__first_order_only=True).code
    first = order_of(filled_cart(stocked()), voucher=code)
    with pytest.raises(VoucherNotUsable) as refused:
        order_of(filled_cart(stocked()), email="ADA@example.com", voucher=code)
    assert refused.value.reason is VoucherProblem.NOT_FIRST_ORDER
    fulfilment.cancel(order=first)
    assert order_of(filled_cart(stocked()), voucher=code).discount_gross == D("1.20")
    assert list(differences()) == []


def test_two_different_advantages_of_a_first_order_are_for_the_same_one(shop: ShopSettings) -> None:
    automatic(first_order_only=True, name="Hello")
    code = VoucherFactory(promotion__first_order_only=True, promotion__name="Welcome").code
    order = order_of(filled_cart(stocked()), voucher=code)
    assert order.redemptions.count() == 2
    with pytest.raises(VoucherNotUsable):
        order_of(filled_cart(stocked()), voucher=code)
    assert list(differences()) == []


def test_an_automatic_one_that_the_buyer_has_used_is_left_out_and_the_total_says_so(
    shop: ShopSettings,
) -> None:
    automatic(first_order_only=True)
    order_of(filled_cart(stocked()))
    cart = filled_cart(stocked())
    shown = carts.view(cart=cart, shipping_method="standard").totals.total
    with pytest.raises(PricesChanged) as refused:
        order_of(cart, expected_total=shown)
    assert (refused.value.old, refused.value.new) == (D("15.70"), D("16.90"))
    assert order_of(cart, expected_total=D("16.90")).discount_gross == 0


# --- What is written down, and what comes back --------------------------------------------------------


@pytest.mark.parametrize("end", ["cancelled", "expired", "refunded"])
def test_an_order_that_comes_to_nothing_gives_every_use_back_and_keeps_what_it_said(
    shop: ShopSettings, end: str
) -> None:
    automatic(usage_limit=1, name="Sale")
    voucher = VoucherFactory(
        usage_limit=1, promotion__usage_limit=1, promotion__per_customer_limit=1, promotion__name="Code"
    )
    order = order_of(filled_cart(stocked()), voucher=voucher.code)
    if end == "cancelled":
        fulfilment.cancel(order=order)
    elif end == "expired":
        fulfilment.expire(order=order)
    else:
        fulfilment.refund(order=fulfilment.mark_paid(order=order))
    assert set(Promotion.objects.values_list("times_used", flat=True)) == {0}
    assert set(PersonalUse.objects.values_list("times_used", flat=True)) == {0}
    assert not Redemption.objects.standing().exists()
    assert {each.name for each in order.redemptions.all()} == {"Sale", "Code"}
    assert list(differences()) == []
    again = order_of(filled_cart(stocked()), voucher=voucher.code)
    assert again.redemptions.count() == 2


def test_a_refund_after_the_parcel_left_gives_nothing_back(shop: ShopSettings) -> None:
    voucher = VoucherFactory(usage_limit=1)
    order = order_of(filled_cart(stocked()), voucher=voucher.code)
    fulfilment.ship(order=fulfilment.pack(order=fulfilment.mark_paid(order=order)))
    fulfilment.refund(order=order)
    assert Voucher.objects.get().times_used == 1


def test_pieces_of_a_discounted_line_are_refunded_to_the_last_cent(shop: ShopSettings) -> None:
    """Three at 12.00 less 10 %: 32.40, of which each piece is 10.80; less 1.00: 31.40, of which they are not alike."""
    code = VoucherFactory(promotion__kind=Kind.AMOUNT, promotion__value=D("1.00")).code
    order = order_of(filled_cart(stocked(), quantity=3), voucher=code)
    (item,) = order.items.all()
    worth = [worth_of_pieces(item=item, pieces=1, already=n, currency="EUR") for n in range(3)]
    assert [each.gross for each in worth] == [D("11.67"), D("11.66"), D("11.67")]
    assert sum(each.gross for each in worth) == item.line_total_gross
    assert sum(each.tax for each in worth) == item.tax_amount
    with pytest.raises(ValueError, match="2 and 2 pieces of 3"):
        worth_of_pieces(item=item, pieces=2, already=2, currency="EUR")


def test_the_books_find_a_use_or_a_saving_that_was_not_written_down(shop: ShopSettings) -> None:
    order = order_of(filled_cart(stocked()), voucher=VoucherFactory(promotion__per_customer_limit=3).code)
    assert list(differences()) == []
    Promotion.objects.update(times_used=5)
    PersonalUse.objects.update(times_used=2)
    order.redemptions.update(amount_gross=D("0.50"))
    found = " ".join(differences())
    for said in ("Promotion", "The personal use", "redemptions, gross"):
        assert said in found


def test_the_mail_and_the_pages_name_each_discount(shop: ShopSettings, client: Any) -> None:
    automatic(name="Spring sale")
    VoucherFactory(code="POST", promotion__kind=Kind.FREE_SHIPPING, promotion__name="Post for nothing")
    order = order_of(filled_cart(stocked()), voucher="POST")
    mail = order.messages.get()
    page = client.get(f"/orders/{order.number}/?token={order.token}").content.decode()
    for text in (mail.text, mail.html, page):
        for part in ("Spring sale", "€1.20", "Post for nothing", "POST", "free delivery"):
            assert part in text, part


def test_looking_costs_no_more_where_nothing_runs_and_a_fixed_number_where_everything_does(
    shop: ShopSettings, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    ada = CustomerFactory()
    filled_cart(*(stocked() for _ in range(9)), customer=ada)
    cart = carts.cart_for_customer(customer=ada)
    carts.view(cart=cart)
    with django_assert_num_queries(6):
        carts.view(cart=cart, shop=shop)
    category = CategoryFactory()
    for _repeat in range(3):
        automatic(first_order_only=True).categories.add(category)
        automatic(per_customer_limit=5).products.add(stocked().product)
        automatic(kind=Kind.TIERS).tiers.create(from_subtotal=1, value=1)
    cart = carts.cart_for_customer(customer=ada)
    # Promotions, steps, products, categories, where the goods stand; the account's address, its uses, its orders.
    with django_assert_num_queries(6 + 8):
        carts.view(cart=cart, shop=shop)


def test_the_engine_knows_every_kind(shop: ShopSettings) -> None:
    from orders.promotions.offers import _rule

    rules = {type(_rule(Promotion(kind=kind, value=1), {})) for kind in Kind}
    assert rules == set(ORDER)


def test_orders_without_promotions_are_as_they_were(shop: ShopSettings) -> None:
    order = order_of(filled_cart(stocked()))
    assert (order.redemptions.count(), order.discount_gross) == (0, 0)
    assert Order.objects.get().reverse_charge is False
