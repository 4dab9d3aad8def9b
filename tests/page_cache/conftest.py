"""A shop whose page cache is on, and begins empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Collection

from catalog_pages.models import ShopSettings
from catalog_pages.page_cache.listening import pages
from tests.storefront import the_site


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL the journal goes by transactions, so that each test needs to commit; SQLite's by rows."""
    here = Path(__file__).resolve().parent
    for item in items:
        if item.path.is_relative_to(here):
            in_threads = item.get_closest_marker("xdist_group") is not None
            commits = connection.vendor == "postgresql" or in_threads
            item.add_marker(pytest.mark.django_db(transaction=commits))


@pytest.fixture(autouse=True)
def _page_cache(_django_db_helper: None, settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE = True
    ShopSettings.for_site(the_site())
    # Tests that commit are followed by a flush, which leaves no place for pictures.
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    pages.clear()
    yield
    pages.clear()


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)
