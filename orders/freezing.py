"""Writing down what a shopper agreed to, so that no later price, tax rate, name or product changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Field, Value, When
from django.db.models.functions import Cast

from orders.models import Item, Order
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


def freeze_items(*, view: CartView, order: Order) -> None:
    """Move the cart's items to the order, their figures frozen: one UPDATE, whatever their number."""
    frozen: dict[int, dict[str, Any]] = {
        line.item.pk: {
            "sku": line.sku,
            "name": line.name[:400],
            "unit_price_net": figures.unit_price_net,
            "unit_price_gross": figures.unit_price_gross,
            "tax_rate": figures.tax_rate,
            "tax_amount": figures.tax_amount,
            "discount_net": figures.discount_net,
            "discount_gross": figures.discount_gross,
            "line_total_net": figures.total_net,
            "line_total_gross": figures.total_gross,
        }
        for line, figures in zip(view.sold_lines, view.totals.lines, strict=True)
    }
    fields = next(iter(frozen.values())).keys()
    moved = view.cart.items.filter(pk__in=frozen).update(
        content_type=ContentType.objects.get_for_model(Order),
        object_id=order.pk,
        price_seen=None,
        **{field: _by_item(field, frozen) for field in fields},
    )
    if moved != len(frozen):
        raise RuntimeError(f"{moved} of {len(frozen)} items of the locked cart {view.cart.pk} were moved")


def _by_item(field: str, frozen: dict[int, dict[str, Any]]) -> Cast:
    """The value of one field for each item, as one SQL expression."""
    kind: Field[Any, Any] = Item._meta.get_field(field)  # type: ignore[assignment]
    values = (When(pk=key, then=Value(figures[field], output_field=kind)) for key, figures in frozen.items())
    # PostgreSQL takes a CASE of parameters for text unless told.
    return Cast(Case(*values, output_field=kind), output_field=kind)
