"""Pictures are scaled behind the shop's back."""

from celery import shared_task
from django.conf import settings
from wagtail.models import Page

from catalog_pages import renditions


@shared_task
def prepare_page(page: int) -> None:
    """Scale the pictures of a page that was published."""
    found = Page.objects.filter(pk=page, live=True).first()
    if found is not None:
        renditions.prepare(found.specific)


@shared_task
def prepare_pictures() -> None:
    """Make what is missing, AVIF too, for as long as this may hold up other tasks."""
    renditions.prepare_missing(settings.PICTURES_SECONDS)
