"""Forgetting a person while keeping the books."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from orders.announcing.payloads import without_person
from orders.models import Cart, Order, OrderAddress, OrderEvent, OutboxMessage, WebhookDelivery
from orders.models.cart import new_token

ADDRESS_PARTS = ("first_name", "last_name", "company", "line1", "line2", "city", "postcode", "phone")
"""What is blanked of an address. Country and region stay: the VAT was worked out by them."""


def forget_customer(*, customer: AbstractBaseUser) -> None:
    """Remove the customer's cart and blank everything personal in their orders; figures and lines stay.

    The cart is locked first: a checkout under way then ends before its order is looked for.
    """
    with transaction.atomic():
        for cart in Cart.objects.locked().filter(customer=customer.pk):
            cart.delete()
        anonymise(orders=list(Order.objects.locked().filter(customer=customer.pk)))


def anonymise(*, orders: list[Order]) -> None:
    """Blank who bought these orders: customer, e-mail, note, addresses, links by token, mails, webhooks.

    Mails not yet sent are dropped; webhooks go on, without the person. An order that still waits to be sent gets a
    line in its timeline saying that its address is gone.
    """
    keys = [order.pk for order in orders]
    blank = dict.fromkeys(ADDRESS_PARTS, "")
    with transaction.atomic():
        OrderAddress.objects.filter(order__in=keys).update(**blank)
        messages = OutboxMessage.objects.filter(order__in=keys)
        messages.filter(sent_at=None).delete()
        messages.forget()
        _forget_in_webhooks(keys)
        for order in orders:
            order.customer = None
            order.email = order.note = ""
            order.anonymised_at = timezone.now()
            order.token = new_token()
        Order.objects.bulk_update(
            orders, ["customer", "email", "note", "anonymised_at", "token"], batch_size=500
        )
        OrderEvent.objects.bulk_create(_events(orders))


def _forget_in_webhooks(orders: list[int]) -> None:
    """Blank the person in what other programs were told, or are yet to be told."""
    deliveries = list(WebhookDelivery.objects.filter(order__in=orders).only("payload").order_by("pk"))
    for delivery in deliveries:
        delivery.payload = without_person(delivery.payload, address_parts=ADDRESS_PARTS)
    WebhookDelivery.objects.bulk_update(deliveries, ["payload"], batch_size=100)


def _events(orders: list[Order]) -> list[OrderEvent]:
    return [
        OrderEvent(order=order, kind=OrderEvent.Kind.PROBLEM, message=MESSAGE_UNSENT)
        if order.state in (Order.Status.PAID, Order.Status.PACKED, Order.Status.PARTIALLY_SHIPPED)
        else OrderEvent(order=order, kind=OrderEvent.Kind.NOTE, message=MESSAGE)
        for order in orders
    ]


# The timeline is kept in the language of the house, as its other lines are.
MESSAGE = "The customer's account was deleted; what was personal in this order is gone."
MESSAGE_UNSENT = (
    "The customer's account was deleted before all of this was sent: there is no address. "
    "Cancel and refund what is left."
)
