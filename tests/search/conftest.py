"""What every test of the search needs: goods found at once, as they are once a transaction has committed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import Product
from catalog_pages.renewal import reindex
from tests.storefront import front_page

Found = Callable[..., list[str]]


@pytest.fixture
def indexed() -> Callable[[], None]:
    """Renews what all goods are found by: tests run in a transaction that never commits."""
    return lambda: reindex(Product.objects.values_list("pk", flat=True))


@pytest.fixture
def found(client: Client, indexed: Callable[[], None]) -> Found:
    """The names on the search page for these words, after all goods have been indexed."""

    def names(q: str, **parameters: Any) -> list[str]:
        front_page()
        indexed()
        answer = client.get("/search/", {"q": q, **parameters})
        assert answer.status_code == 200, answer
        html = re.sub(r"\s+", " ", answer.content.decode())
        listing = html.split('id="listing"')[1] if 'id="listing"' in html else ""
        return re.findall(r'product-card__name"> ?<a href="[^"]*">([^<]*)</a>', listing)

    return names
