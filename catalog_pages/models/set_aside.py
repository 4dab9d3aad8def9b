from __future__ import annotations

from django.db import models


class SetAside(models.Model):
    """A key or an index that a bulk write does without until it is done, and how it is made again.

    Written in the transaction that takes it away and removed in the one that brings it back
    (`catalog_pages.bulk.aside`): what a write that was killed left undone is known to the next.
    """

    class Kind(models.TextChoices):
        PRIMARY_KEY = "primary_key"
        FOREIGN_KEY = "foreign_key"
        INDEX = "index"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=140)
    table = models.CharField(max_length=140)
    definition = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "name"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.table}"
