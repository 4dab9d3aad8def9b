"""Typed attributes: facts about a product (material, height) and the options that tell its variants apart."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attribute(models.Model):
    """A named, typed property. A choice may also be an option that variants differ by (size, colour)."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        BOOLEAN = "boolean", _("yes or no")
        CHOICE = "choice", _("choice")

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Part of addresses and of imports; it stays for good."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CHOICE)
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text=_("Of a number: cm, g, W."))
    is_facet = models.BooleanField(_("shoppers can filter by it"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="number") | Q(unit=""),
                name="attribute_unit_only_of_a_number",
                violation_error_message=_("Only a number has a unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses another kind while values of the old kind exist. Up to three queries, when it is changed."""
        if self.pk and Attribute.objects.filter(pk=self.pk).exclude(kind=self.kind).exists():
            used = (
                ProductAttribute.objects.filter(attribute=self),
                VariantOption.objects.filter(attribute=self),
            )
            if any(values.exists() for values in used):
                raise ValidationError(
                    {"kind": _("Products have values of the present kind: it cannot be changed.")}
                )


class AttributeChoice(models.Model):
    """One of the values a choice attribute may take: M, or Indigo."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="choices")
    code = models.SlugField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=0)
    swatch = models.CharField(
        _("swatch"),
        max_length=7,
        blank=True,
        help_text=_("A colour, as #a84a22."),
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour as # and six digits: #a84a22."))],
    )

    class Meta:
        ordering = ["attribute", "position", "name"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["attribute", "code"],
                name="choice_code_unique_in_attribute",
                violation_error_message=_("The attribute has a choice of this code already."),
            ),
        ]

    def __str__(self) -> str:
        """With the attribute, as pickers list choices of many: "Size: M". Reads `self.attribute`."""
        return f"{self.attribute}: {self.name}"


class ProductAttribute(models.Model):
    """One fact about a product. Exactly the value that the attribute's kind asks for is set.

    A product has one value an attribute; of a choice it may have several (made of oak and of brass).
    """

    product = models.ForeignKey("catalog_pages.Product", on_delete=models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="values")
    text = models.CharField(_("text"), max_length=400, null=True, blank=True)
    number = models.DecimalField(_("number"), max_digits=16, decimal_places=4, null=True, blank=True)
    boolean = models.BooleanField(_("yes or no"), null=True, blank=True)
    choice = models.ForeignKey(
        AttributeChoice, on_delete=models.PROTECT, null=True, blank=True, related_name="values"
    )

    class Meta:
        ordering = ["attribute__position", "attribute__name"]
        verbose_name = _("attribute value")
        verbose_name_plural = _("attribute values")
        constraints = [
            # Two constraints rather than nulls_distinct=False, which SQLite does not know.
            models.UniqueConstraint(
                fields=["product", "attribute"],
                condition=Q(choice__isnull=True),
                name="product_attribute_one_value",
                violation_error_message=_("The product has a value of this attribute already."),
            ),
            models.UniqueConstraint(
                fields=["product", "attribute", "choice"],
                condition=Q(choice__isnull=False),
                name="product_attribute_each_choice_once",
                violation_error_message=_("The product has this choice already."),
            ),
            models.CheckConstraint(
                name="product_attribute_has_exactly_one_value",
                violation_error_message=_(
                    "Give exactly one value: a text, a number, yes or no, or a choice."
                ),
                condition=(
                    Q(text__isnull=False, number__isnull=True, boolean__isnull=True, choice__isnull=True)
                    | Q(text__isnull=True, number__isnull=False, boolean__isnull=True, choice__isnull=True)
                    | Q(text__isnull=True, number__isnull=True, boolean__isnull=False, choice__isnull=True)
                    | Q(text__isnull=True, number__isnull=True, boolean__isnull=True, choice__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.choice) if self.choice else f"{self.attribute}: {self.value}"

    @property
    def value(self) -> str | Decimal | bool | AttributeChoice | None:
        """The value in its own type. Reads `self.attribute` and, of a choice, `self.choice`."""
        return {
            Attribute.Kind.TEXT: self.text,
            Attribute.Kind.NUMBER: self.number,
            Attribute.Kind.BOOLEAN: self.boolean,
            Attribute.Kind.CHOICE: self.choice,
        }[Attribute.Kind(self.attribute.kind)]

    def clean(self) -> None:
        """Refuses a value of another kind than the attribute's, and a choice of another attribute."""
        if self.attribute_id is None:
            return
        kind = Attribute.Kind(self.attribute.kind)
        if self.value is None:
            raise ValidationError(
                {str(kind): _("%(attribute)s takes its value here.") % {"attribute": self.attribute}}
            )
        if self.choice is not None and self.choice.attribute_id != self.attribute_id:
            raise ValidationError(
                {
                    "choice": _("%(choice)s is not a choice of %(attribute)s.")
                    % {"choice": self.choice, "attribute": self.attribute}
                }
            )


class VariantOption(models.Model):
    """What tells a variant from its siblings: size = M. Written by `Variant.set_options` alone."""

    variant = models.ForeignKey(
        "catalog_pages.Variant", on_delete=models.CASCADE, related_name="options", db_index=False
    )
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="variant_options")
    choice = models.ForeignKey(AttributeChoice, on_delete=models.PROTECT, related_name="variant_options")

    class Meta:
        ordering = ["attribute__position", "attribute__name"]
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "attribute"], name="one_choice_per_option_of_a_variant"
            ),
        ]

    def __str__(self) -> str:
        return str(self.choice)
