"""The audit finds what does not agree."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import transaction

from catalog_pages import stock
from catalog_pages.models import ShopSettings, StockItem, StockMovement
from orders import fulfilment, ledger
from orders.books import differences
from orders.models import Item, Order, Payment, PaymentEntry, Voucher
from tests.factories import CustomerFactory, VariantFactory, VoucherFactory
from tests.shops import filled_cart, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    "damage",
    [
        lose_a_reservation,
        forget_a_movement,
        reserve_for_nobody,
        change_a_line,
        lose_the_lines,
        lose_the_payment,
        take_too_little,
        lose_an_entry,
        write_an_entry_in_silence,
        take_money_and_say_nothing,
        pay_back_in_silence,
        pretend_refunded,
        forget_that_it_was_paid,
        await_money_of_a_cancelled_order,
        use_a_voucher_in_silence,
        orphan_a_line,
        give_a_line_to_something_else,
    ],
)
def test_each_kind_of_damage_is_found(busy: Order, damage: Callable[[Order], None]) -> None:
    assert list(differences()) == []
    damage(busy)
    out = StringIO()
    with pytest.raises(CommandError, match="difference"):
        call_command("audit_books", stdout=out)
    assert out.getvalue().strip()
