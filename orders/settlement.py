"""What became of a payment, brought into the books: whoever tells of it, however often, in whatever order.

Webhook, return page, sweep and reconciliation all end in `settle`: the provider is asked how the payment stands,
and what its ledger lacks is written, with what follows for the order, in one transaction that holds the order's row.
docs/adr/0012-late-money-revives-or-returns.md says what becomes of money for an order that was given up.
"""

from __future__ import annotations

import logging
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalog_pages.exceptions import OutOfStock
from catalog_pages.money import ZERO, format_money
from orders import ledger, mail, timeline, unsent, vouchers
from orders.exceptions import OfferGone, VoucherNotUsable
from orders.invoicing import issue_credit_note, issue_first_invoice
from orders.ledger import Entry, Instruction, State
from orders.models import Invoice, Order, OrderEvent, Payment, PaymentInstruction
from orders.moves import has_shipped, locked
from orders.payments import Movement, Refusal, Truth, method_name, provider_of

logger = logging.getLogger(__name__)

Status = Order.Status
Kind = OrderEvent.Kind


def settle(*, payment: Payment) -> Payment:
    """Ask the provider how the payment stands and write it down. Not to be called in a transaction.

    For a payment that staff keep the books of, nothing is asked. Raises PaymentFailed where the provider does not
    know it, PaymentUnanswered where it does not answer; nothing is written then. What follows from it for the
    provider (a refund, a cancellation) is left as an instruction: orders.instructions.carry_out_for.
    """
    provider = provider_of(payment.method)
    if not provider.keeps_the_truth:
        return payment
    Payment.objects.filter(pk=payment.pk).update(asked_at=timezone.now())
    return record(payment=payment, truth=provider.truth(payment))


def record(*, payment: Payment, truth: Truth) -> Payment:
    """Write down what the payment's ledger lacks of the truth, and move the order accordingly. Safe to repeat."""
    order = Order.objects.get(pk=payment.order_id)
    with locked(order):
        payment = Payment.objects.get(pk=payment.pk)
        payment.order = order
        # A truth asked for before another one that is written already is news no more.
        is_pending = payment.status == Payment.Status.PENDING
        if is_pending and truth.refusal:
            _refused(order, payment, truth.refusal)
        if is_pending and truth.authorised and _is_new(payment, Entry.AUTHORISED, truth.authorised):
            _authorised(order, payment, truth.authorised.at)
        if truth.captured and _is_new(payment, Entry.CAPTURED, truth.captured):
            money_came(order=order, payment=payment, at=truth.captured.at)
        if truth.cancelled:
            ledger.write(
                payment=payment, kind=Entry.CANCELLED, amount=payment.amount, reference=truth.reference
            )
        # Those we asked for first: they use up what was set aside for them.
        for refund in sorted(truth.refunds, key=lambda each: each.key is None):
            money_went_back(order=order, payment=payment, refund=refund)
        _close_instructions(payment, truth)
    return payment


def money_came(
    *,
    order: Order,
    payment: Payment,
    at: datetime | None = None,
    actor: AbstractBaseUser | None = None,
    reference: str = "",
) -> None:
    """The payment's ledger has just said that the money was taken: pay the order with it, or send it back.

    The order's row is held. `at` is when it was taken; `actor` who says so, None for the provider.
    """
    if order.paid_at is not None:
        _return_it(order, payment, "was paid already", reason="It was paid twice")
    elif payment.amount_captured != order.total:
        said = format_money(payment.amount_captured, order.currency)
        note(order, Kind.PROBLEM, actor, f"{said} were taken, which is not the total: refund them.")
    elif order.is_closed_unsent and not _is_taken_up_again(order, at, actor):
        _return_it(order, payment, f"was {order.status}, and is not taken up again")
    elif order.state is Status.REFUNDED:
        _return_it(order, payment, "was refunded before", reason="It came after the refund")
    else:
        _paid(order, payment, actor, reference)


