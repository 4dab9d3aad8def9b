"""What orders does when a customer comes, goes or logs in. The only signals between apps of the house."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.messages import INFO
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from catalog_pages.reviews import forget_author
from orders import wishes
from orders.access import CART_SESSION_KEY, guest_token
from orders.anonymising import forget_customer
from orders.carts import CartChange, cart_for_customer, guest_cart, merge
from orders.models import Cart
from orders.wish_cookie import forget_with_this_answer, guests_wishes


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="orders.give_cart")
def give_cart(instance: AbstractBaseUser, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new customer gets a cart. Not from a fixture, which may bring its own: the first look makes up for it."""
    if created and not raw:
        Cart.objects.create(customer_id=instance.pk)


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="orders.forget_customer")
def take_cart_and_forget(instance: AbstractBaseUser, **kwargs: Any) -> None:
    """A customer who goes takes the cart along; the orders and reviews stay, without the person."""
    forget_customer(customer=instance)
    forget_author(author=instance)


@receiver(user_logged_in, dispatch_uid="orders.merge_guest_cart")
def merge_what_the_guest_had(request: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
    """What a guest chose before logging in joins the customer's cart and wishes; the shopper is told what changed."""
    if request is None:
        return
    wishes.merge(wished=guests_wishes(request), into=user)
    forget_with_this_answer(request)
    guest = guest_cart(token=guest_token(request))
    if guest is not None:
        _tell(request, merge(guest=guest, into=cart_for_customer(customer=user)))
    session = getattr(request, "session", None)
    if session is not None:
        session.pop(CART_SESSION_KEY, None)


def _tell(request: Any, changes: list[CartChange]) -> None:
    """By Django's messages where the request carries them; an API client reads its cart instead."""
    messages = getattr(request, "_messages", None)
    if messages is not None:
        for change in changes:
            messages.add(INFO, change.message)
