"""The audit finds what does not agree."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from catalog_pages import stock
from catalog_pages.models import Product, ShopSettings, StockItem, StockMovement
from orders import fulfilment, ledger
from orders.books import differences
from orders.models import (
    Cart,
    Item,
    Order,
    Payment,
    PaymentEntry,
    PersonalUse,
    Promotion,
    Redemption,
    Voucher,
)
from tests.factories import CustomerFactory, VariantFactory, VoucherFactory
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db

Damage = Callable[[Order], None]


@pytest.fixture
def busy(shop: ShopSettings) -> Order:
    """A shop with orders in every state; the paid one."""
    shop.cash_on_delivery = True
    shop.save()
    code = VoucherFactory().code
    placed_order(voucher=code)
    fulfilment.cancel(order=placed_order(voucher=code))
    fulfilment.expire(order=placed_order())
    fulfilment.refund(order=fulfilment.mark_paid(order=placed_order()), amount=Decimal("2.00"))
    fulfilment.refund(order=fulfilment.mark_paid(order=placed_order()))
    cash = placed_order(payment_method="cash_on_delivery")
    fulfilment.pack(order=cash)
    sent = fulfilment.pack(order=fulfilment.mark_paid(order=placed_order()))
    fulfilment.ship(order=sent)
    fulfilment.refund(order=sent, amount=Decimal("1.00"))
    placed_order(customer=CustomerFactory())
    CustomerFactory().delete()
    filled_cart(stocked(), VariantFactory())
    untracked = VariantFactory()
    late = order_of(filled_cart(untracked))
    stock.receive(variant=untracked, quantity=5)  # tracked only since after the order
    fulfilment.mark_paid(order=late)
    return fulfilment.mark_paid(order=placed_order())


def test_a_shop_with_orders_in_every_state_has_books_that_agree(busy: Order) -> None:
    out = StringIO()
    call_command("audit_books", stdout=out)
    assert "The books agree." in out.getvalue()


def lose_a_reservation(order: Order) -> None:
    StockItem.objects.filter(variant__items__in=order.items.all()).update(reserved=0)


def forget_a_movement(order: Order) -> None:
    item = StockItem.objects.get(variant__items__in=order.items.all())
    StockMovement.objects.filter(reference=order.number).delete()
    StockItem.objects.filter(pk=item.pk).update(reserved=0)


def reserve_for_nobody(order: Order) -> None:
    stock.reserve(lines={order.items.get().variant_id: 1}, reference="NOBODY")  # type: ignore[dict-item]


def change_a_line(order: Order) -> None:
    order.items.update(line_total_gross=Decimal("1.00"))


def lose_the_lines(order: Order) -> None:
    order.items.all().delete()


def lose_the_payment(order: Order) -> None:
    PaymentEntry.objects.filter(payment__order=order).delete()
    order.payments.all().delete()


def take_too_little(order: Order) -> None:
    order.payments.update(amount_captured=Decimal("1.00"))


def lose_an_entry(order: Order) -> None:
    PaymentEntry.objects.filter(payment__order=order).delete()


def write_an_entry_in_silence(order: Order) -> None:
    order.payments.get().entries.create(
        kind=PaymentEntry.Kind.REFUNDED, amount=Decimal("1.00"), reference="re_1"
    )


def take_money_and_say_nothing(order: Order) -> None:
    with transaction.atomic():
        cancelled = Payment.objects.filter(order__status=Order.Status.CANCELLED).first()
        assert cancelled is not None
        ledger.write(
            payment=cancelled, kind=PaymentEntry.Kind.CAPTURED, amount=cancelled.amount, reference="ch_1"
        )


def pay_back_in_silence(order: Order) -> None:
    order.payments.update(amount_refunded=Decimal("1.00"), status=Payment.Status.PARTIALLY_REFUNDED)


def pretend_refunded(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status=Order.Status.REFUNDED)


def forget_that_it_was_paid(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(paid_at=None)


def await_money_of_a_cancelled_order(order: Order) -> None:
    Payment.objects.filter(order__status=Order.Status.CANCELLED).update(status=Payment.Status.PENDING)


def use_a_voucher_in_silence(order: Order) -> None:
    Voucher.objects.update(times_used=7)


def orphan_a_line(order: Order) -> None:
    Item.objects.filter(pk=order.items.get().pk).update(object_id=999_999)


def give_a_line_to_something_else(order: Order) -> None:
    order.items.update(content_type=ContentType.objects.get_for_model(Voucher))


def raise_a_level(order: Order) -> None:
    StockItem.objects.filter(variant__items__in=order.items.all()).update(on_hand=99)


def thaw_a_line(order: Order) -> None:
    order.items.update(line_total_net=None)


def change_a_column_of_the_order(**columns: Any) -> Damage:
    """By so much each."""

    def damage(order: Order) -> None:
        changes = {name: F(name) + Decimal(change) for name, change in columns.items()}
        Order.objects.filter(pk=order.pk).update(**changes)

    return damage


def charge_vat_on_a_reverse_charge(order: Order) -> None:
    """The database's own check refuses it in one column; in another it takes the audit."""
    Order.objects.filter(pk=order.pk).update(reverse_charge=True, vat_number="FR40303265045", tax_total=0)


