"""What follows when a page is published: its pictures are scaled, and its product's entry in the search index renewed.

Both wait for the commit, so that a publishing rolled back leaves nothing behind. Wagtail's signals, heard by this
app only.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published

from catalog_pages import renditions
from catalog_pages.models import ShopSettings
from catalog_pages.tasks import prepare_page

logger = logging.getLogger(__name__)


def when_published(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    transaction.on_commit(partial(_prepare, instance))


def _prepare(page: Page) -> None:
    """By a worker where there are any; the shop's own task finds what none was told of."""
    if not settings.CELERY_BROKER_URL:
        renditions.prepare(page)
        return
    try:
        prepare_page.delay(page.pk)
    except Exception as error:  # what a broker that is away raises depends on the broker
        logger.warning("The broker was not told of page %s, whose pictures come later: %s", page.pk, error)


def when_settings_are_saved(sender: type[ShopSettings], instance: ShopSettings, **_kwargs: Any) -> None:
    if instance.logo_id:
        transaction.on_commit(partial(renditions.prepare_picture, instance.logo, "logo"))


def connect() -> None:
    post_save.connect(when_settings_are_saved, sender=ShopSettings, dispatch_uid="catalog_pages.logo")
    page_published.connect(when_published, dispatch_uid="catalog_pages.publishing")
