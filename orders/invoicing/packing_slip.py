"""What goes into the parcel: pieces, SKUs, where to, the shopper's note. No prices. Drawn anew each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.formats import number_format as localised
from django.utils.translation import gettext as _

from catalog_pages.models import ShopSettings
from orders.invoicing.contents import day, postal_address, seller
from orders.invoicing.invoice_pdf import draw_address, draw_facts, draw_letterhead, spoken
from orders.invoicing.paper import LEFT, Column, Paper
from orders.models import Order
from orders.shipping import NO_DELIVERY

MOST_AT_ONCE = 100
"""Orders in one file: about two seconds of drawing."""


def packing_slips(*, orders: Sequence[Order]) -> bytes:
    """A PDF with the packing slip of each order, each from a page of its own. Three queries whatever their number.

    Raises ValueError without an order.
    """
    if not orders:
        raise ValueError("there is nothing to pack")
    prefetch_related_objects(orders, "items", "addresses")
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
        for order in orders:
            _draw(paper, order)
        return paper.finish()


def _texts(shop: ShopSettings, orders: Sequence[Order]) -> Iterator[str]:
    yield from (shop.name, shop.postal_address)
    for order in orders:
        yield from (order.note, order.shipping_method_name)
        yield from postal_address(order.shipping_address)
        for item in order.items.all():
            yield from (item.name, item.sku)


def _draw(paper: Paper, order: Order) -> None:
    paper.begin(_("Packing slip %(number)s") % {"number": order.number})
    draw_letterhead(paper, _("Packing slip"))
    paper.set_y(48)
    address = order.shipping_address
    phone = [str(address.phone)] if address is not None and address.phone else []
    to = postal_address(address) + phone
    if order.shipping_method_code == NO_DELIVERY:
        to = [_("Nothing is sent.")]
    height = draw_address(paper, LEFT, _("Deliver to"), to)
    items = list(order.items.all())
    pieces = sum(item.quantity for item in items)
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
    for item in items:
        paper.row([item.name or item.sku, item.sku, localised(item.quantity, force_grouping=True)])
    paper.end_table()
    if order.note:
        paper.down(7)
        paper.room(14)
        paper.paragraph(_("The shopper's note"), bold=True)
        paper.down(1)
        paper.paragraph(order.note)
