"""Orders of the past whose mails nobody is to receive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def nothing_mailed() -> Iterator[None]:
    """Mails written meanwhile are history: nobody is to receive them now, from here or from a worker."""
    kept = settings.DELIVERY_EMAIL_BACKEND, settings.CELERY_TASK_ALWAYS_EAGER
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.CELERY_TASK_ALWAYS_EAGER = True
    try:
        yield
    finally:
        settings.DELIVERY_EMAIL_BACKEND, settings.CELERY_TASK_ALWAYS_EAGER = kept
