"""A shopper paying for an order that stands: looking whether the money came, trying again, choosing another way."""

from __future__ import annotations

import logging

from django.contrib.auth.models import AbstractBaseUser

from catalog_pages.models import ShopSettings
from orders import instructions
from orders.exceptions import IllegalTransition, PaymentFailed
from orders.models import AWAITED, Order, OrderEvent, Payment
from orders.moves import locked
from orders.payments import method_name, payment_method, start_payment
from orders.settlement import give_up_awaited, note, settle

logger = logging.getLogger(__name__)

Status = Order.Status


def look(*, order: Order) -> Order:
    """Ask the provider what became of the order's awaited payments, and bring it into the books.

    For the page that shoppers come back to: a webhook that is late or lost is no lost payment. A provider that does
    not answer leaves everything as it is. Not to be called in a transaction.
    """
    for payment in order.payments.filter(status__in=AWAITED).exclude(reference="").order_by("pk"):
        try:
            settle(payment=payment)
        except PaymentFailed as error:
            logger.warning("The payment of order %s could not be looked into: %s", order.number, error)
    instructions.carry_out_for(order=order)
    order.refresh_from_db()
    return order


def pay_by(
    *,
    order: Order,
    method: str = "",
    actor: AbstractBaseUser | None = None,
    shop: ShopSettings | None = None,
) -> Order:
    """Try to pay again, by `method` or, when "", by the one chosen before. `order.current_payment` says what is next.

    Looks first whether the money came meanwhile: then nothing is begun. Raises PaymentMethodNotAvailable, and
    IllegalTransition for an order that is not to be paid any more. Not to be called in a transaction.
    """
    shop = shop or ShopSettings.default()
    code = payment_method(shop, method or order.payment_method).code
    look(order=order)
    if order.paid_at is None:
        payment = _chosen(order, code, shop, actor)
        instructions.carry_out_for(order=order)  # giving up the one before may show that it was paid
        begin(order=order, payment=payment, shop=shop)
        order.refresh_from_db()
    return order


def begin(*, order: Order, payment: Payment | None = None, shop: ShopSettings | None = None) -> None:
    """Have the provider begin to collect; an order that costs nothing is settled at once. Never raises.

    Not to be called in a transaction: a provider that hangs must not hold the stock's rows.
    """
    start_payment(order, payment=payment, shop=shop)
    if order.total == 0:
        look(order=order)


def _chosen(order: Order, code: str, shop: ShopSettings, actor: AbstractBaseUser | None) -> Payment:
    """The payment by this method: the one awaited, or a new one in its place."""
    with locked(order):
        current = order.current_payment
        if order.state is not Status.PENDING or (current and current.status == Payment.Status.AUTHORISED):
            raise IllegalTransition(order, Status.PAID)
        if current is not None and current.status == Payment.Status.PENDING and current.method == code:
            current.order = order
            return current
        give_up_awaited(order=order)
        order.payment_method = code
        order.payment_method_name = method_name(code, shop)[:120]
        order.save(update_fields=["payment_method", "payment_method_name"])
        note(order, OrderEvent.Kind.NOTE, actor, f"To be paid by: {order.payment_method_name}")
        return Payment.objects.create(order=order, method=code, amount=order.total)
