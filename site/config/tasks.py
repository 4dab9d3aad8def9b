"""Housekeeping that no app owns."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled_pages() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


@shared_task
def clear_expired() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions")
