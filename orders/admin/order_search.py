"""Finding orders as people ask for them."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from orders.models import Item, Order, OrderAddress, Shipment
from orders.models.order import number_as_typed

LEAST_OF_A_NUMBER = 3
"""So many of a number's letters are a search for it; fewer would find too much."""


def matching(orders: QuerySet[Order], typed: str) -> QuerySet[Order]:
    """The orders with this number, however it is written, or those in which every word is found.

    A word is found in the number's beginning, the e-mail address, the names and the company of the addresses, a
    SKU's beginning or a tracking number.
    """
    words = typed.split()
    if not words:
        return orders
    every_word = Q()
    for word in words:
        every_word &= _found(word)
    return orders.filter(Q(number=number_as_typed(typed)) | every_word)


def _found(word: str) -> Q:
    people = OrderAddress.objects.filter(
        Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(company__icontains=word)
    )
    goods = Item.objects.filter(content_type=ContentType.objects.get_for_model(Order), sku__istartswith=word)
    parcels = Shipment.objects.filter(tracking_number__icontains=word)
    found = (
        Q(email__icontains=word)
        | Q(pk__in=people.values("order"))
        | Q(pk__in=goods.values("object_id"))
        | Q(pk__in=parcels.values("order"))
    )
    beginning = number_as_typed(word)
    return found | Q(number__startswith=beginning) if len(beginning) >= LEAST_OF_A_NUMBER else found
