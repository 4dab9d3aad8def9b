from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _


class LoggedSearchQuerySet(models.QuerySet["LoggedSearch"]):
    def summed(self) -> models.QuerySet[LoggedSearch, Any]:
        """The words, each once, the most searched first.

        With `times` they were searched for, `found`, the most results they had, and `followed`, the clicks on these.
        """
        return (
            self.order_by()
            .values("language", "words")
            .annotate(times=Sum("searches"), found=Max("results"), followed=Sum("clicks"))
            .order_by("-times", "words")
        )


class LoggedSearch(models.Model):
    """How often some words were searched for on a day. Nothing tells who did: there is no more than this.

    Written by `search.log` alone, which leaves out what looks like an address or a number of a person.
    """

    language = models.CharField(_("language"), max_length=20)
    words = models.CharField(_("words"), max_length=80)
    day = models.DateField(_("day"))
    searches = models.PositiveIntegerField(_("searches"), default=0)
    results = models.PositiveIntegerField(_("results"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    objects = models.Manager.from_queryset(LoggedSearchQuerySet)()

    class Meta:
        ordering = ["-day", "-searches", "words"]
        verbose_name = _("logged search")
        verbose_name_plural = _("logged searches")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["language", "words", "day"], name="one_log_of_words_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["language", "words"],
                name="logged_search_by_words",
                opclasses=["varchar_ops", "varchar_pattern_ops"],  # for LIKE 'abc%'
            ),
            models.Index(fields=["day"], name="logged_search_by_day"),
        ]

    def __str__(self) -> str:
        return self.words
