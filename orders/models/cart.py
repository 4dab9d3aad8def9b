from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.item import Item


def new_token() -> str:
    """A secret of 256 bits that names a guest's cart or an order."""
    return secrets.token_urlsafe(32)


class CartQuerySet(models.QuerySet["Cart"]):
    def of_guests(self) -> CartQuerySet:
        """Carts named by a token alone. A customer's cart is never reached by its token."""
        return self.filter(customer__isnull=True)

    def locked(self) -> CartQuerySet:
        """Rows locked until the transaction ends, in key order.

        Without blocking those who only refer to a cart: two checkouts of one cart would wait for each other's
        idempotency key for ever.
        """
        return self.order_by("pk").select_for_update(no_key=True)


class Cart(models.Model):
    """What somebody means to buy. A customer's is made and removed by signals; a guest's has only its token."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        # The signal in orders.signals removes the cart; a customer deleted past it is refused by the database.
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="cart",
        verbose_name=_("customer"),
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    voucher = models.ForeignKey(
        "orders.Voucher",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voucher"),
    )
    items = GenericRelation(Item, related_query_name="cart")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = models.Manager.from_queryset(CartQuerySet)()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        indexes = [models.Index(fields=["updated_at"])]

    def __str__(self) -> str:
        return f"{_('cart')} {self.pk}"
