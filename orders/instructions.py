"""Having payment providers do what the books say they are to do: after the commit, once, whoever dies in between.

Whoever writes an instruction calls `carry_out_for` once its transaction has committed; what that leaves behind,
`carry_out_due` finds. An instruction is claimed by a conditional UPDATE, and goes out under its own key.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from catalog_pages.money import format_money
from orders import ledger
from orders.exceptions import PaymentFailed, PaymentUnanswered
from orders.ledger import Instruction, State
from orders.models import Order, OrderEvent, PaymentInstruction
from orders.moves import locked
from orders.payments import Movement, PaymentProvider, provider_of
from orders.settlement import money_went_back, note, record

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""How long whoever carries it out has it to himself: longer than a provider's time-outs together."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
A_SWEEP = 200
PATIENCE = 3
"""How many in a row a provider may leave unanswered before a sweep gives up on it for now."""


def carry_out(*, instruction: PaymentInstruction) -> bool:
    """Have it done, if it is due and nobody else is at it; True when it is done now. Not in a transaction.

    Raises PaymentFailed where the provider refuses: it is then closed, and the timeline says so. Raises
    PaymentUnanswered where it does not answer: it stays open, and is tried again.
    """
    now = timezone.now()
    claim = now + LEASE
    claimed = PaymentInstruction.objects.due(now).filter(pk=instruction.pk)
    if not claimed.update(claimed_until=claim, attempts=F("attempts") + 1):
        return False
    instruction = PaymentInstruction.objects.select_related("payment__order", "actor").get(pk=instruction.pk)
    provider = provider_of(instruction.payment.method)
    try:
        _tell(provider, instruction)
        _write_down(provider, instruction)
        instruction.refresh_from_db(fields=["state"])
        if instruction.state == State.REFUSED:
            raise PaymentFailed(detail=f"{instruction}: no longer possible there")
    except PaymentUnanswered as error:
        _put_off(instruction, error)
        raise
    except PaymentFailed as error:
        if not _is_done_all_the_same(provider, instruction):
            _refuse(instruction, error)
            raise
    except BaseException:
        PaymentInstruction.objects.filter(pk=instruction.pk, claimed_until=claim).update(claimed_until=None)
        raise
    return True


def carry_out_for(*, order: Order) -> None:
    """Carry out what is open about the order's payments, and what follows from that. Never raises.

    What cannot be done now stays for the sweep.
    """
    tried: set[int] = set()
    while True:
        due = (
            PaymentInstruction.objects.due(timezone.now()).filter(payment__order=order).exclude(pk__in=tried)
        )
        instruction = due.order_by("pk").first()
        if instruction is None:
            return
        tried.add(instruction.pk)
        _carry_out_quietly(instruction)


def carry_out_due() -> int:
    """Carry out every open instruction that is due, the longest due first; returns how many were done. Safe twice."""
    done = unanswered = 0
    for instruction in PaymentInstruction.objects.due(timezone.now()).order_by("due_at")[:A_SWEEP]:
        answer = _carry_out_quietly(instruction)
        done += answer is True
        unanswered = unanswered + 1 if answer is None else 0
        if unanswered == PATIENCE:
            break
    return done


def _carry_out_quietly(instruction: PaymentInstruction) -> bool | None:
    """Whether it was done; None where the provider did not answer."""
    try:
        return carry_out(instruction=instruction)
    except PaymentUnanswered as error:
        logger.warning("Payment instruction %s: %s", instruction.key, error)
        return None
    except PaymentFailed as error:
        logger.warning("Payment instruction %s: %s", instruction.key, error)
    except Exception:
        logger.exception("Payment instruction %s could not be carried out", instruction.key)
    return False


def _tell(provider: PaymentProvider, instruction: PaymentInstruction) -> None:
    payment, key = instruction.payment, instruction.key
    match instruction.kind:
        case Instruction.REFUND:
            provider.refund(payment, instruction.amount, key)
        case Instruction.CAPTURE:
            provider.capture(payment, key)
        case Instruction.CANCEL:
            provider.cancel(payment, key)


def _write_down(provider: PaymentProvider, instruction: PaymentInstruction) -> None:
    payment = instruction.payment
    if provider.keeps_the_truth:
        record(payment=payment, truth=provider.truth(payment))
        return
    order = payment.order
    with locked(order):
        payment.refresh_from_db()
        payment.order = order
        done = Movement(str(instruction.key), instruction.amount, key=instruction.key)
        money_went_back(order=order, payment=payment, refund=done)


def _is_done_all_the_same(provider: PaymentProvider, instruction: PaymentInstruction) -> bool:
    """Whether the refusal only meant that it was done before: by an earlier attempt, or by somebody else."""
    if not provider.keeps_the_truth:
        return False
    try:
        record(payment=instruction.payment, truth=provider.truth(instruction.payment))
    except PaymentFailed:
        return False
    instruction.refresh_from_db()
    return instruction.state == State.DONE


def _put_off(instruction: PaymentInstruction, error: Exception) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(instruction.attempts - 1, 16), LONGEST_PAUSE)
    PaymentInstruction.objects.filter(pk=instruction.pk).update(
        claimed_until=None, due_at=timezone.now() + pause, last_error=str(error)[:400]
    )
    if instruction.attempts == 1:
        said = f"{_what(instruction)}: the provider did not answer ({error}). It is tried again by itself."
        note(instruction.payment.order, OrderEvent.Kind.PROBLEM, instruction.actor, said)


def _refuse(instruction: PaymentInstruction, error: Exception) -> None:
    order = instruction.payment.order
    with locked(order):
        instruction.refresh_from_db()
        if instruction.state != State.OPEN:
            return
        ledger.close(instruction=instruction, state=State.REFUSED, error=str(error))
        note(order, OrderEvent.Kind.PROBLEM, instruction.actor, f"{_what(instruction)} was refused: {error}")


def _what(instruction: PaymentInstruction) -> str:
    """For the timeline: what, and how much of it."""
    amount = format_money(instruction.amount, instruction.payment.order.currency)
    return f"{instruction.get_kind_display().capitalize()} {amount}"