def money_went_back(*, order: Order, payment: Payment, refund: Movement) -> None:
    """Write down a refund, once, and what it makes of the order. The order's row is held."""
    asked = payment.instructions.filter(key=refund.key).first() if refund.key else None
    if asked is not None and asked.state == State.OPEN:
        ledger.close(instruction=_of(payment, asked), state=State.DONE)
    if asked is None:
        _make_room(payment, refund)
    if not _is_new(payment, Entry.REFUNDED, refund):
        return
    payments = list(order.payments.all())
    left = sum((each.amount_captured - each.amount_refunded for each in payments), ZERO)
    actor = asked.actor if asked else None
    if order.paid_at is None or left < order.total:  # else it was paid twice, and is still paid once
        _refunded(order, actor, in_full=left == ZERO)
    said = format_money(refund.amount, order.currency)
    why = asked.reason if asked else refund.reference
    note(order, Kind.REFUNDED, actor, f"{said}: {why}" if why else said)
    credit_note = _credit(order, kept=left, reason=asked.reason if asked else "")
    mail.order_refunded(order, amount=refund.amount, in_full=left == ZERO, credit_note=credit_note)


def _credit(order: Order, *, kept: Decimal, reason: str) -> Invoice | None:
    """The credit note that brings the order's invoice down to what the shop has `kept` (gross) of its money.

    It lists the pieces that it gives back, where they make its amount.

    None where that takes nothing off: money that came too late, or twice, is on no invoice.
    """
    if order.paid_at is None:
        return None
    given = sum(order.invoices.filter(kind=Invoice.Kind.CREDIT_NOTE).values_list("total", flat=True), ZERO)
    amount = order.total - kept - given
    if amount <= ZERO:
        return None
    done = order.refund_lines.filter(is_void=False, credit_note=None, instruction__state=State.DONE)
    lines = list(done.select_related("item"))
    return issue_credit_note(
        order=order,
        amount=amount,
        reason=reason,
        lines=lines if sum((line.gross for line in lines), ZERO) == amount else [],
    )


def note(order: Order, kind: Kind, actor: AbstractBaseUser | None, message: str = "") -> None:
    """A line in the order's timeline."""
    timeline.write(order=order, kind=kind, message=message, actor=actor)


def give_up_awaited(*, order: Order, but: Payment | None = None) -> list[Payment]:
    """End what is still awaited for the order, `but` for one; the order's row is held. Those given up.

    What a provider knows of, it is instructed to cancel: the ledger says so once that has been done.
    """
    given_up = [each for each in order.payments.all() if each.is_awaited and each != but]
    for payment in given_up:
        payment.order = order
        if provider_of(payment.method).keeps_the_truth and payment.reference:
            ledger.instruct(payment=payment, kind=Instruction.CANCEL, amount=payment.amount)
        else:
            ledger.write(
                payment=payment, kind=Entry.CANCELLED, amount=payment.amount, reference=str(payment.uuid)
            )
    return given_up


def _refused(order: Order, payment: Payment, refusal: Refusal) -> None:
    if ledger.write(payment=payment, kind=Entry.FAILED, amount=payment.amount, reference=refusal.reference):
        payment.failure = refusal.message
        payment.save(update_fields=["failure"])
        note(order, Kind.NOTE, None, f"Payment refused: {refusal.message}")


def _authorised(order: Order, payment: Payment, at: datetime | None) -> None:
    unwanted = order.paid_at is not None or order.state is Status.REFUNDED
    if unwanted or (order.is_closed_unsent and not _is_taken_up_again(order, at, None)):
        ledger.instruct(payment=payment, kind=Instruction.CANCEL, amount=payment.amount)
        said = format_money(payment.amount, order.currency)
        note(order, Kind.PROBLEM, None, f"{said} were reserved too late on a card, and are given free.")
        return
    for needless in ledger.open_instructions(payment).filter(kind=Instruction.CANCEL):
        ledger.close(instruction=_of(payment, needless), state=State.REFUSED, error="It is wanted after all")
    give_up_awaited(order=order, but=payment)
    _name_method(order, payment)
    note(order, Kind.AUTHORISED, None)


def _paid(order: Order, payment: Payment, actor: AbstractBaseUser | None, reference: str) -> None:
    give_up_awaited(order=order, but=payment)
    if order.state is Status.PENDING:
        order.status = Status.PAID
    order.paid_at = timezone.now()
    order.save(update_fields=["status", "paid_at"])
    _name_method(order, payment)
    note(order, Kind.PAID, actor, reference)
    mail.order_paid(order, invoice=issue_first_invoice(order=order))


