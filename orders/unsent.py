"""What of an order was not sent: given back to the shop, or taken up again. The order's row is held."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from catalog_pages import stock
from orders import counting
from orders.models import Item, Order


def give_back(
    *, order: Order, actor: AbstractBaseUser | None = None, pieces: dict[Item, int] | None = None
) -> None:
    """These pieces will not be sent, or none of what is left, when None: they are cancelled, and can be sold again.

    What a refund under way keeps from being sent is released when that is done (orders.refund_lines).
    """
    if pieces is None:
        pieces = {item: item.quantity_left for item in order.items.all() if item.quantity_left}
    counting.add(counter="quantity_cancelled", pieces={item.pk: count for item, count in pieces.items()})
    stock.release(lines=counting.variants(pieces), reference=order.number, actor=actor)


def take_again(*, order: Order) -> None:
    """Reserve for an order that was closed unsent all that it had. Raises OutOfStock."""
    items = list(order.items.all())
    stock.reserve(lines=counting.variants({item: item.quantity for item in items}), reference=order.number)
    counting.take_off(
        counter="quantity_cancelled",
        pieces={item.pk: item.quantity_cancelled for item in items if item.quantity_cancelled},
    )
