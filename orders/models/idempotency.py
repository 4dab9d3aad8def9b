from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.cart import Cart
from orders.models.order import Order


class IdempotencyKey(models.Model):
    """Remembers a checkout by the key its client chose, so that a repeat returns the same order."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["cart", "key"], name="idempotency_key_once_per_cart")]

    def __str__(self) -> str:
        return self.key
