"""Products that editors put first, or last, among the results of a search."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Orderable

from search.models.synonym import default_locale
from search.text import stems_of


class Placement(ClusterableModel):
    """What stands first and last when somebody searches for these words, in whatever form and order."""

    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, verbose_name=_("language"), default=default_locale
    )
    words = models.CharField(
        _("words"),
        max_length=100,
        help_text=_("What is searched for, the whole of it. Endings do not matter."),
    )
    language = models.CharField(max_length=20, editable=False)
    stems = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["words", "pk"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(fields=["language", "stems"], name="one_placement_a_search"),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        self._read()
        if not self.stems:
            raise ValidationError({"words": _("There is no word in it.")})
        others = Placement.objects.filter(language=self.language, stems=self.stems).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"words": _("There is a placement for these words already.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._read()
        super().save(*args, **kwargs)

    def _read(self) -> None:
        self.language = self.locale.language_code
        self.stems = placed_by(stems_of(self.words, self.language))


class Placed(Orderable):
    """One product of a placement. Its place among the results moves; no price and no stock does."""

    product = models.ForeignKey(
        "catalog_pages.Product", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.product)


class Promoted(Placed):
    placement = ParentalKey(Placement, on_delete=models.CASCADE, related_name="promoted")

    class Meta(Placed.Meta):
        verbose_name = _("promoted product")
        verbose_name_plural = _("promoted products")


class Buried(Placed):
    placement = ParentalKey(Placement, on_delete=models.CASCADE, related_name="buried")

    class Meta(Placed.Meta):
        verbose_name = _("buried product")
        verbose_name_plural = _("buried products")


def placed_by(stems: list[str]) -> str:
    """What a placement is looked up by: the stems in one order."""
    return " ".join(sorted(set(stems)))[:200]
