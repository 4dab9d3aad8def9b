from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from phonenumber_field.modelfields import PhoneNumberField

from customers.address_rules import ADDRESS_PARTS, postal_lines


class AddressFields(models.Model):
    """The parts of a postal address, as text: a postcode need not be a number, nor exist. Shared with orders."""

    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    company = models.CharField(_("company"), max_length=150, blank=True)
    line1 = models.CharField(_("address line 1"), max_length=200)
    line2 = models.CharField(_("address line 2"), max_length=200, blank=True)
    city = models.CharField(_("town or city"), max_length=150, blank=True)
    region = models.CharField(_("region"), max_length=150, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    country = CountryField(verbose_name=_("country"))
    phone = PhoneNumberField(_("phone"), max_length=40, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return ", ".join(part for part in (self.full_name, self.line1, self.city, str(self.country)) if part)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def lines(self) -> list[str]:
        """The address as its own country writes it, a line each, without the country."""
        return postal_lines(self.parts)

    @property
    def parts(self) -> dict[str, str]:
        """The parts as plain text by name, as validate_address, the forms and the API have them."""
        return {name: str(getattr(self, name) or "") for name in ADDRESS_PARTS}


class Address(AddressFields):
    """An entry of a customer's address book; customers.address_book writes it."""

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="addresses",
        verbose_name=_("customer"),
    )
    is_default = models.BooleanField(_("default"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["-is_default", "-pk"]
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_default=True),
                name="one_default_address_of_a_customer",
                violation_error_message=_("A customer has one default address."),
            ),
        ]
