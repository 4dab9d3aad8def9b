"""What this app adds to the document that a customer can have of all the shop knows of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from catalog_pages.api.shaping import shaped
from catalog_pages.models import Review
from customers.export import part
from customers.models import Customer
from orders.api.serializers.announced import AnnouncedOrderSerializer
from orders.api.serializers.order import READ_OF_AN_ORDER
from orders.models import Item, Order, Wish


@part("orders")
def _orders(customer: Customer) -> list[Any]:
    orders: QuerySet[Order] = Order.objects.filter(customer=customer.pk).order_by("placed_at", "pk")
    return [shaped(AnnouncedOrderSerializer, order) for order in orders.prefetch_related(*READ_OF_AN_ORDER)]


@part("cart")
def _cart(customer: Customer) -> list[dict[str, Any]]:
    items = Item.objects.filter(cart__customer=customer.pk)
    return [{"sku": item.sku, "name": item.name, "quantity": item.quantity} for item in items]


@part("wish_list")
def _wish_list(customer: Customer) -> list[dict[str, Any]]:
    wishes = Wish.objects.filter(customer=customer.pk).select_related("product")
    return [{"product": wish.product.name, "since": wish.created_at} for wish in wishes]


@part("reviews")
def _reviews(customer: Customer) -> list[dict[str, Any]]:
    names = ("rating", "title", "text", "shown_name", "status", "created_at")
    reviews = Review.objects.filter(author=customer.pk).select_related("product")
    return [
        {"product": each.product.name, **{name: getattr(each, name) for name in names}} for each in reviews
    ]
