"""Reads the goods before a process answers anybody, so that no shopper waits for it."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from wagtail.models import Site

from catalog_pages.columns.keeping import keeper
from catalog_pages.finding import finder

logger = logging.getLogger(__name__)


def warm() -> None:
    """Of every site, in its own language: some seconds for 100,000 products.

    Without a database, or before its first migration, the process begins all the same, and reads when it is asked.
    """
    try:
        for site in Site.objects.select_related("root_page"):
            keeper.goods(site)
        finder().warm()
    except DatabaseError:
        logger.warning("The goods could not be read yet: the first list will wait for them", exc_info=True)
    finally:
        connection.close()
