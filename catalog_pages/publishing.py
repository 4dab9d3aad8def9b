"""What follows when a page is published: its pictures are scaled, and its product's entry in the search index renewed.

Both wait for the commit, so that a publishing rolled back leaves nothing behind. Wagtail's signals, heard by this
app only.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published

from catalog_pages import renditions
from catalog_pages.models import ShopSettings


def when_published(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    transaction.on_commit(partial(renditions.prepare, instance))


def when_settings_are_saved(sender: type[ShopSettings], instance: ShopSettings, **_kwargs: Any) -> None:
    if instance.logo_id:
        transaction.on_commit(partial(renditions.prepare_picture, instance.logo, "logo"))


def connect() -> None:
    post_save.connect(when_settings_are_saved, sender=ShopSettings, dispatch_uid="catalog_pages.logo")
    page_published.connect(when_published, dispatch_uid="catalog_pages.publishing")
