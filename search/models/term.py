from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A word of the catalogue: its stem, a way it is written, and how many documents have it.

    `key` is `search.text.key_of` the stem. What is in no document any more has 0 and goes with the next rebuild.
    """

    key = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=20)
    stem = models.CharField(max_length=60)
    word = models.CharField(max_length=60)
    documents = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        indexes = [
            models.Index(
                fields=["language", "stem"],
                name="search_term_by_stem",
                opclasses=["varchar_ops", "varchar_pattern_ops"],  # for LIKE 'abc%'
            ),
            # What two letters are the beginning of; most words are a code that one document has.
            models.Index(
                fields=["language", "-documents"], condition=Q(documents__gt=1), name="search_term_common"
            ),
        ]

    def __str__(self) -> str:
        return self.word
