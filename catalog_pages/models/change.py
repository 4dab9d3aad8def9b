from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """A line of the journal of what shoppers' pages show: "what this key stands for has changed".

    Written by the database itself, in the transaction of the change (`catalog_pages.page_cache.triggers`). On
    PostgreSQL a transaction names a key once; on SQLite, where writers queue, a key has one row, the latest.
    """

    transaction = models.BigIntegerField(db_default=0)
    key = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now(), db_index=True)
    purged = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "key"], name="change_once_a_transaction_and_key")
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(purged=False), name="change_not_yet_purged")
        ]

    def __str__(self) -> str:
        return self.key


class CachedAddress(models.Model):
    """An address whose answer a content delivery network may hold, once for each key the answer hangs on.

    Kept only where such a network is told to forget (the setting WAGTAILFRONTENDCACHE).
    """

    url = models.CharField(max_length=500)
    key = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "key"], name="cached_address_once_a_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.url}"
