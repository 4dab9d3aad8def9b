"""Writing down what a shopper agreed to, so that no later price, tax rate, name or product changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Field

from orders.models import Cart, Item, Order
from orders.pricing import CartView

if TYPE_CHECKING:
    from orders.payments import PaymentMethod


def frozen_order(
    *, order: Order, view: CartView, email: str, note: str, payment_method: PaymentMethod
) -> Order:
    """Fill a new order with a priced cart's figures; `view.shipping` must be chosen. Not saved. No query."""
    if view.shipping is None:
        raise ValueError("an order is sent in some way, if only in none")
    totals = view.totals
    order.email, order.note = email, note
    order.currency, order.prices_include_tax = view.currency, view.prices_include_tax
    order.shipping_method_code = view.shipping.code
    order.shipping_method_name = view.shipping.name
    order.shipping_days_min = view.shipping.days_min
    order.shipping_days_max = view.shipping.days_max
    order.payment_method = payment_method.code
    order.payment_method_name = str(payment_method.name)
    order.voucher_code = view.voucher.code if view.voucher else ""
    order.vat_number, order.reverse_charge = view.vat_number, view.reverse_charge
    order.subtotal_net, order.subtotal_gross = totals.subtotal_net, totals.subtotal_gross
    order.discount_net, order.discount_gross = totals.discount_net, totals.discount_gross
    order.shipping_net, order.shipping_gross = totals.shipping_net, totals.shipping_gross
    order.shipping_tax_rate = totals.shipping_tax_rate
    order.tax_total, order.total = totals.tax_total, totals.total
    return order


FROZEN = (
    "content_type", "object_id", "price_seen", "sku", "name", "unit_price_net", "unit_price_gross", "tax_rate",
    "tax_amount", "discount_net", "discount_gross", "line_total_net", "line_total_gross",
)  # fmt: skip


def freeze_items(*, view: CartView, order: Order) -> list[Item]:
    """Move the cart's items to the order, their figures frozen; the items. One statement, whatever their number."""
    cart = (ContentType.objects.get_for_model(Cart).pk, view.cart.pk)
    of_order = ContentType.objects.get_for_model(Order)
    items = []
    for line, figures in zip(view.sold_lines, view.totals.lines, strict=True):
        item = line.item
        item.content_type, item.object_id, item.price_seen = of_order, order.pk, None
        item.sku, item.name = line.sku, line.name[:400]
        item.unit_price_net, item.unit_price_gross = figures.unit_price_net, figures.unit_price_gross
        item.tax_rate, item.tax_amount = figures.tax_rate, figures.tax_amount
        item.discount_net, item.discount_gross = figures.discount_net, figures.discount_gross
        item.line_total_net, item.line_total_gross = figures.total_net, figures.total_gross
        items.append(item)
    fields: list[Field[Any, Any]] = [Item._meta.get_field(name) for name in FROZEN]  # type: ignore[misc]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    rows = [
        [
            *(field.get_db_prep_save(getattr(item, field.attname), connection) for field in fields),
            item.pk,
            *cart,
        ]
        for item in items
    ]
    with connection.cursor() as cursor:
        # One text prepared once: as an expression of the ORM the same takes a fifth of the checkout to compile.
        cursor.executemany(
            f"UPDATE {Item._meta.db_table} SET {columns} "  # noqa: S608 - names of our own model
            "WHERE id = %s AND content_type_id = %s AND object_id = %s",
            rows,
        )
        if cursor.rowcount != len(rows):
            raise RuntimeError(
                f"{cursor.rowcount} of {len(rows)} items of the locked cart {view.cart.pk} were moved"
            )
    return items
