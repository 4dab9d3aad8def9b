"""A customer's wish list. A guest's is a list of product keys, kept by the browser until it is merged at log-in."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from catalog_pages.models import Product
from customers.models import Customer
from orders.exceptions import WishListFull
from orders.models import Wish

MOST = 100
"""Wishes on a list. More is not a wish list, and a guest's has to fit into a cookie."""


def wished_by(customer: AbstractBaseUser) -> list[int]:
    """The keys of the products, the latest wish first. One query."""
    return list(Wish.objects.filter(customer=customer.pk).values_list("product", flat=True))


@transaction.atomic
def add(*, customer: AbstractBaseUser, product: Product) -> None:
    """Put the product on the list; nothing happens where it is on it. Raises WishListFull."""
    wishes = _locked_list(customer)
    if wishes.filter(product=product).exists():
        return
    if wishes.count() >= MOST:
        raise WishListFull(MOST)
    Wish.objects.create(customer_id=customer.pk, product=product)


def remove(*, customer: AbstractBaseUser, product: int) -> None:
    """Take the product off the list; nothing happens where it is not on it."""
    Wish.objects.filter(customer=customer.pk, product=product).delete()


@transaction.atomic
def merge(*, wished: Sequence[int], into: AbstractBaseUser) -> None:
    """Add a guest's wishes, the latest first, to the customer's, as many as there is room for.

    Keys of products that are gone are passed over. Four queries, none where nothing is wished for.
    """
    if not wished:
        return
    there = Product.objects.in_bulk(wished)
    known = set(_locked_list(into).values_list("product", flat=True))
    new = [pk for pk in wished if pk in there and pk not in known][: MOST - len(known)]
    # The latest wish gets the highest key.
    Wish.objects.bulk_create([Wish(customer_id=into.pk, product_id=pk) for pk in reversed(new)])


def _locked_list(customer: AbstractBaseUser) -> QuerySet[Wish]:
    """The customer's wishes, which nobody else adds to until the transaction ends: no list outgrows MOST."""
    Customer.objects.select_for_update().only("pk").get(pk=customer.pk)
    return Wish.objects.filter(customer=customer.pk)