def _return_it(order: Order, payment: Payment, why: str, reason: str = "It came too late") -> None:
    """Money for nothing: it goes back by itself where a provider can do it, else staff pay it back."""
    said = format_money(payment.amount_captured, order.currency)
    if provider_of(payment.method).keeps_the_truth:
        ledger.instruct(payment=payment, kind=Instruction.REFUND, amount=payment.refundable, reason=reason)
        note(order, Kind.PROBLEM, None, f"{said} came although the order {why}: they go back by themselves.")
    else:
        note(order, Kind.PROBLEM, None, f"{said} came although the order {why}: refund them.")


def _is_taken_up_again(order: Order, at: datetime | None, actor: AbstractBaseUser | None) -> bool:
    """Reserve for an order that was given up, if the shopper still wants it and the shop still has it all."""
    if actor is None and not _is_wanted(order, at):
        return False
    if order.items.filter(variant=None).exists():
        return False
    try:
        with transaction.atomic():
            unsent.take_again(order=order)
            vouchers.use_again(order=order)
    except (OutOfStock, OfferGone, VoucherNotUsable):
        return False
    note(order, Kind.REVIVED, actor, f"It was {order.status}, but is paid.")
    order.status = Status.PENDING
    order.save(update_fields=["status"])
    return True


def _is_wanted(order: Order, at: datetime | None) -> bool:
    """Nobody says no by letting an order expire. Of paying and cancelling, the shopper's later word counts.

    A cancellation by staff stands.
    """
    if order.state is Status.EXPIRED:
        return True
    no = order.events.filter(kind=Kind.CANCELLED).select_related("actor").last()
    if no is None or (no.actor is not None and no.actor.is_staff):
        return False
    return at is not None and at > no.created_at


def _refunded(order: Order, actor: AbstractBaseUser | None, *, in_full: bool) -> None:
    if in_full:
        if not order.is_closed_unsent:
            unsent.give_back(order=order, actor=actor)
            if not has_shipped(order):
                vouchers.give_back(order=order)
        order.status = Status.REFUNDED
    elif not order.is_closed_unsent:
        order.status = Status.PARTIALLY_REFUNDED
    order.save(update_fields=["status"])


def _is_new(payment: Payment, kind: Entry, movement: Movement) -> bool:
    return ledger.write(
        payment=payment, kind=kind, amount=movement.amount, reference=movement.reference, at=movement.at
    )


def _make_room(payment: Payment, refund: Movement) -> None:
    """Somebody paid it back past us: what we were about to pay back beyond what is left cannot be done any more."""
    if payment.entries.filter(kind=Entry.REFUNDED, reference=refund.reference).exists():
        return
    for each in ledger.open_instructions(payment).filter(kind=Instruction.REFUND).order_by("-pk"):
        if refund.amount <= payment.refundable:
            return
        ledger.close(instruction=_of(payment, each), state=State.REFUSED, error="It was paid back elsewhere")
        said = format_money(each.amount, payment.order.currency)
        note(payment.order, Kind.PROBLEM, each.actor, f"{said} are not paid back: it was done elsewhere.")


def _close_instructions(payment: Payment, truth: Truth) -> None:
    """What the truth shows to be done is done; what it shows to be impossible will never be."""
    for each in ledger.open_instructions(payment).exclude(kind=Instruction.REFUND):
        done, impossible = truth.cancelled, truth.captured is not None
        if each.kind == Instruction.CAPTURE:
            done, impossible = impossible, done
        if done or impossible:
            ledger.close(instruction=_of(payment, each), state=State.DONE if done else State.REFUSED)
        if impossible and each.kind == Instruction.CAPTURE:
            note(payment.order, Kind.PROBLEM, each.actor, "The money reserved on the card is gone.")


def _of(payment: Payment, instruction: PaymentInstruction) -> PaymentInstruction:
    """The instruction, with this very payment: what is added up is seen by who holds it."""
    instruction.payment = payment
    return instruction


def _name_method(order: Order, payment: Payment) -> None:
    """The order says how it was paid, whatever was chosen since."""
    if order.payment_method != payment.method:
        order.payment_method = payment.method
        order.payment_method_name = method_name(payment.method)[:120]
        order.save(update_fields=["payment_method", "payment_method_name"])
