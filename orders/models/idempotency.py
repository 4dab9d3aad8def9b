from __future__ import annotations

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models.cart import Cart
from orders.models.order import Order


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    def claim(self, *, cart: int, key: str, body_hash: str) -> IdempotencyKey:
        """The cart's key as it is kept, or now kept with this hash. One query.

        Whoever asks for a key that a transaction has just made waits here until that has ended.
        """
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {IdempotencyKey._meta.db_table} (cart_id, key, body_hash, created_at) "  # noqa: S608
                "VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (cart_id, key) DO UPDATE SET key = excluded.key RETURNING id, order_id, body_hash",
                [cart, key, body_hash, now],
            )
            pk, order, kept = cursor.fetchone()
        return IdempotencyKey(pk=pk, cart_id=cart, key=key, body_hash=kept, order_id=order)


class IdempotencyKey(models.Model):
    """Remembers a checkout by the key its client chose, so that a repeat returns the same order."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(IdempotencyKeyQuerySet)()

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["cart", "key"], name="idempotency_key_once_per_cart")]

    def __str__(self) -> str:
        return self.key
