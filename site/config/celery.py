"""The Celery application: `celery --app config.celery worker`, with the source root site/ on PYTHONPATH."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("pipit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["catalog_pages", "orders", "search", "config"])
