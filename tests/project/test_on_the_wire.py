"""What answers look like on the wire: compressed, cacheable where they may be, and fetched beforehand where safe."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.http import FileResponse, HttpRequest
from django.test import Client, RequestFactory

from config.compression import CompressionMiddleware
from tests.shops import open_shop
from tests.storefront import for_sale, front_page

pytestmark = pytest.mark.django_db
RULES = Path(__file__).resolve().parents[2] / "site" / "static" / "speculation" / "shop.speculationrules"
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
def shop(db: None) -> None:
    front_page()
    open_shop()
    for_sale("Jug")


@pytest.mark.parametrize(
    "path", ["/", "/jug/", "/search/?q=jug", "/cart/", "/account/login/", "/api/v1/products/"]
)
def test_answers_are_compressed_for_who_can_read_it(shop: None, path: str) -> None:
    answer = Client().get(path, headers=GZIP)
    assert answer.headers.get("Content-Encoding") == "gzip" or len(answer.content) < 200
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in Client().get(path).headers


def test_files_travel_as_they_are() -> None:
    def answered(request: HttpRequest) -> FileResponse:
        return FileResponse(BytesIO(b"RIFF" * 500), content_type="image/webp")

    answer = CompressionMiddleware(answered)(RequestFactory().get("/media/jug.webp", headers=GZIP))
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == "2000"


def test_pages_for_everybody_name_the_rules_and_the_rules_name_nothing_personal(shop: None) -> None:
    assert "shop.speculationrules" in Client().get("/jug/").headers["Speculation-Rules"]
    for path in ("/admin/login/", "/api/v1/products/", "/nothing-here/"):
        assert "Speculation-Rules" not in Client().get(path).headers
    (rule,) = json.loads(RULES.read_text())["prefetch"]
    never = rule["where"]["and"][1]["not"]["href_matches"]
    for place in ("account", "cart", "checkout", "orders", "wishes", "search", "admin", "cms", "api"):
        assert f"/{place}/*" in never


def test_pages_for_everybody_come_back_from_the_browsers_memory(shop: None) -> None:
    """No `no-store`, which would keep them out of it; personal pages have it, so that nobody goes back to them."""
    assert "no-store" not in Client().get("/jug/").headers.get("Cache-Control", "")
    assert "no-store" in Client().get("/cart/").headers["Cache-Control"]
