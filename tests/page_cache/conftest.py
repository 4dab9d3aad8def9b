"""A shop whose page cache is on, and begins empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from catalog_pages.page_cache.middleware import pages


@pytest.fixture(autouse=True)
def _page_cache(transactional_db: None, settings: object) -> Iterator[None]:
    settings.PAGE_CACHE = True  # type: ignore[attr-defined]
    pages.clear()
    yield
    pages.clear()


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)
