"""Content delivery networks are told which addresses a change concerns, over HTTP, after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import CachedAddress, Change, Variant
from catalog_pages.page_cache import purging
from tests.factories import CategoryFactory
from tests.storefront import category_page, for_sale

pytestmark = pytest.mark.xdist_group("networks")


@pytest.fixture
def forgotten(_page_cache: None, settings: Any) -> Iterator[list[str]]:
    """What a network that understands PURGE has been told to forget."""
    paths: list[str] = []

    class Network(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            paths.append(f"{self.headers['Host']}{self.path}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Network)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PAGE_CACHE_CDN_SECONDS = 600
    settings.WAGTAILFRONTENDCACHE = {
        "network": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield paths
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def _shop(_page_cache: None) -> None:
    for name, product in (("Prints", "Sea chart"), ("Pottery", "Bowl")):
        category = CategoryFactory(name=name)
        for_sale(product, category=category, parent=category_page(category))
    Change.objects.all().delete()


@pytest.mark.usefixtures("_shop")
def test_the_addresses_of_a_change_are_forgotten_once_and_no_others(
    client: Client, forgotten: list[str]
) -> None:
    for url in ("/prints/", "/prints/?ordering=price", "/prints/sea-chart/", "/pottery/", "/pottery/bowl/"):
        client.get(url)
    assert purging.purge() == 0
    Variant.objects.filter(product__slug="sea-chart").update(price=99)
    assert purging.purge() == 3
    assert sorted(forgotten) == [
        "testserver/prints/",
        "testserver/prints/?ordering=price",
        "testserver/prints/sea-chart/",
    ]
    assert purging.purge() == 0
    Variant.objects.filter(product__slug="sea-chart").update(price=98)
    assert purging.purge() == 0, "nobody has asked for them since"


@pytest.mark.usefixtures("_shop")
def test_without_a_network_nothing_is_written_down(client: Client) -> None:
    client.get("/prints/")
    assert not CachedAddress.objects.exists()
    Variant.objects.update(price=99)
    assert purging.purge() == 0
