"""Paying back what was paid, all of it or a part."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser

from catalog_pages.money import ZERO, round_money
from orders import instructions, ledger
from orders.exceptions import RefundNotPossible
from orders.ledger import Instruction
from orders.models import Order, PaymentInstruction
from orders.moves import moving


def refund(
    *, order: Order, amount: Decimal | None = None, reason: str = "", actor: AbstractBaseUser | None = None
) -> Order:
    """Pay back `amount` (gross, the order's currency), or all that is left of what was paid, when None.

    The amount is set aside first, with the key under which the provider is asked, so that two at once cannot pay
    back more than was paid, and one that is cut short is finished by the sweep; then the provider is asked,
    outside of that transaction; then the order says so. An order refunded in full before it left gives back what
    it held. Raises IllegalTransition, RefundNotPossible, StaffOnly; PaymentFailed with nothing refunded;
    PaymentUnanswered where nobody knows yet, and it is tried again.
    """
    with moving(order, "refund", actor):
        instruction = _set_aside(order, amount, reason, actor)
    try:
        instructions.carry_out(instruction=instruction)
    finally:
        order.refresh_from_db()
    return order


def _set_aside(
    order: Order, amount: Decimal | None, reason: str, actor: AbstractBaseUser | None
) -> PaymentInstruction:
    """Count the amount as on its way back, on the payment that can bear it; the order's row is held."""
    payment = max(order.payments.all(), key=lambda each: each.refundable)
    asked = payment.refundable if amount is None else amount
    if not ZERO < asked <= payment.refundable or asked != round_money(asked, order.currency):
        raise RefundNotPossible(asked, payment.refundable)
    return ledger.instruct(payment=payment, kind=Instruction.REFUND, amount=asked, reason=reason, actor=actor)
