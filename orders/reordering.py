"""Buying again what an order held: as much of it as can be had now, at the prices of now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings
from catalog_pages.money import format_money
from orders import carts
from orders.cart_lines import item_of
from orders.exceptions import LineUnavailable
from orders.models import Cart, Item, Order
from orders.models.item import LARGEST_QUANTITY
from orders.wording import out_of_stock_text


@dataclass(frozen=True, slots=True)
class LineAgain:
    """What became of a line of the order. `added` of `wanted` pieces went into the cart, beside the `held` ones.

    Prices are in the shop's basis. `price_then` is None where it cannot be compared: the shop changed its currency
    or its basis since.
    """

    name: str
    wanted: int
    added: int
    held: int = 0
    is_sold: bool = True
    price_then: Decimal | None = None
    price_now: Decimal | None = None

    @property
    def is_as_before(self) -> bool:
        """Whether there is nothing to tell: all of it is there, for the same price."""
        return self.added == self.wanted and self.price_then in (None, self.price_now)

    def message(self, currency: str) -> str:
        """What differs, for the shopper; empty where nothing does."""
        words = {"name": self.name, "added": self.added, "wanted": self.wanted}
        if not self.is_sold:
            return _("%(name)s is no longer sold.") % words
        if not self.added and self.held:
            return _("All of %(name)s that can be had lies in your cart already.") % words
        if not self.added:
            return out_of_stock_text(name=self.name, available=0)
        if self.added < self.wanted:
            return _("Only %(added)d of %(name)s could be had; you bought %(wanted)d.") % words
        if self.is_as_before or self.price_then is None or self.price_now is None:
            return ""
        prices = {
            "then": format_money(self.price_then, currency),
            "now": format_money(self.price_now, currency),
        }
        return _("%(name)s costs %(now)s now; you paid %(then)s.") % {**words, **prices}


def buy_again(*, order: Order, cart: Cart, shop: ShopSettings) -> list[LineAgain]:
    """Put the order's lines into the cart, beside what lies there; a guest's new cart is saved with the first.

    Returns every line, in the order's order. Lines the shop does not sell any more, or has too few of, are no error.
    Raises CartGone, with nothing written.
    """
    comparable = order.currency == shop.currency and order.prices_include_tax == shop.prices_include_tax
    with transaction.atomic():
        return [
            _again(item, cart, price_then=_price(order, item) if comparable else None)
            for item in order.items.with_goods()
        ]


def _again(item: Item, cart: Cart, *, price_then: Decimal | None) -> LineAgain:
    variant, wanted = item.variant, item.quantity
    if variant is None or not variant.is_sold:
        return LineAgain(item.name, wanted, 0, is_sold=False)
    there = item_of(cart, variant) if cart.pk else None
    held = there.quantity if there else 0
    left = LARGEST_QUANTITY if variant.available is None else variant.available
    added = min(wanted, left - held, LARGEST_QUANTITY - held)
    if added > 0:
        try:
            carts.add(cart=cart, variant=variant, quantity=added)
        except OutOfStock:  # sold, or taken off the shelf, a moment ago
            added = 0
        except LineUnavailable:
            return LineAgain(item.name, wanted, 0, is_sold=False)
    return LineAgain(
        variant.full_name, wanted, max(added, 0), held, price_then=price_then, price_now=variant.price_at()
    )


def _price(order: Order, item: Item) -> Decimal | None:
    return item.unit_price_gross if order.prices_include_tax else item.unit_price_net
