"""The WSGI entry point: `config.wsgi:application`, with the source root site/ on PYTHONPATH.

Everything an answer needs is there before the first one is asked for: code, addresses and the goods.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from catalog_pages.columns.warming import warm  # noqa: E402 - they need the applications loaded
from config import heartbeat, translations, urls  # noqa: E402, F401 - imported here, the first shopper need not wait for them

NEW = 5_000
"""Objects made and not let go of before garbage is looked for: those of a page go by themselves."""

translations.gather()
warm()
heartbeat.start()
gc.collect()
gc.freeze()  # what has been read stays, and no collection of garbage need look at it
gc.set_threshold(NEW)
