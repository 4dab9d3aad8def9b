"""Housekeeping of the search."""

from celery import shared_task

from search import log, popularity, statistics


@shared_task
def refresh_standings() -> None:
    """Rank by what sold lately, and by how rare and long words and texts are by now."""
    popularity.refresh()
    statistics.measure()


@shared_task
def forget_searches() -> None:
    """Drop what was searched for long ago."""
    log.forget()
