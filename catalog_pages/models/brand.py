from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalog_pages.slugs import save_with_slug


class Brand(models.Model):
    """Who made a product: a maker, a studio, a label."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=220,
        unique=True,
        blank=True,
        help_text=_("Part of addresses. Left empty, it is made from the name."),
    )
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="brand_name_unique_whatever_its_case",
                violation_error_message=_("There is a brand of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        save_with_slug(
            self,
            self.name,
            Brand.objects.exclude(pk=self.pk),
            lambda: super(Brand, self).save(*args, **kwargs),
        )
