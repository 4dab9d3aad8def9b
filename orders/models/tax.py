from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from catalog_pages.models import TaxClass


class TaxRateQuerySet(models.QuerySet["TaxRate"]):
    def in_force(self, country: str, on: date, *, region: str = "") -> TaxRateQuerySet:
        """The rates of a country (ISO 3166-1 alpha-2) on a day, and of one of its regions, whatever its case."""
        return self.alias(upper_region=Upper("region")).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            Q(region="") | Q(upper_region=region.upper()),
            country=country,
        )

    def in_rising_precedence(self) -> TaxRateQuerySet:
        """The rate that counts comes last: a region's after its country's, a later start after an earlier one."""
        return self.order_by(Length("region"), F("valid_from").asc(nulls_first=True), "pk")


class TaxRate(models.Model):
    """The VAT of a class of goods sent to a country, or to one region of it, from a day to a day."""

    country = CountryField(verbose_name=_("country"))
    region = models.CharField(
        _("region"),
        max_length=150,
        blank=True,
        help_text=_("As addresses have it, such as CA. Empty: all of it."),
    )
    tax_class = models.ForeignKey(
        TaxClass, on_delete=models.PROTECT, related_name="rates", verbose_name=_("tax class")
    )
    rate = models.DecimalField(_("rate"), max_digits=6, decimal_places=4, help_text=_("0.19 is 19 %."))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    objects = models.Manager.from_queryset(TaxRateQuerySet)()

    class Meta:
        ordering = ["country", "region", "tax_class", "-valid_from"]
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        constraints = [
            models.UniqueConstraint(
                "country",
                Upper("region"),
                "tax_class",
                "valid_from",
                name="tax_rate_once_per_start",
                violation_error_message=_("There is a rate from this day already."),
            ),
            # Two unknown starts are as distinct to a database as two unknown days.
            models.UniqueConstraint(
                "country",
                Upper("region"),
                "tax_class",
                condition=Q(valid_from__isnull=True),
                name="tax_rate_once_without_start",
                violation_error_message=_("There is a rate without a first day already."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gte=Decimal(0), rate__lt=Decimal(1)),
                name="tax_rate_is_a_fraction",
                violation_error_message=_("A rate is a fraction: 0.19 for 19 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="tax_rate_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        where = f"{self.country} {self.region}".strip()
        return f"{where} {self.tax_class}: {self.rate:.2%}"
