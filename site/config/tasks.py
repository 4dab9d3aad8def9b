"""Housekeeping that no app owns."""

from celery import shared_task
from django.core.management import call_command

from catalog_pages.page_cache import journal, purging
from customers import log_ins


@shared_task
def publish_scheduled_pages() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


@shared_task
def clear_expired() -> None:
    """Remove sessions that have ended, and what was noted of them."""
    call_command("clearsessions")
    log_ins.forget_old()


@shared_task
def purge_changed_pages() -> None:
    """Have content delivery networks forget what has changed; nothing to do without one."""
    purging.purge()


@shared_task
def forget_old_changes() -> None:
    """Remove what the journal of the page cache no longer needs to know."""
    journal.forget_old_changes()
