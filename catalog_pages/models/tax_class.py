from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class TaxClass(models.Model):
    """A kind of goods that tax law treats alike: standard, books, food. The rates are kept by `orders`."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("New products, and shipping, are taxed as this class.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("tax class")
        verbose_name_plural = _("tax classes")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_tax_class",
                violation_error_message=_("Another class is the default. Take the mark from that one first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> "TaxClass":
        """The default class, made on first use. One query as a rule."""
        found = cls.objects.filter(is_default=True).first()
        if found is None:
            found, _created = cls.objects.get_or_create(
                code="standard", defaults={"name": gettext("Standard"), "is_default": True}
            )
        return found
