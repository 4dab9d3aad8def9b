"""The ledger of each payment, and the instructions to its provider. The only writer of both.

A payment's status and sums are worked out anew from its entries and open instructions whenever one is written, in
the same transaction. The caller holds the order's row, so that two cannot write about one order at once.
docs/adr/0011-payments-are-a-ledger.md says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from catalog_pages.money import ZERO
from orders import refund_lines
from orders.models import Payment, PaymentEntry, PaymentInstruction
from orders.models.payment_instruction import PaymentInstructionQuerySet

Entry = PaymentEntry.Kind
Instruction = PaymentInstruction.Kind
State = PaymentInstruction.State


def write(
    *, payment: Payment, kind: Entry, amount: Decimal, reference: str, at: datetime | None = None
) -> bool:
    """Write what happened to the money; False where it was written before. `at` is now, when None."""
    _entry, is_new = PaymentEntry.objects.get_or_create(
        payment=payment,
        kind=kind,
        reference=reference[:120],
        defaults={"amount": amount, "at": at or timezone.now()},
    )
    if is_new:
        add_up(payment=payment)
    return is_new


def instruct(
    *,
    payment: Payment,
    kind: Instruction,
    amount: Decimal,
    reason: str = "",
    actor: AbstractBaseUser | None = None,
) -> PaymentInstruction:
    """Write what the provider is to do; orders.instructions has it done after the commit.

    What is to be refunded counts as set aside from now on. An open instruction to capture or cancel is not
    written twice: the one there is returned, due now.
    """
    if kind is not Instruction.REFUND:
        known = open_instructions(payment).filter(kind=kind).first()
        if known is not None:
            known.due_at = timezone.now()
            known.save(update_fields=["due_at"])
            return known
    instruction = PaymentInstruction.objects.create(
        payment=payment, kind=kind, amount=amount, reason=reason[:400], actor_id=actor.pk if actor else None
    )
    add_up(payment=payment)
    return instruction


def close(*, instruction: PaymentInstruction, state: State, error: str = "") -> None:
    """It is done, or will never be; what a refund by line is for, knows it."""
    instruction.state = state
    instruction.closed_at = timezone.now()
    instruction.claimed_until = None
    instruction.last_error = error[:400]
    instruction.save(update_fields=["state", "closed_at", "claimed_until", "last_error"])
    if instruction.kind == Instruction.REFUND:
        refund_lines.settle(instruction=instruction, is_done=state is State.DONE)
    add_up(payment=instruction.payment)


def add_up(*, payment: Payment) -> None:
    """Work out the payment's sums and status from its ledger, and save them. Two queries, and one to save."""
    sums = sums_of(payment)
    for name, value in sums.items():
        setattr(payment, name, value)
    if payment.status != Payment.Status.PENDING:
        payment.next_action = {}  # it may hold what opens the payment to whoever reads it
    if payment.status in (Payment.Status.AUTHORISED, Payment.Status.PAID):
        payment.failure = ""  # what went wrong before is in the ledger
    payment.save(update_fields=[*sums, "next_action", "failure", "updated_at"])


def sums_of(payment: Payment) -> dict[str, object]:
    """What the ledger says: the columns of Payment that follow from it. Reads `entries` and `instructions`."""
    entries = list(payment.entries.all())
    captured = _sum(entry.amount for entry in entries if entry.kind == Entry.CAPTURED)
    refunded = _sum(entry.amount for entry in entries if entry.kind == Entry.REFUNDED)
    under_way = (
        each.amount
        for each in payment.instructions.all()
        if each.kind == Instruction.REFUND and each.state == State.OPEN
    )
    return {
        "status": Payment.status_of(
            kinds={entry.kind for entry in entries}, captured=captured, refunded=refunded
        ),
        "amount_captured": captured,
        "amount_refunded": refunded,
        "amount_set_aside": _sum(under_way),
    }


def open_instructions(payment: Payment) -> PaymentInstructionQuerySet:
    """What its provider is still to do about it."""
    return PaymentInstruction.objects.open().filter(payment=payment)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
