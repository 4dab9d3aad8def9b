"""The project's own configuration: settings, addresses, the Celery application and the WSGI entry point."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