def save_more_than_was_redeemed(order: Order) -> None:
    Redemption.objects.create(
        order=order,
        promotion=Promotion.objects.get(),
        name="Dreamt",
        amount_gross=Decimal("1.00"),
        amount_net=Decimal("0.84"),
    )


def set_aside_in_silence(order: Order) -> None:
    order.payments.update(amount_set_aside=Decimal("1.00"))


def pretend_partly_refunded(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status=Order.Status.PARTIALLY_REFUNDED)


def use_a_promotion_in_silence(order: Order) -> None:
    Promotion.objects.update(times_used=7)


def count_a_person_twice(order: Order) -> None:
    PersonalUse.objects.create(promotion=Promotion.objects.get(), who="email:nobody", times_used=1)


def leave_a_frozen_line_in_a_cart(order: Order) -> None:
    Item.objects.filter(content_type=ContentType.objects.get_for_model(Cart)).update(line_total_gross=1)


def invent_a_rating(order: Order) -> None:
    Product.objects.filter(variants__items__order=order).update(rating_count=1, rating_sum=5)


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a rating that nobody gave": (
        invent_a_rating,
        "Product {product}: its rating is not that of its reviews",
    ),
    "a reservation lost": (lose_a_reservation, "Stock {sku}: on hand 20, ledger 20; reserved 0, ledger 2"),
    "a level raised": (raise_a_level, "Stock {sku}: on hand 99, ledger 20; reserved 2, ledger 2"),
    "a movement lost": (
        forget_a_movement,
        "Order {number} should hold 2 of variant {variant}, the ledger says 0",
    ),
    "reserved for nobody": (
        reserve_for_nobody,
        "The ledger holds 1 of variant {variant} for NOBODY, which is no order waiting to be sent",
    ),
    "no lines": (lose_the_lines, "Order {number}: has no lines"),
    "a line without figures": (thaw_a_line, "Order {number}: has lines without frozen figures"),
    "a line's figure": (
        change_a_line,
        "Order {number}: subtotal, gross is 24.000, its parts make 1.000",
    ),
    "subtotal, net": (
        change_a_column_of_the_order(subtotal_net="1"),
        "Order {number}: subtotal, net is 21.170, its parts make 20.170",
    ),
    "discount, gross": (
        change_a_column_of_the_order(discount_gross="1", total="-1"),
        "Order {number}: discount, gross is 1.000, its parts make 0.000",
    ),
    "discount, net": (
        change_a_column_of_the_order(discount_net="1"),
        "Order {number}: discount, net is 1.000, its parts make 0.000",
    ),
    "VAT": (
        change_a_column_of_the_order(tax_total="1"),
        "Order {number}: VAT is 5.610, its parts make 4.610",
    ),
    "total from net": (
        change_a_column_of_the_order(shipping_net="1"),
        "Order {number}: total from net is 28.900, its parts make 29.900",
    ),
    "redemptions, gross": (
        save_more_than_was_redeemed,
        "Order {number}: redemptions, gross is 0.000, its parts make 1.000",
    ),
    "redemptions, net": (
        save_more_than_was_redeemed,
        "Order {number}: redemptions, net is 0.000, its parts make 0.840",
    ),
    "reverse charge": (charge_vat_on_a_reverse_charge, "Order {number}: VAT is 0.000, its parts make 4.610"),
    "a payment's status": (
        lose_an_entry,
        "Order {number}: payment {payment} says status paid, its ledger pending",
    ),
    "a payment's money": (
        take_too_little,
        "Order {number}: payment {payment} says amount_captured 1.000, its ledger 28.900",
    ),
    "a payment's refunds": (
        pay_back_in_silence,
        "Order {number}: payment {payment} says amount_refunded 1.000, its ledger 0",
    ),
    "a refund that only the ledger knows": (
        write_an_entry_in_silence,
        "Order {number}: payment {payment} says amount_refunded 0.000, its ledger 1.000",
    ),
    "a payment's money set aside": (
        set_aside_in_silence,
        "Order {number}: payment {payment} says amount_set_aside 1.000, its ledger 0",
    ),
    "paid without money": (
        lose_the_payment,
        "Order {number}: is paid, but 0 of 28.900 was taken and 0 paid back",
    ),
    "no payment": (lose_the_payment, "Order {number}: has no payment, not even one that is awaited"),
    "money without being paid": (
        forget_that_it_was_paid,
        "Order {number}: is not paid, but 28.900 was taken and 0.000 paid back",
    ),
    "money of a cancelled order": (take_money_and_say_nothing, "is not paid, but "),
    "refunded without a refund": (
        pretend_refunded,
        "Order {number}: is refunded, but 0.000 of 28.900 was paid back",
    ),
    "partly refunded without a refund": (
        pretend_partly_refunded,
        "Order {number}: is partly refunded, but 0.000 of 28.900 was paid back",
    ),
    "a refund in silence": (pay_back_in_silence, "Order {number}: does not say that 1.000 was paid back"),
    "money awaited in vain": (
        await_money_of_a_cancelled_order,
        "is cancelled, but a payment is still awaited",
    ),
    "a voucher's uses": (use_a_voucher_in_silence, "says 7 uses, the orders 1"),
    "a promotion's uses": (use_a_promotion_in_silence, "Promotion {promotion} says 7 uses, the orders 1"),
    "a person's uses": (count_a_person_twice, " says 1 uses, the orders 0"),
    "an orphan": (orphan_a_line, "Item {item} (2 x {sku}) belongs to no cart and no order"),
    "a line of something else": (
        give_a_line_to_something_else,
        "Item {item} (2 x {sku}) belongs to no cart and no order",
    ),
    "a frozen line in a cart": (leave_a_frozen_line_in_a_cart, "lies in a cart with an order's figures"),
}
"""What is done to the books, and the line that says so. Those about invoices are in test_invoices.py."""


@pytest.mark.parametrize(("damage", "line"), DAMAGES.values(), ids=DAMAGES.keys())
def test_each_kind_of_damage_is_found_and_named(busy: Order, damage: Damage, line: str) -> None:
    item, payment = busy.items.get(), busy.payments.get()
    words = {
        "number": busy.number,
        "sku": item.sku,
        "variant": item.variant_id,
        "item": item.pk,
        "product": item.variant.product.slug,
        "payment": payment.pk,
        "promotion": Promotion.objects.get().name,
    }
    assert list(differences()) == []
    damage(busy)
    out = StringIO()
    with pytest.raises(CommandError, match="difference"):
        call_command("audit_books", stdout=out)
    said = out.getvalue().splitlines()
    assert [each for each in said if line.format(**words) in each], said
