from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ShippingZone(models.Model):
    """Countries that cost the same to send to. A zone without countries is "everywhere else"."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    countries = CountryField(
        verbose_name=_("countries"),
        multiple=True,
        blank=True,
        help_text=_("None: everywhere no other zone names."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("shipping zone")
        verbose_name_plural = _("shipping zones")

    def __str__(self) -> str:
        return self.name


class ShippingMethodQuerySet(models.QuerySet["ShippingMethod"]):
    def offered_in(self, country: str) -> ShippingMethodQuerySet:
        """The methods that serve a country (ISO 3166-1 alpha-2); those for everywhere else if no zone names it."""
        # Countries are kept as "DE,FR": two letters match nothing but a whole code.
        naming = ShippingZone.objects.filter(countries__contains=country)
        return self.filter(
            Q(zone__countries__contains=country) | (Q(zone__countries="") & ~Exists(naming)),
            is_active=True,
        ).order_by("position", "pk")


class ShippingMethod(models.Model):
    """A way of sending a parcel into a zone. Prices are in the shop's currency and price basis."""

    class Kind(models.TextChoices):
        FLAT = "flat", _("one price")
        WEIGHT = "weight", _("by weight")

    zone = models.ForeignKey(
        ShippingZone, on_delete=models.CASCADE, related_name="methods", verbose_name=_("zone")
    )
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.FLAT)
    price = models.DecimalField(
        _("price"),
        max_digits=14,
        decimal_places=3,
        default=0,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Of one price; the weight bands have theirs."),
    )
    free_above = models.DecimalField(
        _("free from"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("A goods total, discounts taken off."),
    )
    days_min = models.PositiveSmallIntegerField(_("working days, at least"), default=2)
    days_max = models.PositiveSmallIntegerField(_("working days, at most"), default=5)
    is_active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = models.Manager.from_queryset(ShippingMethodQuerySet)()

    if TYPE_CHECKING:
        weight_bands: RelatedManager[ShippingWeightBand]

    class Meta:
        ordering = ["zone", "position", "pk"]
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="shipping_code_once_per_zone"),
            models.CheckConstraint(condition=Q(price__gte=0), name="shipping_price_not_negative"),
            models.CheckConstraint(
                condition=Q(days_max__gte=F("days_min")),
                name="shipping_days_in_order",
                violation_error_message=_("At most is fewer days than at least."),
            ),
            # "none" is what a cart with nothing to send is given (orders.shipping).
            models.CheckConstraint(
                condition=~Q(code="none"),
                name="shipping_code_none_is_taken",
                violation_error_message=_("The code “none” is kept for carts that need no delivery."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone}: {self.name}"

    def price_for(self, *, subtotal: Decimal, weight_grams: int) -> Decimal | None:
        """What it costs to send a parcel; None when it is too heavy for every weight band. Reads `weight_bands`."""
        price: Decimal | None = self.price
        if self.kind == self.Kind.WEIGHT:
            fitting = [band for band in self.weight_bands.all() if weight_grams <= band.up_to_grams]
            price = min(fitting, key=lambda band: band.up_to_grams).price if fitting else None
        if price is not None and self.free_above is not None and subtotal >= self.free_above:
            return Decimal(0)
        return price


class ShippingWeightBand(models.Model):
    """The price of a parcel up to a weight. Heavier than the last band: the method is not offered."""

    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="weight_bands")
    up_to_grams = models.PositiveIntegerField(_("up to, in grams"))
    price = models.DecimalField(
        _("price"), max_digits=14, decimal_places=3, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        ordering = ["method", "up_to_grams"]
        verbose_name = _("weight band")
        verbose_name_plural = _("weight bands")
        constraints = [
            models.UniqueConstraint(fields=["method", "up_to_grams"], name="weight_band_once_per_method"),
            models.CheckConstraint(condition=Q(price__gte=0), name="weight_band_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.up_to_grams} g: {self.price}"
