"""Which moves an order may make from where it stands: one table, asked by the functions, the admin and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orders import refund_lines
from orders.exceptions import IllegalTransition, StaffOnly
from orders.models import Order, Payment
from orders.payments import provider_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Status = Order.Status


@dataclass(frozen=True, slots=True)
class Move:
    """One of the functions of orders.fulfilment, by its name, and what its button says."""

    name: str
    label: str | _StrPromise


def is_paid_on_delivery(order: Order) -> bool:
    """Whether the parcel leaves before it is paid. No query."""
    return provider_of(order.payment_method).on_delivery(order.payment_method)


def has_shipped(order: Order) -> bool:
    """Reads `order.shipments`: one query, none where they are prefetched."""
    return bool(order.shipments.all())


def is_on_its_way(order: Order) -> bool:
    """Whether a parcel has left and not arrived. Reads `order.shipments`: one query, none where prefetched."""
    return any(shipment.delivered_at is None for shipment in order.shipments.all())


def has_more_to_send(order: Order) -> bool:
    """Whether some pieces were neither sent nor cancelled. Reads `order.items`: one query, none where prefetched."""
    return any(item.quantity_left for item in order.items.all())


def where_it_stands(order: Order) -> Order.Status:
    """The status of an order that has left, by its pieces and parcels. At most three queries."""
    if has_more_to_send(order) or refund_lines.keeps_some_from_being_sent(order):
        return Status.PARTIALLY_SHIPPED
    return Status.SHIPPED if is_on_its_way(order) else Status.DELIVERED


def is_refundable(order: Order) -> bool:
    """Reads `order.payments`: one query, none where they are prefetched."""
    return any(payment.refundable > 0 for payment in order.payments.all())


def is_authorised(order: Order) -> bool:
    """Whether its money is reserved on a card. Reads `order.payments`: one query, none where prefetched."""
    return any(payment.status == Payment.Status.AUTHORISED for payment in order.payments.all())


def _may_be_paid(order: Order) -> bool:
    if order.paid_at is not None or is_authorised(order):
        return False
    on_the_way = order.state in (
        Status.PACKED,
        Status.PARTIALLY_SHIPPED,
        Status.SHIPPED,
        Status.DELIVERED,
    )
    return order.state is Status.PENDING or on_the_way


def _may_be_paid_late(order: Order) -> bool:
    return order.paid_at is None and order.is_closed_unsent and not is_refundable(order)


def _may_be_captured(order: Order) -> bool:
    return order.paid_at is None and not order.is_closed_unsent and is_authorised(order)


def _may_be_packed(order: Order) -> bool:
    if order.state is Status.PENDING:
        return is_paid_on_delivery(order) or is_authorised(order)
    if order.state is Status.PARTIALLY_REFUNDED:
        return not has_shipped(order) and has_more_to_send(order)
    return order.state is Status.PAID


def _may_be_shipped(order: Order) -> bool:
    begun = order.state is Status.PARTIALLY_REFUNDED and has_shipped(order)
    if not (begun or order.state in (Status.PACKED, Status.PARTIALLY_SHIPPED)) or not has_more_to_send(order):
        return False
    return order.paid_at is not None or is_paid_on_delivery(order) or is_authorised(order)


def _may_be_delivered(order: Order) -> bool:
    under_way = (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.PARTIALLY_REFUNDED)
    return order.state in under_way and is_on_its_way(order)


def _may_its_rest_be_cancelled(order: Order) -> bool:
    """Once it is paid: until then nobody knows what of its money would be for the rest."""
    if order.state not in (Status.PARTIALLY_SHIPPED, Status.PARTIALLY_REFUNDED) or order.paid_at is None:
        return False
    return has_shipped(order) and has_more_to_send(order)


def _may_be_taken_back(order: Order) -> bool:
    return any(item.quantity_returnable for item in order.items.all())


def _may_be_cancelled(order: Order) -> bool:
    if order.state is Status.PARTIALLY_REFUNDED:
        return not has_shipped(order)
    return order.state.allows(Status.CANCELLED)


def _may_expire(order: Order) -> bool:
    return order.state is Status.PENDING and not is_paid_on_delivery(order)


_RULES: dict[str, tuple[_StrPromise, Status, Callable[[Order], bool]]] = {
    "mark_paid": (_("Mark as paid"), Status.PAID, _may_be_paid),
    "take_late_payment": (_("The money came late"), Status.PAID, _may_be_paid_late),
    "capture": (_("Take the reserved money"), Status.PAID, _may_be_captured),
    "pack": (_("Mark as packed"), Status.PACKED, _may_be_packed),
    "ship": (_("Ship"), Status.SHIPPED, _may_be_shipped),
    "deliver": (_("Mark as delivered"), Status.DELIVERED, _may_be_delivered),
    "cancel": (_("Cancel"), Status.CANCELLED, _may_be_cancelled),
    "cancel_rest": (_("Cancel what is left"), Status.SHIPPED, _may_its_rest_be_cancelled),
    "take_back": (_("Take back"), Status.DELIVERED, _may_be_taken_back),
    "refund": (_("Refund"), Status.REFUNDED, is_refundable),
    "expire": (_("Expire"), Status.EXPIRED, _may_expire),
}
_OF_THE_SHOP_ITSELF = frozenset({"expire"})


def may(order: Order, name: str) -> bool:
    """Whether the move of this name is legal now, as the order was loaded."""
    return _RULES[name][2](order)


def legal_moves(order: Order) -> list[Move]:
    """What staff may do with the order now, in the order of its life. At most three queries, none if prefetched."""
    return [
        Move(name, label)
        for name, (label, _target, rule) in _RULES.items()
        if name not in _OF_THE_SHOP_ITSELF and rule(order)
    ]


@contextmanager
def moving(order: Order, name: str, actor: AbstractBaseUser | None) -> Iterator[None]:
    """A transaction that holds the order's row, re-read into `order` and found to allow the move.

    Raises IllegalTransition, and StaffOnly for an actor who is a mere customer.
    """
    staff_only(name, actor)
    with locked(order):
        require(order, name)
        yield


def staff_only(name: str, actor: AbstractBaseUser | None) -> None:
    """Raise StaffOnly for an actor who is a mere customer."""
    if actor is not None and not getattr(actor, "is_staff", False):
        raise StaffOnly(name)


@contextmanager
def locked(order: Order) -> Iterator[None]:
    """A transaction that holds the order's row, re-read into `order`; what was prefetched is forgotten."""
    with transaction.atomic():
        order.refresh_from_db(from_queryset=Order.objects.locked())
        yield


def require(order: Order, name: str) -> None:
    """Raise IllegalTransition unless the move is legal now."""
    if not may(order, name):
        raise IllegalTransition(order, _RULES[name][1])
