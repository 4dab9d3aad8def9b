"""An order's timeline: what is written into it, and what of it its owner sees."""

from django.contrib.auth.models import AbstractBaseUser

from orders.models import Order, OrderEvent

# What staff write for each other, and what went wrong behind the counter.
PRIVATE = frozenset({OrderEvent.Kind.NOTE, OrderEvent.Kind.PROBLEM})


def public_events(order: Order) -> list[OrderEvent]:
    """The events its owner is shown, the oldest first. Reads `order.events`: one query unless prefetched."""
    return [event for event in order.events.all() if event.kind not in PRIVATE]


def write(
    *, order: Order, kind: OrderEvent.Kind, message: str = "", actor: AbstractBaseUser | None = None
) -> OrderEvent:
    """Write a line into the order's timeline. Cut at 400 characters."""
    return OrderEvent.objects.create(
        order=order, kind=kind, actor_id=actor.pk if actor else None, message=message[:400]
    )


def add_note(*, order: Order, message: str, actor: AbstractBaseUser | None = None) -> OrderEvent:
    """Write a note of staff for staff into the timeline; its owner never sees it."""
    return write(order=order, kind=OrderEvent.Kind.NOTE, message=message, actor=actor)
