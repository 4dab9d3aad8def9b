"""An order's frozen figures in the price basis it was placed in, for whoever shows them. No queries, no sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from orders.models import Item, Order

if TYPE_CHECKING:
    from catalog_pages.models import GalleryImage


@dataclass(frozen=True, kw_only=True)
class LineFigures:
    """A line in the order's price basis; `line_total` is before the order's discount, as in the cart."""

    item: Item
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    line_total: Decimal
    image: GalleryImage | None = None


@dataclass(frozen=True, kw_only=True)
class DiscountFigures:
    """What a promotion saved, in the order's price basis. `amount` is off the goods: 0 for mere free delivery."""

    name: str
    code: str
    amount: Decimal
    is_free_shipping: bool


@dataclass(frozen=True, kw_only=True)
class OrderFigures:
    """Sums in the order's price basis and currency. `total` is gross: what is paid.

    The amounts of `discounts` sum to `discount`. With `reverse_charge` there is no VAT in any of them.
    """

    currency: str
    prices_include_tax: bool
    subtotal: Decimal
    discount: Decimal
    discounts: list[DiscountFigures]
    shipping: Decimal
    tax_total: Decimal
    total: Decimal
    reverse_charge: bool
    vat_number: str

    @property
    def reverse_charge_number(self) -> str:
        """The VAT number of a buyer who owes the VAT; "" for everybody else."""
        return self.vat_number if self.reverse_charge else ""


def order_figures(order: Order) -> OrderFigures:
    """The sums of `order`: subtotal - discount + shipping, plus VAT where prices exclude it, make the total.

    Reads `order.redemptions` where something may have been saved: one query, none where they are prefetched.
    """
    gross = order.prices_include_tax
    return OrderFigures(
        currency=order.currency,
        prices_include_tax=gross,
        subtotal=order.subtotal_gross if gross else order.subtotal_net,
        discount=order.discount_gross if gross else order.discount_net,
        discounts=discount_figures(order),
        shipping=order.shipping_gross if gross else order.shipping_net,
        tax_total=order.tax_total,
        total=order.total,
        reverse_charge=order.reverse_charge,
        vat_number=order.vat_number,
    )


def discount_figures(order: Order) -> list[DiscountFigures]:
    """What each promotion saved the order, in the order they were applied. As `order_figures` reads them."""
    if not order.discount_gross and order.shipping_gross:
        return []
    return [
        DiscountFigures(
            name=redemption.name,
            code=redemption.code,
            amount=redemption.amount_gross if order.prices_include_tax else redemption.amount_net,
            is_free_shipping=redemption.is_free_shipping,
        )
        for redemption in sorted(order.redemptions.all(), key=lambda each: each.pk)
    ]


def line_figures(order: Order, pictures: Mapping[int, GalleryImage] | None = None) -> list[LineFigures]:
    """The lines of `order`. Reads `order.items`: one query, none where they are prefetched.

    `pictures` are by product; with them each item's `variant` is read.
    """
    return [_line(order, item, pictures or {}) for item in order.items.all()]


def _line(order: Order, item: Item, pictures: Mapping[int, GalleryImage]) -> LineFigures:
    unit_price = item.unit_price_gross if order.prices_include_tax else item.unit_price_net
    unit_price = unit_price or Decimal(0)
    return LineFigures(
        item=item,
        sku=item.sku,
        name=item.name,
        quantity=item.quantity,
        unit_price=unit_price,
        line_total=_subtotal(order, item),
        image=pictures.get(item.variant.product_id) if pictures and item.variant else None,
    )


def _subtotal(order: Order, item: Item) -> Decimal:
    """Written down, not worked out again: without the VAT of a reverse charge no piece's price makes the line's."""
    subtotal = item.subtotal_gross if order.prices_include_tax else item.subtotal_net
    return subtotal if subtotal is not None else Decimal(0)
