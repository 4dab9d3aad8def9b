"""Words that mean the same to shoppers, as editors keep them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from search.text import stems_of

MOST_PHRASES = 30


def default_locale() -> int:
    pk: int = Locale.get_default().pk
    return pk


class Synonym(models.Model):
    """Either all phrases mean the same, or who asks for the first is shown the others too, but not the reverse."""

    class Direction(models.TextChoices):
        BOTH = "both", _("All of them mean the same")
        ONE = "one", _("The first finds the others, not the other way round")

    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, verbose_name=_("language"), default=default_locale
    )
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.BOTH)
    first = models.CharField(_("first"), max_length=60, help_text=_("A word or two: sofa, mobile phone."))
    others = models.TextField(_("others"), max_length=2000, help_text=_("One on each line."))

    class Meta:
        ordering = ["first", "pk"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        sign = "=" if self.direction == self.Direction.BOTH else "→"
        return f"{self.first} {sign} {', '.join(self.phrases[1:])}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores with it what searches look up, so that it holds from the next search on."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            SynonymPhrase.objects.filter(synonym=self).delete()
            SynonymPhrase.objects.bulk_create(self._looked_up())

    def clean(self) -> None:
        phrases = self.phrases
        if len(phrases) > MOST_PHRASES:
            raise ValidationError({"others": _("No more than %d lines.") % (MOST_PHRASES - 1)})
        for phrase in phrases:
            if not stems_of(phrase, self.locale.language_code):
                field = "first" if phrase == self.first else "others"
                raise ValidationError({field: _("“%s” has no word in it.") % phrase})

    @property
    def phrases(self) -> list[str]:
        """The first, and the others in their order."""
        return [self.first, *(line.strip() for line in self.others.splitlines() if line.strip())]

    def _looked_up(self) -> list[SynonymPhrase]:
        language = self.locale.language_code
        both = self.direction == self.Direction.BOTH
        return [
            SynonymPhrase(
                synonym=self,
                language=language,
                stems=" ".join(stems_of(phrase, language))[:200],
                finds=both or place == 0,
                is_found=both or place > 0,
            )
            for place, phrase in enumerate(self.phrases)
        ]


class SynonymPhrase(models.Model):
    """A phrase by its stems: whether it finds the others of its synonym, and whether they find it."""

    synonym = models.ForeignKey(Synonym, on_delete=models.CASCADE, related_name="looked_up")
    language = models.CharField(max_length=20)
    stems = models.CharField(max_length=200)
    finds = models.BooleanField()
    is_found = models.BooleanField()

    class Meta:
        verbose_name = _("phrase of a synonym")
        verbose_name_plural = _("phrases of synonyms")
        indexes = [models.Index(fields=["language", "stems"], name="synonym_by_stems")]

    def __str__(self) -> str:
        return self.stems
