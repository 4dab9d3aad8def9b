"""Paying back what was paid: all of it, an amount, or so many pieces of each line."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser

from catalog_pages.money import ZERO, round_money
from orders import instructions, ledger, refund_lines
from orders.counting import Pieces
from orders.exceptions import RefundNotPossible
from orders.ledger import Instruction
from orders.models import Order, PaymentInstruction
from orders.moves import moving


def refund(
    *,
    order: Order,
    amount: Decimal | None = None,
    lines: Pieces | None = None,
    shipping: bool = False,
    reason: str = "",
    actor: AbstractBaseUser | None = None,
) -> Order:
    """Pay back `amount` (gross, the order's currency), or all that is left of what was paid, when nothing is named.

    With `lines` ({item key: pieces}), with `shipping`, or with both, what those cost: a piece once, the delivery
    once. Pieces that were not sent yet, and are refunded, are not sent any more (orders.refund_lines).

    The amount is set aside first, with the key under which the provider is asked, so that two at once cannot pay
    back more than was paid, and one that is cut short is finished by the sweep; then the provider is asked,
    outside of that transaction; then the order says so. An order refunded in full before it left gives back what
    it held. Raises IllegalTransition, RefundNotPossible, PiecesNotThere, NoPiecesChosen, StaffOnly; PaymentFailed
    with nothing refunded; PaymentUnanswered where nobody knows yet, and it is tried again.
    """
    with moving(order, "refund", actor):
        instruction = set_aside(
            order=order, amount=amount, lines=lines, shipping=shipping, reason=reason, actor=actor
        )
    carry_out(order=order, instruction=instruction)
    return order


def set_aside(
    *,
    order: Order,
    amount: Decimal | None = None,
    lines: Pieces | None = None,
    shipping: bool = False,
    reason: str = "",
    actor: AbstractBaseUser | None = None,
) -> PaymentInstruction:
    """Count a refund as on its way back, on the payment that can bear it; the order's row is held.

    What is named, and raised, as by `refund`. Once that has committed, the caller has it carried out.
    """
    payment = max(order.payments.all(), key=lambda each: each.refundable, default=None)
    refundable = payment.refundable if payment else ZERO
    refunded = []
    if lines is not None or shipping:
        if amount is not None:
            raise ValueError("a refund is by amount or by line")
        refunded = refund_lines.worth_of(order=order, lines=lines, shipping=shipping)
        amount = refund_lines.sum_of(refunded)
        if order.paid_at is None:  # what came was another amount, or too late: it is for no line
            refundable = ZERO
    asked = refundable if amount is None else amount
    if payment is None or not ZERO < asked <= refundable or asked != round_money(asked, order.currency):
        raise RefundNotPossible(asked, refundable)
    instruction = ledger.instruct(
        payment=payment, kind=Instruction.REFUND, amount=asked, reason=reason, actor=actor
    )
    refund_lines.write(instruction=instruction, order=order, refunded=refunded)
    return instruction


def carry_out(*, order: Order, instruction: PaymentInstruction) -> None:
    """Have the provider pay back what was set aside; the order is read anew.

    Raises PaymentFailed, PaymentUnanswered.
    """
    try:
        instructions.carry_out(instruction=instruction)
    finally:
        order.refresh_from_db()
