"""Tells content delivery networks, by Wagtail's own means, to forget what has changed.

The journal is the outbox: a line stays unpurged until a sweep has told the network, so that a change is not lost
with the process that made it. Nothing here does anything while WAGTAILFRONTENDCACHE names no network.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from wagtail.contrib.frontend_cache.utils import PurgeBatch

from catalog_pages.models import CachedAddress, Change
from catalog_pages.page_cache.dependencies import ALL

LONGEST_URL = 500
AT_ONCE = 2000


def is_wanted() -> bool:
    """Whether a network is configured, and allowed to keep pages."""
    return bool(settings.WAGTAILFRONTENDCACHE and settings.PAGE_CACHE_CDN_SECONDS)


def remember(url: str, keys: Iterable[str]) -> None:
    """Note, before the answer leaves, that a network may keep it. One query, none without a network."""
    if is_wanted() and len(url) <= LONGEST_URL:
        rows = [CachedAddress(url=url, key=key) for key in keys]
        CachedAddress.objects.bulk_create(rows, ignore_conflicts=True)


def purge() -> int:
    """Have the networks forget the addresses that the journal's new lines concern. Returns how many.

    The network is spoken to after the commit, in batches. Several sweeps at once do no harm.
    """
    if not is_wanted():
        return 0
    with transaction.atomic():
        changes = Change.objects.filter(purged=False).order_by("pk")
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            changes = changes.select_for_update(skip_locked=True)
        rows = list(changes.values_list("pk", "key")[:AT_ONCE])
        if not rows:
            return 0
        keys = {key for _pk, key in rows}
        concerned = CachedAddress.objects.all() if ALL in keys else CachedAddress.objects.filter(key__in=keys)
        urls = sorted(set(concerned.values_list("url", flat=True)))
        CachedAddress.objects.filter(url__in=urls).delete()
        Change.objects.filter(pk__in=[pk for pk, _key in rows]).update(purged=True)
        if urls:
            transaction.on_commit(PurgeBatch(urls).purge)
    return len(urls)
