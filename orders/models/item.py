from __future__ import annotations

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Variant, VariantOption

LARGEST_QUANTITY = 9_999
"""What one line may hold. More is a typing slip, or somebody testing the database's integers."""


class ItemQuerySet(models.QuerySet["Item"]):
    def still_to_be_sent(self) -> ItemQuerySet:
        """Lines of which some pieces were neither shipped nor cancelled."""
        return self.filter(quantity__gt=F("quantity_shipped") + F("quantity_cancelled"))

    def with_goods(self) -> ItemQuerySet:
        """With variant, product, stock and options, for naming, pricing and promising them. Two queries."""
        options = VariantOption.objects.select_related("choice")
        return self.select_related("variant__product", "variant__stock").prefetch_related(
            Prefetch("variant__options", queryset=options)
        )


class Item(models.Model):
    """A line of a cart or of an order: the same row, moved when the order is placed, its figures frozen then.

    Reached only as `cart.items` and `order.items`. The `*_price_*`, `tax_*` and `line_*` fields are None in a cart.
    What became of an order's pieces is counted in `quantity_*` by orders.counting, its only writer; all 0 in a cart.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey("content_type", "object_id")
    variant = models.ForeignKey(
        Variant,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("variant"),
    )
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    sku = models.CharField(_("SKU"), max_length=80)
    name = models.CharField(_("name"), max_length=400)
    price_seen = models.DecimalField(
        _("price last shown"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("In the shop's price basis: what the shopper saw when this last changed."),
    )
    unit_price_net = models.DecimalField(
        _("unit price, net"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    unit_price_gross = models.DecimalField(
        _("unit price, gross"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    tax_rate = models.DecimalField(
        _("VAT rate"), max_digits=6, decimal_places=4, null=True, blank=True, help_text=_("0.19 is 19 %.")
    )
    tax_amount = models.DecimalField(
        _("VAT of the line"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("After discount."),
    )
    discount_net = models.DecimalField(
        _("discount of the line, net"), max_digits=14, decimal_places=3, default=Decimal(0)
    )
    discount_gross = models.DecimalField(
        _("discount of the line, gross"), max_digits=14, decimal_places=3, default=Decimal(0)
    )
    line_total_net = models.DecimalField(
        _("line total, net"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("After discount."),
    )
    line_total_gross = models.DecimalField(
        _("line total, gross"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("After discount."),
    )
    quantity_shipped = models.PositiveIntegerField(_("pieces shipped"), default=0, editable=False)
    quantity_cancelled = models.PositiveIntegerField(
        _("pieces cancelled"), default=0, editable=False, help_text=_("They will not be sent.")
    )
    quantity_returned = models.PositiveIntegerField(_("pieces returned"), default=0, editable=False)
    quantity_refunded = models.PositiveIntegerField(
        _("pieces refunded"), default=0, editable=False, help_text=_("Line by line, under way or done.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = models.Manager.from_queryset(ItemQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "variant"], name="item_once_per_owner"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="item_quantity_at_least_one"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("quantity_shipped") + F("quantity_cancelled")),
                name="item_shipped_within_ordered",
            ),
            models.CheckConstraint(
                condition=Q(quantity_returned__lte=F("quantity_shipped")), name="item_returned_within_shipped"
            ),
            models.CheckConstraint(
                # What is paid back was sent, or will not be.
                condition=Q(quantity_refunded__lte=F("quantity_shipped") + F("quantity_cancelled")),
                name="item_refunded_within_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def subtotal_net(self) -> Decimal | None:
        """The line before its discount, net; None in a cart."""
        return None if self.line_total_net is None else self.line_total_net + self.discount_net

    @property
    def subtotal_gross(self) -> Decimal | None:
        """The line before its discount, gross; None in a cart."""
        return None if self.line_total_gross is None else self.line_total_gross + self.discount_gross

    @property
    def quantity_left(self) -> int:
        """Pieces still to be sent."""
        return self.quantity - self.quantity_shipped - self.quantity_cancelled

    @property
    def quantity_returnable(self) -> int:
        """Pieces that were sent and have not come back."""
        return self.quantity_shipped - self.quantity_returned

    @property
    def quantity_refundable(self) -> int:
        """Pieces that no refund by line has paid for yet."""
        return self.quantity - self.quantity_refunded
