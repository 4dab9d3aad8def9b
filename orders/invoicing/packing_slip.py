"""What goes into a parcel: pieces, SKUs, where to, the shopper's note. No prices. Drawn anew each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.formats import number_format as localised
from django.utils.translation import gettext as _

from catalog_pages.models import ShopSettings
from orders.invoicing.contents import day, postal_address, seller
from orders.invoicing.invoice_pdf import draw_address, draw_facts, draw_letterhead, spoken
from orders.invoicing.paper import LEFT, Column, Paper
from orders.models import Order, Shipment
from orders.parcels import PARCELS, PiecesShown, parcels_of, still_to_come
from orders.shipping import NO_DELIVERY


def packing_slips(*, orders: Sequence[Order]) -> bytes:
    """A PDF with the packing slip of each order, each from a page of its own. Three queries whatever their number.

    It lists what is still to be sent, or all that was where nothing is. Raises ValueError without an order.
    """
    if not orders:
        raise ValueError("there is nothing to pack")
    prefetch_related_objects(orders, "items", "addresses")
    return _slips([_Slip(order, _to_pack(order), comes_in_parts=_was_begun(order)) for order in orders])


def parcel_slip(*, shipment: Shipment) -> bytes:
    """A PDF with the packing slip of one parcel: what is in it. Six queries."""
    order = shipment.order
    prefetch_related_objects([order], "items", "addresses", *PARCELS)
    parcel = next(each for each in parcels_of(order) if each.shipment == shipment)
    comes_in_parts = parcel.number > 1 or len(order.shipments.all()) > 1 or bool(still_to_come(order))
    return _slips([_Slip(order, parcel.lines, comes_in_parts=comes_in_parts)])


@dataclass(frozen=True, slots=True)
class _Slip:
    """One page: what to put into a parcel of the order. Reads its items and addresses."""

    order: Order
    lines: list[PiecesShown]
    comes_in_parts: bool


def _to_pack(order: Order) -> list[PiecesShown]:
    for name in ("quantity_left", "quantity_shipped", "quantity"):
        lines = [PiecesShown(item=item, quantity=getattr(item, name)) for item in order.items.all()]
        if any(line.quantity for line in lines):
            return [line for line in lines if line.quantity]
    return []


def _was_begun(order: Order) -> bool:
    """Whether some pieces have left and others have not."""
    items = list(order.items.all())
    return any(item.quantity_left for item in items) and any(item.quantity_shipped for item in items)


def _slips(slips: Sequence[_Slip]) -> bytes:
    orders = [slip.order for slip in slips]
    shop = ShopSettings.default()
    # Read in the warehouse: in the language of the house, whatever the shopper's.
    with translation.override(settings.LANGUAGE_CODE):
        numbers = ", ".join(order.number for order in orders)
        paper = Paper(
            title=_("Packing slip %(number)s") % {"number": numbers},
            language=settings.LANGUAGE_CODE,
            created=timezone.now(),
            seller={**seller(shop), "footer": ""},
            texts=list(_texts(shop, orders)),
        )
        for slip in slips:
            _draw(paper, slip)
        return paper.finish()


def _texts(shop: ShopSettings, orders: Sequence[Order]) -> Iterator[str]:
    yield from (shop.name, shop.postal_address)
    for order in orders:
        yield from (order.note, order.shipping_method_name)
        yield from postal_address(order.shipping_address)
        for item in order.items.all():
            yield from (item.name, item.sku)


def _draw(paper: Paper, slip: _Slip) -> None:
    order = slip.order
    paper.begin(_("Packing slip %(number)s") % {"number": order.number})
    draw_letterhead(paper, _("Packing slip"))
    paper.set_y(48)
    address = order.shipping_address
    phone = [str(address.phone)] if address is not None and address.phone else []
    to = postal_address(address) + phone
    if order.shipping_method_code == NO_DELIVERY:
        to = [_("Nothing is sent.")]
    height = draw_address(paper, LEFT, _("Deliver to"), to)
    pieces = sum(line.quantity for line in slip.lines)
    facts = draw_facts(
        paper,
        [
            (_("Order"), order.number),
            (_("Ordered on"), spoken(day(order.placed_at))),
            (_("Delivery"), order.shipping_method_name),
            (_("Pieces"), localised(pieces, force_grouping=True)),
        ],
    )
    paper.set_y(48 + max(height, facts, 30) + 8)
    paper.begin_table([Column(_("Item"), 105), Column(_("SKU"), 45), Column(_("Pieces"), 20, "R")])
    for line in slip.lines:
        paper.row([line.name or line.sku, line.sku, localised(line.quantity, force_grouping=True)])
    paper.end_table()
    if slip.comes_in_parts:
        paper.down(4)
        paper.paragraph(_("This order comes in several parcels."))
    if order.note:
        paper.down(7)
        paper.room(14)
        paper.paragraph(_("The shopper's note"), bold=True)
        paper.down(1)
        paper.paragraph(order.note)
