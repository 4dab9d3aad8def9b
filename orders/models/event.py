from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order


class OrderEvent(models.Model):
    """One line of an order's timeline: who did what, when. Never changed."""

    class Kind(models.TextChoices):
        PLACED = "placed", _("placed")
        AUTHORISED = "authorised", _("card accepted")
        PAID = "paid", _("paid")
        PACKED = "packed", _("packed")
        SHIPPED = "shipped", _("shipped")
        DELIVERED = "delivered", _("delivered")
        REST_CANCELLED = "rest_cancelled", _("rest cancelled")
        RETURN_REQUESTED = "return_requested", _("return announced")
        RETURNED = "returned", _("came back")
        RETURN_REFUSED = "return_refused", _("return refused")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")
        REFUNDED = "refunded", _("refunded")
        REVIVED = "revived", _("taken up again")
        NOTE = "note", _("note")
        PROBLEM = "problem", _("problem")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    message = models.CharField(_("message"), max_length=400, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order event")
        verbose_name_plural = _("order events")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"
